import type { CatalogType } from '../../catalog/catalog.ts';
import type { Operator } from '../../policy/condition.ts';
import { invariant } from '../../util/invariant.ts';
import type { BindValue } from '../codec.ts';
import { comparisonSql, type Operand } from '../comparison-sql.ts';
import { raw, type Sql, sql } from '../sql.ts';
import type { Statement } from '../statement.ts';

/** A comparison of an array of Postgres with a list. An element that its column cannot hold is in no row's array. */
export function arraySql(
  statement: Statement,
  operand: Operand,
  type: CatalogType,
  operator: Operator,
  value: unknown,
): Sql {
  const { expression } = operand;
  if (operator === 'isNull') {
    return comparisonSql(statement, operand, operator, value);
  }
  if (operator === 'isEmpty') {
    return sql`cardinality(${expression}) ${raw(value === true ? '= 0' : '> 0')}`;
  }
  // Networks are no type of their own to compare as, and not every address is a text of one.
  const cast = raw(type.element?.sqlType === 'CIDR' ? '::inet[]' : '');
  const array = sql`${expression}${cast}`;
  const encoded = encodeElements(operand, value as readonly unknown[]);
  const known = encoded.filter((element) => element !== undefined);
  const isWhole = known.length === encoded.length;
  switch (operator) {
    case 'eq':
      return isWhole ? sql`${array} = ${known}${cast}` : raw('FALSE');
    case 'ne':
      return isWhole ? sql`${array} IS DISTINCT FROM ${known}${cast}` : raw('TRUE');
    case 'contains':
      return isWhole ? sql`${array} @> ${known}${cast}` : raw('FALSE');
    case 'containedBy':
      return sql`${array} <@ ${known}${cast}`;
    case 'overlaps':
      return sql`${array} && ${known}${cast}`;
    default:
      throw new Error(`KinQL invariant: ${operator} is no comparison of arrays`);
  }
}

function encodeElements(
  { codec, place }: Operand,
  list: readonly unknown[],
): (BindValue | null | undefined)[] {
  const { element } = codec;
  invariant(element, `${place} holds nothing`);
  return list.map((item) => (item === null ? null : element.encode(item)));
}
