import { isNativeError } from 'node:util/types';
import { errorCodes } from '../errors/error-code.ts';
import { RequestError } from '../errors/request-error.ts';

/** Sequelize's names for a database that cannot be reached, cannot take another connection, or is going away. */
const unavailableNames = new Set([
  'SequelizeConnectionError',
  'SequelizeConnectionRefusedError',
  'SequelizeConnectionTimedOutError',
  'SequelizeConnectionAcquireTimeoutError',
  'SequelizeHostNotFoundError',
  'SequelizeHostNotReachableError',
  'SequelizeInvalidConnectionError',
  'SequelizeAccessDeniedError',
]);

/** Codes of Postgres (57P0x shut down, 08xxx connection, 53xxx resources), of Node's sockets, and of MySQL's and SQLite's drivers. */
const unavailableCode =
  /^(57P0[1-3]|08\w{3}|53[23]00|ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|PROTOCOL_CONNECTION_LOST|ER_SERVER_SHUTDOWN|ER_CON_COUNT_ERROR|ER_CONNECTION_KILLED|SQLITE_(CANTOPEN|MISUSE|IOERR|FULL))$/;

/** What the drivers say without a code when the connection breaks under a statement. */
const unavailableMessage =
  /Connection terminated|not queryable|closed state|connection manager was closed|Connection lost/;

/** Postgres `statement_timeout`, MariaDB `max_statement_time`, MySQL `max_execution_time`, a file of SQLite that stays locked. */
const timeoutCode = /^(57014|SQLITE_BUSY|ER_STATEMENT_TIMEOUT|ER_QUERY_TIMEOUT|1969|3024)$/;

/** Serialization failures and deadlocks: Postgres, then MySQL; SQLite's lock that was not given. */
const conflictCode = /^(40001|40P01|55P03|ER_LOCK_DEADLOCK|ER_LOCK_WAIT_TIMEOUT|ER_CHECKREAD|SQLITE_BUSY)$/;

/**
 * A database's error as what a client may know: that the service is away, that the statement took too long, or that it
 * failed. The database's own words, which name tables and columns, stay in the cause, for the log. A fault of other origin
 * comes back as it is.
 */
export function translateError(error: unknown): unknown {
  if (!isNativeError(error)) {
    return error;
  }
  const code = codeOf(error);
  if (timeoutCode.test(code) || error.message === 'Query read timeout') {
    return new RequestError(errorCodes.TIMEOUT, 'The database took too long to answer.', error);
  }
  if (conflictCode.test(code)) {
    return new RequestError(
      errorCodes.CONFLICT,
      'Another write changed the same rows at the same time: nothing was written, send it again.',
      error,
    );
  }
  if (
    unavailableNames.has(error.name) ||
    unavailableCode.test(code) ||
    unavailableMessage.test(error.message)
  ) {
    return new RequestError(
      errorCodes.SERVICE_UNAVAILABLE,
      'The database cannot be reached at the moment.',
      error,
    );
  }
  if (error.name.startsWith('Sequelize')) {
    return new RequestError(errorCodes.INTERNAL_SERVER_ERROR, 'The database refused a statement.', error);
  }
  return error;
}

function codeOf(error: Error): string {
  const { code, original } = error as { code?: unknown; original?: { code?: unknown; errno?: unknown } };
  // mysql2 has no names for the errors that only MariaDB gives.
  return String(code ?? original?.code ?? original?.errno ?? '');
}
