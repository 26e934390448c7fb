import { errorCodes } from '../errors/error-code.ts';
import { RequestError } from '../errors/request-error.ts';
import { defaultOrder, type OrderTerm, rowIdentity } from '../plan/order.ts';
import type { Plan, Read, SourceReference, ThroughReference } from '../plan/plan.ts';
import type { Condition } from '../policy/condition.ts';
import type { Policy } from '../policy/policy.ts';
import { type Engine, getAssociation, getEngineModel, scopeOf } from './engine.ts';

/** An attribute, as `Model.attribute`, or null. */
type Found = string | null;

type PagedRead = Extract<Read, { readonly kind: 'page' | 'children' }>;

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
        () => inKeys(engine, policy, condition.association),
        () => findUnreadableIn(engine, policy, target, condition.condition),
        () => (through === null ? null : findUnreadableIn(engine, policy, through.model, condition.through)),
      ]);
    }
    default:
      return first(condition.conditions.map((part) => () => findUnreadableIn(engine, policy, model, part)));
  }
}

function inRead(engine: Engine, policy: Policy, read: Read): Found {
  return first([() => inDeleted(engine, policy, read.source), () => inAsked(engine, policy, read)]);
}

/** Who asks for deleted rows asks whether there is a deletion date. */
function inDeleted(engine: Engine, policy: Policy, { model, deleted }: SourceReference): Found {
  const { deletedAt } = getEngineModel(engine, model).live._timestampAttributes;
  return deleted === undefined || deletedAt === undefined ? null : unreadable(policy, model, deletedAt);
}

function inAsked(engine: Engine, policy: Policy, read: Read): Found {
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
        () => inOrder(engine, policy, read),
        () => (read.kind === 'children' ? inUnder(engine, policy, read.source, read) : null),
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
        () => (read.under === null ? null : inUnder(engine, policy, read.source, read.under)),
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

/** The keys by which rows are those of a parent. */
function inUnder(
  engine: Engine,
  policy: Policy,
  { model, association }: SourceReference,
  { key, through }: { readonly key: string; readonly through: ThroughReference | null },
): Found {
  if (through !== null) {
    return inKey(policy, through.model, [key, through.throughAttribute]);
  }
  const scope = association === null ? null : getAssociation(engine, association).scopeValues;
  return inKey(policy, model, [key, ...Object.keys(scope ?? {})]);
}

/**
 * The order that rows have by themselves is no wish of the client's: it is read without what the viewer may not read. What tells
 * rows apart stays, and says nothing, unless cursors are made of it or compared with it.
 */
function inOrder(engine: Engine, policy: Policy, read: PagedRead): Found {
  const { source, page, order } = read;
  const { catalog } = getEngineModel(engine, source.model);
  const usesCursors = page.kind === 'keyset' && (page.cursors || page.after !== null || page.before !== null);
  const isDefault = isEqualOrder(order, defaultOrder(catalog, scopeOf(engine, source)));
  const identity = rowIdentity(catalog);
  return first(
    order.map(({ path, through, attribute, countOf, direction }, index) => (): Found => {
      const start =
        through === undefined ? source.model : (getAssociation(engine, through).through?.model ?? '');
      const model = path.reduce((_, id) => getAssociation(engine, id).target, start);
      const isOwn = path.length === 0 && through === undefined && attribute !== null;
      const isEnd =
        isOwn &&
        direction === 'ASC' &&
        order.slice(index).every((term) => identity.includes(term.attribute ?? ''));
      const isUnasked = isOwn && !usesCursors && (isDefault || isEnd);
      return first([
        ...[...path, ...(countOf === null ? [] : [countOf])].map((id) => () => inKeys(engine, policy, id)),
        () => (attribute === null || isUnasked ? null : unreadable(policy, model, attribute)),
      ]);
    }),
  );
}

function isEqualOrder(left: readonly OrderTerm[], right: readonly OrderTerm[]): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** The first of the attributes by which an association ties rows that the viewer may not read: who is related would tell it. */
export function inKeys(engine: Engine, policy: Policy, id: string): Found {
  const { kind, source, target, through, sourceAttribute, targetAttribute, discriminator, scopeValues } =
    getAssociation(engine, id);
  const [model, attributes] =
    through !== null
      ? [through.model, [through.sourceAttribute, through.targetAttribute]]
      : kind === 'belongsTo'
        ? [source, [sourceAttribute, ...Object.keys(discriminator ?? {})]]
        : [target, [targetAttribute, ...Object.keys(scopeValues ?? {})]];
  return inKey(policy, model, attributes);
}

/** Of rows that are all hidden there is nothing to tell. */
function inKey(policy: Policy, model: string, attributes: readonly string[]): Found {
  return policy.rows(model, 'read') === 'none'
    ? null
    : first(attributes.map((attribute) => () => unreadable(policy, model, attribute)));
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

/** @throws RequestError where the viewer may not read one of the attributes. */
export function refuseHidden(
  policy: Policy | null,
  model: string,
  attributes: readonly string[],
  wish: 'read' | 'look for rows by',
): void {
  const hidden = attributes.find((attribute) => policy?.isReadable(model, attribute) === false);
  if (hidden !== undefined) {
    throw new RequestError(errorCodes.FORBIDDEN, `You may not ${wish} ${model}.${hidden}.`);
  }
}
