import type { Engine, EngineModel } from '../engine.ts';
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

/** The table for Postgres's own catalog: its quoted name as a text. */
export function tableOid(engine: Engine, { catalog }: EngineModel): Sql {
  const [name = ''] = sourceSql(engine, { model: catalog.name, association: null }).texts;
  return sql`${raw(`'${name.replaceAll("'", "''")}'`)}::regclass`;
}

/** The model's rows are written in the usual way from now on. */
export function forgetPlainTable(model: EngineModel): void {
  plainTables.set(model, Promise.resolve(false));
}
