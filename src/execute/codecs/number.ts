import type { CatalogType } from '../../catalog/catalog.ts';
import type { BindValue, Codec } from '../codec.ts';
import { integer, raw, type Sql, sql } from '../sql.ts';
import { numberToText, plainText } from './text.ts';

const decimalPattern = /^([+-]?)0*(\d+?)(?:\.(\d+?)0*)?$/;
/** Longer numbers are keys of nothing, and cost time to look at. */
const maxDecimalLength = 1_000;
const integerPattern = /^[+-]?\d{1,20}$/;

/** Some drivers make a number of a DECIMAL and lose digits; as text all of them arrive. */
export function decimalCodec(postgres: boolean): Codec {
  return {
    ...plainText,
    select: (column) => (postgres ? column : sql`CAST(${column} AS CHAR)`),
    decode: printNumber,
    present: printNumber,
    encode: (value) => encodeDecimal(value, postgres),
    keyType: 'numeric',
    bind: bindDecimal,
  };
}

/** Without the zeros that ZEROFILL puts in front. */
function printNumber(value: unknown): string {
  return String(value).replace(/^0+(?=\d)/, '');
}

/** The digits that count: MySQL's DECIMAL has 65 at most, 30 of them after the point. */
function encodeDecimal(value: unknown, postgres: boolean): string | undefined {
  const digits = numberToText(value) ?? value;
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

/** NaN and the infinities come as they are, and GraphQL's Float refuses them. */
export function floatCodec(): Codec {
  return {
    ...plainText,
    readText: Number,
    encode: (value) => (isNumber(value) ? value : undefined),
    keyType: 'double precision',
  };
}

/**
 * Of four bytes. What is shown as 0.1 is a little more than that, and MySQL compares it with all its digits; so a value is
 * given as the column would hold it. Postgres refuses to read one that is too large for it, or too close to zero.
 */
export function singleCodec(postgres: boolean): Codec {
  return {
    ...floatCodec(),
    encode: (value) => {
      const held = isNumber(value) ? Math.fround(value) : Number.NaN;
      return Number.isFinite(held) && (held === 0) === (value === 0) ? held : undefined;
    },
    widen: (value) =>
      isNumber(value) ? sql`${value}${raw(postgres ? '::double precision' : '')}` : undefined,
    keyType: 'real',
  };
}

/** Whether a column of the type has four bytes: REAL is eight of them on MySQL, FLOAT on Postgres. */
export function isSingle(sqlType: string, postgres: boolean): boolean {
  if (postgres) {
    return sqlType === 'REAL';
  }
  const match = /^FLOAT(?:\((\d+)(,\d+)?\))?/.exec(sqlType);
  return match !== null && (match[2] !== undefined || Number(match[1] ?? 0) <= 24);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

const integerBits: Readonly<Record<string, bigint>> = {
  TINYINT: 7n,
  SMALLINT: 15n,
  MEDIUMINT: 23n,
  BIGINT: 63n,
};

const postgresIntegerTypes: Readonly<Record<string, string>> = { SMALLINT: 'smallint', BIGINT: 'bigint' };

/** Integers of every size, as numbers where they are safe and as text where not. */
export function integerCodec({ kind, sqlType }: CatalogType, postgres: boolean): Codec {
  const name = sqlType.split(/[\s(]/)[0] as string;
  const bits = integerBits[name] ?? 31n;
  const unsigned = /UNSIGNED|ZEROFILL/.test(sqlType) && !postgres;
  const max = (unsigned ? 2n ** (bits + 1n) : 2n ** bits) - 1n;
  const min = unsigned ? 0n : -(2n ** bits);
  const isBig = kind === 'bigInteger';
  return {
    ...plainText,
    ...(isBig ? { decode: printNumber, present: printNumber } : { readText: Number }),
    encode: (value) => {
      const digits = numberToText(value) ?? value;
      if (typeof digits !== 'string' || !integerPattern.test(digits)) {
        return undefined;
      }
      const exact = BigInt(digits.startsWith('+') ? digits.slice(1) : digits);
      if (exact < min || exact > max) {
        return undefined;
      }
      return bits <= 31n && !unsigned ? Number(exact) : exact;
    },
    beyond: (value) => {
      const digits = numberToText(value) ?? value;
      if (typeof digits !== 'string' || !/^[+-]?\d{1,1000}$/.test(digits)) {
        return undefined;
      }
      return BigInt(digits.replace('+', '')) < min ? 'below' : 'above';
    },
    keyType: postgresIntegerTypes[name] ?? 'integer',
    exact: true,
  };
}

/** A BIT column of MySQL comes as a byte. */
export function booleanCodec(): Codec {
  const toBoolean = (value: unknown): boolean =>
    value === true || value === 1 || (Buffer.isBuffer(value) && value[0] === 1);
  return {
    ...plainText,
    decode: toBoolean,
    revive: toBoolean,
    readText: (text) => text === 't',
    encode: (value) =>
      typeof value === 'boolean' ? value : value === 1 ? true : value === 0 ? false : undefined,
    keyType: 'boolean',
  };
}
