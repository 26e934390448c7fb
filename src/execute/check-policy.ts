import { identifyingKey } from '../catalog/catalog.ts';
import type { OrderTerm } from '../plan/order.ts';
import type { Plan, Read } from '../plan/plan.ts';
import type { Condition } from '../policy/condition.ts';
import type { Policy } from '../policy/policy.ts';
import { type Engine, getAssociation, getEngineModel, scopeOf } from './engine.ts';

/** An attribute, as `Model.attribute`, or null. */
type Found = string | null;

/**
 * The first attribute that an operation filters, orders, groups or computes by although the viewer may not read it: its values
 * would show in which rows come, in what order and how many. Asked before anything is read.
 */
export function findUnreadable(engine: Engine, policy: Policy, plan: Plan): Found {
  return first(Object.values(plan.reads).map((read) => () => inRead(engine, policy, read)));
}

/** The same of a condition alone, on rows of a model. */
export function findUnreadableIn(
  engine: Engine,
  policy: Policy,
  model: string,
  condition: Condition | null,
): Found {
  if (condition === null) {
    return null;
  }
  switch (condition.kind) {
    case 'attribute':
      return unreadable(policy, model, condition.attribute);
    case 'aggregate':
      return condition.term.attribute === null ? null : unreadable(policy, model, condition.term.attribute);
    case 'relation': {
      const { target, through } = getAssociation(engine, condition.association);
      return first([
        () => findUnreadableIn(engine, policy, target, condition.condition),
        () => (through === null ? null : findUnreadableIn(engine, policy, through.model, condition.through)),
      ]);
    }
    default:
      return first(condition.conditions.map((part) => () => findUnreadableIn(engine, policy, model, part)));
  }
}

function inRead(engine: Engine, policy: Policy, read: Read): Found {
  const { model } = read.source;
  const where = (condition: Condition | null) => () => findUnreadableIn(engine, policy, model, condition);
  const attribute = (name: string | null) => () => (name === null ? null : unreadable(policy, model, name));
  switch (read.kind) {
    case 'key':
      return null;
    case 'page':
    case 'children': {
      const through = read.kind === 'children' ? read.through : null;
      return first([
        where(read.where),
        ...read.order.map((term) => () => inOrder(engine, policy, read, term)),
        () =>
          through === null || read.kind !== 'children'
            ? null
            : findUnreadableIn(engine, policy, through.model, read.throughWhere),
      ]);
    }
    case 'aggregate':
      return first([
        where(read.where),
        ...read.aggregates.map((term) => attribute(term.attribute)),
        () =>
          read.under?.through
            ? findUnreadableIn(engine, policy, read.under.through.model, read.under.throughWhere)
            : null,
      ]);
    case 'groups':
      return first([
        where(read.where),
        where(read.having),
        ...read.by.map((term) => attribute(term.attribute)),
        ...read.aggregates.map((term) => attribute(term.attribute)),
        ...read.order.map(({ by }) => attribute(typeof by === 'number' ? null : by.attribute)),
      ]);
  }
}

/** The order that rows have by themselves says no more than they do, unless it is written into cursors. */
function inOrder(
  engine: Engine,
  policy: Policy,
  { source, page }: Extract<Read, { readonly kind: 'page' | 'children' }>,
  { path, through, attribute }: OrderTerm,
): Found {
  if (attribute === null) {
    return null;
  }
  const start = through === undefined ? source.model : (getAssociation(engine, through).through?.model ?? '');
  const model = path.reduce((_, id) => getAssociation(engine, id).target, start);
  const isOwn =
    path.length === 0 &&
    through === undefined &&
    (scopeOf(engine, source).order.some((term) => term.attribute === attribute) ||
      identifyingKey(getEngineModel(engine, model).catalog)?.attributes.includes(attribute) === true);
  const isWritten = page.kind === 'keyset' && page.cursors;
  return isOwn && !isWritten ? null : unreadable(policy, model, attribute);
}

function unreadable(policy: Policy, model: string, attribute: string): Found {
  return policy.isReadable(model, attribute) ? null : `${model}.${attribute}`;
}

function first(searches: readonly (() => Found)[]): Found {
  for (const search of searches) {
    const found = search();
    if (found !== null) {
      return found;
    }
  }
  return null;
}
