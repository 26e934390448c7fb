import type { IncomingMessage } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { getOperations } from '../build/build-schema.ts';
import { errorCodes } from '../errors/error-code.ts';
import { waitingForConnection } from '../execute/pool-queue.ts';
import { retryAfterSeconds } from './http-status.ts';

/** What an app says of a request before anything is done for it. `retryAfter`: seconds until the next may come. */
export interface RateDecision {
  readonly allowed: boolean;
  readonly retryAfter?: number;
}

/** Judges a request by whatever tells clients apart: its address, a header, a cookie. */
export type RateLimit = (request: IncomingMessage) => RateDecision | Promise<RateDecision>;

/** Why a request is not begun. */
export interface Rejection {
  readonly status: 429 | 503;
  /** For the header of that name, in seconds. */
  readonly retryAfter: string;
  readonly code: string;
  readonly message: string;
}

/** Tells whether a request is to be begun: null where it is. */
export type Admit = (request: IncomingMessage) => Promise<Rejection | null>;

/**
 * Gives what turns requests away before their bodies are read: those that the app's own `rateLimit` refuses, and any while
 * more than `poolQueue` statements wait for a connection, since theirs would wait behind them. When that begins and when it
 * ends is logged.
 */
export function createAdmission({
  schema,
  logger,
  rateLimit,
  poolQueue,
}: {
  readonly schema: GraphQLSchema;
  readonly logger: Logger;
  readonly rateLimit: RateLimit | undefined;
  readonly poolQueue: number;
}): Admit {
  const engine = getOperations(schema)?.engine;
  let isShedding = false;
  return async (request) => {
    const waiting = engine === undefined ? 0 : waitingForConnection(engine);
    if (waiting > poolQueue !== isShedding) {
      isShedding = !isShedding;
      logger.warn(
        isShedding
          ? `${waiting} statements wait for a connection to the database: requests are refused with 503 until no more than ${poolQueue} do (limits.poolQueue).`
          : 'Requests are taken again.',
      );
    }
    if (isShedding) {
      return {
        status: 503,
        retryAfter: retryAfterSeconds,
        code: errorCodes.SERVICE_UNAVAILABLE,
        message: 'The server has more requests than it can answer at the moment (limits.poolQueue).',
      };
    }
    const decision = await rateLimit?.(request);
    return decision === undefined || decision.allowed
      ? null
      : {
          status: 429,
          retryAfter: String(Math.max(1, Math.ceil(decision.retryAfter ?? 1))),
          code: errorCodes.RATE_LIMITED,
          message: 'Too many requests: wait before sending the next one.',
        };
  };
}
