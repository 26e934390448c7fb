import { raw, type Sql, sql } from '../sql.ts';
import type { Statement } from '../statement.ts';
import { type JsonParts, jsonByParts } from './json-parts.ts';
import { isIndex, type JsonPlace } from './json-place.ts';

/** A place below an expression, by a path of MySQL: `$."a"[0]`. The path is bound like any other value. */
interface Place {
  readonly base: Sql;
  readonly path: string;
  readonly steps: number;
}

const numberTypes = raw("('INTEGER', 'UNSIGNED INTEGER', 'DOUBLE', 'DECIMAL')");

const typeNames = { null: 'NULL', object: 'OBJECT', array: 'ARRAY', text: 'STRING' } as const;

/**
 * A place in a column of JSON, in what MySQL and MariaDB have in common: neither a JSON type, which MariaDB lacks, nor its
 * JSON_EQUALS. What is no JSON, as MariaDB's LONGTEXT may hold, counts as nothing.
 */
export function mysqlJson(statement: Statement, column: Sql, path: readonly string[]): JsonPlace {
  const root = rootOf(sql`IF(JSON_VALID(${column}), ${column}, NULL)`);
  return jsonByParts(statement, parts, path.reduce(follow, root));
}

const parts: JsonParts<Place> = {
  member: (place, key) => stepTo(place, memberStep(key)),
  element: (place, index) => stepTo(place, `[${index}]`),
  isThere: (place) => sql`${extract(place)} IS NOT NULL`,
  isNull: (place) => sql`COALESCE(JSON_TYPE(${extract(place)}), 'NULL') = 'NULL'`,
  isNotNull: (place) => sql`JSON_TYPE(${extract(place)}) <> 'NULL'`,
  isOf: (place, type) => hasType(place, typeNames[type]),
  isNumber: (place) => sql`JSON_TYPE(${extract(place)}) IN ${numberTypes}`,
  isBoolean: (place, value) =>
    sql`(${hasType(place, 'BOOLEAN')} AND ${textOf(place)} = ${raw(`'${value}'`)})`,
  text: textOf,
  number: (place) => sql`${textOf(place)} + 0e0`,
  // In a collation, texts that differ in spaces at their end are equal.
  comparable: (text) => sql`CAST(${text} AS BINARY)`,
  length: (place) => sql`JSON_LENGTH(${extract(place)})`,
  elements: (place, name) => ({
    from: sql`JSON_TABLE(${extract(place)}, '$[*]' COLUMNS (v JSON PATH '$')) AS ${raw(name)}`,
    element: rootOf(raw(`${name}.v`)),
  }),
};

function rootOf(base: Sql): Place {
  return { base, path: '$', steps: 0 };
}

/** MariaDB takes no path of more than 32 steps. */
const maxSteps = 16;

function stepTo({ base, path, steps }: Place, step: string): Place {
  return steps < maxSteps
    ? { base, path: path + step, steps: steps + 1 }
    : { base: sql`JSON_EXTRACT(${base}, ${path})`, path: `$${step}`, steps: 1 };
}

/** A key in a path is quoted as in JSON. */
function memberStep(key: string): string {
  return `.${JSON.stringify(key)}`;
}

/**
 * An element of a client's path. One that may be an index is looked for both ways at once, which gives a list of the one
 * that is found: a list has no members, and an object no elements, except that `[0]` of what is no list is the thing itself.
 */
function follow(place: Place, element: string): Place {
  if (!isIndex(element)) {
    return stepTo(place, memberStep(element));
  }
  const index = stepTo(place, element === '0' ? '[*]' : `[${element}]`);
  const member = stepTo(place, memberStep(element));
  return {
    base: sql`JSON_EXTRACT(${index.base}, ${index.path}, ${member.path})`,
    path: '$[0]',
    steps: 1,
  };
}

function extract({ base, path }: Place): Sql {
  return path === '$' ? base : sql`JSON_EXTRACT(${base}, ${path})`;
}

function hasType(place: Place, type: string): Sql {
  return sql`JSON_TYPE(${extract(place)}) = ${raw(`'${type}'`)}`;
}

function textOf(place: Place): Sql {
  return sql`JSON_UNQUOTE(${extract(place)})`;
}
