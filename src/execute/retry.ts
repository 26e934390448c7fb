import { setTimeout as delay } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import { retryAsPromised } from 'retry-as-promised';
import type { Sequelize } from 'sequelize';

/** How long a read is tried again by default: a Postgres that restarts is back in less. */
export const defaultReadRetryMilliseconds = 3_000;

/** How often one read may have its connection broken: a statement that brings the database down must not do it for ever. */
const mostBreaks = 4;

const firstPause = 20;
const longestPause = 200;

/**
 * Does reads outside of transactions again where their connection broke or the database would take none for a moment, as in a
 * restart. One for each engine: once the database has been away for that long, further reads fail at once, so that requests do
 * not pile up.
 */
export class ReadRetry {
  readonly #milliseconds: number;
  /** When the database was first missed since a read succeeded, and when last. */
  #since = 0;
  #last = Number.NEGATIVE_INFINITY;

  /** `milliseconds`: how long a read is tried again; 0 for not at all. */
  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
  }

  /**
   * Settles as the last try of `read` does.
   *
   * @throws the reason of `signal` where it is aborted between two tries.
   */
  async run<Result>(read: () => Promise<Result>, signal: AbortSignal | null): Promise<Result> {
    const begin = performance.now();
    let breaks = 0;
    for (let pause = firstPause; ; pause = Math.min(2 * pause, longestPause)) {
      try {
        const result = await read();
        this.#last = Number.NEGATIVE_INFINITY;
        return result;
      } catch (error) {
        const loss = findLoss(error);
        if (loss === null) {
          throw error;
        }
        breaks += loss === 'broken' ? 1 : 0;
        const missed = this.#miss();
        const left = this.#milliseconds - Math.max(missed, performance.now() - begin);
        if (left <= 0 || breaks >= mostBreaks) {
          throw error;
        }
        // Spread, so that those who lost their connections together do not come back together.
        await pauseFor(Math.min(pause * (0.5 + Math.random()), left), signal);
      }
    }
  }

  /** Notes that the database was missed, and gives for how long it has been. */
  #miss(): number {
    const now = performance.now();
    if (now - this.#last > this.#milliseconds) {
      this.#since = now;
    }
    this.#last = now;
    return now - this.#since;
  }
}

async function pauseFor(milliseconds: number, signal: AbortSignal | null): Promise<void> {
  await delay(milliseconds, undefined, { ...(signal !== null && { signal }) }).catch(() => undefined);
  signal?.throwIfAborted();
}

/**
 * Runs `read` again as the Sequelize option `retry` says, as Sequelize itself would: up to five times where SQLite is busy,
 * unless the app chose other errors and counts.
 */
export async function retryReading<Result>(
  sequelize: Sequelize,
  read: () => Promise<Result>,
): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    const { retry } = (sequelize as unknown as { options: { retry?: object } }).options;
    if (retry === undefined) {
      throw error;
    }
    // The first try is done; what comes of it is judged with the others.
    let isFirst = true;
    const readAgain = async (): Promise<Result> => {
      if (isFirst) {
        isFirst = false;
        throw error;
      }
      return read();
    };
    return retryAsPromised(readAgain, retry as never);
  }
}

/** Sequelize's names for a connection that could not be made. */
const refusedNames = new Set([
  'SequelizeConnectionError',
  'SequelizeConnectionRefusedError',
  'SequelizeConnectionTimedOutError',
]);

/** Postgres that shuts down (57P01), has crashed (57P02), starts up (57P03); broken connections of Postgres, Node and MySQL. */
const lossCode =
  /^(57P0[1-3]|080(?:00|03|06)|ECONNREFUSED|ECONNRESET|EPIPE|PROTOCOL_CONNECTION_LOST|ER_SERVER_SHUTDOWN|ER_CONNECTION_KILLED|1927)$/;

const lossMessage =
  /Connection terminated|not queryable|closed state|Connection lost|Connection timed out|the database system is/i;

/**
 * Whether an error means that the connection could not be made for the moment (`refused`), or was lost under the statement
 * (`broken`); null for any other, such as a pool that is used up or a wrong password.
 */
export function findLoss(error: unknown): 'refused' | 'broken' | null {
  if (!isNativeError(error)) {
    return null;
  }
  const { code, original } = error as { code?: unknown; original?: { code?: unknown; errno?: unknown } };
  const codes = [code, original?.code, original?.errno].filter((one) => one !== undefined).map(String);
  const isLoss = codes.some((one) => lossCode.test(one)) || lossMessage.test(error.message);
  return isLoss ? (refusedNames.has(error.name) ? 'refused' : 'broken') : null;
}
