import { isNativeError } from 'node:util/types';
import type { Sequelize, Transaction } from 'sequelize';
import type { Engine } from './engine.ts';
import type { Row } from './row.ts';
import { renderSql, type Sql } from './sql.ts';
import { translateError } from './translate-error.ts';

interface Connection {
  query(statement: { text: string; values: unknown[] }): Promise<{ rows: Row[] }>;
  query(text: string, callback: (error: Error | null, rows: Row[]) => void): void;
  escape(value: unknown): string;
}

/** What Sequelize's declarations leave out of the pool, its log and its drivers' error translation. */
interface SequelizeRuntime {
  readonly connectionManager: {
    getConnection(options: { type: 'SELECT' | 'WRITE' }): Promise<Connection>;
    releaseConnection(connection: Connection): void;
  };
  readonly dialect: {
    Query: new (connection: unknown, sequelize: unknown, options: object) => QueryTranslator;
  };
  log(text: string, options: object): void;
}

interface QueryTranslator {
  formatError(error: Error, stack?: string): Error;
}

/**
 * Runs one reading statement on a connection of Sequelize's own pool (the read pool, under replication), or on the
 * transaction that the request runs in, and gives its rows. Sequelize's `query` is not used: it looks for `?`, `:name`
 * and `$1` in the whole text, the team's own literals included. Its logging works as for any other statement.
 *
 * @throws RequestError as `translateError` makes them: SERVICE_UNAVAILABLE, TIMEOUT, or the fault itself, to be masked.
 */
export async function runStatement(
  engine: Engine,
  statement: Sql,
  transaction: Transaction | null,
): Promise<readonly Row[]> {
  const { connectionManager } = runtime(engine.sequelize);
  let connection: Connection | undefined;
  try {
    connection =
      transaction === null
        ? await connectionManager.getConnection({ type: 'SELECT' })
        : connectionOf(transaction);
    return await runOn(connection, engine, statement);
  } catch (error) {
    throw translateError(toSequelizeError(error, engine.sequelize));
  } finally {
    if (transaction === null && connection !== undefined) {
      connectionManager.releaseConnection(connection);
    }
  }
}

async function runOn(connection: Connection, engine: Engine, statement: Sql): Promise<readonly Row[]> {
  const { sequelize, dialect } = engine;
  if (dialect === 'postgres') {
    const text = renderSql(statement, (_, index) => `$${index + 1}`);
    log(sequelize, text, statement.values);
    const { rows } = await connection.query({ text, values: [...statement.values] });
    return rows;
  }
  // The driver's own placeholders are question marks anywhere in the text, so its escaping is asked for value by value.
  const text = renderSql(statement, (value) =>
    typeof value === 'bigint' ? String(value) : connection.escape(value),
  );
  log(sequelize, text, []);
  if (dialect === 'mariadb') {
    return (await connection.query(text as never)) as unknown as Row[];
  }
  return new Promise((resolve, reject) => {
    connection.query(text, (error, rows) => (error === null ? resolve(rows) : reject(error)));
  });
}

function log(sequelize: Sequelize, text: string, bind: readonly unknown[]): void {
  runtime(sequelize).log(`Executing (default): ${text}`, { bind, type: 'SELECT' });
}

/** A transaction keeps its connection after its end, so that it must be asked whether it has ended. */
function connectionOf(transaction: Transaction): Connection {
  const { finished, connection } = transaction as unknown as { finished?: string; connection?: Connection };
  if (finished !== undefined || connection === undefined) {
    throw new Error('The transaction of this request has already ended.');
  }
  return connection;
}

/** A driver's error as the error that Sequelize makes of it; what Sequelize made already stays. */
function toSequelizeError(error: unknown, sequelize: Sequelize): unknown {
  if (!isNativeError(error) || error.name.startsWith('Sequelize')) {
    return error;
  }
  const { Query } = runtime(sequelize).dialect;
  return new Query({}, sequelize, {}).formatError(error, error.stack);
}

function runtime(sequelize: Sequelize): SequelizeRuntime {
  return sequelize as unknown as SequelizeRuntime;
}
