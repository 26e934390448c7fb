import { createPolicy, type Policy, propertyOf, rolesOf } from './policy.ts';
import type { RuleNames } from './rule-condition.ts';
import type { RulesOptions } from './rules.ts';

/** Policies that are kept: of so many viewers who differ in what rules look at. */
const maxPolicies = 1_000;

/**
 * Gives the policies of viewers. Those whose roles and properties are the same, as far as rules look at them, share one, so that what is
 * made of it need not be made again. Rules that are functions are asked for each operation, and may look at anything.
 */
export function createPolicies(context: RuleNames, rules: RulesOptions): (viewer: unknown) => Policy {
  const properties = viewerProperties(rules.models);
  if (properties === null) {
    return (viewer) => createPolicy(context, rules, viewer);
  }
  const known = new Map<string, Policy>();
  return (viewer) => {
    const values = properties.map((property) => propertyOf(viewer, property));
    if (!values.flat().every(isPlain)) {
      return createPolicy(context, rules, viewer);
    }
    const roles = rolesOf(rules, viewer);
    const key = JSON.stringify([roles, values.map((value) => [typeof value, value])]);
    const policy = known.get(key) ?? {
      ...createPolicy(context, rules, copyOf(properties, values), roles),
      isKept: true,
    };
    known.delete(key);
    known.set(key, policy);
    if (known.size > maxPolicies) {
      known.delete(known.keys().next().value as string);
    }
    return policy;
  };
}

/** What rules look at of a viewer, as it is now: a policy asks later, and an app may have changed its own object by then. */
function copyOf(properties: readonly string[], values: readonly unknown[]): unknown {
  return Object.fromEntries(
    properties.map((property, index) => {
      const value = values[index];
      return [property, Array.isArray(value) ? [...value] : value];
    }),
  );
}

/** A value that JSON tells from every other, together with its type. */
function isPlain(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (typeof value === 'number' && Number.isFinite(value))
  );
}

/** The properties of viewers that rules look at; null where a function may look at any. */
function viewerProperties(rules: unknown): readonly string[] | null {
  const found = new Set<string>();
  const pending: unknown[] = [rules];
  while (pending.length > 0) {
    const part = pending.pop();
    if (typeof part === 'function') {
      return null;
    }
    if (typeof part === 'object' && part !== null) {
      if ('viewer' in part) {
        found.add(String(part.viewer));
      }
      pending.push(...Object.values(part));
    }
  }
  return [...found];
}
