import type { Sequelize, Transaction } from 'sequelize';
import { type Connection, query, render } from './driver.ts';
import type { Engine } from './engine.ts';
import { retryReading } from './retry.ts';
import type { Row } from './row.ts';
import type { Sql } from './sql.ts';
import { sqlDialectOf } from './sql-dialect.ts';
import { translateError } from './translate-error.ts';

/** What Sequelize's declarations leave out of its pool, its hooks and its dialects' queries. */
interface SequelizeRuntime {
  readonly connectionManager: {
    getConnection(options: { type: 'SELECT' | 'INSERT'; useMaster: boolean }): Promise<Connection>;
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
 * its `retry` work as for any other statement. Outside of transactions it is also run again where its connection broke.
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
      ? await engine.reads.run(
          () => retryReading(engine.sequelize, () => runOnPool(engine, statement, primary, signal)),
          signal,
        )
      : await runInTransaction(engine, statement, transaction, signal);
  } catch (error) {
    throw translateError(error);
  }
}

/**
 * Runs one statement that writes, a transaction by itself: once, whatever becomes of it.
 *
 * @throws what Sequelize makes of the driver's error; `UndecidedWrite` where it may have been written all the same; the reason of the
 * signal where it was aborted before the statement began.
 */
export async function runWritingStatement(
  engine: Engine,
  statement: Sql,
  signal: AbortSignal | null,
): Promise<readonly Row[]> {
  return onConnection(engine, { type: 'INSERT', useMaster: true }, signal, (connection) =>
    runOn(connection, engine, statement).catch((error: unknown) => {
      throw isUndone(error) ? error : new UndecidedWrite(error);
    }),
  );
}

/** Nobody could tell what became of a statement. */
export class UndecidedWrite extends Error {
  constructor(cause: unknown) {
    super('A statement that writes was not answered.', { cause });
  }
}

/**
 * Codes of Postgres that come with the end of a connection or of the server, when a statement may have been completed. Of any other
 * error everything was undone that the statement did.
 */
const undecidedCode = /^(?:08|57P|58|F0|XX)|^40003$/;

function isUndone(error: unknown): boolean {
  const { original } = (error ?? {}) as { readonly original?: { readonly code?: unknown } };
  const code = String(original?.code ?? '');
  return /^[0-9A-Z]{5}$/.test(code) && !undecidedCode.test(code);
}

/**
 * Runs reading statements of Sequelize's own making. In a transaction they wait for their turn; outside of one Sequelize
 * follows its `retry` by itself, and they are run again where their connection broke.
 *
 * @throws RequestError as `translateError` makes them, and the reason of the signal where it was aborted before they began.
 */
export async function runFinder<Result>(
  engine: Engine,
  transaction: Transaction | null,
  find: () => Promise<Result>,
  signal: AbortSignal | null = null,
): Promise<Result> {
  const begin = (): Promise<Result> => {
    signal?.throwIfAborted();
    return find();
  };
  try {
    return await (transaction === null
      ? engine.reads.run(async () => begin(), signal)
      : runFinderInTurn(transaction, begin));
  } catch (error) {
    throw translateError(error);
  }
}

function runFinderInTurn<Result>(transaction: Transaction, find: () => Promise<Result>): Promise<Result> {
  return inTurn(connectionOf(transaction), () => {
    connectionOf(transaction);
    return find();
  });
}

function runOnPool(
  engine: Engine,
  statement: Sql,
  primary: boolean,
  signal: AbortSignal | null,
): Promise<readonly Row[]> {
  return onConnection(engine, { type: 'SELECT', useMaster: primary }, signal, (connection) =>
    runOn(connection, engine, statement),
  );
}

/** Runs something on a connection of the pool, which gets it back whatever becomes of it. */
async function onConnection<Result>(
  { sequelize }: Engine,
  wanted: { readonly type: 'SELECT' | 'INSERT'; readonly useMaster: boolean },
  signal: AbortSignal | null,
  run: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const { connectionManager } = runtime(sequelize);
  const connection = await connectionManager.getConnection(wanted);
  try {
    signal?.throwIfAborted();
    return await run(connection);
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
  return inTurn(connectionOf(transaction), async () => {
    signal?.throwIfAborted();
    // While this waited for its turn the transaction may have ended, and its connection may be another's by now.
    const mayName = engine.named?.isAvoidedIn(transaction) !== true;
    return runOn(connectionOf(transaction), engine, statement, mayName);
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

async function runOn(
  connection: Connection,
  engine: Engine,
  statement: Sql,
  mayName = true,
): Promise<readonly Row[]> {
  const { sequelize, dialect } = engine;
  const { dialect: sequelizeDialect, options, hasHook, runHooks } = runtime(sequelize);
  const { text, bind } = render(statement, sqlDialectOf(dialect));
  const createRecord = (queryOptions: object): SequelizeQuery =>
    new sequelizeDialect.Query(connection, sequelize, queryOptions);
  const queryOptions = { ...options, type: 'SELECT', bind };
  if (!isObserved(sequelize)) {
    try {
      return await query(connection, engine, text, bind, mayName);
    } catch (error) {
      throw explain(error as Error, text, connection, createRecord(queryOptions));
    }
  }
  const record = createRecord(queryOptions);
  if (hasHook.call(sequelize, 'beforeQuery')) {
    await runHooks.call(sequelize, 'beforeQuery', queryOptions, record);
  }
  const logged = record._logQuery(text, () => {}, bind);
  try {
    const rows = await query(connection, engine, text, bind, mayName);
    logged();
    return rows;
  } catch (error) {
    throw explain(error as Error, text, connection, record);
  } finally {
    if (hasHook.call(sequelize, 'afterQuery')) {
      await runHooks.call(sequelize, 'afterQuery', queryOptions, record);
    }
  }
}

/** A driver's error as Sequelize has it. */
function explain(error: Error, text: string, connection: Connection, record: SequelizeQuery): Error {
  if (error.message === 'Query read timeout') {
    // What nobody answered is still before every later statement, as Sequelize's own queries know too.
    connection._invalid = true;
  }
  Object.assign(error, { sql: text });
  return record.formatError(error, error.stack);
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
