import { attributeTerm, type OrderTerm } from '../../../src/plan/order.ts';
import type { Condition, Quantifier } from '../../../src/policy/condition.ts';

export const attributeEq = (attribute: string, value: unknown): Condition => ({
  kind: 'attribute',
  attribute,
  operator: 'eq',
  value,
});

export const all = (...conditions: readonly Condition[]): Condition => ({ kind: 'all', conditions });
export const any = (...conditions: readonly Condition[]): Condition => ({ kind: 'any', conditions });
export const not = (condition: Condition): Condition => ({ kind: 'not', conditions: [condition] });

export const related = (
  association: string,
  quantifier: Quantifier,
  condition: Condition = all(),
  through: Condition | null = null,
): Condition => ({ kind: 'relation', association, quantifier, condition, through });

export const term = (attribute: string, rest: Partial<OrderTerm> = {}): OrderTerm => ({
  ...attributeTerm(attribute),
  ...rest,
});

export const descending = (attribute: string, rest: Partial<OrderTerm> = {}): OrderTerm => ({
  ...attributeTerm(attribute, 'DESC'),
  ...rest,
});

/** By the number of rows that a to-many association has. */
export const countOf = (association: string, rest: Partial<OrderTerm> = {}): OrderTerm => ({
  ...term('id', rest),
  attribute: null,
  countOf: association,
});
