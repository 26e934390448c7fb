import type { AttributeKind, CatalogType } from '../../catalog/catalog.ts';
import type { Operator } from '../../policy/condition.ts';
import { invariant } from '../../util/invariant.ts';
import type { BindValue, Codec } from '../codec.ts';
import { comparisonSql, incomparable, type Operand } from '../comparison-sql.ts';
import { raw, type Sql, sql } from '../sql.ts';
import type { Statement } from '../statement.ts';

/** The type of Postgres for ranges between bounds of a kind. */
const rangeTypes: Readonly<Partial<Record<AttributeKind, string>>> = {
  integer: 'int4range',
  bigInteger: 'int8range',
  decimal: 'numrange',
  date: 'daterange',
  dateTime: 'tstzrange',
};

const symbols: Readonly<Partial<Record<Operator, string>>> = {
  eq: '=',
  ne: 'IS DISTINCT FROM',
  containsRange: '@>',
  containedBy: '<@',
  overlaps: '&&',
  before: '<<',
  after: '>>',
};

/**
 * A comparison of a range of Postgres with a value or another range.
 *
 * @throws RequestError where a bound is no value of the range's.
 */
export function rangeSql(
  statement: Statement,
  operand: Operand,
  { element: bound }: CatalogType,
  operator: Operator,
  value: unknown,
): Sql {
  const { expression, place } = operand;
  const { element } = operand.codec;
  invariant(bound && element, `${place} has no bounds`);
  switch (operator) {
    case 'isNull':
      return comparisonSql(statement, operand, operator, value);
    case 'isEmpty':
      return value === true ? sql`isempty(${expression})` : sql`NOT isempty(${expression})`;
    case 'contains': {
      const encoded = element.encode(value);
      // A number past all that the bounds can be lies in no range; of what is no number that cannot be said.
      if (encoded === undefined && element.beyond?.(value) === undefined) {
        throw incomparable(value, place);
      }
      return encoded === undefined ? raw('FALSE') : sql`${expression} @> ${encoded}::${raw(element.keyType)}`;
    }
    default: {
      const symbol = symbols[operator];
      invariant(symbol, `${operator} is no comparison of ranges`);
      return sql`${expression} ${raw(symbol)} ${rangeOf(operand, element, bound.kind, value as RangeInput)}`;
    }
  }
}

/** A range as its input has it. */
interface RangeInput {
  readonly start?: unknown;
  readonly end?: unknown;
  readonly startInclusive: boolean;
  readonly endInclusive: boolean;
}

/** Null: there is none. */
interface Bound {
  readonly value: BindValue | null;
  readonly inclusive: boolean;
}

/** Where it ends before it starts, which Postgres refuses, it is empty. */
function rangeOf({ place }: Operand, codec: Codec, kind: AttributeKind, input: RangeInput): Sql {
  const type = raw(rangeTypes[kind] as string);
  const empty = sql`'empty'::${type}`;
  const start = boundOf(codec, place, input.start, input.startInclusive, 'below');
  const end = boundOf(codec, place, input.end, input.endInclusive, 'above');
  if (start === 'nothing' || end === 'nothing') {
    return empty;
  }
  const isWhole = kind === 'integer' || kind === 'bigInteger';
  const [first, last] = isWhole ? [toWhole(codec, start, true), toWhole(codec, end, false)] : [start, end];
  if (first === 'nothing' || last === 'nothing') {
    return empty;
  }
  const cast = raw(`::${codec.keyType}`);
  const [from, to] = [sql`${first.value}${cast}`, sql`${last.value}${cast}`];
  const bounds = raw(`'${first.inclusive ? '[' : '('}${last.inclusive ? ']' : ')'}'`);
  const range = sql`${type}(${from}, ${to}, ${bounds})`;
  return first.value === null || last.value === null
    ? range
    : sql`CASE WHEN ${from} <= ${to} THEN ${range} ELSE ${empty} END`;
}

/** A bound on its own side past all values is none; on the other it leaves nothing. */
function boundOf(
  codec: Codec,
  place: string,
  value: unknown,
  inclusive: boolean,
  ownSide: 'above' | 'below',
): Bound | 'nothing' {
  if (value === null || value === undefined) {
    return { value: null, inclusive: false };
  }
  const encoded = codec.encode(value);
  if (encoded !== undefined) {
    return { value: encoded, inclusive };
  }
  const side = codec.beyond?.(value);
  if (side === undefined) {
    throw incomparable(value, place);
  }
  return side === ownSide ? { value: null, inclusive: false } : 'nothing';
}

/** Bounds of whole numbers as Postgres has them, `[1,5)`: it overflows where the next number is too large. */
function toWhole(codec: Codec, { value, inclusive }: Bound, isStart: boolean): Bound | 'nothing' {
  if (value === null || inclusive === isStart) {
    return { value, inclusive: isStart };
  }
  const next = codec.encode(String(BigInt(value as number | bigint) + 1n));
  if (next !== undefined) {
    return { value: next, inclusive: isStart };
  }
  return isStart ? 'nothing' : { value: null, inclusive: false };
}
