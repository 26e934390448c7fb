import type { AttributeKind } from '../../catalog/catalog.ts';
import type { Codec } from '../codec.ts';
import { sql } from '../sql.ts';
import { plainText } from './text.ts';

/** A range as its GraphQL type takes it; a bound that is null is none. */
export interface RangeValue {
  readonly start: unknown;
  readonly end: unknown;
  readonly startInclusive: boolean;
  readonly endInclusive: boolean;
  readonly isEmpty: boolean;
}

const emptyRange: RangeValue = {
  start: null,
  end: null,
  startInclusive: false,
  endInclusive: false,
  isEmpty: true,
};

/** A bound as Sequelize has it, in a list of two. */
interface SequelizeBound {
  readonly value: unknown;
  readonly inclusive: boolean;
}

/**
 * A Postgres range whose bounds `bound` carries. Read from its text, in which no digit is lost. Days and instants may end at
 * infinity, which says no more than no end does; a DECIMAL may too, and its scalar can say so.
 */
export function rangeCodec(bound: Codec, boundKind: AttributeKind): Codec {
  const hasInfinity = boundKind === 'date' || boundKind === 'dateTime';
  const isInfinite = (text: string): boolean => hasInfinity && /^-?infinity$/.test(text);
  const decodeBound = (text: string | null): unknown =>
    text === null || isInfinite(text) ? null : bound.decode(bound.readText(text));
  const reviveBound = (text: string | null): unknown => {
    if (text === null) {
      return null;
    }
    return isInfinite(text)
      ? Number.POSITIVE_INFINITY * (text.startsWith('-') ? -1 : 1)
      : bound.revive(bound.readText(text));
  };
  const decode = (value: unknown): unknown => {
    if (value === 'empty') {
      return emptyRange;
    }
    const { start, end, ...inclusive } = parseRange(value);
    return { start: decodeBound(start), end: decodeBound(end), ...inclusive, isEmpty: false };
  };
  return {
    ...plainText,
    select: (column) => sql`${column}::text`,
    decode,
    revive: (value) => {
      if (value === 'empty') {
        return [];
      }
      const { start, end, startInclusive, endInclusive } = parseRange(value);
      return [
        { value: reviveBound(start), inclusive: startInclusive },
        { value: reviveBound(end), inclusive: endInclusive },
      ] satisfies SequelizeBound[];
    },
    present: (value) =>
      Array.isArray(value) ? presentRange(value, bound.present, hasInfinity) : decode(value),
    encode: () => undefined,
    element: bound,
  };
}

interface RangeTexts {
  readonly start: string | null;
  readonly end: string | null;
  readonly startInclusive: boolean;
  readonly endInclusive: boolean;
}

/** `[1,5)`, `(,"2024-01-31 10:00:00+00"]`: a bound may be quoted, and is none where nothing stands. */
const rangePattern = /^([[(])("(?:[^"\\]|\\.|"")*"|[^",]*),("(?:[^"\\]|\\.|"")*"|[^",]*)([\])])$/s;

function parseRange(value: unknown): RangeTexts {
  const [, open, start = '', end = '', close] = rangePattern.exec(String(value)) ?? [];
  if (open === undefined) {
    throw new TypeError('not a range');
  }
  return {
    start: unquote(start),
    end: unquote(end),
    startInclusive: open === '[',
    endInclusive: close === ']',
  };
}

function unquote(text: string): string | null {
  if (text === '') {
    return null;
  }
  return text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)|"(")/gs, '$1$2') : text;
}

/** Of what Sequelize has: `[]`, `[1, 5]`, `[{ value: 1, inclusive: true }, null]`. The start belongs to it unless it says no. */
function presentRange(
  bounds: readonly unknown[],
  present: (value: unknown) => unknown,
  hasInfinity: boolean,
): RangeValue {
  if (bounds.length === 0) {
    return emptyRange;
  }
  const [start, end] = [true, false].map((inclusive, index) => {
    const item = bounds[index];
    const given: SequelizeBound = isBound(item)
      ? { value: item.value, inclusive: item.inclusive ?? inclusive }
      : { value: item, inclusive };
    const isNone =
      given.value === null ||
      given.value === undefined ||
      (hasInfinity && typeof given.value === 'number' && !Number.isFinite(given.value));
    return { value: isNone ? null : present(given.value), inclusive: given.inclusive };
  }) as [SequelizeBound, SequelizeBound];
  return {
    start: start.value,
    end: end.value,
    startInclusive: start.inclusive && start.value !== null,
    endInclusive: end.inclusive && end.value !== null,
    isEmpty: false,
  };
}

function isBound(item: unknown): item is { readonly value: unknown; readonly inclusive?: boolean } {
  return typeof item === 'object' && item !== null && 'value' in item;
}
