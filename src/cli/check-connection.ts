import type { QueryTypes, Sequelize } from 'sequelize';
import { StartupError } from '../errors/startup-error.ts';
import { within } from '../server/within.ts';
import { describeDatabase } from './database-url.ts';
import { firstLine, toSentence } from './load-error.ts';

/** How long a start waits for the database before it goes on without an answer. */
const patienceMilliseconds = 5_000;

/**
 * What a database says that is not there yet, has no connection left, or is too far away at the moment: Node's sockets,
 * Postgres's classes 08, 53 and 57P, and MySQL's own.
 */
const passingCode =
  /^(ECONN\w+|E(?:HOST|NET)UNREACH|EPIPE|ETIMEDOUT|EAI_AGAIN|57P0\d|08\w{3}|53\w{3}|PROTOCOL_CONNECTION_LOST|ER_CON_COUNT_ERROR|ER_SERVER_SHUTDOWN|ER_GET_CONNECTION_TIMEOUT|ER_SOCKET_UNEXPECTED_CLOSE)$/;

const passingMessage =
  /timed? ?out|timeout|took longer than|Connection terminated|Connection lost|ResourceRequest/i;

/**
 * Asks the database anything, on the instance's own pool. Rejects where it does not answer. Without a type, Sequelize fails
 * on what today's mariadb driver answers, and under replication asks the server for writing.
 */
export async function pingDatabase(sequelize: Sequelize): Promise<void> {
  await sequelize.query('SELECT 1', {
    type: 'SELECT' as QueryTypes.SELECT,
    logging: false,
    transaction: null,
  });
}

/**
 * Asks the database at the start. Gives null where it answers, and a line to print where it does not but may later: a
 * server is started in any order with its database and restarted with it, so that must not end it; requests get
 * SERVICE_UNAVAILABLE meanwhile. Whatever no waiting mends is a mistake of the configuration and does end it.
 *
 * @throws StartupError where it refuses the user or password, has no such database, its host has no address, or the like.
 */
export async function checkConnection(sequelize: Sequelize): Promise<string | null> {
  try {
    await within(pingDatabase(sequelize), patienceMilliseconds, 'Connecting');
    return null;
  } catch (error) {
    const database = describeDatabase(sequelize);
    if (isPassing(error)) {
      return `The database at ${database} does not answer (${reasonOf(error)}); requests get SERVICE_UNAVAILABLE until it does.`;
    }
    throw new StartupError(
      [`Cannot connect to the database at ${database}: ${toSentence(reasonOf(error))}`],
      {
        cause: error,
      },
    );
  }
}

/** Whether the same connection may succeed later without anybody changing a setting. */
export function isPassing(error: unknown): boolean {
  const links = chain(error);
  const codes = links
    .map((link) => (link as { code?: unknown }).code)
    .filter((code) => typeof code === 'string');
  return codes.length > 0
    ? codes.some((code) => passingCode.test(code))
    : links.some(({ name, message }) => passingMessage.test(`${name} ${message}`));
}

/** A refusal on both addresses of `localhost` has no message of its own, only those of its parts. */
function reasonOf(error: unknown): string {
  const links = chain(error);
  const told = links.find(({ message }) => message !== '') ?? links.find((link) => 'code' in link);
  return told === undefined || told.message === ''
    ? String((told as { code?: unknown } | undefined)?.code ?? error)
    : firstLine(told);
}

/** The error, the driver's error that Sequelize keeps in it, and the parts of an AggregateError. */
function chain(error: unknown): Error[] {
  if (!(error instanceof Error)) {
    return [];
  }
  const { original, errors } = error as { original?: unknown; errors?: unknown };
  return [error, ...chain(original), ...(Array.isArray(errors) ? errors.flatMap(chain) : [])];
}
