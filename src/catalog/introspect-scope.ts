import type { CatalogNamedScope, CatalogOrder, CatalogScope, UnservedPart } from './catalog.ts';
import {
  type FindOptions,
  includedNames,
  joinedIncludes,
  scopeFindOptions,
  sequelizeClass,
} from './scope-options.ts';
import type { SequelizeModel, SequelizeScope } from './sequelize-internals.ts';

/** The scope that a model, or a scoped clone of one, reads with: what of it is served, and how, and what is not. */
export function introspectScope(model: SequelizeModel): CatalogScope {
  const { where, order, group, having, ...others } = model._scope;
  const terms = introspectOrder(order, model);
  const ignored = ['limit', 'offset'].filter((part) => others[part] !== undefined);
  if (terms === null) {
    ignored.push('order');
  }
  const hides: UnservedPart[] = [];
  if (group !== undefined && !groupsByKey(group, model)) {
    hides.push('group');
  }
  if (having !== undefined && group === undefined) {
    hides.push('having');
  }
  const byKey: string[] = [];
  const includes: string[] = [];
  if (others.include !== undefined) {
    const options = prepare(model);
    if (options === null) {
      hides.push('include');
    } else {
      includes.push(...includedNames(options));
      if (includeNarrows(options, where, model)) {
        byKey.push('include');
      }
    }
  }
  if (having !== undefined) {
    byKey.push('having');
  }
  return {
    narrows: hasKeys(where) || byKey.length > 0,
    byKey,
    includes,
    absent: introspectAbsent(where),
    order: terms ?? [],
    ignored,
    hides,
  };
}

/** The scopes of a model by their names. Those that are functions say what they are when they are called. */
export function introspectNamedScopes(model: SequelizeModel): CatalogNamedScope[] {
  return Object.entries(model.options.scopes ?? {}).map(([name, scope]) => ({
    name,
    parameters: typeof scope === 'function' ? scope.length : null,
    scope: typeof scope === 'function' ? null : introspectClone(model, name),
    offer: null,
  }));
}

/** What a scope says that clients ask for by its name: clients choose attributes by themselves. */
export function introspectAskedScope(clone: SequelizeModel): CatalogScope {
  const scope = introspectScope(clone);
  return clone._scope.attributes === undefined || scope.byKey.includes('having')
    ? scope
    : { ...scope, ignored: [...scope.ignored, 'attributes'] };
}

function introspectClone(model: SequelizeModel, name: string): CatalogScope {
  try {
    return introspectAskedScope(model.scope(name));
  } catch {
    // Sequelize refuses what it includes.
    return {
      narrows: true,
      includes: [],
      byKey: [],
      absent: [],
      order: [],
      ignored: [],
      hides: ['include'],
    };
  }
}

/** Whether the scope's `attributes`, a list or `{ exclude }`, leaves the attribute visible. */
export function isInScope(name: string, { attributes }: SequelizeScope): boolean {
  if (Array.isArray(attributes)) {
    return attributes.some((entry) => entry === name || (Array.isArray(entry) && entry[1] === name));
  }
  const exclude = (attributes as { exclude?: readonly string[] } | undefined)?.exclude;
  return !(Array.isArray(exclude) && exclude.includes(name));
}

/** Null where Sequelize itself refuses the scope's `include`, and `findAll` with it. */
function prepare(model: SequelizeModel): FindOptions | null {
  try {
    return scopeFindOptions(model, []);
  } catch {
    return null;
  }
}

/** Whether rows may be hidden by what is joined: it must be there, or the `where` may speak of it. */
function includeNarrows(options: FindOptions, where: unknown, model: SequelizeModel): boolean {
  const joined = joinedIncludes(options);
  return (
    joined.some(({ required, right }) => required === true || right === true) ||
    (joined.length > 0 && mayNameOthers(where, model))
  );
}

/** Whether a `where` may name a joined table: by `$alias.column$`, or by SQL of its own, which nobody can tell. */
function mayNameOthers(where: unknown, model: SequelizeModel): boolean {
  if (where instanceof sequelizeClass(model).Utils.SequelizeMethod) {
    return true;
  }
  if (Array.isArray(where)) {
    return where.some((entry) => mayNameOthers(entry, model));
  }
  return (
    hasKeys(where) &&
    Reflect.ownKeys(where).some(
      (key) =>
        (typeof key === 'string' && key.startsWith('$')) ||
        mayNameOthers((where as Readonly<Record<string | symbol, unknown>>)[key], model),
    )
  );
}

/** Whether each row is a group of its own: the group names every attribute of the primary key, or its column. */
function groupsByKey(group: unknown, model: SequelizeModel): boolean {
  const terms = [group].flat().map((term) => {
    const name = typeof term === 'string' ? term : (Object(term) as { col?: unknown }).col;
    return typeof name === 'string' && name.startsWith(`${model.name}.`)
      ? name.slice(model.name.length + 1)
      : name;
  });
  const keys = model.primaryKeyAttributes;
  return (
    keys.length > 0 &&
    keys.every((name) => terms.includes(name) || terms.includes(model.rawAttributes[name]?.field))
  );
}

/** The attributes of which a `where` says that there is no value. */
function introspectAbsent(where: unknown): string[] {
  return Object.entries(Object(where)).flatMap(([name, value]) => (value === null ? [name] : []));
}

function hasKeys(where: unknown): where is object {
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
