import { joinMany, raw, type Sql, sql } from '../sql.ts';
import type { Statement } from '../statement.ts';
import type { JsonPlace } from './json-place.ts';

/** What a database without a comparison of whole JSON values says of a place in one; `Place` is how it names places. */
export interface JsonParts<Place> {
  readonly member: (place: Place, key: string) => Place;
  readonly element: (place: Place, index: number) => Place;
  readonly isThere: (place: Place) => Sql;
  readonly isNull: (place: Place) => Sql;
  readonly isNotNull: (place: Place) => Sql;
  readonly isOf: (place: Place, type: 'null' | 'object' | 'array' | 'text') => Sql;
  readonly isNumber: (place: Place) => Sql;
  readonly isBoolean: (place: Place, value: boolean) => Sql;
  /** The characters of a text. */
  readonly text: (place: Place) => Sql;
  readonly number: (place: Place) => Sql;
  /** A text such that comparisons go by the code points of its characters. */
  readonly comparable: (text: Sql) => Sql;
  /** How many members or elements there are. */
  readonly length: (place: Place) => Sql;
  /** A list as an item of a FROM clause, and one of its elements; nothing of what is no list. */
  readonly elements: (place: Place, name: string) => { readonly from: Sql; readonly element: Place };
}

/** A place in a JSON value whose parts are compared one by one. */
export function jsonByParts<Place>(statement: Statement, parts: JsonParts<Place>, place: Place): JsonPlace {
  return {
    isNull: parts.isNull(place),
    isNotNull: parts.isNotNull(place),
    isText: parts.isOf(place, 'text'),
    text: parts.text(place),
    equals: (value) => equalsSql(parts, place, value),
    equalsAny: (values) =>
      sql`(${joinMany(
        values.map((value) => equalsSql(parts, place, value)),
        ' OR ',
      )})`,
    contains: (value) =>
      isScalar(value)
        ? sql`(${equalsSql(parts, place, value)} OR ${hasElements(statement, parts, place, [value])})`
        : containsSql(statement, parts, place, value),
    hasKey: (key) => sql`(${parts.isOf(place, 'object')} AND ${parts.isThere(parts.member(place, key))})`,
    compares: (symbol, value) =>
      typeof value === 'number'
        ? sql`(${parts.isNumber(place)} AND ${parts.number(place)} ${symbol} ${value})`
        : sql`(${parts.isOf(place, 'text')} AND ${parts.comparable(parts.text(place))} ${symbol} ${parts.comparable(sql`${value}`)})`,
  };
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function equalsSql<Place>(parts: JsonParts<Place>, place: Place, value: unknown): Sql {
  switch (typeof value) {
    case 'string':
      return sql`(${parts.isOf(place, 'text')} AND ${parts.comparable(parts.text(place))} = ${parts.comparable(sql`${value}`)})`;
    case 'number':
      return sql`(${parts.isNumber(place)} AND ${parts.number(place)} = ${value})`;
    case 'boolean':
      return parts.isBoolean(place, value);
    default:
      return value === null ? parts.isOf(place, 'null') : equalsParts(parts, place, value as object);
  }
}

function equalsParts<Place>(parts: JsonParts<Place>, place: Place, value: object): Sql {
  const isList = Array.isArray(value);
  const equal = Object.entries(value).map(([key, part]) =>
    equalsSql(parts, isList ? parts.element(place, Number(key)) : parts.member(place, key), part),
  );
  return sql`(${joinMany(
    [
      parts.isOf(place, isList ? 'array' : 'object'),
      sql`${parts.length(place)} = ${raw(String(equal.length))}`,
      ...equal,
    ],
    ' AND ',
  )})`;
}

/** The containment of Postgres: of lists without regard to order and number. */
function containsSql<Place>(
  statement: Statement,
  parts: JsonParts<Place>,
  place: Place,
  value: unknown,
): Sql {
  if (isScalar(value)) {
    return equalsSql(parts, place, value);
  }
  const conditions = Array.isArray(value)
    ? [
        parts.isOf(place, 'array'),
        ...(value.length === 0 ? [] : [hasElements(statement, parts, place, value)]),
      ]
    : [
        parts.isOf(place, 'object'),
        ...Object.entries(value as object).map(([key, part]) =>
          containsSql(statement, parts, parts.member(place, key), part),
        ),
      ];
  return sql`(${joinMany(conditions, ' AND ')})`;
}

/** Reads the list once for all of the values: a subquery for each would take the planner a time that grows with its square. */
function hasElements<Place>(
  statement: Statement,
  parts: JsonParts<Place>,
  place: Place,
  values: readonly unknown[],
): Sql {
  const { from, element } = parts.elements(place, statement.nameRows('j'));
  const conditions = values.map((value) => sql`MAX(${containsSql(statement, parts, element, value)})`);
  return sql`(SELECT ${joinMany(conditions, ' AND ')} FROM ${from})`;
}
