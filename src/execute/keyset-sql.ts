import { errorCodes } from '../errors/error-code.ts';
import { RequestError } from '../errors/request-error.ts';
import type { CursorValues } from '../plan/cursor.ts';
import type { KeysetPage } from '../plan/plan.ts';
import type { ResolvedTerm } from './order-sql.ts';
import { reverseOrder } from './order-sql.ts';
import { join, raw, type Sql, sql } from './sql.ts';
import type { SqlDialect } from './sql-dialect.ts';

/**
 * The condition that rows stand between the page's cursors, or null where it has none.
 *
 * @throws RequestError where a cursor holds a value that its column cannot.
 */
export function keysetSql(
  { after, before }: KeysetPage,
  terms: readonly ResolvedTerm[],
  dialect: SqlDialect,
): Sql | null {
  const conditions = [
    ...(after === null ? [] : [beyondSql('after', after, terms, dialect)]),
    ...(before === null ? [] : [beyondSql('before', before, reverseOrder(terms), dialect)]),
  ];
  return conditions.length === 0 ? null : join(conditions, ' AND ');
}

interface Place {
  readonly term: ResolvedTerm;
  readonly expression: Sql;
  /** Null where the row of the cursor had no value. */
  readonly value: Sql | null;
}

/** That rows come after the values in an order. */
function beyondSql(
  name: string,
  values: CursorValues,
  terms: readonly ResolvedTerm[],
  dialect: SqlDialect,
): Sql {
  const places = terms.map((term, index): Place => {
    const given = values[index] ?? null;
    const value = given === null ? null : term.codec.read(given);
    if (value === undefined) {
      throw new RequestError(errorCodes.BAD_USER_INPUT, `The argument "${name}" is no cursor of this list.`);
    }
    return { term, expression: term.codec.compare(term.expression), value };
  });
  // One comparison of rows, where it says the same, is what an index can start at; MariaDB's cannot.
  const startsAtRows = dialect !== 'mysql';
  const isUniform = places.every(
    ({ term, value }) => value !== null && !term.nullable && term.direction === places[0]?.term.direction,
  );
  if (isUniform && (startsAtRows || places.length === 1)) {
    const operator = raw(places[0]?.term.direction === 'DESC' ? '<' : '>');
    const [left, right] = [
      places.map(({ expression }) => expression),
      places.map(({ value }) => value as Sql),
    ];
    return places.length === 1
      ? sql`${left[0]} ${operator} ${right[0]}`
      : sql`(${join(left)}) ${operator} (${join(right)})`;
  }
  const alternatives = places.flatMap((place, index) => {
    const later = laterSql(place);
    return later === null ? [] : [join([...places.slice(0, index).map(sameSql), later], ' AND ')];
  });
  if (alternatives.length === 0) {
    return raw('FALSE');
  }
  const start = startsAtRows && alternatives.length > 1 ? startSql(places[0] as Place) : null;
  const any = sql`(${join(alternatives, ' OR ')})`;
  return start === null ? any : sql`${start} AND ${any}`;
}

/** Follows from the alternatives, but lets an index start at the value; null where rows without one come later. */
function startSql({ term, expression, value }: Place): Sql | null {
  return value === null || (term.nullable && term.nulls === 'LAST')
    ? null
    : sql`${expression} ${raw(term.direction === 'ASC' ? '>=' : '<=')} ${value}`;
}

function sameSql({ expression, value }: Place): Sql {
  return value === null ? sql`${expression} IS NULL` : sql`${expression} = ${value}`;
}

/** Null where nothing comes later: after the nulls, where those come last. */
function laterSql({ term, expression, value }: Place): Sql | null {
  const nullsLast = term.nulls === 'LAST';
  if (value === null) {
    return nullsLast ? null : sql`${expression} IS NOT NULL`;
  }
  const later = sql`${expression} ${raw(term.direction === 'ASC' ? '>' : '<')} ${value}`;
  return term.nullable && nullsLast ? sql`(${later} OR ${expression} IS NULL)` : later;
}
