import { isNativeError } from 'node:util/types';
import type { Names } from '../../inflection/name-catalog.ts';
import type { KeyRead } from '../../plan/plan.ts';
import type { RowWrite, Write } from '../../plan/write.ts';
import { type Engine, type EngineModel, getCodec, getEngineModel } from '../engine.ts';
import { hasAfterFindHook, hasBeforeFindHook } from '../find-hooks.ts';
import { countJoined } from '../joined-parents.ts';
import { Loaders } from '../loaders.ts';
import type { OperationState } from '../operation-state.ts';
import { isMatchedByValue, shownStatement } from '../read-statement.ts';
import type { Key, Row } from '../row.ts';
import { runWritingStatement, UndecidedWrite } from '../run.ts';
import { isNarrowed, sourceSql } from '../source.ts';
import { Sql, sql } from '../sql.ts';
import { type InsertGenerator, type InsertStatement, InsertStatements, Unfit } from './insert-statement.ts';
import { needsRows, problemsOf } from './pending-row.ts';
import { forgetPlainTable, isPlainTable, isView, tableOid } from './plain-table.ts';
import { modelValues } from './row-values.ts';
import { looksAtRows, missesParents } from './seen-before.ts';
import { databaseCode } from './validation-problems.ts';
import type { WriteContext, WrittenInstance } from './write-context.ts';
import { WriteFailure } from './write-problem.ts';
import { outcomeUnknown } from './write-transaction.ts';
import { baseModelOf, type WriterClass } from './writer-class.ts';

/**
 * Inserts one row and reads it back with its parents, all by one statement that is a transaction by itself: on Postgres, where nothing
 * else belongs to the write and no code of the models is to see the transaction. Null where it must be done in another way;
 * nothing was written then.
 *
 * @throws WriteFailure, DatabaseRefusal where the models or the database refuse the row.
 */
export async function insertAlone(
  { engine, names }: { readonly engine: Engine; readonly names: Names },
  state: OperationState,
  write: Write,
  readId: string | null,
): Promise<Row | null> {
  const row = loneRow(write);
  const read = readId === null ? undefined : state.plan.reads[readId];
  const model = getEngineModel(engine, write.model);
  if (row === null || read?.kind !== 'key' || !mayInsertAlone(engine, model, state, read)) {
    return null;
  }
  if (!(await isPlainTable(engine, model, state))) {
    return null;
  }
  for (const parent of parentsOf(engine, read)) {
    if (await isView(engine, parent, state)) {
      return null;
    }
  }
  const context = { engine, names } as WriteContext;
  const [values = {}] = modelValues(context, model, [row]);
  state.signal?.throwIfAborted();
  const insertion = new Insertion(engine, model, read, state.signal);
  const instance = insertion.build(values);
  try {
    const problems = await problemsOf(context, model, () => instance.save({ transaction: null }), row.path);
    if (problems.length > 0) {
      throw new WriteFailure(problems);
    }
  } catch (error) {
    if (error instanceof Unfit || isUnfitStatement(error)) {
      forgetPlainTable(model);
      return null;
    }
    throw error instanceof UndecidedWrite ? outcomeUnknown(error.cause) : error;
  }
  const inserted = insertion.row as Row;
  state.budget.take(1 + (read.joined === undefined ? 0 : countJoined(read.joined, [inserted])));
  if (inserted[againColumn] === true) {
    forgetPlainTable(model);
  }
  return inserted[againColumn] === true || inserted[missingColumn] === true
    ? readAgain(engine, model, state, readId as string, inserted)
    : inserted;
}

function loneRow(write: Write): RowWrite | null {
  const [row] = write.kind === 'create' && write.rows.length === 1 ? write.rows : [];
  return row === undefined || row.relations.length > 0 ? null : row;
}

function mayInsertAlone(
  engine: Engine,
  model: EngineModel,
  { plan, policy, transaction, session, budget }: OperationState,
  read: KeyRead,
): boolean {
  const { live } = model;
  const parents = parentsOf(engine, read);
  return (
    plan.combines === true &&
    engine.dialect === 'postgres' &&
    policy === null &&
    transaction === null &&
    session === null &&
    budget.left > parents.length &&
    !needsRows(model, 'create') &&
    savesAsSequelize(live) &&
    showing(engine, model, read) !== null &&
    [model, ...parents].every(
      (each) => !hasBeforeFindHook(engine, each.live) && !hasAfterFindHook(engine, each.live),
    )
  );
}

function parentsOf(engine: Engine, { joined }: KeyRead): readonly EngineModel[] {
  return (joined?.parents ?? []).map(({ source }) => getEngineModel(engine, source.model));
}

/** How an inserted row is shown. */
interface Showing {
  /** How the statement goes on after the INSERT, with nothing of a request in it. */
  readonly shown: Sql;
  /** By the text of the INSERT, that of the whole statement. */
  readonly whole: WeakMap<readonly string[], readonly string[]>;
}

/** By read; null for reads that rows are not shown by alone. */
const showings = new WeakMap<KeyRead, Showing | null>();

