import { GraphQLError } from 'graphql';
import type { Transaction } from 'sequelize';
import { errorCodes } from '../errors/error-code.ts';
import { RequestError } from '../errors/request-error.ts';
import { findSessionProblem } from './database-session.ts';
import { rootOf } from './root-transaction.ts';
import { Session, type SessionParts } from './session.ts';

/** What the session of an operation is opened with. */
export interface SessionRequest extends Omit<SessionParts, 'session'> {
  /** Calls the option `databaseSession` for the viewer. */
  readonly describe: () => unknown;
  /** The settings that transactions of the app's own were given, each as one text. */
  readonly given: WeakMap<Transaction, string>;
  /** Where to say what is to be done at the end of the operation; null where nobody tells of that. */
  readonly atEnd: (() => Promise<void>)[] | null;
}

/**
 * The session of an operation, of which nothing has begun yet.
 *
 * @throws Error where there is none for the viewer, nobody would end it, or the app's transaction is another viewer's.
 */
export function openSession({ describe, given, atEnd, ...parts }: SessionRequest): Session {
  let described: unknown;
  try {
    described = describe();
    const problem = findSessionProblem(described);
    if (problem !== null) {
      throw new Error(`What the option databaseSession gives cannot be used: ${problem}`);
    }
  } catch (error) {
    throw error instanceof GraphQLError
      ? error
      : new RequestError(
          errorCodes.FORBIDDEN,
          'The database is not open to this viewer (databaseSession).',
          error,
        );
  }
  const session = described as SessionParts['session'];
  const { outer } = parts;
  if (outer === null && atEnd === null) {
    throw new Error(
      'The option databaseSession needs a transaction that somebody ends: give the one of the request by the option transaction, or serve the schema by createServer.',
    );
  }
  if (outer !== null) {
    const printed = JSON.stringify(session, (_, value) => (typeof value === 'bigint' ? `${value}n` : value));
    const root = rootOf(outer);
    if ((given.get(root) ?? printed) !== printed) {
      throw new Error(
        'The transaction of this request has the settings of another viewer (databaseSession): give each viewer its own.',
      );
    }
    given.set(root, printed);
  }
  const opened = new Session({ ...parts, session });
  atEnd?.push(() => opened.end());
  return opened;
}
