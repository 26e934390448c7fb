import type { InputPath } from '../../plan/write.ts';
import type { RowAction } from '../../policy/policy.ts';
import { allowedSql } from '../allowed-rows.ts';
import type { BindValue } from '../codec.ts';
import { columnOf, type EngineModel, getCodec, queryGeneratorOf } from '../engine.ts';
import { runStatement } from '../run.ts';
import { join, joinMany, raw, type Sql, sql } from '../sql.ts';
import {
  primaryKeyOf,
  rawValue,
  typeName,
  type WriteContext,
  type WrittenInstance,
} from './write-context.ts';
import { WriteFailure } from './write-problem.ts';

/** A row, and where in the input it is written. */
export interface CheckedRow {
  readonly instance: WrittenInstance;
  readonly path: InputPath;
}

const verbs: Readonly<Record<Exclude<RowAction, 'read'>, string>> = {
  create: 'make such a',
  update: 'change this',
  updated: 'make this such a',
  delete: 'delete this',
};

/** Those of the rows that the viewer sees; all where there are no rules. */
export async function visibleRows(
  context: WriteContext,
  model: EngineModel,
  instances: readonly WrittenInstance[],
): Promise<WrittenInstance[]> {
  const rows = instances.map((instance) => ({ instance, path: [] }));
  const refused = await refusedRows(context, model, rows, 'read');
  return instances.filter((instance) => !refused.some((row) => row.instance === instance));
}

/**
 * Asks the database whether the rules allow it for rows as they are at this moment, one statement for all of them; nothing where
 * the rules do not look at rows.
 *
 * @throws WriteFailure with every row for which they do not.
 */
export async function checkRows(
  context: WriteContext,
  model: EngineModel,
  rows: readonly CheckedRow[],
  action: Exclude<RowAction, 'read'>,
): Promise<void> {
  const refused = await refusedRows(context, model, rows, action);
  if (refused.length > 0) {
    throw new WriteFailure(
      refused.map(({ path }) => ({
        code: 'FORBIDDEN',
        path,
        message: `You may not ${verbs[action]} ${typeName(context, model.catalog.name)}.`,
        rule: null,
      })),
    );
  }
}

async function refusedRows(
  context: WriteContext,
  model: EngineModel,
  rows: readonly CheckedRow[],
  action: RowAction,
): Promise<readonly CheckedRow[]> {
  const { engine, policy, transaction } = context;
  if (policy === null || rows.length === 0) {
    return [];
  }
  const alias = queryGeneratorOf(engine.sequelize).quoteIdentifier(model.live.name);
  const allowed = allowedSql(engine, policy, model.catalog.name, alias, action);
  if (allowed === null) {
    return [];
  }
  const table = raw(queryGeneratorOf(engine.sequelize).quoteTable(model.live.getTableName()));
  const key = primaryKeyOf(model);
  const columns = key.map((attribute) => columnOf(model, alias, attribute));
  const selected = columns.map(
    (column, index) =>
      sql`${getCodec(model, key[index] as string).select(column)} AS ${engine.quote(key[index] as string)}`,
  );
  const found = await runStatement(
    engine,
    sql`SELECT ${join(selected)} FROM ${table} AS ${raw(alias)} WHERE (${joinMany(
      rows.map(({ instance }) => keySql(model, alias, instance)),
      ' OR ',
    )}) AND ${allowed}`,
    transaction,
  );
  const print = (read: (attribute: string) => unknown): string =>
    key.map((attribute) => String(getCodec(model, attribute).encode(read(attribute)))).join('\u0000');
  const passed = new Set(found.map((row) => print((attribute) => row[attribute])));
  return rows.filter(({ instance }) => !passed.has(print((attribute) => rawValue(instance, attribute))));
}

function keySql(model: EngineModel, alias: string, instance: WrittenInstance): Sql {
  const parts = primaryKeyOf(model).map((attribute) => {
    const codec = getCodec(model, attribute);
    const value = codec.encode(rawValue(instance, attribute)) as BindValue;
    const bound = codec.keyType === 'uuid' ? sql`${value}` : codec.bind(value);
    return sql`${columnOf(model, alias, attribute)} = ${bound}`;
  });
  return parts.length === 1 ? (parts[0] as Sql) : sql`(${join(parts, ' AND ')})`;
}
