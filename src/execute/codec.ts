import type { CatalogAttribute } from '../catalog/catalog.ts';
import { type Sql, sql } from './sql.ts';

/** A value that drivers bind as it is. */
export type BindValue = string | number | bigint | boolean;

/**
 * One attribute's values on their way: out of a column (`select`, then `decode`) into a response, and as a key from a
 * client or another row into a statement (`encode`).
 */
export interface Codec {
  /** The expression to select, such that the driver loses no digit. */
  readonly select: (column: Sql) => Sql;
  /** A selected value as the GraphQL scalar takes it; null stays null. */
  readonly decode: (value: unknown) => unknown;
  /** A key as a value to bind, or undefined where the column can hold no such value, so that no row has it. */
  readonly encode: (value: unknown) => BindValue | undefined;
  /** The type to which Postgres is told to cast a list of keys. Without a length: a cast would cut, and match. */
  readonly keyType: string;
  /** The side of a comparison with a key. */
  readonly compare: (column: Sql) => Sql;
  /** Whether two keys are equal exactly where their encoded values are, so that rows may be matched without the database. */
  readonly exact: boolean;
}

const identity = <Value>(value: Value): Value => value;

const text: Codec = {
  select: identity,
  decode: identity,
  encode: (value) => (typeof value === 'string' && !value.includes('\0') ? value : toText(value)),
  keyType: 'text',
  compare: identity,
  exact: false,
};

function toText(value: unknown): string | undefined {
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
}

/** The codec of an attribute on a dialect. `timezone` is the Sequelize option, in which MySQL's DATETIME is stored. */
export function createCodec(attribute: CatalogAttribute, dialect: string, timezone: string): Codec {
  const postgres = dialect === 'postgres';
  switch (attribute.kind) {
    case 'text':
      // `text` would not match CHAR's padding with an index; `bpchar` without a length neither cuts nor pads.
      return { ...text, keyType: attribute.sqlType.startsWith('CHAR(') ? 'bpchar' : 'text' };
    case 'integer':
    case 'bigInteger':
      return integerCodec(attribute, postgres);
    case 'uuid':
      return {
        ...text,
        encode: (value) => encodeUuid(value, postgres),
        keyType: 'uuid',
        exact: postgres,
      };
    case 'enum':
      return {
        ...text,
        encode: (value) => attribute.enumValues.find((label) => label === value),
        compare: (column) => (postgres ? sql`${column}::text` : column),
      };
    case 'decimal':
      return {
        ...text,
        decode: String,
        encode: (value) => (decimalPattern.test(String(value)) ? String(value) : undefined),
        keyType: 'numeric',
      };
    case 'float':
      return {
        ...text,
        encode: (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined),
        keyType: 'double precision',
      };
    case 'boolean':
      return {
        ...text,
        decode: (value) => value === true || value === 1,
        encode: (value) =>
          typeof value === 'boolean' ? value : value === 1 ? true : value === 0 ? false : undefined,
        keyType: 'boolean',
      };
    case 'dateTime':
      return dateTimeCodec(postgres, timezone);
    case 'date':
      return {
        ...text,
        encode: (value) => (datePattern.test(String(value)) ? String(value) : undefined),
        keyType: 'date',
      };
    case 'time':
      return {
        ...text,
        encode: (value) => (timePattern.test(String(value)) ? String(value) : undefined),
        keyType: 'time',
      };
    case 'json':
      return {
        ...text,
        // MariaDB's JSON is LONGTEXT, which drivers parse or not; as text it is always for us to parse.
        select: (column) => (postgres ? column : sql`CAST(${column} AS CHAR)`),
        decode: (value) => (postgres || typeof value !== 'string' ? value : JSON.parse(value)),
        encode: () => undefined,
      };
    case 'bytes':
      return {
        ...text,
        decode: (value) => (Buffer.isBuffer(value) ? value.toString('base64') : value),
        encode: () => undefined,
      };
    case 'unsupported':
      return { ...text, encode: () => undefined };
  }
}

const decimalPattern = /^[+-]?\d{1,1000}(\.\d{1,1000})?$/;
const datePattern = /^\d{4}-\d{2}-\d{2}$/;
const timePattern = /^\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?$/;
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const integerPattern = /^[+-]?\d{1,20}$/;

function encodeUuid(value: unknown, postgres: boolean): string | undefined {
  if (typeof value !== 'string' || !uuidPattern.test(value)) {
    return undefined;
  }
  // Postgres compares UUIDs as numbers; elsewhere they are texts, compared as the column's collation says.
  return postgres ? value.toLowerCase() : value;
}

const integerBits: Readonly<Record<string, bigint>> = {
  TINYINT: 7n,
  SMALLINT: 15n,
  MEDIUMINT: 23n,
  BIGINT: 63n,
};

function integerCodec(attribute: CatalogAttribute, postgres: boolean): Codec {
  const name = attribute.sqlType.split(/[\s(]/)[0] as string;
  const bits = integerBits[name] ?? 31n;
  const unsigned = attribute.sqlType.includes('UNSIGNED') && !postgres;
  const max = (unsigned ? 2n ** (bits + 1n) : 2n ** bits) - 1n;
  const min = unsigned ? 0n : -(2n ** bits);
  return {
    ...text,
    decode: attribute.kind === 'bigInteger' ? String : identity,
    encode: (value) => {
      const digits = toText(value) ?? value;
      if (typeof digits !== 'string' || !integerPattern.test(digits)) {
        return undefined;
      }
      const exact = BigInt(digits.startsWith('+') ? digits.slice(1) : digits);
      if (exact < min || exact > max) {
        return undefined;
      }
      return bits <= 31n && !unsigned ? Number(exact) : exact;
    },
    keyType: postgresIntegerTypes[name] ?? 'integer',
    exact: true,
  };
}

const postgresIntegerTypes: Readonly<Record<string, string>> = { SMALLINT: 'smallint', BIGINT: 'bigint' };

/** As the databases print it, with or without a zone: `2024-01-31 10:00:00.123456+00`, `2024-01-31T10:00:00Z`. */
const dateTimePattern =
  /^([+-]?\d{4,6}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?\d*(Z|[+-]\d{2}(?::?\d{2})?)?$/;

function dateTimeCodec(postgres: boolean, timezone: string): Codec {
  // Drivers make a Date of it and lose the microseconds; as text in UTC all digits arrive.
  const select = (column: Sql): Sql => {
    if (postgres) {
      return sql`(${column} AT TIME ZONE 'UTC')::text`;
    }
    return timezone === '+00:00' ? sql`CAST(${column} AS CHAR)` : column;
  };
  return {
    ...text,
    select,
    decode: (value) => (value instanceof Date ? value.toISOString() : toIsoDateTime(String(value))),
    encode: (value) => {
      if (value instanceof Date) {
        return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
      }
      if (typeof value !== 'string' || !dateTimePattern.test(value)) {
        return undefined;
      }
      const iso = toIsoDateTime(value);
      return postgres ? iso : iso.replace('T', ' ').replace('Z', '');
    },
    keyType: 'timestamptz',
  };
}

/** RFC 3339 in UTC: three digits of a second, six where the last three are not zero. Other texts come back as they are. */
function toIsoDateTime(value: string): string {
  const match = dateTimePattern.exec(value);
  if (match === null) {
    return value;
  }
  const [, day, time, fraction = '', zone = 'Z'] = match;
  const digits = fraction.padEnd(6, '0');
  const shown = digits.endsWith('000') ? digits.slice(0, 3) : digits;
  return `${day}T${time}.${shown}${/^[+-]00(:?00)?$/.test(zone) ? 'Z' : zone}`;
}
