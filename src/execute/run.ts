import type { Sequelize, Transaction } from 'sequelize';
import type { Engine } from './engine.ts';
import { retryReading } from './retry.ts';
import type { Row } from './row.ts';
import { renderSql, type Sql } from './sql.ts';
import { translateError } from './translate-error.ts';

interface Connection {
  query(statement: { text: string; values: unknown[] }): Promise<{ rows: Row[] }>;
  query(text: string, callback: (error: Error | null, rows: Row[]) => void): void;
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

/**
 * Runs one reading statement on a connection of Sequelize's own pool (under replication the read pool, unless it must be
 * the `primary`), or on the transaction that the request runs in, and gives its rows. Sequelize's `query` is not used: it looks for `?`, `:name`
 * and `$1` in the whole text, the team's own literals included. Its logging, its query hooks and, outside of transactions,
 * its `retry` work as for any other statement.
 *
 * @throws RequestError as `translateError` makes them.
 */
export async function runStatement(
  engine: Engine,
  statement: Sql,
  transaction: Transaction | null,
  primary = false,
): Promise<readonly Row[]> {
  try {
    return transaction === null
      ? await retryReading(engine.sequelize, () => runOnPool(engine, statement, primary))
      : await runInTransaction(engine, statement, transaction);
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

async function runOnPool(engine: Engine, statement: Sql, primary: boolean): Promise<readonly Row[]> {
  const { connectionManager } = runtime(engine.sequelize);
  const connection = await connectionManager.getConnection({ type: 'SELECT', useMaster: primary });
  try {
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
): Promise<readonly Row[]> {
  const connection = connectionOf(transaction);
  return inTurn(connection, () => runOn(connection, engine, statement));
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
  const isPostgres = dialect === 'postgres';
  const text = isPostgres
    ? renderSql(statement, (_, index) => `$${index + 1}`)
    : renderSql(statement, printMysqlValues(statement.values));
  const bind = isPostgres ? statement.values : [];
  const queryOptions = { ...options, type: 'SELECT', bind };
  const query = new sequelizeDialect.Query(connection, sequelize, queryOptions);
  if (hasHook.call(sequelize, 'beforeQuery')) {
    await runHooks.call(sequelize, 'beforeQuery', queryOptions, query);
  }
  const logged = query._logQuery(text, () => {}, bind);
  try {
    const rows = isPostgres
      ? (await connection.query({ text, values: [...bind] })).rows
      : await queryMysql(connection, dialect, text);
    logged();
    return rows;
  } catch (error) {
    Object.assign(error as object, { sql: text });
    throw query.formatError(error as Error, (error as Error).stack);
  } finally {
    if (hasHook.call(sequelize, 'afterQuery')) {
      await runHooks.call(sequelize, 'afterQuery', queryOptions, query);
    }
  }
}

function queryMysql(connection: Connection, dialect: string, text: string): Promise<Row[]> {
  return dialect === 'mariadb'
    ? (connection.query(text as never) as unknown as Promise<Row[]>)
    : new Promise((resolve, reject) => {
        connection.query(text, (error, rows) => (error === null ? resolve(rows) : reject(error)));
      });
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
