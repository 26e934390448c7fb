import type { CatalogAttribute } from '../catalog/catalog.ts';
import { fixedOffset, type Instant, isDay, parseInstant, printInstant, zoneOffset } from '../util/instant.ts';
import { integer, type Sql, sql } from './sql.ts';

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
  /** A selected value as the models' own code knows it, in getters and hooks: an instant is a Date there. */
  readonly revive: (value: unknown) => unknown;
  /** A value that the models' own code gave, as the GraphQL scalar takes it. */
  readonly present: (value: unknown) => unknown;
  /** A key as a value to bind, or undefined where the column can hold no such value, so that no row has it. */
  readonly encode: (value: unknown) => BindValue | undefined;
  /** The type to which Postgres is told to cast a list of keys. Without a length: a cast would cut, and match. */
  readonly keyType: string;
  /** An encoded key in a list of keys where there are no arrays: on MySQL and MariaDB. */
  readonly bind: (key: BindValue) => Sql;
  /** The side of a comparison with a key. */
  readonly compare: (column: Sql) => Sql;
  /** Whether two keys are equal exactly where their encoded values are, so that rows may be matched without the database. */
  readonly exact: boolean;
}

const identity = <Value>(value: Value): Value => value;

/** NUL, which Postgres does not store, and half a surrogate pair, of which a driver would make another character. */
const unstorable = /\0|\p{Surrogate}/u;

const text: Codec = {
  select: identity,
  decode: identity,
  revive: identity,
  present: identity,
  encode: (value) => (typeof value === 'string' && !unstorable.test(value) ? value : toText(value)),
  keyType: 'text',
  bind: (key) => sql`${key}`,
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
      return postgres ? postgresTextCodec(attribute) : text;
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
        // Some drivers make a number of it and lose digits; as text all of them arrive.
        select: (column) => (postgres ? column : sql`CAST(${column} AS CHAR)`),
        decode: String,
        present: String,
        encode: (value) => encodeDecimal(value, postgres),
        keyType: 'numeric',
        bind: bindDecimal,
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
        decode: toBoolean,
        revive: toBoolean,
        encode: (value) =>
          typeof value === 'boolean' ? value : value === 1 ? true : value === 0 ? false : undefined,
        keyType: 'boolean',
      };
    case 'dateTime':
      return dateTimeCodec(postgres, timezone);
    case 'date':
      return {
        ...text,
        encode: (value) =>
          typeof value === 'string' && datePattern.test(value) && isDay(value) ? value : undefined,
        keyType: 'date',
      };
    case 'time':
      return {
        ...text,
        encode: (value) => (typeof value === 'string' && timePattern.test(value) ? value : undefined),
        keyType: 'time',
      };
    case 'json':
      return {
        ...text,
        // MariaDB's JSON is LONGTEXT, which drivers parse or not; as text it is always for us to parse.
        select: (column) => (postgres ? column : sql`CAST(${column} AS CHAR)`),
        decode: (value) => (postgres ? value : parseJson(value)),
        revive: (value) => (postgres ? value : parseJson(value)),
        encode: () => undefined,
      };
    case 'bytes':
      return {
        ...text,
        decode: toBase64,
        present: toBase64,
        encode: () => undefined,
      };
    case 'unsupported':
      return { ...text, encode: () => undefined };
  }
}

/** A BIT column of MySQL comes as a byte. */
function toBoolean(value: unknown): boolean {
  return value === true || value === 1 || (Buffer.isBuffer(value) && value[0] === 1);
}

function parseJson(value: unknown): unknown {
  return typeof value === 'string' ? JSON.parse(value) : value;
}

function toBase64(value: unknown): unknown {
  return Buffer.isBuffer(value) ? value.toString('base64') : value;
}

const decimalPattern = /^([+-]?)0*(\d+?)(?:\.(\d+?)0*)?$/;
/** Longer numbers are keys of nothing, and cost time to look at. */
const maxDecimalLength = 1_000;
const datePattern = /^\d{4}-/;
const timePattern = /^(([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?|24:00(:00)?)$/;
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const integerPattern = /^[+-]?\d{1,20}$/;

/** CHAR's padding is no part of its value, and CITEXT compares as such. Neither type has a length: a cast would cut. */
function postgresTextCodec({ sqlType }: CatalogAttribute): Codec {
  if (sqlType.startsWith('CHAR(')) {
    // `text` would not match CHAR with an index.
    return { ...text, select: (column) => sql`${column}::text`, keyType: 'bpchar' };
  }
  return { ...text, keyType: sqlType === 'CITEXT' ? 'citext' : 'text' };
}

/** The digits that count: MySQL's DECIMAL has 65 at most, 30 of them after the point. */
function encodeDecimal(value: unknown, postgres: boolean): string | undefined {
  const digits = toText(value) ?? value;
  const match =
    typeof digits === 'string' && digits.length <= maxDecimalLength ? decimalPattern.exec(digits) : null;
  if (match === null) {
    return undefined;
  }
  const [, sign, whole = '', fraction = ''] = match;
  if (!postgres && (whole.length > 35 || fraction.length > 30)) {
    return undefined;
  }
  return `${sign === '-' ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** MySQL compares a text and a DECIMAL as floating-point numbers, which takes many values for one. */
function bindDecimal(key: BindValue): Sql {
  const [whole = '', fraction = ''] = String(key).replace('-', '').split('.');
  const precision = integer(whole.length + fraction.length);
  return sql`CAST(${key} AS DECIMAL(${precision}, ${integer(fraction.length)}))`;
}

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
    present: attribute.kind === 'bigInteger' ? String : identity,
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

/**
 * Postgres keeps instants; MySQL's DATETIME holds the time of day in the zone that Sequelize is set to. Drivers make a Date
 * of either and lose the microseconds; as text all digits arrive. In a zone that goes by its name the driver still reads.
 */
function dateTimeCodec(postgres: boolean, timezone: string): Codec {
  const offset = postgres ? 0 : fixedOffset(timezone);
  const select = (column: Sql): Sql => {
    if (postgres) {
      return sql`(${column} AT TIME ZONE 'UTC')::text`;
    }
    return offset === undefined ? column : sql`CAST(${column} AS CHAR)`;
  };
  const decode = (value: unknown): unknown => {
    const instant = toInstant(value, offset);
    return instant === undefined ? value : printInstant(instant);
  };
  return {
    ...text,
    select,
    decode,
    revive: (value) => {
      const instant = toInstant(value, offset);
      return instant === undefined ? value : new Date(instant.milliseconds);
    },
    present: decode,
    encode: (value) => {
      const instant = toInstant(value, offset);
      if (instant === undefined) {
        return undefined;
      }
      if (postgres) {
        return printInstant(instant);
      }
      const milliseconds = instant.milliseconds + zoneOffset(timezone, instant.milliseconds) * 60_000;
      return printInstant({ ...instant, milliseconds })
        .replace('T', ' ')
        .replace('Z', '');
    },
    keyType: 'timestamptz',
  };
}

function toInstant(value: unknown, offset: number | undefined): Instant | undefined {
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? undefined : { milliseconds: value.getTime(), microseconds: 0 };
  }
  return typeof value === 'string' ? parseInstant(value, offset) : undefined;
}
