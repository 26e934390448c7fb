import { compareValues } from './compare-values.ts';
import { meaningOf } from './meaning.ts';
import { type AttributeSpec, getAttribute, type ModelSpec } from './model-set.ts';
import { Label } from './operation.ts';
import type { Reference } from './reference.ts';
import type { Row } from './rows.ts';

export type Comparison<Item> = (left: Item, right: Item) => number;

/** The order of rows that an `orderBy` asks for; without one, that of the default scope. Every order ends in the key. */
export function rowOrder(reference: Reference, model: ModelSpec, orderBy: unknown): Comparison<Row> {
  const terms =
    Array.isArray(orderBy) && orderBy.length > 0
      ? orderBy.map((term) => termOrder(reference, model, term as object))
      : model.scope.order.map(([name, direction]) => attributeOrder(reference, model, name, direction));
  return inTurn([...terms, ...model.key.map((name) => attributeOrder(reference, model, name, 'ASC'))]);
}

function attributeOrder(
  reference: Reference,
  model: ModelSpec,
  name: string,
  direction: string,
): Comparison<Row> {
  return termOrder(reference, model, { [name]: new Label(direction) });
}

/** By the first that tells two apart. */
export function inTurn<Item>(orders: readonly Comparison<Item>[]): Comparison<Item> {
  return (left, right) => {
    for (const order of orders) {
      const found = order(left, right);
      if (found !== 0) {
        return found;
      }
    }
    return 0;
  };
}

function termOrder(reference: Reference, model: ModelSpec, term: object): Comparison<Row> {
  const { direction, compare, valueIn } = readTerm(reference, model, term);
  return (left, right) => compareInDirection(direction, compare, valueIn(left), valueIn(right));
}

interface Term {
  readonly direction: string;
  readonly compare: Comparison<never>;
  /** Null where the row, or the parent that is looked at, has no value. */
  readonly valueIn: (row: Row) => unknown;
}

function readTerm(reference: Reference, model: ModelSpec, term: object): Term {
  const [name, given] = Object.entries(term)[0] as [string, unknown];
  const { form, attribute, association, model: target } = meaningOf(reference.set, model, name);
  if (form === 'attribute') {
    const { kind } = attribute as AttributeSpec;
    return {
      direction: String((given as Label).label),
      compare: (left, right) => compareValues(reference.rules, kind, left, right),
      valueIn: (row) => row[name] ?? null,
    };
  }
  const related = (row: Row) => reference.related(model, row, association as never);
  if (association?.kind === 'hasMany' || association?.kind === 'belongsToMany') {
    return {
      direction: (given as { count: Label }).count.label,
      compare: (left: number, right: number) => left - right,
      valueIn: (row) => related(row).length,
    };
  }
  const inner = readTerm(reference, target as ModelSpec, given as object);
  return {
    ...inner,
    valueIn: (row) => {
      const [parent] = related(row);
      return parent === undefined ? null : inner.valueIn(parent);
    },
  };
}

/** Nulls come last ascending and first descending where the direction does not say otherwise. */
export function compareInDirection(
  direction: string,
  compare: Comparison<never>,
  left: unknown,
  right: unknown,
): number {
  const nullsFirst = direction.endsWith('NULLS_FIRST') || direction === 'DESC';
  if (left === null || right === null) {
    const order = Number(left !== null) - Number(right !== null);
    return nullsFirst ? order : -order;
  }
  return compare(left as never, right as never) * (direction.startsWith('DESC') ? -1 : 1);
}

export function keyOrder(reference: Reference, model: ModelSpec, name: string): Comparison<unknown> {
  const { kind } = getAttribute(model, name);
  return (left, right) => compareValues(reference.rules, kind, left as never, right as never);
}