function showing(engine: Engine, model: EngineModel, read: KeyRead): Showing | null {
  let known = showings.get(read);
  if (known === undefined) {
    known =
      isMatchedByValue(model, read) &&
      read.source.scopes === undefined &&
      !isNarrowed(sourceSql(engine, read.source)) &&
      !looksAtRows(engine, read)
        ? { shown: showInserted(engine, model, read), whole: new WeakMap() }
        : null;
    showings.set(read, known);
  }
  return known;
}

function showInserted(engine: Engine, model: EngineModel, read: KeyRead): Sql {
  const oid = tableOid(engine, model);
  // What triggers do after the INSERT is not in what it returns, and one may have been added since the table was looked at.
  const again = sql`EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgrelid = ${oid} AND NOT tgisinternal AND tgtype & 6 = 4) AS ${engine.quote(againColumn)}`;
  const missing = missesParents(engine, model, read);
  return shownStatement(engine, read, engine.quote(insertedName), [
    again,
    ...(missing === null ? [] : [sql`${missing} AS ${engine.quote(missingColumn)}`]),
  ]);
}

/** Whether saving a row is what Sequelize does for it, and nothing of the team's own. */
function savesAsSequelize(live: EngineModel['live']): boolean {
  const own = live as unknown as { readonly prototype: { readonly save: unknown } };
  return own.prototype.save === baseModelOf(live).prototype.save;
}

/** Of a table with rules, Postgres refuses a statement that inserts within another, before anything is done. */
function isUnfitStatement(error: unknown): boolean {
  return isNativeError(error) && databaseCode(error) === '0A000';
}

/** The inserted row within the statement: a table of that name would be hidden by it. */
const insertedName = '$inserted';
/** Under this name the statement tells whether the row may have been changed since it was inserted. */
const againColumn = '$again';
/** And under this one whether a parent was not found that the row names. */
const missingColumn = '$missing';

/** One row on its way: Sequelize makes the values and the INSERT of it, which then runs as a part of the statement that shows it. */
class Insertion {
  row: Row | undefined;
  readonly #engine: Engine;
  readonly #model: EngineModel;
  readonly #read: KeyRead;
  readonly #signal: AbortSignal | null;

  constructor(engine: Engine, model: EngineModel, read: KeyRead, signal: AbortSignal | null) {
    this.#engine = engine;
    this.#model = model;
    this.#read = read;
    this.#signal = signal;
  }

  build(values: object): WrittenInstance {
    const instance = insertingClass(this.#model).build(values, { isNewRecord: true });
    insertions.set(instance, this);
    return instance;
  }

  async run({ texts, values }: InsertStatement): Promise<void> {
    const { shown, whole } = showing(this.#engine, this.#model, this.#read) as Showing;
    let wholeTexts = whole.get(texts);
    if (wholeTexts === undefined) {
      const name = this.#engine.quote(insertedName);
      wholeTexts = sql`WITH ${name} AS (${new Sql(texts, values)}) ${shown}`.texts;
      whole.set(texts, wholeTexts);
    }
    const statement = new Sql(wholeTexts, [...values, ...shown.values]);
    [this.row] = await runWritingStatement(this.#engine, statement, this.#signal);
    if (this.row === undefined) {
      // A trigger kept the row back, and may have done something else in its place.
      forgetPlainTable(this.#model);
      throw new UndecidedWrite(new Error('An INSERT gave no row.'));
    }
  }
}

const insertions = new WeakMap<object, Insertion>();
const insertingClasses = new WeakMap<EngineModel, WriterClass>();

interface QueryInterface {
  insert(
    instance: object,
    table: unknown,
    values: Readonly<Record<string, unknown>>,
    options: object,
  ): Promise<readonly unknown[]>;
  readonly queryGenerator: InsertGenerator;
}

/** The model's class without its default scope, whose instances are inserted by the `Insertion` that built them. */
function insertingClass(model: EngineModel): WriterClass {
  const known = insertingClasses.get(model);
  if (known !== undefined) {
    return known;
  }
  const writer = (model.live as unknown as WriterClass).unscoped();
  const queryInterface = model.live.sequelize.getQueryInterface() as unknown as QueryInterface;
  const statements = new InsertStatements(model, queryInterface.queryGenerator);
  const insert: (
    instance: { isNewRecord: boolean },
    ...given: [unknown, Readonly<Record<string, unknown>>, object]
  ) => Promise<readonly unknown[]> = async (instance, table, values, options) => {
    const insertion = insertions.get(instance);
    if (insertion === undefined) {
      // A validator or a setter makes another row of the class.
      return queryInterface.insert(instance, table, values, options);
    }
    await insertion.run(statements.of(table, values, options));
    instance.isNewRecord = false;
    return [instance, 1];
  };
  Object.defineProperty(writer, 'queryInterface', {
    value: Object.create(queryInterface, { insert: { value: insert } }),
  });
  insertingClasses.set(model, writer);
  return writer;
}

/** The row as it is by now. */
async function readAgain(
  engine: Engine,
  model: EngineModel,
  { plan }: OperationState,
  readId: string,
  row: Row,
): Promise<Row | null> {
  const { key } = plan.reads[readId] as KeyRead;
  const found: Key = key.map((attribute) => getCodec(model, attribute).encode(row[attribute]) as Key[number]);
  try {
    return await new Loaders(engine, plan, null, { primary: true }).loadByKey(readId, found);
  } catch (error) {
    throw outcomeUnknown(error);
  }
}
