import type { Engine } from './engine.ts';
import { hasLostStatement, type NamedStatements, type PostgresConnection } from './named-statements.ts';
import type { Row } from './row.ts';
import { renderSql, type Sql } from './sql.ts';
import type { SqlDialect } from './sql-dialect.ts';

/** A connection of one of the drivers, as far as reading goes. */
export interface Connection extends PostgresConnection {
  /** Whether Sequelize's pool is to throw it away when it comes back. */
  _invalid?: boolean;
  query(statement: { name?: string; text: string; values?: unknown[] }): Promise<{ rows: Row[] }>;
  query(text: string, callback: (error: Error | null, rows: Row[]) => void): void;
  all(text: string, values: unknown[], callback: (error: Error | null, rows: Row[]) => void): void;
  escape(value: unknown): string;
}

/** Texts that were put together already, by their parts: of statements that are kept, those stay the same. */
const postgresTexts = new WeakMap<readonly string[], string>();

function postgresText(statement: Sql): string {
  let text = postgresTexts.get(statement.texts);
  if (text === undefined) {
    text = renderSql(statement, (_, index) => `$${index + 1}`);
    postgresTexts.set(statement.texts, text);
  }
  return text;
}

/** The text with a placeholder for each value, and the values; MySQL's text has them in it. */
export function render(
  statement: Sql,
  dialect: SqlDialect,
): { readonly text: string; readonly bind: unknown[] } {
  switch (dialect) {
    case 'postgres':
      return { text: postgresText(statement), bind: [...statement.values] };
    case 'mysql':
      return { text: renderSql(statement, printMysqlValues(statement.values)), bind: [] };
    case 'sqlite':
      return { text: renderSql(statement, () => '?'), bind: statement.values.map(toSqliteValue) };
  }
}

/** Runs a statement as the dialect's driver wants it, and gives its rows. `mayName`: whether it may be prepared under a name. */
export async function query(
  connection: Connection,
  { dialect, named }: Engine,
  text: string,
  bind: unknown[],
  mayName: boolean,
): Promise<Row[]> {
  switch (dialect) {
    case 'postgres':
      return (await queryPostgres(connection, mayName ? named : null, text, bind)).rows;
    case 'mariadb':
      return connection.query(text as never) as unknown as Promise<Row[]>;
    default:
      return new Promise((resolve, reject) => {
        const settle = (error: Error | null, rows: Row[]): void =>
          error === null ? resolve(rows) : reject(error);
        if (dialect === 'sqlite') {
          connection.all(text, bind, settle);
        } else {
          connection.query(text, settle);
        }
      });
  }
}

/** A prepared statement that is not what it was is of no use any more: the error says so before anything is read. */
async function queryPostgres(
  connection: Connection,
  named: NamedStatements | null,
  text: string,
  values: unknown[],
): Promise<{ rows: Row[] }> {
  const name = named?.nameOf(connection, text);
  if (name === undefined) {
    return connection.query({ text, values });
  }
  try {
    return await connection.query({ name, text, values });
  } catch (error) {
    if (!hasLostStatement(error)) {
      throw error;
    }
    named?.lose(connection, name, error);
    // Within a transaction the error has ended it, and this one says so.
    return connection.query({ text, values });
  }
}

/** SQLite has no truth values, and its driver no BigInt. */
function toSqliteValue(value: unknown): unknown {
  switch (typeof value) {
    case 'boolean':
      return Number(value);
    case 'bigint':
      return String(value);
    default:
      return value;
  }
}

/**
 * Values as literals of MySQL. Where one text has a quote, a backslash or anything but printable ASCII, all of them are
 * written in hexadecimal: how a quote is escaped depends on the session's `sql_mode`, which no client may profit from, and
 * texts of one column must not differ in their collation, as a literal with an introducer and one without may.
 */
function printMysqlValues(values: readonly unknown[]): (value: unknown) => string {
  const isPlain = values.every(
    (value) => typeof value !== 'string' || /^[\x20-\x26\x28-\x5b\x5d-\x7e]*$/.test(value),
  );
  return (value) => {
    switch (typeof value) {
      case 'number':
      case 'bigint':
      case 'boolean':
        return String(value);
      case 'string':
        return isPlain ? `'${value}'` : `_utf8mb4 X'${Buffer.from(value, 'utf8').toString('hex')}'`;
      default:
        if (Buffer.isBuffer(value)) {
          return `X'${value.toString('hex')}'`;
        }
        throw new Error(`KinQL invariant: ${typeof value} is no value to bind`);
    }
  };
}
