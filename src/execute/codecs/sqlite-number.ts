import type { BindValue, Codec } from '../codec.ts';
import { type Sql, sql } from '../sql.ts';
import { decimalCodec } from './number.ts';

/** A number that is computed of others: SQLite compares it with one that is bound as a text only when told. */
export const computedNumber: Codec = { ...decimalCodec(true), bind: toNumeric, listed: toNumeric };

export function toNumeric(value: Sql | BindValue): Sql {
  return sql`CAST(${value} AS NUMERIC)`;
}

/** A number without an exponent. */
export function printDouble(value: unknown): string {
  const text = String(value);
  const [, sign = '', whole = '', fraction = '', exponent] =
    /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? [];
  if (exponent === undefined) {
    return text;
  }
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) {
    return `${sign}0.${'0'.repeat(-point)}${digits}`;
  }
  return point >= digits.length
    ? sign + digits.padEnd(point, '0')
    : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
