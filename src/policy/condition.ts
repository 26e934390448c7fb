/**
 * Which rows are meant: the one language for what clients filter by and what rules demand. Readonly plain data, printable as
 * JSON. Two-valued: a comparison with a value that is not there is false, so `not` of it is true.
 */
export type Condition = LogicCondition | AttributeCondition | RelationCondition | AggregateCondition;

/** `all` and `any` of a list of conditions, or `not` the one in it. All of none is true, any of none is false. */
export interface LogicCondition {
  readonly kind: 'all' | 'any' | 'not';
  readonly conditions: readonly Condition[];
}

/** A comparison of an attribute of the row. */
export interface AttributeCondition {
  readonly kind: 'attribute';
  readonly attribute: string;
  readonly operator: Operator;
  readonly value: unknown;
  /** What of a JSON value is compared; the attribute's whole value where not given. */
  readonly part?: JsonPart;
}

/** A place in a JSON value. A decimal element of the path is an index where it meets a list. */
export interface JsonPart {
  readonly path: readonly string[];
  /** Whether what stands there is compared as a text, so that nothing but a text can meet the condition. */
  readonly asText: boolean;
}

/** What holds for rows that an association, by its id, leads to; only rows of its Source count. */
export interface RelationCondition {
  readonly kind: 'relation';
  readonly association: string;
  readonly quantifier: Quantifier;
  readonly condition: Condition;
  /** What holds for the through model's row that connects; rows that others connect do not count. */
  readonly through: Condition | null;
  /** Named scopes of the model: rows outside of them do not count. */
  readonly scopes?: readonly ScopeCall[];
}

/** A scope by its name, with the arguments that the client gives; one that is left out is not there. */
export interface ScopeCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** A comparison of what an aggregate gives for a group of rows. */
export interface AggregateCondition {
  readonly kind: 'aggregate';
  readonly term: AggregateTerm;
  readonly operator: Operator;
  readonly value: unknown;
}

export type Quantifier = 'some' | 'every' | 'none';

export const quantifiers: readonly Quantifier[] = ['some', 'every', 'none'];

export type AggregateFunction = 'count' | 'countDistinct' | 'sum' | 'avg' | 'min' | 'max';

/** What is computed of a set of rows; `attribute` is null for the number of rows. */
export interface AggregateTerm {
  readonly function: AggregateFunction;
  readonly attribute: string | null;
}

export type Operator = ComparisonOperator | TextOperator | StructureOperator | 'isNull' | 'in' | 'notIn';

export type ComparisonOperator = 'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte';

export type TextOperator =
  | 'contains'
  | 'startsWith'
  | 'endsWith'
  | 'iEq'
  | 'iContains'
  | 'iStartsWith'
  | 'iEndsWith'
  | 'like'
  | 'iLike';

/** On values that are made of others, or that words can be looked for in. `contains` is one of them as well. */
export type StructureOperator =
  | 'isEmpty'
  | 'containedBy'
  | 'overlaps'
  | 'containsRange'
  | 'before'
  | 'after'
  | 'hasKey'
  | 'within'
  | 'search'
  | 'matches';

/** What holds for every row. */
export const always: Condition = { kind: 'all', conditions: [] };

export function isAlways(condition: Condition): boolean {
  return condition.kind === 'all' && condition.conditions.length === 0;
}

/** All of the conditions, without more structure than they need. */
export function allOf(conditions: readonly Condition[]): Condition {
  return conditions.length === 1 ? (conditions[0] as Condition) : { kind: 'all', conditions };
}

/** Calls `visit` with the id of every association that the condition goes over, however deep. */
export function visitAssociations(condition: Condition, visit: (association: string) => void): void {
  visitRelations(condition, ({ association }) => visit(association));
}

/** Calls `visit` with every condition on related rows, however deep. */
export function visitRelations(condition: Condition, visit: (relation: RelationCondition) => void): void {
  if (condition.kind === 'relation') {
    visit(condition);
    visitRelations(condition.condition, visit);
    if (condition.through !== null) {
      visitRelations(condition.through, visit);
    }
  } else if ('conditions' in condition) {
    for (const part of condition.conditions) {
      visitRelations(part, visit);
    }
  }
}
