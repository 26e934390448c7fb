import type { BindValue } from './codec.ts';

/** A row as read: plain, by attribute, values as the driver gave them. */
export type Row = Readonly<Record<string, unknown>>;

/** A key's values in the order of its attributes, ready to bind. */
export type Key = readonly BindValue[];

/** A model instance, as far as reading it goes. */
export type Instance = Row & {
  readonly dataValues: Row;
  get(attribute: string, options?: { raw: true }): unknown;
};

/**
 * An attribute's raw value in a row of ours, or in a model instance that an app's own resolver gave. Never
 * `instance[name]`: attributes called `get` or `save`, and class fields, hide the value there.
 */
export function readAttribute(row: unknown, attribute: string): unknown {
  if (typeof row !== 'object' || row === null) {
    return undefined;
  }
  return isInstance(row) ? row.get(attribute, { raw: true }) : (row as Row)[attribute];
}

export function isInstance(row: object): row is Instance {
  return 'dataValues' in row && 'get' in row && typeof row.get === 'function';
}

/** What an instance carries under an association's name because it was included; undefined where it carries nothing. */
export function readCarried(row: unknown, alias: string): unknown {
  return typeof row === 'object' && row !== null && isInstance(row) && Object.hasOwn(row.dataValues, alias)
    ? (row.dataValues[alias] ?? null)
    : undefined;
}
