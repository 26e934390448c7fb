import { type Engine, type EngineModel, queryGeneratorOf } from '../engine.ts';
import type { OperationState } from '../operation-state.ts';
import { runStatement } from '../run.ts';
import { sourceSql } from '../source.ts';
import { raw, type Sql, sql } from '../sql.ts';

/** Models whose tables were looked at, and what came of it. */
const plainTables = new WeakMap<EngineModel, Promise<boolean>>();

/**
 * Whether an INSERT into the model's table does that and nothing else, asked once: what triggers and rules do, or keep from being done,
 * must be seen and undone within a transaction.
 */
export async function isPlainTable(
  engine: Engine,
  model: EngineModel,
  { signal }: OperationState,
): Promise<boolean> {
  const known = plainTables.get(model) ?? askForPlainTable(engine, model, signal);
  plainTables.set(model, known);
  try {
    return await known;
  } catch {
    plainTables.delete(model);
    return false;
  }
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
const views = new WeakMap<EngineModel, Promise<boolean>>();

/** Whether a view makes the model's rows, asked once: of what a statement writes, a view shows nothing within it. */
export async function isView(
  engine: Engine,
  model: EngineModel,
  { signal }: OperationState,
): Promise<boolean> {
  const known = views.get(model) ?? askForView(engine, model, signal);
  views.set(model, known);
  try {
    return await known;
  } catch {
    views.delete(model);
    return true;
  }
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
