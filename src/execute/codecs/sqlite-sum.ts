import type { CodecSum } from '../codec.ts';
import { raw, type Sql, sql } from '../sql.ts';
import { decimalCodec } from './number.ts';
import { computedNumber, printDouble } from './sqlite-number.ts';
import { plainText } from './text.ts';

/** A sum of whole numbers ends with an error on SQLite where it passes 64 bits; of two halves, neither does. */
const low = 2n ** 32n;
/** Added to the upper half, so that it is not negative and sums come in the order of their texts. */
const offset = 2n ** 62n;
const [highDigits, lowDigits] = [19, 10];

const anyDecimal = decimalCodec(true);

/** Exact sums of whole numbers, or of numbers with `scale` digits after the point; as texts that are ordered as they are. */
export function exactSum(scale: number): CodecSum {
  const factor = 10n ** BigInt(scale);
  return {
    select: (column) => {
      const whole = scale === 0 ? column : sql`CAST(ROUND(${column} * ${raw(`${factor}.0`)}) AS INTEGER)`;
      const lower = sql`SUM(${whole} & ${raw(String(low - 1n))})`;
      const upper = sql`(SUM(${whole} >> 32) + (${lower} >> 32))`;
      return sql`${pad(sql`(${upper} + ${raw(String(offset))})`, highDigits)} || ${pad(sql`(${lower} & ${raw(String(low - 1n))})`, lowDigits)}`;
    },
    decode: (value) => {
      const text = String(value);
      const sum = (BigInt(text.slice(0, highDigits)) - offset) * low + BigInt(text.slice(highDigits));
      return printScaled(sum, scale);
    },
    codec: { ...plainText, encode: (value) => encodeSum(value, scale) },
  };
}

function encodeSum(value: unknown, scale: number): string | undefined {
  const decimal = anyDecimal.encode(value);
  if (decimal === undefined) {
    return undefined;
  }
  const [, sign, whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(decimal)) ?? [];
  const digits = fraction.padEnd(scale, '0');
  const magnitude = BigInt(whole + digits.slice(0, scale));
  const rest = digits.slice(scale).replace(/0+$/, '');
  // Below zero, what is left of a digit takes the number below the next whole one.
  const sum = sign === '-' ? -magnitude - (rest === '' ? 0n : 1n) : magnitude;
  const high = sum >> 32n;
  if (high < -offset || high >= offset) {
    return high < 0n ? '' : '~';
  }
  const exact =
    String(high + offset).padStart(highDigits, '0') + String(sum - high * low).padStart(lowDigits, '0');
  return rest === '' ? exact : `${exact}~`;
}

/** A sum of doubles, with the fifteen digits that are sure. */
export const doubleSum: CodecSum = {
  select: (column) => sql`SUM(${column})`,
  decode: (value) => printDouble(Number(Number(value).toPrecision(15))),
  codec: computedNumber,
};

function pad(number: Sql, digits: number): Sql {
  return sql`SUBSTR(${raw(`'${'0'.repeat(digits)}'`)} || ${number}, ${raw(String(-digits))})`;
}

function printScaled(value: bigint, scale: number): string {
  if (scale === 0) {
    return String(value);
  }
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
