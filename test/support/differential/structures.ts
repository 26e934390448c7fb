import { meetsJson } from '../json-reference.ts';
import type { Random } from './random.ts';
import type { StructureKind } from './values.ts';

/** A range as GraphQL has it: of whole numbers, Postgres writes each that is equal in one form. */
export interface PrintedRange {
  readonly start: number | null;
  readonly end: number | null;
  readonly startInclusive: boolean;
  readonly endInclusive: boolean;
  readonly isEmpty: boolean;
}

const emptyRange: PrintedRange = {
  ...{ start: null, end: null, startInclusive: false, endInclusive: false, isEmpty: true },
};

/** A value as the JSON of what GraphQL has for it. */
export function randomStructure(random: Random, kind: StructureKind): string {
  switch (kind) {
    case 'json':
    case 'jsonb':
      return JSON.stringify(randomJson(random, 3));
    case 'list':
      return JSON.stringify(randomList(random));
    case 'range': {
      if (random.chance(0.1)) {
        return JSON.stringify(emptyRange);
      }
      const start = random.chance(0.2) ? null : random.between(-6, 5);
      const end = random.chance(0.2) ? null : random.between((start ?? -6) + 1, 6);
      const range = { start, end, startInclusive: start !== null, endInclusive: false, isEmpty: false };
      return JSON.stringify(range);
    }
  }
}

export function rangeText({ start, end, startInclusive, isEmpty }: PrintedRange): string {
  return isEmpty ? 'empty' : `${startInclusive ? '[' : '('}${start ?? ''},${end ?? ''})`;
}

const words = ['', 'a', 'A', 'ab', 'b', '1', 'true'];
const members = ['a', 'b', 'c', '_0'];

function randomJson(random: Random, depth: number): unknown {
  const scalar = () => random.pick([null, true, false, random.between(-1, 3), 0.5, random.pick(words)]);
  switch (random.between(0, depth === 0 ? 0 : 2)) {
    case 1:
      return random.list(random.between(0, 3), () => randomJson(random, depth - 1));
    case 2:
      return Object.fromEntries(
        random.some(members, random.between(0, 3)).map((member) => [member, randomJson(random, depth - 1)]),
      );
    default:
      return scalar();
  }
}

function randomList(random: Random): (number | null)[] {
  return random.list(random.between(0, 3), () => (random.chance(0.1) ? null : random.between(0, 3)));
}

/** A value for an operator of a structure's filter; `held` are values that rows have. */
export function randomOperand(
  random: Random,
  kind: StructureKind,
  operator: string,
  held: readonly unknown[],
): unknown {
  if (operator === 'isNull' || operator === 'isEmpty') {
    return random.chance(0.5);
  }
  if ((operator === 'eq' || operator === 'ne') && random.chance(0.1)) {
    return null;
  }
  switch (kind) {
    case 'json':
    case 'jsonb':
      return randomJsonOperand(random, operator, held);
    case 'list': {
      const own =
        held.length > 0 && random.chance(0.5) ? random.pick(held as number[][]) : randomList(random);
      return operator === 'eq' || operator === 'ne' ? own : own.filter((item) => item !== null);
    }
    case 'range':
      return operator === 'contains' ? random.between(-7, 7) : randomRangeInput(random);
  }
}

function randomRangeInput(random: Random): object {
  const bound = () => (random.chance(0.2) ? null : random.between(-6, 6));
  return {
    ...(random.chance(0.9) && { start: bound() }),
    ...(random.chance(0.9) && { end: bound() }),
    ...(random.chance(0.4) && { startInclusive: random.chance(0.5) }),
    ...(random.chance(0.4) && { endInclusive: random.chance(0.5) }),
  };
}

const jsonOperators = [
  'isNull',
  'eq',
  'ne',
  'in',
  'notIn',
  'lt',
  'lte',
  'gt',
  'gte',
  'contains',
  'hasKey',
  'text',
];
const textOperators = ['contains', 'startsWith', 'endsWith', 'iContains', 'iStartsWith', 'iEndsWith'];

