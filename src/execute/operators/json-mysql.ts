import { join, raw, type Sql, sql } from '../sql.ts';
import type { Statement } from '../statement.ts';
import { isIndex, type JsonPlace } from './json-place.ts';

/** A place below an expression, by a path of MySQL: `$."a"[0]`. The path is bound like any other value. */
interface Place {
  readonly base: Sql;
  readonly path: string;
  readonly steps: number;
}

const numberTypes = raw("('INTEGER', 'UNSIGNED INTEGER', 'DOUBLE', 'DECIMAL')");

/**
 * A place in a column of JSON, in what MySQL and MariaDB have in common: neither a JSON type, which MariaDB lacks, nor its
 * JSON_EQUALS. A value is compared part by part. What is no JSON, as MariaDB's LONGTEXT may hold, counts as nothing.
 */
export function mysqlJson(statement: Statement, column: Sql, path: readonly string[]): JsonPlace {
  const root = rootOf(sql`IF(JSON_VALID(${column}), ${column}, NULL)`);
  const place = path.reduce(follow, root);
  const found = extract(place);
  return {
    isNull: sql`COALESCE(JSON_TYPE(${found}), 'NULL') = 'NULL'`,
    isNotNull: sql`JSON_TYPE(${found}) <> 'NULL'`,
    isText: hasType(place, 'STRING'),
    text: textOf(place),
    equals: (value) => equalsSql(place, value),
    equalsAny: (values) =>
      sql`(${join(
        values.map((value) => equalsSql(place, value)),
        ' OR ',
      )})`,
    contains: (value) =>
      isScalar(value)
        ? sql`(${equalsSql(place, value)} OR ${hasElements(statement, place, [value])})`
        : containsSql(statement, place, value),
    hasKey: (key) =>
      sql`(${hasType(place, 'OBJECT')} AND ${extract(stepTo(place, memberStep(key)))} IS NOT NULL)`,
    compares: (symbol, value) =>
      typeof value === 'number'
        ? sql`(JSON_TYPE(${found}) IN ${numberTypes} AND ${numberOf(place)} ${symbol} ${value})`
        : sql`(${hasType(place, 'STRING')} AND ${bytesOf(textOf(place))} ${symbol} ${bytesOf(sql`${value}`)})`,
  };
}

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

function numberOf(place: Place): Sql {
  return sql`${textOf(place)} + 0e0`;
}

/** Texts compared by bytes: in a collation, those that differ in spaces at their end are equal. */
function bytesOf(text: Sql): Sql {
  return sql`CAST(${text} AS BINARY)`;
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function equalsSql(place: Place, value: unknown): Sql {
  switch (typeof value) {
    case 'string':
      return sql`(${hasType(place, 'STRING')} AND ${bytesOf(textOf(place))} = ${bytesOf(sql`${value}`)})`;
    case 'number':
      return sql`(JSON_TYPE(${extract(place)}) IN ${numberTypes} AND ${numberOf(place)} = ${value})`;
    case 'boolean':
      return sql`(${hasType(place, 'BOOLEAN')} AND ${textOf(place)} = ${raw(`'${value}'`)})`;
    default:
      return value === null ? hasType(place, 'NULL') : equalsParts(place, value as object);
  }
}

function equalsParts(place: Place, value: object): Sql {
  const isList = Array.isArray(value);
  const parts = Object.entries(value).map(([key, part]) =>
    equalsSql(stepTo(place, isList ? `[${key}]` : memberStep(key)), part),
  );
  return sql`(${join(
    [
      hasType(place, isList ? 'ARRAY' : 'OBJECT'),
      sql`JSON_LENGTH(${extract(place)}) = ${raw(String(parts.length))}`,
      ...parts,
    ],
    ' AND ',
  )})`;
}

/** The containment of Postgres: of lists without regard to order and number. */
function containsSql(statement: Statement, place: Place, value: unknown): Sql {
  if (isScalar(value)) {
    return equalsSql(place, value);
  }
  const parts = Array.isArray(value)
    ? [hasType(place, 'ARRAY'), ...(value.length === 0 ? [] : [hasElements(statement, place, value)])]
    : [
        hasType(place, 'OBJECT'),
        ...Object.entries(value as object).map(([key, part]) =>
          containsSql(statement, stepTo(place, memberStep(key)), part),
        ),
      ];
  return sql`(${join(parts, ' AND ')})`;
}

/** Reads the list once for all of the values: a subquery for each would take the planner a time that grows with its square. */
function hasElements(statement: Statement, place: Place, values: readonly unknown[]): Sql {
  const name = statement.nameRows('j');
  const element = rootOf(raw(`${name}.v`));
  const elements = sql`JSON_TABLE(${extract(place)}, '$[*]' COLUMNS (v JSON PATH '$')) AS ${raw(name)}`;
  const conditions = values.map((value) => sql`MAX(${containsSql(statement, element, value)})`);
  return sql`(SELECT ${join(conditions, ' AND ')} FROM ${elements})`;
}
