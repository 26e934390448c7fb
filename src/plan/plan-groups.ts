import type { GraphQLField, GraphQLInputObjectType } from 'graphql';
import { type AggregateTerm, allOf, type Condition, isAlways } from '../policy/condition.ts';
import { invariant } from '../util/invariant.ts';
import type { GroupsSource } from './field-source.ts';
import { givenEntries, givenFields, InputProblem, inputTypeOf } from './given-input.ts';
import { printAggregate } from './needs.ts';
import { defaultNulls } from './order.ts';
import type { GroupOrderTerm, GroupsRead, GroupTerm, TimeUnit } from './plan.ts';
import { planOperator } from './plan-condition.ts';
import { directionOf, readTerm } from './plan-order.ts';
import { planPage } from './plan-page.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * The read behind a list of groups, still without aggregates. Groups come in the order of what they are grouped by unless
 * the client asks for another, which that one then completes.
 *
 * @throws InputProblem where nothing is grouped by, an attribute is given twice, or an order is by none of them.
 */
export function planGroups(
  { source, pageSize }: GroupsSource,
  definition: GraphQLField<unknown, unknown>,
  values: Values,
  where: Condition | null,
): GroupsRead {
  const inputOf = (argument: string): GraphQLInputObjectType =>
    inputTypeOf(definition.args.find(({ name }) => name === argument)?.type);
  const by = (values.by as readonly unknown[]).map((term) => planGroupTerm(inputOf('by'), term));
  if (by.length === 0) {
    throw new InputProblem(
      'The argument "by" must name something to group by; what belongs to all rows is an aggregate.',
    );
  }
  if (new Set(by.map(({ attribute }) => attribute)).size < by.length) {
    throw new InputProblem('The argument "by" names an attribute twice.');
  }
  const having = values.having === undefined ? null : planHaving(inputOf('having'), values.having, 'having');
  const { limit, capped } = planPage(values, pageSize);
  const wished = Array.isArray(values.orderBy)
    ? values.orderBy.map((term) => planGroupOrder(inputOf('orderBy'), term, by))
    : [];
  return {
    kind: 'groups',
    source,
    by,
    where,
    having: having === null || isAlways(having) ? null : having,
    order: completeGroupOrder(wished, by),
    limit,
    capped,
    aggregates: [],
  };
}

function planGroupTerm(type: GraphQLInputObjectType, term: unknown): GroupTerm {
  const { value, source } = readTerm(type, term);
  invariant(source.kind === 'attribute', 'grouped by no attribute');
  return { attribute: source.attribute, unit: value === 'VALUE' ? null : (value as TimeUnit) };
}

/** A condition on aggregates; `of` is the function whose attributes the input lists. */
function planHaving(
  type: GraphQLInputObjectType,
  value: unknown,
  place: string,
  of: AggregateTerm['function'] | null = null,
): Condition {
  const conditions: Condition[] = [];
  for (const { field, source, given, here } of givenFields(type, value, place)) {
    if (source.kind === 'logic') {
      const items = [given].flat().map((item) => planHaving(type, item, here));
      const kinds = { and: 'all', or: 'any', not: 'not' } as const;
      conditions.push({ kind: kinds[source.operator], conditions: items });
    } else if (source.kind === 'aggregate' && source.function !== 'count') {
      conditions.push(planHaving(inputTypeOf(field.type), given, here, source.function));
    } else {
      const term: AggregateTerm =
        source.kind === 'attribute' && of !== null
          ? { function: of, attribute: source.attribute }
          : { function: 'count', attribute: null };
      conditions.push(...planComparisons(term, given, here));
    }
  }
  return allOf(conditions);
}

function planComparisons(term: AggregateTerm, given: unknown, place: string): Condition[] {
  return givenEntries(given, place)
    .flatMap(([name, value]) => planOperator(name, value, `${place}.${name}`))
    .map((comparison) => ({ kind: 'aggregate', term, ...comparison }));
}

function planGroupOrder(
  type: GraphQLInputObjectType,
  term: unknown,
  by: readonly GroupTerm[],
): GroupOrderTerm {
  const { value, field, source, name } = readTerm(type, term);
  if (source.kind === 'aggregate' && source.function === 'count') {
    return { by: { function: 'count', attribute: null }, ...directionOf(value) };
  }
  const inner = readTerm(inputTypeOf(field.type), value);
  invariant(inner.source.kind === 'attribute', `${type.name}.${name} orders by no attribute`);
  const { attribute } = inner.source;
  if (source.kind === 'aggregate') {
    return { by: { function: source.function, attribute }, ...directionOf(inner.value) };
  }
  const index = by.findIndex((candidate) => candidate.attribute === attribute);
  if (index === -1) {
    throw new InputProblem(`The argument "orderBy" names "${inner.name}", which "by" does not group by.`);
  }
  return { by: index, ...directionOf(inner.value) };
}

function completeGroupOrder(
  wished: readonly GroupOrderTerm[],
  by: readonly GroupTerm[],
): readonly GroupOrderTerm[] {
  const terms = new Map<string, GroupOrderTerm>();
  const rest = by.map(
    (_, index): GroupOrderTerm => ({ by: index, direction: 'ASC', nulls: defaultNulls('ASC') }),
  );
  for (const term of [...wished, ...rest]) {
    const name = typeof term.by === 'number' ? String(term.by) : printAggregate(term.by);
    if (!terms.has(name)) {
      terms.set(name, term);
    }
  }
  return [...terms.values()];
}
