import type { Codec } from '../codec.ts';
import { type Sql, sql } from '../sql.ts';
import { plainText } from './text.ts';

/** No row is looked for by such a value. */
const keyless: Codec = { ...plainText, encode: () => undefined };

const parseJson = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value);

/** MariaDB's JSON is LONGTEXT, which drivers parse or not; as text it is always for us to parse. */
export function jsonCodec(postgres: boolean): Codec {
  return {
    ...keyless,
    select: (column) => (postgres ? column : sql`CAST(${column} AS CHAR)`),
    ...(!postgres && { decode: parseJson, revive: parseJson }),
    readText: parseJson,
  };
}

/**
 * GeoJSON. PostGIS gives 9 digits after the point unless told, and 25 are all that a coordinate has. It fails on curves and
 * surfaces, which GeoJSON does not know, and every other row with them: of those the name is selected, which fits no scalar.
 */
function selectGeoJson(column: Sql): Sql {
  const geometry = sql`${column}::geometry`;
  return sql`CASE WHEN ST_HasArc(${geometry}) OR ST_GeometryType(${geometry}) ~ 'Curve|Surface' THEN to_json(ST_GeometryType(${geometry}))::text ELSE ST_AsGeoJSON(${column}, 25) END`;
}

export function geometryCodec(postgres: boolean): Codec {
  return {
    ...keyless,
    select: postgres ? selectGeoJson : (column) => sql`ST_AsGeoJSON(${column})`,
    decode: parseJson,
    revive: parseJson,
  };
}

/** HSTORE. As text: whether the driver knows the type hangs on when the extension was made. */
export function keyValueCodec(): Codec {
  const parse = (value: unknown): unknown => (typeof value === 'string' ? parseKeyValues(value) : value);
  return {
    ...keyless,
    select: (column) => sql`${column}::text`,
    decode: parse,
    revive: parse,
    encode: printKeyValues,
  };
}

/** An object of texts and nulls as Postgres reads it; undefined for anything else, which no row holds. */
function printKeyValues(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return undefined;
  }
  const pairs = Object.entries(value).map(([key, item]) => {
    const [name, text] = [plainText.encode(key), item === null ? null : printValue(item)];
    return name === undefined || text === undefined
      ? undefined
      : `${quoteText(String(name))}=>${text === null ? 'NULL' : quoteText(text)}`;
  });
  return pairs.includes(undefined) ? undefined : pairs.join(', ');
}

function printValue(item: unknown): string | undefined {
  return typeof item === 'string' ? (plainText.encode(item) as string | undefined) : undefined;
}

function quoteText(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Of `"a"=>"1", "b"=>NULL`; quotes and backslashes within are escaped by a backslash. */
function parseKeyValues(text: string): Record<string, string | null> {
  const pairs = text.matchAll(/"((?:[^"\\]|\\.)*)"=>(?:"((?:[^"\\]|\\.)*)"|NULL)/gs);
  return Object.fromEntries(
    Array.from(pairs, ([, key, value]) => [
      withoutEscapes(key as string),
      value === undefined ? null : withoutEscapes(value),
    ]),
  );
}

function withoutEscapes(text: string): string {
  return text.replace(/\\(.)/gs, '$1');
}

export function bytesCodec(): Codec {
  const toBase64 = (value: unknown): unknown => (Buffer.isBuffer(value) ? value.toString('base64') : value);
  return {
    ...keyless,
    decode: toBase64,
    present: toBase64,
    readText: readHex,
    encode: readBase64,
  };
}

function readBase64(value: unknown): Buffer | undefined {
  const isBase64 =
    typeof value === 'string' && value.length % 4 === 0 && /^[0-9A-Za-z+/]*={0,2}$/.test(value);
  return isBase64 ? Buffer.from(value, 'base64') : undefined;
}

/** Of `\x00ff`; of the other output format of Postgres, which servers had before 9.0, nothing could be told from base64. */
function readHex(text: string): Buffer {
  if (!text.startsWith('\\x')) {
    throw new TypeError('not in hexadecimal');
  }
  return Buffer.from(text.slice(2), 'hex');
}

/** A type that Sequelize does not have: values pass as the driver gives them, in the form that JSON has for them. */
export function customCodec(): Codec {
  return { ...keyless, decode: toJson, present: toJson };
}

function toJson(value: unknown): unknown {
  if (Buffer.isBuffer(value)) {
    return value.toString('base64');
  }
  return typeof value === 'bigint' ? String(value) : value;
}

/** What cannot be carried is not selected for clients, only for the models' own code. */
export function unsupportedCodec(): Codec {
  return keyless;
}
