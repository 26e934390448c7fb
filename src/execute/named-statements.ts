import { createHash } from 'node:crypto';
import type { Sequelize, Transaction } from 'sequelize';
import { rootOf } from './root-transaction.ts';

/** Statements that a connection keeps prepared at once; the one that was not used for longest makes place. */
const maxPrepared = 100;
/** Texts whose uses are counted. */
const maxCounted = 1_000;
/**
 * A longer text is not prepared, since a client may make it as long as its filter: what Postgres keeps of one takes some forty times its
 * characters, and that on each connection.
 */
const longestText = 10_000;
/** A text is prepared from this use on: what comes once, as a client may make by the thousand, is not worth a name. */
const usesBeforeName = 2;

/** What a connection of the driver `pg` keeps of the statements that were prepared on it; its native sister keeps nothing. */
export interface PostgresConnection {
  readonly connection?: {
    readonly parsedStatements: Record<string, string>;
    close(statement: { readonly type: 'S'; readonly name: string }): void;
  };
}

/**
 * The names of prepared statements, bounded for each connection. Postgres then parses and plans a statement once for a connection and not at
 * each use. A name says what its text is: schemas may share connections, and processes the sessions of a pooler, where a name of theirs must never
 * stand for another statement.
 */
export class NamedStatements {
  /** By text, how often it was run; the order is that of their last uses. */
  readonly #texts = new Map<string, { uses: number; name: string | null }>();
  /** By connection, the names that are prepared there, in the order of their last uses. */
  readonly #prepared = new WeakMap<PostgresConnection, Set<string>>();
  /** Connections that have lost what was prepared on them: something between them and the database gives each statement another session. */
  readonly #nameless = new WeakSet<PostgresConnection>();
  /** Transactions in which the same text may mean other tables, whose columns may have other types. */
  readonly #avoided = new WeakSet<Transaction>();

  /** Prepares nothing in a transaction, nor in parts of it. */
  avoidIn(transaction: Transaction): void {
    this.#avoided.add(rootOf(transaction));
  }

  isAvoidedIn(transaction: Transaction): boolean {
    return this.#avoided.has(rootOf(transaction));
  }

  /** The name to run a text under on a connection; undefined where it is not to be prepared. */
  nameOf(connection: PostgresConnection, text: string): string | undefined {
    if (text.length > longestText) {
      return undefined;
    }
    const known = this.#count(text);
    if (
      known.uses < usesBeforeName ||
      connection.connection?.parsedStatements === undefined ||
      this.#nameless.has(connection)
    ) {
      return undefined;
    }
    known.name ??= `kinql_${createHash('sha256').update(text).digest('hex').slice(0, 40)}`;
    this.#use(connection, known.name);
    return known.name;
  }

  /** A statement that was prepared on the connection is no good any more: where it is gone, nothing more is prepared there. */
  lose(connection: PostgresConnection, name: string, error: unknown): void {
    if (codeOf(error) === changedCode) {
      this.#prepared.get(connection)?.delete(name);
      closeStatement(connection, name);
    } else {
      this.#nameless.add(connection);
    }
  }

  #count(text: string): { uses: number; name: string | null } {
    const known = this.#texts.get(text) ?? { uses: 0, name: null };
    known.uses += 1;
    this.#texts.delete(text);
    this.#texts.set(text, known);
    if (this.#texts.size > maxCounted) {
      this.#texts.delete(this.#texts.keys().next().value as string);
    }
    return known;
  }

  #use(connection: PostgresConnection, name: string): void {
    const names = this.#prepared.get(connection) ?? new Set<string>();
    this.#prepared.set(connection, names);
    names.delete(name);
    names.add(name);
    if (names.size > maxPrepared) {
      const oldest = names.values().next().value as string;
      names.delete(oldest);
      closeStatement(connection, oldest);
    }
  }
}

/**
 * Has the database forget a statement, by a message of the protocol that goes along with the statement that follows: unlike the statement
 * DEALLOCATE it may name one that is gone already, within a transaction too, and poolers know it.
 */
function closeStatement({ connection }: PostgresConnection, name: string): void {
  if (connection?.parsedStatements[name] !== undefined) {
    connection.close({ type: 'S', name });
    delete connection.parsedStatements[name];
  }
}

/** The code of Postgres for a prepared statement whose columns have changed since. */
const changedCode = '0A000';
/** And for one that is not there, or that is there already. */
const lostCodes: ReadonlySet<unknown> = new Set(['26000', '42P05', changedCode]);

/** Whether an error says that a prepared statement is not what it was, so that the text alone will do. */
export function hasLostStatement(error: unknown): boolean {
  return lostCodes.has(codeOf(error));
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null ? (error as { code?: unknown }).code : undefined;
}

interface SequelizeOptions {
  readonly dialectOptions?: { readonly preparedStatements?: unknown };
}

/**
 * Whether statements may be prepared: not where the URL says `?preparedStatements=false` (or `dialectOptions`), as it must behind a pooler
 * that gives each transaction another session.
 */
export function mayPrepare(sequelize: Sequelize): boolean {
  const { dialectOptions } = (sequelize as unknown as { options: SequelizeOptions }).options;
  return String(dialectOptions?.preparedStatements ?? true) !== 'false';
}
