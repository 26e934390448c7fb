import { StartupError } from '../errors/startup-error.ts';

/** What one request, and one stop, may take. Every setting is an integer; times are in milliseconds. */
export interface ServerLimits {
  /** Bytes of a request's body. A larger one is refused with 413. */
  readonly bodyBytes: number;
  /** Errors of validation that are listed before it gives up. */
  readonly validationErrors: number;
  /** Errors in variables that are listed before coercion gives up. */
  readonly coercionErrors: number;
  /** Lists and objects within each other in a request's variables, the object of all variables included. */
  readonly variableDepth: number;
  /** Lists and objects in a request's variables. */
  readonly variableObjects: number;
  /** Requests that may wait for a connection of the database's pool; while more do, others are refused with 503. */
  readonly poolQueue: number;
  /** Time for a request to be executed, once it is read. Then it is answered with `TIMEOUT`. */
  readonly executionMilliseconds: number;
  /** Time for a client to send a request's headers. */
  readonly headersMilliseconds: number;
  /** Time for a client to send a whole request. */
  readonly requestMilliseconds: number;
  /** Time for a client to take an answer, beside what `answerBytesPerSecond` gives. Then its connection is cut. */
  readonly answerMilliseconds: number;
  /** How fast a client has to take an answer, once `answerMilliseconds` have passed. */
  readonly answerBytesPerSecond: number;
  /** Time that an idle connection is kept: above the 60 s of common balancers, or these send into closed connections. */
  readonly keepAliveMilliseconds: number;
  /** Time for the database to answer `/health/ready`. */
  readonly readinessMilliseconds: number;
  /** Time between `/health/ready` saying 503 and the listener closing: what a balancer needs to notice. May be 0. */
  readonly drainDelayMilliseconds: number;
  /** Time for requests in flight to be answered while stopping; what is left then is cut off. */
  readonly gracePeriodMilliseconds: number;
  /** Time for the database's connections to close while stopping. */
  readonly closeMilliseconds: number;
}

export const defaultLimits: ServerLimits = {
  bodyBytes: 100_000,
  poolQueue: 1_000,
  executionMilliseconds: 20_000,
  validationErrors: 5,
  coercionErrors: 5,
  variableDepth: 50,
  variableObjects: 5_000,
  headersMilliseconds: 15_000,
  requestMilliseconds: 30_000,
  answerMilliseconds: 30_000,
  answerBytesPerSecond: 50_000,
  keepAliveMilliseconds: 65_000,
  readinessMilliseconds: 2_000,
  drainDelayMilliseconds: 0,
  gracePeriodMilliseconds: 10_000,
  closeMilliseconds: 5_000,
};

/** Those of the limits that a server has, among which there may be those of operations. */
export function pickServerLimits(limits: object | undefined): Partial<ServerLimits> {
  return Object.fromEntries(
    Object.entries(limits ?? {}).filter(([name, value]) => name in defaultLimits && value !== undefined),
  );
}

/**
 * Takes the limits that were set and gives all of them, the rest by default. Throws a `StartupError` with one line for
 * each value that is not a positive integer (`drainDelayMilliseconds` may be 0) and each name that is not a limit.
 */
export function resolveLimits(limits: Partial<ServerLimits> = {}): ServerLimits {
  const problems: string[] = [];
  for (const [name, value] of Object.entries(limits)) {
    const least = name === 'drainDelayMilliseconds' ? 0 : 1;
    if (!(name in defaultLimits)) {
      problems.push(`limits.${name} is not a limit: use one of ${Object.keys(defaultLimits).join(', ')}.`);
    } else if (!Number.isSafeInteger(value) || value < least) {
      problems.push(`limits.${name} is ${String(value)}: it has to be an integer from ${least}.`);
    }
  }
  if (problems.length > 0) {
    throw new StartupError(problems);
  }
  return { ...defaultLimits, ...limits };
}
