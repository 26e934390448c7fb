import type { CatalogType } from '../../catalog/catalog.ts';
import { type Instant, printInstant } from '../../util/instant.ts';
import type { BindValue, Codec } from '../codec.ts';
import { integer, join, type Sql, sql } from '../sql.ts';
import { jsonCodec } from './document.ts';
import { decimalCodec, floatCodec, integerCodec } from './number.ts';
import { printDouble, toNumeric } from './sqlite-number.ts';
import { doubleSum, exactSum } from './sqlite-sum.ts';
import { enumCodec, plainText } from './text.ts';
import { toInstant } from './time.ts';

/**
 * The codecs of SQLite, where a column's type is a preference and each value has a type of its own. What Sequelize writes is
 * what is read: texts for instants, days, times and UUIDs, 0 and 1 for a BOOLEAN, numbers for a DECIMAL. Null for the types that
 * are elsewhere as here, or have no columns.
 */
export function sqliteCodec(type: CatalogType): Codec | null {
  switch (type.kind) {
    case 'text':
      return { ...plainText, ignoresCase: type.sqlType.includes('NOCASE') };
    case 'bigInteger':
      return bigIntegerCodec(type);
    case 'enum':
      return { ...enumCodec(type, false), order: (column) => placeOf(column, type.enumValues) };
    case 'decimal':
      return sqliteDecimalCodec(type);
    case 'dateTime':
      return instantCodec;
    case 'float':
      return floatCodec(); // of eight bytes, whatever its type is called
    case 'json':
      return { ...jsonCodec(false), select: (column) => column };
    default:
      return null;
  }
}

const most = 2n ** 63n - 1n;

/** Drivers make a number of a whole number and lose digits; none is larger than 64 bits with a sign can hold. */
function bigIntegerCodec(type: CatalogType): Codec {
  const codec = integerCodec(type, false);
  return {
    ...codec,
    select: (column) => sql`CAST(${column} AS TEXT)`,
    encode: (value) => {
      const encoded = codec.encode(value);
      return typeof encoded === 'bigint' && encoded > most ? undefined : encoded;
    },
    bind: bindBigInteger,
    sum: exactSum(0),
  };
}

/** A driver's number is a double. */
function bindBigInteger(key: BindValue): Sql {
  return sql`CAST(${String(key)} AS INTEGER)`;
}

/**
 * A DECIMAL is kept as a whole number or as a double, so that fifteen digits are sure to come back; a whole number of 64 bits
 * comes whole. The zeros that a declared scale asks for are put back.
 */
function sqliteDecimalCodec({ sqlType }: CatalogType): Codec {
  const declared = /\(\d+(?:, ?(\d+))?\)/.exec(sqlType);
  const scale = Number(declared?.[1] ?? 0);
  const print = (value: unknown): string => padScale(printDouble(value), scale);
  return {
    ...decimalCodec(true),
    select: (column) =>
      sql`CASE TYPEOF(${column}) WHEN 'integer' THEN CAST(${column} AS TEXT) ELSE ${column} END`,
    decode: print,
    revive: (value) => value,
    present: print,
    bind: toNumeric,
    listed: toNumeric,
    sum: declared === null ? doubleSum : exactSum(scale),
  };
}

function padScale(digits: string, scale: number): string {
  if (!/\d/.test(digits)) {
    return digits; // a text that a column of any type may hold: NaN
  }
  const [whole = '', fraction = ''] = digits.split('.');
  return scale === 0 ? digits : `${whole}.${fraction.padEnd(scale, '0')}`;
}

/** Enums come in the order of their declaration, which a text does not know; what is none of them comes last. */
function placeOf(column: Sql, labels: readonly string[]): Sql {
  if (labels.length === 0) {
    return column;
  }
  const places = labels.map((label, place) => sql`WHEN ${label} THEN ${integer(place)}`);
  return sql`CASE WHEN ${column} IS NULL THEN NULL ELSE CASE ${column} ${join(places, ' ')} ELSE ${integer(labels.length)} END END`;
}

/**
 * Texts such as `2024-01-31 10:00:00.000 +00:00`, in UTC: Sequelize has no other zone on SQLite. They are compared as texts,
 * with which the order of instants agrees and an index works.
 */
const instantCodec: Codec = {
  ...plainText,
  decode: decodeInstant,
  present: decodeInstant,
  revive: (value) => {
    const instant = readInstant(value);
    return instant === undefined ? value : new Date(instant.milliseconds);
  },
  encode: (value) => {
    const instant = readInstant(value);
    return instant === undefined
      ? undefined
      : printInstant(instant).replace('T', ' ').replace('Z', ' +00:00');
  },
};

/** RFC 3339 has no space before the zone. */
function readInstant(value: unknown): Instant | undefined {
  return toInstant(typeof value === 'string' ? value.replace(/ (?=[+-]\d{2}:\d{2}$)/, '') : value, 0);
}

function decodeInstant(value: unknown): unknown {
  const instant = readInstant(value);
  return instant === undefined ? value : printInstant(instant);
}
