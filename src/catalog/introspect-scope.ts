import type { CatalogDefaultScope, CatalogOrder } from './catalog.ts';
import type { SequelizeModel } from './sequelize-internals.ts';

/** One `include` in the forms that Sequelize takes beside an alias: a model, an association, or either with options. */
interface ScopeInclude {
  readonly model?: SequelizeModel;
  readonly association?: ScopeInclude | string;
  readonly target?: SequelizeModel;
  readonly required?: boolean;
  readonly where?: unknown;
  readonly include?: unknown;
}

/** The scope that a model, or a scoped clone of one, reads with: what of it is served, and what is not. */
export function introspectScope(model: SequelizeModel): CatalogDefaultScope {
  const { where, order, ...others } = model._scope;
  const terms = introspectOrder(order, model);
  const hides = ['group', 'having'].filter((part) => others[part] !== undefined);
  const ignored = ['limit', 'offset'].filter((part) => others[part] !== undefined);
  if (others.include !== undefined) {
    (includeNarrows(others.include, model) ? hides : ignored).push('include');
  }
  if (terms === null) {
    ignored.push('order');
  }
  return { where: hasKeys(where), absent: introspectAbsent(where), order: terms ?? [], ignored, hides };
}

/**
 * Whether a scope's `include` hides rows that lack what is included: because it is `required` or has a `where`, its target
 * has a default scope with one, or an include under it narrows. What cannot be told (`{ all: true }`) counts as hiding.
 */
function includeNarrows(include: unknown, model: SequelizeModel): boolean {
  return [include].flat().some((entry) => {
    const options = Object(entry) as ScopeInclude;
    if (options.required !== undefined) {
      return options.required;
    }
    const target = targetOf(entry, model);
    return (
      target === undefined ||
      options.where !== undefined ||
      target._scope.where !== undefined ||
      (options.include !== undefined && includeNarrows(options.include, target))
    );
  });
}

function targetOf(entry: unknown, model: SequelizeModel): SequelizeModel | undefined {
  if (typeof entry === 'string') {
    return model.associations[entry]?.target;
  }
  if (typeof entry === 'function') {
    return entry as unknown as SequelizeModel;
  }
  const { model: included, association, target } = entry as ScopeInclude;
  return included ?? target ?? (association === undefined ? undefined : targetOf(association, model));
}

function introspectAbsent(where: unknown): string[] {
  return Object.entries(Object(where)).flatMap(([name, value]) => (value === null ? [name] : []));
}

function hasKeys(where: unknown): boolean {
  return typeof where === 'object' && where !== null && Reflect.ownKeys(where).length > 0;
}

/** A scope's order in the forms that name attributes; null where it holds anything else (functions, associations). */
function introspectOrder(order: unknown, model: SequelizeModel): CatalogOrder[] | null {
  if (order === undefined || order === null) {
    return [];
  }
  const terms = Array.isArray(order) ? order : [order];
  const result: CatalogOrder[] = [];
  for (const term of terms) {
    const [attribute, direction = 'ASC'] = Array.isArray(term) ? term : [term];
    const upper = String(direction).toUpperCase();
    if (
      typeof attribute !== 'string' ||
      !(attribute in model.rawAttributes) ||
      (upper !== 'ASC' && upper !== 'DESC')
    ) {
      return null;
    }
    result.push({ attribute, direction: upper });
  }
  return result;
}
