import { type Engine, type EngineModel, queryGeneratorOf } from '../engine.ts';
import type { OperationState } from '../operation-state.ts';
import { runStatement } from '../run.ts';
import { sourceSql } from '../source.ts';
import { raw, type Sql, sql } from '../sql.ts';

type Answers = WeakMap<EngineModel, Promise<boolean>>;

/** What is asked of a model once; where that fails it is `otherwise`, and is asked again the next time. */
async function once(
  answers: Answers,
  model: EngineModel,
  ask: () => Promise<boolean>,
  otherwise: boolean,
): Promise<boolean> {
  const answer = answers.get(model) ?? ask();
  answers.set(model, answer);
  try {
    return await answer;
  } catch {
    answers.delete(model);
    return otherwise;
  }
}

/** Models whose tables were looked at, and what came of it. */
const plainTables: Answers = new WeakMap();

/**
 * Whether an INSERT into the model's table does that and nothing else, asked once: what triggers and rules do, or keep from being done,
 * must be seen and undone within a transaction.
 */
export function isPlainTable(
  engine: Engine,
  model: EngineModel,
  { signal }: OperationState,
): Promise<boolean> {
  return once(plainTables, model, () => askForPlainTable(engine, model, signal), false);
}

async function askForPlainTable(
  engine: Engine,
  model: EngineModel,
  signal: AbortSignal | null,
): Promise<boolean> {
  const oid = tableOid(engine, model);
  const triggers = sql`SELECT FROM pg_catalog.pg_trigger WHERE tgrelid = ${oid} AND NOT tgisinternal AND tgtype & 4 = 4`;
  const [row] = await runStatement(
    engine,
    sql`SELECT relkind = 'r' AND NOT relhasrules AND NOT EXISTS (${triggers}) AS plain FROM pg_catalog.pg_class WHERE oid = ${oid}`,
    null,
    { primary: true, signal },
  );
  return row?.plain === true;
}

/** Models of which it was asked whether a view makes their rows. */
const views: Answers = new WeakMap();

/** Whether a view makes the model's rows, asked once: of what a statement writes, a view shows nothing within it. */
export function isView(engine: Engine, model: EngineModel, { signal }: OperationState): Promise<boolean> {
  return once(views, model, () => askForView(engine, model, signal), true);
}

async function askForView(
  engine: Engine,
  { live }: EngineModel,
  signal: AbortSignal | null,
): Promise<boolean> {
  const oid = oidOf(queryGeneratorOf(engine.sequelize).quoteTable(live.getTableName()));
  const [row] = await runStatement(
    engine,
    sql`SELECT relkind = 'v' AS view FROM pg_catalog.pg_class WHERE oid = ${oid}`,
    null,
    { primary: true, signal },
  );
  return row?.view !== false;
}

/** The table for Postgres's own catalog: its quoted name as a text. */
export function tableOid(engine: Engine, { catalog }: EngineModel): Sql {
  const [name = ''] = sourceSql(engine, { model: catalog.name, association: null }).texts;
  return oidOf(name);
}

function oidOf(name: string): Sql {
  return sql`${raw(`'${name.replaceAll("'", "''")}'`)}::regclass`;
}

/** The model's rows are written in the usual way from now on. */
export function forgetPlainTable(model: EngineModel): void {
  plainTables.set(model, Promise.resolve(false));
}
