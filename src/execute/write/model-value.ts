import type { CatalogType } from '../../catalog/catalog.ts';
import { parseInstant } from '../../util/instant.ts';
import { holdsTexts, isText, noTextMessage } from '../../util/text.ts';

/** A value that a column cannot keep as it is; the message goes on after the attribute's name. */
export class UnfitValue extends Error {}

/**
 * A value as its GraphQL scalar gives it, in the form that the models' own code knows: an instant is a Date, bytes are a
 * Buffer, a range is a list of two bounds.
 *
 * @throws UnfitValue where the column would cut, round or refuse it, as far as its declaration tells.
 */
export function toModelValue(type: CatalogType, value: unknown): unknown {
  if (value === null || value === undefined) {
    return null;
  }
  switch (type.kind) {
    case 'text':
    case 'network':
      return checkText(type, value);
    case 'integer':
      return checkInteger(type, Number(value));
    case 'bigInteger':
      return String(checkInteger(type, toBigInt(String(value))));
    case 'float':
      return checkFloat(value);
    case 'decimal':
      return checkDecimal(type, String(value));
    case 'dateTime':
      return toDate(String(value));
    case 'bytes':
      return Buffer.from(String(value), 'base64');
    case 'json':
    case 'keyValue':
      return checkJson(value);
    case 'array':
      return (value as readonly unknown[]).map((item) =>
        type.element === null ? item : toModelValue(type.element, item),
      );
    case 'range':
      return toRange(type, value as RangeInput);
    default:
      return value;
  }
}

function checkText({ sqlType }: CatalogType, value: unknown): unknown {
  if (typeof value !== 'string') {
    return value;
  }
  if (!isText(value)) {
    throw new UnfitValue(noTextMessage);
  }
  const [, length] = /^(?:VARCHAR|CHAR|NVARCHAR)\((\d+)\)/i.exec(sqlType) ?? [];
  if (length !== undefined && [...value].length > Number(length)) {
    throw new UnfitValue(`is longer than ${length} characters`);
  }
  return value;
}

function toBigInt(text: string): bigint {
  if (!/^[+-]?\d+$/.test(text)) {
    throw new UnfitValue('is no whole number');
  }
  return BigInt(text.replace(/^\+/, ''));
}

/** By the first word of the SQL type: how many bits its integers have. */
const integerBits: Readonly<Record<string, number>> = {
  TINYINT: 8,
  SMALLINT: 16,
  MEDIUMINT: 24,
  INTEGER: 32,
  INT: 32,
  BIGINT: 64,
};

function checkInteger<Value extends number | bigint>({ sqlType }: CatalogType, value: Value): Value {
  const bits = integerBits[/^\w+/.exec(sqlType)?.[0]?.toUpperCase() ?? ''] ?? 64;
  const isUnsigned = /unsigned|zerofill/i.test(sqlType);
  const limit = 2n ** BigInt(isUnsigned ? bits : bits - 1);
  const least = isUnsigned ? 0n : -limit;
  if (typeof value === 'number' && !Number.isInteger(value)) {
    throw new UnfitValue('is no whole number');
  }
  if (BigInt(value) < least || BigInt(value) >= limit) {
    throw new UnfitValue(`is not between ${least} and ${limit - 1n}`);
  }
  return value;
}

/** A literal past all numbers of eight bytes, 1e400, is infinite to GraphQL, and a column that held it could not be shown. */
function checkFloat(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new UnfitValue('is no finite number');
  }
  return value;
}

/** A database would round what has more digits, and say nothing. */
function checkDecimal({ sqlType }: CatalogType, value: string): string {
  const [, precision, scale = '0'] = /\((\d+)(?:,\s*(\d+))?\)/.exec(sqlType) ?? [];
  const [, whole = '', fraction = ''] = /^[+-]?0*(\d*)(?:\.(\d*?)0*)?$/.exec(value) ?? [];
  if (precision === undefined || (whole === '' && fraction === '')) {
    return value;
  }
  if (fraction.length > Number(scale)) {
    throw new UnfitValue(`has more than ${scale} digits after the point`);
  }
  if (whole.length > Number(precision) - Number(scale)) {
    throw new UnfitValue(`has more than ${Number(precision) - Number(scale)} digits before the point`);
  }
  return value;
}

/** Sequelize writes instants to the millisecond. */
function toDate(value: string): Date {
  const instant = parseInstant(value);
  const date = instant === undefined ? new Date(Number.NaN) : new Date(instant.milliseconds);
  if (Number.isNaN(date.getTime())) {
    throw new UnfitValue('is no instant');
  }
  if (/\.\d{3}\d*[1-9]/.test(value)) {
    throw new UnfitValue('has digits beyond the millisecond, which would be lost');
  }
  return date;
}

/** JSON in the database holds no other texts than columns do. */
function checkJson(value: unknown): unknown {
  if (!holdsTexts(value)) {
    throw new UnfitValue(noTextMessage);
  }
  return value;
}

interface RangeInput {
  readonly start?: unknown;
  readonly end?: unknown;
  readonly startInclusive: boolean;
  readonly endInclusive: boolean;
}

function toRange({ element }: CatalogType, range: RangeInput): unknown {
  const bound = (value: unknown, inclusive: boolean): unknown =>
    value === null || value === undefined || element === null
      ? { value: null, inclusive: false }
      : { value: toModelValue(element, value), inclusive };
  return [bound(range.start, range.startInclusive), bound(range.end, range.endInclusive)];
}