function randomJsonOperand(random: Random, operator: string, held: readonly unknown[]): unknown {
  const value = () => {
    const given =
      held.length > 0 && random.chance(0.7) ? partOf(random, random.pick(held)) : randomJson(random, 2);
    return given ?? random.between(-1, 3);
  };
  switch (operator) {
    case 'in':
    case 'notIn':
      return random.list(random.between(0, 3), () => (random.chance(0.1) ? null : value()));
    case 'hasKey':
      return random.pick(members);
    case 'text':
      return Object.fromEntries(
        random.some(textOperators, random.between(1, 2)).map((name) => [name, random.pick(words)]),
      );
    case 'at':
      return random.list(random.between(0, 2), () => ({
        path: random.list(random.between(1, 2), () => random.pick([...members, '0', '1'])),
        ...Object.fromEntries(
          random
            .some(jsonOperators, random.between(0, 2))
            .map((name) => [name, randomOperand(random, 'json', name, held)]),
        ),
      }));
    default:
      return value();
  }
}

/** The value, or something in it. */
function partOf(random: Random, value: unknown): unknown {
  const parts = typeof value === 'object' && value !== null ? Object.values(value) : [];
  return parts.length > 0 && random.chance(0.5) ? partOf(random, random.pick(parts)) : value;
}

type Fields = Readonly<Record<string, unknown>>;

/** Whether all operators of a filter hold for a structure, or for none that is there. */
export function structureHolds(kind: StructureKind, value: unknown, filter: Fields): boolean {
  switch (kind) {
    case 'json':
    case 'jsonb':
      return meetsJson(value ?? undefined, filter);
    case 'list':
      return operatorsHold(filter, value as readonly (number | null)[] | null, listMeanings);
    case 'range':
      return operatorsHold(filter, value === null ? null : numbersIn(value as PrintedRange), rangeMeanings);
  }
}

type Meanings<Value> = Readonly<Record<string, (value: Value, given: never) => boolean>>;

function operatorsHold<Value>(filter: Fields, value: Value | null, meanings: Meanings<Value>): boolean {
  return Object.entries(filter).every(([operator, given]) => {
    switch (operator) {
      case 'isNull':
        return (value === null) === given;
      case 'eq':
      case 'ne': {
        const isEqual =
          value === null || given === null ? value === given : meanings.eq?.(value, given as never) === true;
        return isEqual === (operator === 'eq');
      }
      default:
        return value !== null && meanings[operator]?.(value, given as never) === true;
    }
  });
}

type Numbers = readonly (number | null)[];

const listMeanings: Meanings<Numbers> = {
  eq: (list, given: Numbers) => JSON.stringify(list) === JSON.stringify(given),
  isEmpty: (list, given: boolean) => (list.length === 0) === given,
  contains: (list, given: Numbers) => given.every((item) => list.includes(item)),
  containedBy: (list, given: Numbers) => list.every((item) => given.includes(item)),
  overlaps: (list, given: Numbers) => list.some((item) => given.includes(item)),
};

type Input = Partial<PrintedRange>;

const rangeMeanings: Meanings<Numbers> = {
  eq: (range, given: Input) => String(range) === String(numbersIn(given)),
  isEmpty: (range, given: boolean) => (range.length === 0) === given,
  contains: (range, given: number) => range.includes(given),
  containsRange: (range, given: Input) => numbersIn(given).every((number) => range.includes(number)),
  containedBy: (range, given: Input) => range.every((number) => numbersIn(given).includes(number as number)),
  overlaps: (range, given: Input) => numbersIn(given).some((number) => range.includes(number)),
  before: (range, given: Input) => isBefore(range, numbersIn(given)),
  after: (range, given: Input) => isBefore(numbersIn(given), range),
};

function isBefore(left: Numbers, right: Numbers): boolean {
  return left.length > 0 && right.length > 0 && Number(left.at(-1)) < Number(right[0]);
}

/** Past all bounds lie numbers that stand for the rest. */
const numbers = Array.from({ length: 21 }, (_, index) => index - 10);

function numbersIn({ start, end, startInclusive = true, endInclusive = false, isEmpty }: Input): number[] {
  return numbers.filter(
    (number) =>
      isEmpty !== true &&
      (start == null || (startInclusive ? number >= start : number > start)) &&
      (end == null || (endInclusive ? number <= end : number < end)),
  );
}
