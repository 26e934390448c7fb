import type { TextRules } from './text-rules.ts';
import { enumLabels, type Kind, type Value } from './values.ts';

/** How values of a kind compare: negative, zero or positive. */
export function compareValues(rules: TextRules, kind: Kind, left: Value, right: Value): number {
  switch (kind) {
    case 'text':
      return rules.compare(String(left), String(right));
    case 'enum':
      return enumLabels.indexOf(String(left)) - enumLabels.indexOf(String(right));
    case 'decimal':
      return compareFractions(toFraction(String(left)), toFraction(String(right)));
    case 'time':
      return compareTexts(padTime(String(left)), padTime(String(right)));
    default:
      return left < right ? -1 : left > right ? 1 : 0;
  }
}

/** With all parts down to microseconds, which may be left out from the end. */
function padTime(text: string): string {
  const [clock = '', fraction = ''] = text.split('.');
  return `${clock.padEnd(8, ':00')}.${fraction.padEnd(6, '0')}`;
}

function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** A value of a kind as an input has it. */
export function readInput(kind: Kind, input: unknown): Value {
  switch (kind) {
    case 'integer':
    case 'smallInteger':
      return Number(input);
    case 'bigInteger':
      return BigInt(input as string);
    case 'dateTime':
      return String(input).replace(/(\.\d{3})Z$/, '$1000Z');
    case 'float':
    case 'real':
      return Number(input);
    case 'time':
      return padTime(String(input));
    case 'boolean':
      return input as boolean;
    default:
      return String(input);
  }
}

/** An exact number. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export function toFraction(digits: string): Fraction {
  const [whole = '', decimals = ''] = digits.split('.');
  return { numerator: BigInt(whole + decimals), denominator: 10n ** BigInt(decimals.length) };
}

export function compareFractions(left: Fraction, right: Fraction): number {
  const difference = left.numerator * right.denominator - right.numerator * left.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function addFractions(left: Fraction, right: Fraction): Fraction {
  return {
    numerator: left.numerator * right.denominator + right.numerator * left.denominator,
    denominator: left.denominator * right.denominator,
  };
}

/** With as many digits after the point, rounded half away from zero. */
export function printFraction({ numerator, denominator }: Fraction, digits: number): string {
  const size = numerator < 0n ? -numerator : numerator;
  const scaled = (size * 10n ** BigInt(digits) * 2n + denominator) / (denominator * 2n);
  const text = String(scaled).padStart(digits + 1, '0');
  const [whole, decimals] = [text.slice(0, text.length - digits), text.slice(text.length - digits)];
  return `${numerator < 0n && scaled > 0n ? '-' : ''}${whole}${decimals === '' ? '' : `.${decimals}`}`;
}
