import type { Plan, Read } from '../plan/plan.ts';
import type { SelectedField } from '../plan/selected-fields.ts';
import { type Condition, type ScopeCall, visitRelations } from '../policy/condition.ts';
import type { Policy } from '../policy/policy.ts';
import { type Engine, getAssociation } from './engine.ts';

/** A relation, or a named scope, as a clause that follows "You may not use". */
type Found = string | null;

/**
 * The first relation or named scope that an operation uses although the viewer may not: in what it selects, in a filter or in
 * an order. Asked before anything is read.
 */
export function findForbidden(
  engine: Engine,
  policy: Policy,
  plan: Plan,
  selected: () => readonly SelectedField[],
): Found {
  if (policy.restrictsAssociations) {
    const forbidden = selected().find(({ model, field }) => !policy.mayFollowField(model, field));
    if (forbidden !== undefined) {
      return relation(forbidden.model, forbidden.field);
    }
  }
  for (const read of Object.values(plan.reads)) {
    const found = inRead(engine, policy, read);
    if (found !== null) {
      return found;
    }
  }
  return null;
}

/** The same of a condition alone. */
export function findForbiddenIn(engine: Engine, policy: Policy, condition: Condition | null): Found {
  let found: Found = null;
  if (condition !== null) {
    visitRelations(condition, ({ association, scopes = [] }) => {
      found ??=
        overAssociation(engine, policy, association) ??
        inScopes(policy, getAssociation(engine, association).target, scopes);
    });
  }
  return found;
}

/** The association, where the viewer may not follow it. */
export function overAssociation(engine: Engine, policy: Policy, id: string): Found {
  const { source } = getAssociation(engine, id);
  return policy.mayFollow(source, id) ? null : relation(source, policy.fieldOf(source, id));
}

function inRead(engine: Engine, policy: Policy, read: Read): Found {
  const { model, scopes = [] } = read.source;
  const under = read.kind === 'aggregate' ? read.under : read.kind === 'children' ? read : null;
  const conditions = [
    'where' in read ? read.where : null,
    'having' in read ? read.having : null,
    under?.throughWhere ?? null,
  ];
  const orders = read.kind === 'page' || read.kind === 'children' ? read.order : [];
  const followed = orders.flatMap(({ path, countOf }) => [...path, ...(countOf === null ? [] : [countOf])]);
  return (
    inScopes(policy, model, scopes) ??
    conditions.reduce<Found>(
      (found, condition) => found ?? findForbiddenIn(engine, policy, condition),
      null,
    ) ??
    followed.reduce<Found>((found, id) => found ?? overAssociation(engine, policy, id), null)
  );
}

function inScopes(policy: Policy, model: string, scopes: readonly ScopeCall[]): Found {
  const scope = scopes.find(({ name }) => !policy.mayUseScope(model, name));
  return scope === undefined ? null : `the scope ${model}.${scope.name}`;
}

function relation(model: string, name: string): string {
  return `the relation ${model}.${name}`;
}
