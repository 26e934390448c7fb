import { errorCodes } from '../errors/error-code.ts';
import { RequestError } from '../errors/request-error.ts';
import type { ComparisonOperator, Operator, TextOperator } from '../policy/condition.ts';
import type { BindValue, Codec } from './codec.ts';
import { sqliteTextSql } from './operators/text-sqlite.ts';
import { raw, type Sql, sql } from './sql.ts';
import { listSql } from './sql-list.ts';
import type { Statement } from './statement.ts';

/** What is compared: an expression whose values the codec knows. */
export interface Operand {
  readonly expression: Sql;
  readonly codec: Codec;
  readonly nullable: boolean;
  /** For a message: `Task.dueOn`. */
  readonly place: string;
  /** The type that Postgres is told to read the value as, where it is not that of the expression. */
  readonly cast: string | null;
}

/** A comparison with a value that came from a client; only ever as a bound value. */
export function comparisonSql(
  statement: Statement,
  operand: Operand,
  operator: Operator,
  value: unknown,
): Sql {
  switch (operator) {
    case 'isNull':
      return value === true ? sql`${operand.expression} IS NULL` : sql`${operand.expression} IS NOT NULL`;
    case 'in':
    case 'notIn':
      return inListSql(statement, operand, operator, value as readonly unknown[]);
    case 'eq':
    case 'ne':
      return equalitySql(statement, operand, operator, value);
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return orderingSql(statement, operand, operator, value);
    case 'search':
    case 'matches':
      return searchSql(operand, operator, value);
    case 'contains':
    case 'startsWith':
    case 'endsWith':
    case 'iEq':
    case 'iContains':
    case 'iStartsWith':
    case 'iEndsWith':
    case 'like':
    case 'iLike':
      return textSql(statement, operand, operator, String(value));
    default:
      throw new Error(`KinQL invariant: ${operand.place} has no ${operator}`);
  }
}

/** That a value is of no kind that can be compared with the attribute at a place. */
export function incomparable(value: unknown, place: string): RequestError {
  return new RequestError(
    errorCodes.BAD_USER_INPUT,
    `${JSON.stringify(String(value))} cannot be compared with values of ${place}.`,
  );
}

/** A value as the statement takes it, next to the operand's expression. */
export function operandSql(statement: Statement, { codec, cast }: Operand, value: BindValue): Sql {
  if (!statement.isPostgres) {
    return codec.bind(value);
  }
  // Without a cast Postgres takes the type of the other side, with which its indexes work.
  return cast === null ? sql`${value}` : sql`${value}::${raw(cast)}`;
}

/** No row has a value that its column cannot hold; not to be equal to it is true of all. */
function equalitySql(statement: Statement, operand: Operand, operator: 'eq' | 'ne', value: unknown): Sql {
  const encoded = operand.codec.encode(value);
  if (encoded === undefined) {
    return raw(operator === 'eq' ? 'FALSE' : 'TRUE');
  }
  const { expression, nullable } = operand;
  const other = operandSql(statement, operand, encoded);
  if (operator === 'eq') {
    return sql`${expression} = ${other}`;
  }
  if (!nullable) {
    return sql`${expression} <> ${other}`;
  }
  switch (statement.dialect) {
    case 'postgres':
      return sql`${expression} IS DISTINCT FROM ${other}`;
    case 'mysql':
      return sql`NOT (${expression} <=> ${other})`;
    case 'sqlite':
      return sql`${expression} IS NOT ${other}`;
  }
}

/** Null in the list stands for the rows without a value. */
function inListSql(
  statement: Statement,
  operand: Operand,
  operator: 'in' | 'notIn',
  values: readonly unknown[],
): Sql {
  const { expression, codec, nullable, cast } = operand;
  const encoded = values
    .filter((value) => value !== null)
    .map((value) => codec.encode(value))
    .filter((value) => value !== undefined);
  const withNull = nullable && values.includes(null);
  let isIn: Sql;
  if (encoded.length === 0) {
    isIn = raw('FALSE');
  } else if (statement.isPostgres) {
    isIn = sql`${expression} = ANY(${encoded}${raw(cast === null ? '' : `::${cast}[]`)})`;
  } else {
    isIn = sql`${expression} IN (${listSql(statement.dialect, codec, encoded)})`;
  }
  if (operator === 'in') {
    return withNull ? sql`(${isIn} OR ${expression} IS NULL)` : isIn;
  }
  if (encoded.length === 0) {
    return withNull ? sql`${expression} IS NOT NULL` : raw('TRUE');
  }
  // Where the value is null, neither `in` nor `not in` is true in SQL.
  const isNotIn = nullable ? sql`(${isIn}) IS NOT TRUE` : sql`NOT (${isIn})`;
  return withNull ? sql`(${isNotIn} AND ${expression} IS NOT NULL)` : isNotIn;
}

