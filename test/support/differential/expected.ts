import type { Row } from './rows.ts';

/** What several values may stand for: texts that the database takes for one another. */
export class AnyOf {
  readonly values: readonly unknown[];

  constructor(values: readonly unknown[]) {
    this.values = values;
  }
}

/** A cursor, of which the reference knows only what it stands for. */
export class CursorOf {
  readonly model: string;
  readonly orderBy: unknown;
  readonly row: Row;

  constructor(model: string, orderBy: unknown, row: Row) {
    this.model = model;
    this.orderBy = orderBy;
    this.row = row;
  }
}

/** Hears of each cursor in an answer that is as expected. */
export type CursorListener = (cursor: string, expected: CursorOf) => void;

/** The paths at which an answer is not as expected. */
export function differences(
  expected: unknown,
  actual: unknown,
  onCursor: CursorListener,
  path = '',
): string[] {
  if (expected instanceof AnyOf) {
    return expected.values.includes(actual)
      ? []
      : [`${path}: ${JSON.stringify(actual)} is none of ${JSON.stringify(expected.values)}`];
  }
  if (expected instanceof CursorOf) {
    if (typeof actual !== 'string' || actual === '') {
      return [`${path}: ${JSON.stringify(actual)} is no cursor`];
    }
    onCursor(actual, expected);
    return [];
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    return expected.length === actual.length
      ? expected.flatMap((item, index) => differences(item, actual[index], onCursor, `${path}[${index}]`))
      : [`${path}: ${actual.length} items instead of ${expected.length}`];
  }
  if (isObject(expected) && isObject(actual)) {
    const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    return [...names].flatMap((name) =>
      differences(expected[name], actual[name], onCursor, `${path}.${name}`),
    );
  }
  return Object.is(expected, actual)
    ? []
    : [`${path}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
