import { getAttribute, identifyingKey } from '../catalog/catalog.ts';
import type { Condition, Quantifier } from '../policy/condition.ts';
import { columnOf, type EngineModel, getAssociation, getCodec } from './engine.ts';
import { attributeSql } from './operators/attribute-sql.ts';
import { firstKeySql } from './order-sql.ts';
import { leadsToOne, type RelatedRows, relateRows } from './related-rows.ts';
import { join, joinMany, raw, type Sql, sql } from './sql.ts';
import type { Statement } from './statement.ts';

/**
 * A condition on the rows of `model` that go by the name `table`. It may be null in SQL where its Condition is false, but
 * never where it is true, nor below `not` and `every`, which ask whether it is true.
 *
 * @throws RequestError where a value cannot be compared with its attribute.
 */
export function conditionSql(
  statement: Statement,
  model: EngineModel,
  table: string,
  condition: Condition,
): Sql {
  switch (condition.kind) {
    case 'all':
      return combine(statement, model, table, condition.conditions, ' AND ', 'TRUE');
    case 'any':
      return combine(statement, model, table, condition.conditions, ' OR ', 'FALSE');
    case 'not':
      return sql`(${conditionSql(statement, model, table, condition.conditions[0] as Condition)}) IS NOT TRUE`;
    case 'attribute': {
      const attribute = getAttribute(model.catalog, condition.attribute);
      const operand = {
        expression: columnOf(model, table, attribute.name),
        codec: getCodec(model, attribute.name),
        nullable: attribute.nullable,
        place: `${model.catalog.name}.${attribute.name}`,
        cast: null,
      };
      return attributeSql(statement, operand, attribute, condition);
    }
    case 'relation': {
      const related = relateRows(statement, condition.association, table, condition.scopes);
      const first = firstRow(statement, condition.association, table, related);
      const inner = conditionSql(statement, related.model, related.alias, condition.condition);
      const { link } = related;
      const on =
        condition.through === null || link === null
          ? sql`${related.on}${first}`
          : sql`${related.on} AND ${conditionSql(statement, link.model, link.alias, condition.through)}`;
      return existsSql(related.from, on, inner, condition.quantifier);
    }
    case 'aggregate':
      throw new Error('KinQL invariant: an aggregate belongs to no row');
  }
}

/** The same of a filter, which may ask for nothing. */
export function filterSql(
  statement: Statement,
  model: EngineModel,
  table: string,
  filter: Condition | null,
): Sql | null {
  return filter === null ? null : conditionSql(statement, model, table, filter);
}

/** Of several rows that an association to one may lead to, the one that is shown is the one that is asked about. */
function firstRow(statement: Statement, id: string, table: string, { model, alias }: RelatedRows): Sql {
  const { kind } = getAssociation(statement.engine, id);
  const key = identifyingKey(model.catalog);
  if ((kind !== 'belongsTo' && kind !== 'hasOne') || leadsToOne(statement, id) || key === null) {
    return raw('');
  }
  const columns = join(key.attributes.map((attribute) => columnOf(model, alias, attribute)));
  const left = key.attributes.length === 1 ? columns : sql`(${columns})`;
  return sql` AND ${left} = ${firstKeySql(statement, id, table, key.attributes)}`;
}

function combine(
  statement: Statement,
  model: EngineModel,
  table: string,
  conditions: readonly Condition[],
  operator: ' AND ' | ' OR ',
  none: string,
): Sql {
  if (conditions.length === 0) {
    return raw(none);
  }
  const parts = conditions.map((part) => conditionSql(statement, model, table, part));
  return parts.length === 1 ? (parts[0] as Sql) : sql`(${joinMany(parts, operator)})`;
}

function existsSql(from: Sql, on: Sql, inner: Sql, quantifier: Quantifier): Sql {
  const isTrivial = inner.texts.length === 1 && inner.texts[0] === 'TRUE';
  switch (quantifier) {
    case 'some':
    case 'none': {
      const condition = isTrivial ? on : sql`${on} AND ${inner}`;
      const negation = raw(quantifier === 'none' ? 'NOT ' : '');
      return sql`${negation}EXISTS (SELECT 1 FROM ${from} WHERE ${condition})`;
    }
    case 'every':
      return isTrivial
        ? raw('TRUE')
        : sql`NOT EXISTS (SELECT 1 FROM ${from} WHERE ${on} AND (${inner}) IS NOT TRUE)`;
  }
}
