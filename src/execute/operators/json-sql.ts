import type { CatalogType } from '../../catalog/catalog.ts';
import { errorCodes } from '../../errors/error-code.ts';
import { RequestError } from '../../errors/request-error.ts';
import type { JsonPart, Operator } from '../../policy/condition.ts';
import { plainText } from '../codecs/text.ts';
import { comparisonSql, type Operand, symbols } from '../comparison-sql.ts';
import { raw, type Sql, sql } from '../sql.ts';
import type { SqlDialect } from '../sql-dialect.ts';
import type { Statement } from '../statement.ts';
import { mysqlJson } from './json-mysql.ts';
import type { JsonPlace } from './json-place.ts';
import { postgresJson } from './json-postgres.ts';
import { sqliteJson } from './json-sqlite.ts';

const wholeValue: JsonPart = { path: [], asText: false };

/**
 * A comparison of a JSON value, or of what stands in it at a path. JSON's null counts as no value, as clients see it.
 *
 * @throws RequestError where it is compared with more than a statement should carry.
 */
export function jsonSql(
  statement: Statement,
  operand: Operand,
  { sqlType }: CatalogType,
  operator: Operator,
  value: unknown,
  { path, asText }: JsonPart = wholeValue,
): Sql {
  if (!path.every((element) => isStorable(statement, element))) {
    return absentSql(operator, value);
  }
  const place = placeOf(statement, operand.expression, sqlType, path);
  if (asText) {
    const text = { ...operand, expression: place.text, codec: plainText };
    return sql`(${place.isText} AND ${comparisonSql(statement, text, operator, value)})`;
  }
  checkSize(statement, operand, value);
  return compareSql(statement, place, operator, value);
}

function placeOf(statement: Statement, column: Sql, sqlType: string, path: readonly string[]): JsonPlace {
  switch (statement.dialect) {
    case 'postgres':
      return postgresJson(column, sqlType, path);
    case 'mysql':
      return mysqlJson(statement, column, path);
    case 'sqlite':
      return sqliteJson(statement, column, path);
  }
}

function compareSql(statement: Statement, place: JsonPlace, operator: Operator, value: unknown): Sql {
  switch (operator) {
    case 'isNull':
      return value === true ? place.isNull : place.isNotNull;
    case 'eq':
      return isStorable(statement, value) ? place.equals(value) : raw('FALSE');
    case 'ne':
      return isStorable(statement, value) ? sql`(${place.equals(value)}) IS NOT TRUE` : raw('TRUE');
    case 'in':
      return isInSql(statement, place, value as readonly unknown[]);
    case 'notIn':
      return sql`(${isInSql(statement, place, value as readonly unknown[])}) IS NOT TRUE`;
    case 'contains':
      return isStorable(statement, value) ? place.contains(value) : raw('FALSE');
    case 'hasKey':
      return isStorable(statement, value) ? place.hasKey(value as string) : raw('FALSE');
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte': {
      const isOrdered = typeof value === 'number' || typeof value === 'string';
      return isOrdered && isStorable(statement, value)
        ? place.compares(symbols[operator], value)
        : raw('FALSE');
    }
    default:
      throw new Error(`KinQL invariant: ${operator} is no comparison of JSON`);
  }
}

/** Null in the list stands for the rows that have nothing there. */
function isInSql(statement: Statement, place: JsonPlace, values: readonly unknown[]): Sql {
  const others = values.filter((value) => value !== null && isStorable(statement, value));
  const isIn = others.length === 0 ? raw('FALSE') : place.equalsAny(others);
  return values.includes(null) ? sql`(${isIn} OR ${place.isNull})` : isIn;
}

/** A comparison of what no row has. */
function absentSql(operator: Operator, value: unknown): Sql {
  switch (operator) {
    case 'isNull':
      return raw(value === true ? 'TRUE' : 'FALSE');
    case 'in':
    case 'notIn':
      return raw((value as readonly unknown[]).includes(null) === (operator === 'in') ? 'TRUE' : 'FALSE');
    default:
      return raw(operator === 'ne' ? 'TRUE' : 'FALSE');
  }
}

/** Whether a database can hold the value: half a surrogate pair is no character, and NUL is none of Postgres. */
function isStorable(statement: Statement, value: unknown): boolean {
  switch (typeof value) {
    case 'string':
      return !/\p{Surrogate}/u.test(value) && !(statement.isPostgres && value.includes('\0'));
    case 'number':
      return Number.isFinite(value);
    case 'boolean':
      return true;
    case 'object':
      return (
        value === null ||
        Object.entries(value).every(
          ([key, part]) => isStorable(statement, key) && isStorable(statement, part),
        )
      );
    default:
      return false;
  }
}

/** MariaDB nests JSON no deeper, SQLite the expressions that look into it; there a statement grows with each part of a value. */
const maxDepths: Readonly<Record<SqlDialect, number>> = { postgres: 32, mysql: 32, sqlite: 16 };
const maxParts = 1_000;

function checkSize({ dialect }: Statement, { place }: Operand, value: unknown): void {
  const maxDepth = maxDepths[dialect];
  let parts = 0;
  const visit = (part: unknown, depth: number): void => {
    parts += 1;
    if (parts > maxParts || depth > maxDepth) {
      throw new RequestError(
        errorCodes.BAD_USER_INPUT,
        `${place} can be compared with JSON of at most ${maxParts} values, nested at most ${maxDepth} deep.`,
      );
    }
    if (typeof part === 'object' && part !== null) {
      for (const inner of Object.values(part)) {
        visit(inner, depth + 1);
      }
    }
  };
  visit(value, 0);
}
