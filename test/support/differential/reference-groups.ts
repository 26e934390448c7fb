import {
  addFractions,
  compareFractions,
  compareValues,
  type Fraction,
  printFraction,
  readInput,
  toFraction,
} from './compare-values.ts';
import { AnyOf } from './expected.ts';
import { type AttributeSpec, getAttribute, type ModelSpec } from './model-set.ts';
import type { Label, Selection } from './operation.ts';
import type { Reference } from './reference.ts';
import { comparisonsHold } from './reference-filter.ts';
import { type Comparison, compareInDirection, inTurn } from './reference-order.ts';
import type { Row } from './rows.ts';
import type { TextRules } from './text-rules.ts';
import { printValue, type Value } from './values.ts';

/** What a function gives for rows: something to compare, and how it is printed. */
interface Result {
  readonly value: unknown;
  readonly printed: unknown;
  readonly compare: Comparison<never>;
  readonly read: (input: unknown) => unknown;
}

/** The selected values of what is computed of rows. */
export function aggregate(
  { rules }: Reference,
  model: ModelSpec,
  rows: readonly Row[],
  selections: readonly Selection[],
): Record<string, unknown> {
  return Object.fromEntries(
    selections.map(({ name, as, type, selections: inner }) => {
      if (name === '__typename') {
        return [as, undefined];
      }
      return [
        as,
        name === 'count'
          ? rows.length
          : Object.fromEntries(
              inner.map((part) => [
                part.as,
                part.name === '__typename' ? type : compute(rules, model, rows, name, part.name).printed,
              ]),
            ),
      ];
    }),
  );
}

function compute(rules: TextRules, model: ModelSpec, rows: readonly Row[], of: string, name: string): Result {
  const attribute = getAttribute(model, name);
  const values = rows.map((row) => row[name] ?? null).filter((value) => value !== null);
  const compare: Comparison<never> = (left, right) => compareValues(rules, attribute.kind, left, right);
  switch (of) {
    case 'countDistinct': {
      const count = values.filter(
        (value, index) =>
          values.findIndex((other) => compare(other as never, value as never) === 0) === index,
      ).length;
      return { ...plainNumber, value: count, printed: count };
    }
    case 'min':
    case 'max': {
      const sorted = [...values].sort(compare as Comparison<Value>);
      const value = (of === 'min' ? sorted[0] : sorted.at(-1)) ?? null;
      return {
        value,
        printed: printOneOf(rules, attribute, value, values),
        compare,
        read: (input) => readInput(attribute.kind, input),
      };
    }
    default:
      return sumUp(attribute, values, of);
  }
}

const plainNumber = {
  compare: ((left: number, right: number) => left - right) as Comparison<never>,
  read: (input: unknown): unknown => Number(input),
};

function sumUp({ kind }: AttributeSpec, values: readonly Value[], of: string): Result {
  const isAverage = of === 'avg';
  if (kind === 'float' || kind === 'real') {
    const sum = values.reduce((total: number, value) => total + Number(value), 0);
    const value = values.length === 0 ? null : isAverage ? sum / values.length : sum;
    return { ...plainNumber, value, printed: value };
  }
  const scale = kind === 'decimal' ? 3 : 0;
  const sum = values
    .map((value) => toFraction(String(value)))
    .reduce<Fraction>(addFractions, { numerator: 0n, denominator: 1n });
  const value =
    values.length === 0
      ? null
      : { numerator: sum.numerator, denominator: sum.denominator * (isAverage ? BigInt(values.length) : 1n) };
  return {
    value,
    printed:
      value === null
        ? null
        : isAverage
          ? printFraction(value, scale + 16).replace(/\.?0+$/, '')
          : printFraction(value, scale),
    compare: compareFractions as Comparison<never>,
    read: (input) => toFraction(String(input)),
  };
}

/** Of texts that are equal to the database, any may stand for all. */
function printOneOf(
  rules: TextRules,
  { kind, isId }: AttributeSpec,
  value: Value | null,
  values: readonly Value[],
): unknown {
  if (value === null) {
    return null;
  }
  return kind === 'text'
    ? new AnyOf(values.filter((other) => rules.equal(String(other), String(value))).map(String))
    : printValue(kind, isId, value);
}

interface Group {
  readonly keys: ReadonlyMap<string, Value | null>;
  readonly rows: readonly Row[];
}

