import type { CatalogType } from '../../catalog/catalog.ts';
import type { AttributeCondition } from '../../policy/condition.ts';
import { comparisonSql, incomparable, type Operand } from '../comparison-sql.ts';
import { raw, type Sql, sql } from '../sql.ts';
import type { Statement } from '../statement.ts';
import { arraySql } from './array-sql.ts';
import { jsonSql } from './json-sql.ts';
import { rangeSql } from './range-sql.ts';

/**
 * A comparison of an attribute with what a client gave, as its kind takes it.
 *
 * @throws RequestError where a value cannot be compared with the attribute.
 */
export function attributeSql(
  statement: Statement,
  operand: Operand,
  type: CatalogType,
  { operator, value, part }: AttributeCondition,
): Sql {
  switch (type.kind) {
    case 'json':
      return jsonSql(statement, operand, type, operator, value, part);
    case 'array':
      return arraySql(statement, operand, type, operator, value);
    case 'range':
      return rangeSql(statement, operand, type, operator, value);
    case 'keyValue':
      return keyValueSql(statement, operand, operator, value);
    case 'network':
      return networkSql(statement, operand, operator, value);
    default:
      return comparisonSql(statement, operand, operator, value);
  }
}

/** HSTORE. The type of a value is that of the other side: an extension's may have to be looked for in a schema. */
function keyValueSql(
  statement: Statement,
  operand: Operand,
  operator: AttributeCondition['operator'],
  value: unknown,
): Sql {
  if (operator !== 'contains' && operator !== 'hasKey') {
    return comparisonSql(statement, operand, operator, value);
  }
  const { expression, codec } = operand;
  const encoded = operator === 'contains' ? codec.encode(value) : codec.encode({ [String(value)]: null });
  if (encoded === undefined) {
    return raw('FALSE');
  }
  return operator === 'contains' ? sql`${expression} @> ${encoded}` : sql`${expression} ? ${value}`;
}

function networkSql(
  statement: Statement,
  operand: Operand,
  operator: AttributeCondition['operator'],
  value: unknown,
): Sql {
  if (operator !== 'contains' && operator !== 'within') {
    return comparisonSql(statement, operand, operator, value);
  }
  const encoded = operand.codec.encode(value);
  if (encoded === undefined) {
    throw incomparable(value, operand.place);
  }
  return sql`${operand.expression} ${raw(operator === 'within' ? '<<=' : '>>=')} ${encoded}::inet`;
}
