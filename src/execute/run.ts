import type { Sequelize, Transaction } from 'sequelize';
import type { Engine } from './engine.ts';
import { hasLostStatement, type NamedStatements, type PostgresConnection } from './named-statements.ts';
import { retryReading } from './retry.ts';
import type { Row } from './row.ts';
import { renderSql, type Sql } from './sql.ts';
import { type SqlDialect, sqlDialectOf } from './sql-dialect.ts';
import { translateError } from './translate-error.ts';

interface Connection extends PostgresConnection {
  query(statement: { name?: string; text: string; values?: unknown[] }): Promise<{ rows: Row[] }>;
  query(text: string, callback: (error: Error | null, rows: Row[]) => void): void;
  all(text: string, values: unknown[], callback: (error: Error | null, rows: Row[]) => void): void;
  escape(value: unknown): string;
}

/** What Sequelize's declarations leave out of its pool, its hooks and its dialects' queries. */
interface SequelizeRuntime {
  readonly connectionManager: {
    getConnection(options: { type: 'SELECT'; useMaster: boolean }): Promise<Connection>;
    releaseConnection(connection: Connection): void;
  };
  readonly dialect: {
    Query: new (connection: unknown, sequelize: unknown, options: object) => SequelizeQuery;
  };
  readonly options: object;
  hasHook(name: string): boolean;
  runHooks(name: string, options: object, query: SequelizeQuery): Promise<void>;
}

interface SequelizeQuery {
  formatError(error: Error, stack?: string): Error;
  /** Logs as the instance's `logging`, `benchmark` and `logQueryParameters` say; the function it gives, when it is done. */
  _logQuery(text: string, debug: () => void, parameters: readonly unknown[]): () => void;
}

/** How a statement is run. */
export interface RunSettings {
  readonly primary?: boolean;
  /** Once it is aborted, the statement is not begun. */
  readonly signal?: AbortSignal | null;
}

/**
 * Runs one reading statement on a connection of Sequelize's own pool (under replication the read pool, unless it must be
 * the `primary`), or on the transaction that the request runs in, and gives its rows. Sequelize's `query` is not used: it looks for `?`, `:name`
 * and `$1` in the whole text, the team's own literals included. Its logging, its query hooks and, outside of transactions,
 * its `retry` work as for any other statement.
 *
 * @throws RequestError as `translateError` makes them, and the reason of the signal where it was aborted before the statement began.
 */
export async function runStatement(
  engine: Engine,
  statement: Sql,
  transaction: Transaction | null,
  { primary = false, signal = null }: RunSettings = {},
): Promise<readonly Row[]> {
  try {
    return transaction === null
      ? await retryReading(engine.sequelize, () => runOnPool(engine, statement, primary, signal))
      : await runInTransaction(engine, statement, transaction, signal);
  } catch (error) {
    throw translateError(error);
  }
}

/**
 * Runs reading statements of Sequelize's own making. In a transaction they wait for their turn; outside of one Sequelize
 * follows its `retry` by itself.
 *
 * @throws RequestError as `translateError` makes them.
 */
export async function runFinder<Result>(
  transaction: Transaction | null,
  find: () => Promise<Result>,
): Promise<Result> {
  try {
    return await (transaction === null ? find() : inTurn(connectionOf(transaction), find));
  } catch (error) {
    throw translateError(error);
  }
}

async function runOnPool(
  engine: Engine,
  statement: Sql,
  primary: boolean,
  signal: AbortSignal | null,
): Promise<readonly Row[]> {
  const { connectionManager } = runtime(engine.sequelize);
  const connection = await connectionManager.getConnection({ type: 'SELECT', useMaster: primary });
  try {
    signal?.throwIfAborted();
    return await runOn(connection, engine, statement);
  } finally {
    connectionManager.releaseConnection(connection);
  }
}

/** The last statement of each transaction's connection: a driver takes one at a time. */
const lastStatements = new WeakMap<Connection, Promise<unknown>>();

async function runInTransaction(
  engine: Engine,
  statement: Sql,
  transaction: Transaction,
  signal: AbortSignal | null,
): Promise<readonly Row[]> {
  const connection = connectionOf(transaction);
  return inTurn(connection, async () => {
    signal?.throwIfAborted();
    return runOn(connection, engine, statement);
  });
}

function inTurn<Result>(connection: Connection, run: () => Promise<Result>): Promise<Result> {
  const previous = lastStatements.get(connection) ?? Promise.resolve();
  const result = previous.then(run);
  lastStatements.set(
    connection,
    result.catch(() => undefined),
  );
  return result;
}

async function runOn(connection: Connection, engine: Engine, statement: Sql): Promise<readonly Row[]> {
  const { sequelize, dialect } = engine;
  const { dialect: sequelizeDialect, options, hasHook, runHooks } = runtime(sequelize);
  const { text, bind } = render(statement, sqlDialectOf(dialect));
  if (!isObserved(sequelize)) {
    try {
      return await query(connection, engine, text, bind);
    } catch (error) {
      const record = new sequelizeDialect.Query(connection, sequelize, { ...options, type: 'SELECT', bind });
      Object.assign(error as object, { sql: text });
      throw record.formatError(error as Error, (error as Error).stack);
    }
  }
  const queryOptions = { ...options, type: 'SELECT', bind };
  const record = new sequelizeDialect.Query(connection, sequelize, queryOptions);
  if (hasHook.call(sequelize, 'beforeQuery')) {
    await runHooks.call(sequelize, 'beforeQuery', queryOptions, record);
  }
  const logged = record._logQuery(text, () => {}, bind);
  try {
    const rows = await query(connection, engine, text, bind);
    logged();
    return rows;
  } catch (error) {
    Object.assign(error as object, { sql: text });
    throw record.formatError(error as Error, (error as Error).stack);
  } finally {
    if (hasHook.call(sequelize, 'afterQuery')) {
      await runHooks.call(sequelize, 'afterQuery', queryOptions, record);
    }
  }
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

/** Whether anybody hears of statements. */
function isObserved(sequelize: Sequelize): boolean {
  const { options, hasHook } = runtime(sequelize);
  const { logging } = options as { logging?: unknown };
  return (
    (logging !== false && logging !== undefined && logging !== null) ||
    hasHook.call(sequelize, 'beforeQuery') ||
    hasHook.call(sequelize, 'afterQuery')
  );
}

/** The text with a placeholder for each value, and the values; MySQL's text has them in it. */
function render(statement: Sql, dialect: SqlDialect): { readonly text: string; readonly bind: unknown[] } {
  switch (dialect) {
    case 'postgres':
      return { text: postgresText(statement), bind: [...statement.values] };
    case 'mysql':
      return { text: renderSql(statement, printMysqlValues(statement.values)), bind: [] };
    case 'sqlite':
      return { text: renderSql(statement, () => '?'), bind: statement.values.map(toSqliteValue) };
  }
}

async function query(
  connection: Connection,
  { dialect, named }: Engine,
  text: string,
  bind: unknown[],
): Promise<Row[]> {
  switch (dialect) {
    case 'postgres':
      return (await queryPostgres(connection, named, text, bind)).rows;
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

/** A transaction keeps its connection after its end, so that it must be asked whether it has ended. */
function connectionOf(transaction: Transaction): Connection {
  const { finished, connection } = transaction as unknown as { finished?: string; connection?: Connection };
  if (finished !== undefined || connection === undefined) {
    throw new Error('The transaction of this request has already ended.');
  }
  return connection;
}

function runtime(sequelize: Sequelize): SequelizeRuntime {
  return sequelize as unknown as SequelizeRuntime;
}
