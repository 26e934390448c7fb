import type { Policy, RowAction } from '../policy/policy.ts';
import type { BoundSql, ColumnReference } from '../policy/rules.ts';
import { conditionSql } from './condition-sql.ts';
import { columnOf, type Engine, type EngineModel, getEngineModel } from './engine.ts';
import { join, raw, type Sql, sql } from './sql.ts';
import { Statement } from './statement.ts';

/**
 * What a viewer's rules allow of a model's rows, as a condition on the rows that go by `alias`; null where that is all of them.
 * What a rule asks of related rows, it asks of all of them: rules do not narrow each other.
 */
export function allowedSql(
  engine: Engine,
  policy: Policy,
  modelName: string,
  alias: string,
  action: RowAction,
): Sql | null {
  const allowed = policy.rows(modelName, action);
  if (allowed === 'all') {
    return null;
  }
  if (allowed === 'none') {
    return raw(engine.dialect === 'sqlite' ? '0' : 'FALSE');
  }
  const model = getEngineModel(engine, modelName);
  const statement = new Statement(engine);
  const parts = allowed.map((part) =>
    part.kind === 'sql'
      ? boundSql(model, alias, part.sql)
      : conditionSql(statement, model, alias, part.condition),
  );
  return sql`(${join(parts, ' OR ')})`;
}

/** The team's own SQL: its texts are written in its code, and every value of it is bound. */
function boundSql(model: EngineModel, alias: string, { texts, values }: BoundSql): Sql {
  return join(
    texts.map((text, index) => {
      const own = sql`${raw(text)}`;
      if (index === values.length) {
        return own;
      }
      const value = values[index];
      return isColumn(value)
        ? sql`${own}${columnOf(model, alias, value.attribute)}`
        : sql`${own}${value instanceof Date ? value.toISOString() : value}`;
    }),
    '',
  );
}

function isColumn(value: unknown): value is ColumnReference {
  return typeof value === 'object' && value !== null && (value as ColumnReference).kind === 'column';
}