/** Groups of rows with what is selected of each. */
export function groupRows(
  reference: Reference,
  model: ModelSpec,
  rows: readonly Row[],
  args: Readonly<Record<string, unknown>>,
  selections: readonly Selection[],
  limit: number,
): unknown[] {
  const { rules } = reference;
  const by = (args.by as object[]).map((term) => Object.entries(term)[0] as [string, Label]);
  const groups: { keys: Map<string, Value | null>; rows: Row[] }[] = [];
  for (const row of rows) {
    const keys = new Map(
      by.map(([name, { label }]) => [name, spanOf(row[name] ?? null, label, getAttribute(model, name))]),
    );
    const group = groups.find((candidate) =>
      [...keys].every(([name, key]) =>
        isSame(rules, getAttribute(model, name), candidate.keys.get(name) ?? null, key),
      ),
    );
    if (group === undefined) {
      groups.push({ keys, rows: [row] });
    } else {
      group.rows.push(row);
    }
  }
  return groups
    .filter(
      (group) => args.having === undefined || havingHolds(rules, model, group.rows, args.having as never),
    )
    .sort(
      groupOrder(
        rules,
        model,
        by.map(([name]) => name),
        args.orderBy,
      ),
    )
    .slice(0, limit)
    .map((group) => printGroup(reference, model, group, selections));
}

function printGroup(
  reference: Reference,
  model: ModelSpec,
  group: Group,
  selections: readonly Selection[],
): unknown {
  const values = aggregate(
    reference,
    model,
    group.rows,
    selections.filter(({ name }) => name !== 'keys'),
  );
  for (const { name, as, type, selections: inner } of selections) {
    if (name === 'keys') {
      values[as] = Object.fromEntries(
        inner.map((part) => {
          if (part.name === '__typename') {
            return [part.as, type];
          }
          const attribute = getAttribute(model, part.name);
          const key = group.keys.get(part.name) ?? null;
          const held = group.rows.map((row) => row[part.name] ?? null).filter((value) => value !== null);
          return [part.as, printOneOf(reference.rules, attribute, key, held)];
        }),
      );
    }
  }
  return values;
}

function isSame(rules: TextRules, { kind }: AttributeSpec, left: Value | null, right: Value | null): boolean {
  return left === null || right === null ? left === right : compareValues(rules, kind, left, right) === 0;
}

function groupOrder(
  rules: TextRules,
  model: ModelSpec,
  by: readonly string[],
  orderBy: unknown,
): Comparison<Group> {
  const wished = ((orderBy ?? []) as object[]).map((term): Comparison<Group> => {
    const [of, given] = Object.entries(term)[0] as [string, Label | object];
    if (of === 'count') {
      return (left, right) =>
        compareInDirection((given as Label).label, plainNumber.compare, left.rows.length, right.rows.length);
    }
    const [name, { label }] = Object.entries(given)[0] as [string, Label];
    if (of === 'keys') {
      return byKey(rules, model, name, label);
    }
    return (left, right) => {
      const [first, second] = [left, right].map(({ rows }) => compute(rules, model, rows, of, name)) as [
        Result,
        Result,
      ];
      return compareInDirection(label, first.compare, first.value, second.value);
    };
  });
  return inTurn([...wished, ...by.map((name) => byKey(rules, model, name, 'ASC'))]);
}

function byKey(rules: TextRules, model: ModelSpec, name: string, direction: string): Comparison<Group> {
  const { kind } = getAttribute(model, name);
  return (left, right) =>
    compareInDirection(
      direction,
      (first, second) => compareValues(rules, kind, first, second),
      left.keys.get(name) ?? null,
      right.keys.get(name) ?? null,
    );
}

function havingHolds(
  rules: TextRules,
  model: ModelSpec,
  rows: readonly Row[],
  having: Readonly<Record<string, unknown>>,
): boolean {
  return Object.entries(having).every(([name, given]) => {
    switch (name) {
      case 'and':
        return (given as never[]).every((part) => havingHolds(rules, model, rows, part));
      case 'or':
        return (given as never[]).some((part) => havingHolds(rules, model, rows, part));
      case 'not':
        return !havingHolds(rules, model, rows, given as never);
      case 'count':
        return comparisonsHold(rules, given, rows.length, (count, input) => count - Number(input));
    }
    return Object.entries(given as object).every(([attribute, filter]) => {
      const { value, compare, read } = compute(rules, model, rows, name, attribute);
      return comparisonsHold(rules, filter, value, (left, input) =>
        compare(left as never, read(input) as never),
      );
    });
  });
}

/** The start of the span of time, in UTC, that a value lies in. */
function spanOf(value: Value | null, unit: string, { kind }: AttributeSpec): Value | null {
  if (value === null || unit === 'VALUE') {
    return value;
  }
  const text = String(value);
  const start = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  const time = unit === 'HOUR' ? text.slice(11, 13) : unit === 'MINUTE' ? text.slice(11, 16) : '';
  switch (unit) {
    case 'YEAR':
      start.setUTCMonth(0, 1);
      break;
    case 'QUARTER':
      start.setUTCMonth(start.getUTCMonth() - (start.getUTCMonth() % 3), 1);
      break;
    case 'MONTH':
      start.setUTCDate(1);
      break;
    case 'WEEK':
      start.setUTCDate(start.getUTCDate() - ((start.getUTCDay() + 6) % 7));
      break;
  }
  const day = start.toISOString().slice(0, 10);
  return kind === 'date' ? day : `${day}T${`${time}:00:00`.replace(/^:/, '00:').slice(0, 5)}:00.000000Z`;
}
