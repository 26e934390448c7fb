import { raw, type Sql, sql } from '../sql.ts';
import type { Statement } from '../statement.ts';
import { type JsonParts, jsonByParts } from './json-parts.ts';
import { isIndex, type JsonPlace } from './json-place.ts';

/** A place below an expression that holds JSON, by a path of SQLite: `$."a"[0]`. The path is bound like any other value. */
interface Place {
  readonly base: Sql;
  readonly path: string;
}

/** A place in a column of JSON, which holds any text: what is no JSON counts as nothing. */
export function sqliteJson(statement: Statement, column: Sql, path: readonly string[]): JsonPlace {
  return jsonByParts(statement, parts, placeOf(column, path));
}

const parts: JsonParts<Place> = {
  member,
  element,
  isThere: (place) => sql`${typeOf(place)} IS NOT NULL`,
  isNull: (place) => sql`COALESCE(${typeOf(place)}, 'null') = 'null'`,
  isNotNull: (place) => sql`${typeOf(place)} <> 'null'`,
  isOf: (place, type) => sql`${typeOf(place)} = ${raw(`'${type}'`)}`,
  isNumber: (place) => sql`${typeOf(place)} IN ('integer', 'real')`,
  isBoolean: (place, value) => sql`${typeOf(place)} = ${raw(`'${value}'`)}`,
  text: valueAt,
  number: valueAt,
  comparable: (text) => text,
  length: (place) => sql`(SELECT COUNT(*) FROM json_each(${place.base}, ${place.path}))`,
  elements: (place, name) => ({
    from: sql`json_each(CASE WHEN ${typeOf(place)} = 'array' THEN ${place.base} END, ${place.path}) AS ${raw(name)}`,
    element: rootOf(asJson(`${name}.`)),
  }),
};

/** A row of json_each as JSON again: of what is neither a list nor an object it gives the value alone. */
function asJson(row: string): Sql {
  return raw(
    `CASE WHEN ${row}type IN ('true', 'false', 'null') THEN ${row}type WHEN ${row}type = 'text' THEN json_quote(${row}value) ELSE ${row}value END`,
  );
}

function rootOf(base: Sql): Place {
  return { base: sql`(${base})`, path: '$' };
}

function member({ base, path }: Place, key: string): Place {
  return { base, path: `${path}.${JSON.stringify(key)}` };
}

function element({ base, path }: Place, index: number): Place {
  return { base, path: `${path}[${index}]` };
}

/**
 * A place by a client's path. Where an element may be an index, the value is followed step by step, since it is an index of a
 * list or a key of an object, whichever it meets.
 */
function placeOf(column: Sql, path: readonly string[]): Place {
  const root = sql`CASE WHEN json_valid(${column}) THEN ${column} END`;
  if (!path.some(isIndex)) {
    return path.reduce(member, rootOf(root));
  }
  const steps = JSON.stringify(path);
  const next = sql`(SELECT ${asJson('')} FROM json_each(w.v) WHERE CAST(key AS TEXT) = json_extract(${steps}, '$[' || w.n || ']'))`;
  const count = raw(String(path.length));
  return rootOf(
    sql`WITH RECURSIVE w(n, v) AS (SELECT 0, ${root} UNION ALL SELECT w.n + 1, ${next} FROM w WHERE w.n < ${count}) SELECT v FROM w WHERE n = ${count}`,
  );
}

function typeOf({ base, path }: Place): Sql {
  return sql`json_type(${base}, ${path})`;
}

function valueAt({ base, path }: Place): Sql {
  return sql`json_extract(${base}, ${path})`;
}
