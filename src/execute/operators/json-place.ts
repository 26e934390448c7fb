import type { Sql } from '../sql.ts';

/**
 * What stands at a place in a JSON value, and what can be asked of it in the SQL of a dialect. Nothing is asked of the
 * database that would fail on another kind of value than the one that is compared with.
 */
export interface JsonPlace {
  /** That there is nothing, or JSON's null. */
  readonly isNull: Sql;
  readonly isNotNull: Sql;
  readonly isText: Sql;
  /** The characters of the text that stands there, where it is one. */
  readonly text: Sql;
  readonly equals: (value: unknown) => Sql;
  readonly equalsAny: (values: readonly unknown[]) => Sql;
  /** That every member of an object and every element of a list is there, however deep; or that a list has the value. */
  readonly contains: (value: unknown) => Sql;
  readonly hasKey: (key: string) => Sql;
  /** Numbers are compared with a number, texts with a text: by the code points of their characters. */
  readonly compares: (symbol: Sql, value: string | number) => Sql;
}

/** An element of a path that is an index where it meets a list. Larger ones would overflow, and no list has them. */
const indexPattern = /^(0|[1-9]\d{0,8})$/;

export function isIndex(element: string): boolean {
  return indexPattern.test(element);
}
