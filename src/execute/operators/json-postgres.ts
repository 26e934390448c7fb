import { raw, type Sql, sql } from '../sql.ts';
import { isIndex, type JsonPlace } from './json-place.ts';

/** Escapes in a JSON text that JSONB cannot hold: of NUL, and of half a surrogate pair. */
const unreadable = [
  String.raw`(?<!\\)(\\\\)*\\u(0000|[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F]))`,
  String.raw`(?<!\\|\\u[dD][89abAB][0-9a-fA-F]{2})(\\\\)*\\u[dD][c-fC-F]`,
].join('|');

/** A place in a column of JSONB, or of JSON, which is read as JSONB where it can be. */
export function postgresJson(column: Sql, sqlType: string, path: readonly string[]): JsonPlace {
  const root =
    sqlType === 'JSONB'
      ? column
      : sql`CASE WHEN ${column}::text !~ ${raw(`'${unreadable}'`)} THEN ${column}::jsonb END`;
  const place = follow(sqlType === 'JSONB' || path.length === 0 ? root : sql`(${root})`, path);
  const text = sql`(${place} #>> '{}')`;
  return {
    isNull: sql`COALESCE(jsonb_typeof(${place}), 'null') = 'null'`,
    isNotNull: sql`jsonb_typeof(${place}) <> 'null'`,
    isText: sql`jsonb_typeof(${place}) = 'string'`,
    text,
    equals: (value) => sql`${place} = ${JSON.stringify(value)}::jsonb`,
    equalsAny: (values) => sql`${place} = ANY(${values.map((value) => JSON.stringify(value))}::jsonb[])`,
    contains: (value) => sql`${place} @> ${JSON.stringify(value)}::jsonb`,
    hasKey: (key) => sql`(jsonb_typeof(${place}) = 'object' AND ${place} ? ${key})`,
    compares: (symbol, value) =>
      typeof value === 'number'
        ? sql`(jsonb_typeof(${place}) = 'number' AND ${place} ${symbol} ${JSON.stringify(value)}::jsonb)`
        : sql`(jsonb_typeof(${place}) = 'string' AND ${text} COLLATE "C" ${symbol} ${value})`,
  };
}

/** Postgres would take "-1", "01" and " 1" for an index as well, if it were not told that they are keys. */
function follow(root: Sql, path: readonly string[]): Sql {
  let place = root;
  let together: string[] = [];
  const step = (): void => {
    if (together.length > 0) {
      place = sql`(${place} #> ${together}::text[])`;
      together = [];
    }
  };
  for (const element of path) {
    if (/^\s*[+-]?\d+$/.test(element) && !isIndex(element)) {
      step();
      place = sql`(${place} -> ${element}::text)`;
    } else {
      together.push(element);
    }
  }
  step();
  return place;
}