/** The ordering operators as SQL has them. */
export const symbols: Readonly<Record<Exclude<ComparisonOperator, 'eq' | 'ne'>, Sql>> = {
  lt: raw('<'),
  lte: raw('<='),
  gt: raw('>'),
  gte: raw('>='),
};

function orderingSql(
  statement: Statement,
  operand: Operand,
  operator: 'lt' | 'lte' | 'gt' | 'gte',
  value: unknown,
): Sql {
  const { expression, codec, place } = operand;
  const encoded = codec.encode(value);
  if (encoded !== undefined) {
    return sql`${expression} ${symbols[operator]} ${operandSql(statement, operand, encoded)}`;
  }
  const wider = codec.widen?.(value);
  if (wider !== undefined) {
    return sql`${expression} ${symbols[operator]} ${wider}`;
  }
  // All that a column of whole numbers can hold lies on one side of a larger number.
  const side = codec.beyond?.(value);
  if (side === undefined) {
    throw incomparable(value, place);
  }
  const isLess = operator === 'lt' || operator === 'lte';
  return (side === 'above') === isLess ? sql`${expression} IS NOT NULL` : raw('FALSE');
}

/** Escapes what has a meaning in a pattern; a backslash would hang on the dialect and its modes. */
const escapeCharacter = '!';

function escapePattern(text: string): string {
  return text.replace(/[!%_]/g, `${escapeCharacter}$&`);
}

const containing = (text: string): string => `%${escapePattern(text)}%`;
const startingWith = (text: string): string => `${escapePattern(text)}%`;
const endingWith = (text: string): string => `%${escapePattern(text)}`;

const patterns: Readonly<Record<Exclude<TextOperator, 'iEq'>, (text: string) => string>> = {
  contains: containing,
  startsWith: startingWith,
  endsWith: endingWith,
  like: readPattern,
  iContains: containing,
  iStartsWith: startingWith,
  iEndsWith: endingWith,
  iLike: readPattern,
};

/** What a text contains is taken as it is; only `like` and `iLike` read `%`, `_` and the backslash before them. */
function textSql(statement: Statement, operand: Operand, operator: TextOperator, value: string): Sql {
  const encoded = operand.codec.encode(value);
  if (encoded === undefined) {
    return raw('FALSE');
  }
  const text = operand.codec.select(operand.expression);
  if (statement.dialect === 'sqlite') {
    return sqliteTextSql(text, operator, value, operand);
  }
  if (operator === 'iEq') {
    return sql`LOWER(${text}) = LOWER(${value})`;
  }
  const pattern = patterns[operator](value);
  const escaping = raw(` ESCAPE '${escapeCharacter}'`);
  if (!operator.startsWith('i')) {
    return sql`${text} LIKE ${pattern}${escaping}`;
  }
  return statement.isPostgres
    ? sql`${text} ILIKE ${pattern}${escaping}`
    : sql`LOWER(${text}) LIKE LOWER(${pattern})${escaping}`;
}

/** A client's pattern, in which a backslash takes the meaning of what follows, in our way of writing it. */
function readPattern(pattern: string): string {
  return pattern.replace(/\\(.?)|!/gsu, (found, next: string | undefined) => {
    const literal = next === undefined || next === '' ? found : next;
    return /^[!%_]$/.test(literal) ? `${escapeCharacter}${literal}` : literal;
  });
}

/**
 * Full text of Postgres. Words of a text are taken as they are, in any language; those of a TSVECTOR were made by whoever
 * filled it, most likely as the database is set to. No query is refused by `websearch_to_tsquery`, whatever is in it.
 */
function searchSql({ expression, codec }: Operand, operator: 'search' | 'matches', value: unknown): Sql {
  const query = codec.encode(value);
  if (query === undefined) {
    return raw('FALSE');
  }
  return operator === 'search'
    ? sql`to_tsvector('simple', ${codec.select(expression)}) @@ websearch_to_tsquery('simple', ${query})`
    : sql`${expression} @@ websearch_to_tsquery(${query})`;
}
