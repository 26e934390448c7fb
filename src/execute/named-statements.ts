import { createHash } from 'node:crypto';
import type { Sequelize } from 'sequelize';

/** Statements that a connection keeps prepared at once; the one that was not used for longest makes place. */
const maxPrepared = 100;
/** Texts whose uses are counted. */
const maxCounted = 1_000;
/** A text is prepared from this use on: what comes once, as a client may make by the thousand, is not worth a name. */
const usesBeforeName = 2;

/** What a connection of the driver `pg` keeps of the statements that were prepared on it. */
export interface PostgresConnection {
  readonly connection?: { readonly parsedStatements?: Record<string, string> };
  query(statement: { readonly text: string }): Promise<unknown>;
}

/**
 * The names of prepared statements, bounded for each connection. Postgres then parses and plans a statement once for a connection and not at
 * each use.
 */
export class NamedStatements {
  /** By text, how often it was run; the order is that of their last uses. */
  readonly #texts = new Map<string, { uses: number; name: string | null }>();
  /** By connection, the names that are prepared there, in the order of their last uses. */
  readonly #prepared = new WeakMap<PostgresConnection, Set<string>>();
  /** Connections that have lost what was prepared on them: something between them and the database gives each statement another session. */
  readonly #nameless = new WeakSet<PostgresConnection>();

  /** The name to run a text under on a connection; undefined where it is not to be prepared. */
  nameOf(connection: PostgresConnection, text: string): string | undefined {
    const known = this.#count(text);
    if (known.uses < usesBeforeName || this.#nameless.has(connection)) {
      return undefined;
    }
    known.name ??= nameOfText(text);
    this.#use(connection, known.name);
    return known.name;
  }

  /** Prepares nothing more on the connection. */
  forget(connection: PostgresConnection): void {
    this.#nameless.add(connection);
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
      const parsed = connection.connection?.parsedStatements;
      // Another schema may have taken it away already: to do so twice is an error, which would end a transaction.
      if (parsed === undefined || parsed[oldest] !== undefined) {
        // The driver sends it before the statement that is about to follow.
        connection.query({ text: `DEALLOCATE ${oldest}` }).catch(() => this.forget(connection));
        delete parsed?.[oldest];
      }
    }
  }
}

/** Of the text alone: other schemas may run their statements on the same connections. */
function nameOfText(text: string): string {
  return `kinql_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}

/** The codes of Postgres for a prepared statement that is not there, that is there already, or whose columns have changed since. */
const lostCodes: ReadonlySet<unknown> = new Set(['26000', '42P05', '0A000']);

/** Whether an error says that a prepared statement is not what it was, so that the text alone will do. */
export function hasLostStatement(error: unknown): boolean {
  return typeof error === 'object' && error !== null && lostCodes.has((error as { code?: unknown }).code);
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
