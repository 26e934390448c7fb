import { identifyingKey } from '../catalog/catalog.ts';
import { introspectScope } from '../catalog/introspect-scope.ts';
import { scopeFindOptions, sequelizeClass } from '../catalog/scope-options.ts';
import type { SequelizeModel, SequelizeScope } from '../catalog/sequelize-internals.ts';
import type { SourceReference } from '../plan/plan.ts';
import { invariant } from '../util/invariant.ts';
import {
  columnOf,
  type Engine,
  getAssociation,
  getEngineModel,
  getLiveAssociation,
  queryGeneratorOf,
  resolveSource,
  type ScopeSql,
} from './engine.ts';
import { refuseHiddenScope } from './scope-attributes.ts';
import { replacesDefault, ScopeCalls } from './scope-calls.ts';
import { join, raw, renderSql, type Sql, sql } from './sql.ts';

/** What an operation adds to the rows of models. */
export interface Additions {
  /** What find hooks add to the rows of a model class, as a Sequelize `where`. */
  readonly hooks: ReadonlyMap<SequelizeModel, object>;
  /** The named scopes that clients ask for. */
  readonly scopes: ScopeCalls;
  /** What the rules allow of a model's rows, which go by `alias`; null where that is all of them. */
  readonly allowed?: AllowedSql;
  /** Whether the viewer may read an attribute; not given where there are no rules. */
  readonly isReadable?: (model: string, attribute: string) => boolean;
}

export type AllowedSql = (model: string, alias: string, action: 'read' | 'update' | 'delete') => Sql | null;

export function noAdditions(engine: Engine): Additions {
  return { hooks: new Map(), scopes: new ScopeCalls(engine) };
}

/**
 * The rows of a model that may be seen, as an item of a FROM clause: its table, or where something narrows it (the default
 * scope, the association's scope, named scopes, paranoid, find hooks) a derived table that is already narrowed. Everything
 * that reads, reads from here, so that no path can forget a condition; Postgres and MariaDB merge the derived table and keep
 * the indexes.
 *
 * @throws RequestError where a named scope cannot be applied.
 */
export function sourceSql(
  engine: Engine,
  reference: SourceReference,
  { hooks, scopes, allowed, isReadable }: Additions = noAdditions(engine),
): Sql {
  const { live, scope, ignoredKey } = resolveSource(engine, reference);
  const { scopes: calls = [], deleted, action } = reference;
  const actions = action === undefined ? (['read'] as const) : (['read', action] as const);
  const named = calls.map((call) => scopes.find(live, call).live);
  const readable = isReadable ?? (() => true);
  for (const asked of named) {
    refuseHiddenScope(asked, (attribute) => readable(reference.model, attribute));
  }
  const isOwn = named.length === 0 && deleted === undefined && ignoredKey === null;
  const narrowed = isOwn
    ? ownScopeSql(engine, live)
    : renderScopes(engine, live, {
        classes: replacesDefault(engine, reference) ? named : [live, ...named],
        ignoredKey,
        deleted,
      });
  const rules = (alias: string): (Sql | null)[] =>
    actions.map((name) => allowed?.(reference.model, alias, name) ?? null);
  return narrowedTable(engine, live, narrowed, [scope, hooks.get(live)], rules);
}

/** The rows of a belongsToMany's through model that connect: narrowed by its own scope and hooks and by `through.scope`. */
export function throughSql(
  engine: Engine,
  association: string,
  { hooks, allowed }: Additions = noAdditions(engine),
): Sql {
  const { live, scope } = resolveThrough(engine, association);
  const { through } = getAssociation(engine, association);
  const rules = (alias: string): (Sql | null)[] =>
    through === null ? [] : [allowed?.(through.model, alias, 'read') ?? null];
  return narrowedTable(engine, live, ownScopeSql(engine, live), [scope, hooks.get(live)], rules);
}

/** The class of a belongsToMany's through model, and the scope that narrows it. */
export function resolveThrough(
  engine: Engine,
  association: string,
): { readonly live: SequelizeModel; readonly scope: object | undefined } {
  const { through } = getLiveAssociation(engine, association);
  return { live: through?.model as SequelizeModel, scope: through?.scope };
}

function narrowedTable(
  engine: Engine,
  live: SequelizeModel,
  { table, conditions: own }: ScopeSql,
  wheres: readonly unknown[],
  rules: (alias: string) => readonly (Sql | null)[],
): Sql {
  // The table goes by the model's name, as in Sequelize's own statements: literals in scopes name it so.
  const alias = queryGeneratorOf(engine.sequelize).quoteIdentifier(live.name);
  const conditions = [...own, ...wheres.map((where) => conditionText(engine, live, where, alias))]
    .filter((condition) => condition !== '')
    .map((condition) => raw(`(${condition})`));
  const all = [...conditions, ...rules(alias).filter((rule) => rule !== null)];
  return all.length === 0
    ? raw(table)
    : sql`(SELECT ${raw(alias)}.* FROM ${raw(table)} AS ${raw(alias)} WHERE ${join(all, ' AND ')})`;
}

/** What the class's own scope and `paranoid` say of its rows. Rendered once: it is the team's own, and stays as it is. */
function ownScopeSql(engine: Engine, live: SequelizeModel): ScopeSql {
  let rendered = engine.scopes.get(live);
  if (rendered === undefined) {
    rendered = renderScopes(engine, live, { classes: [live], ignoredKey: null, deleted: undefined });
    engine.scopes.set(live, rendered);
  }
  return rendered;
}

interface Narrowing {
  /** The class and clones of it, each with a scope that rows are to be in. */
  readonly classes: readonly SequelizeModel[];
  /** As Sequelize has it, whoever asks for the rows of one parent, by this key, does not ask for those without one. */
  readonly ignoredKey: string | null;
  readonly deleted: SourceReference['deleted'];
}

function renderScopes(
  engine: Engine,
  live: SequelizeModel,
  { classes, ignoredKey, deleted }: Narrowing,
): ScopeSql {
  const generator = queryGeneratorOf(engine.sequelize);
  const alias = generator.quoteIdentifier(live.name);
  const conditions: string[] = [];
  let table = generator.quoteTable(live.getTableName());
  for (const scoped of classes) {
    const { byKey } = introspectScope(scoped);
    if (byKey.includes('having')) {
      table = groupedTable(engine, scoped, table);
    } else {
      const where = scoped === live ? withoutKey(scoped._scope.where, ignoredKey) : scoped._scope.where;
      conditions.push(
        byKey.includes('include')
          ? keyInScope(engine, scoped, alias)
          : conditionText(engine, scoped, where, alias),
      );
    }
  }
  return { table, conditions: [...conditions, deletedText(engine, live, classes, deleted, alias)] };
}

function withoutKey(where: unknown, key: string | null): unknown {
  if (key === null || typeof where !== 'object' || where === null) {
    return where;
  }
  const { [key]: _absent, ...others } = where as Record<string, unknown>;
  return others;
}

/** That a row's key is among those that `findAll` gives, by the statement that Sequelize itself makes for it. */
function keyInScope(engine: Engine, live: SequelizeModel, alias: string): string {
  const attributes = keyOf(engine, live);
  const columns = keyColumns(engine, live, alias);
  const keys = selectSql(engine, live, scopeFindOptions(live, attributes));
  return `${columns.length === 1 ? columns[0] : `(${columns.join(', ')})`} IN (${keys})`;
}

/**
 * The rows of the table for which `findAll` gives a group. Asked for each row: as a list of keys, every group of the table
 * would be made for a handful of rows. What a `having` may name by its alias is selected beside the key.
 */
function groupedTable(engine: Engine, live: SequelizeModel, table: string): string {
  const generator = queryGeneratorOf(engine.sequelize);
  const { literal, and } = sequelizeClass(live);
  const row = generator.quoteIdentifier('$row', true);
  const inner = keyColumns(engine, live, generator.quoteIdentifier(live.name));
  const equal = keyColumns(engine, live, row).map((column, index) => `${inner[index]} = ${column}`);
  const options = scopeFindOptions(live, [...keyOf(engine, live), ...computedAttributes(live._scope)]);
  const where = and(...[options.where ?? []].flat(), literal(equal.join(' AND ')));
  return `(SELECT ${row}.* FROM ${table} AS ${row} WHERE EXISTS (${selectSql(engine, live, { ...options, where })}))`;
}

function selectSql(engine: Engine, live: SequelizeModel, options: object): string {
  return queryGeneratorOf(engine.sequelize).selectQuery(live.getTableName(), options, live).replace(/;$/, '');
}

function keyOf(engine: Engine, live: SequelizeModel): readonly string[] {
  const key = identifyingKey(getEngineModel(engine, live.name).catalog);
  invariant(key, `${live.name} has no key`);
  return key.attributes;
}

function keyColumns(engine: Engine, live: SequelizeModel, table: string): string[] {
  const model = getEngineModel(engine, live.name);
  return keyOf(engine, live).map((attribute) => renderSql(columnOf(model, table, attribute), String));
}

/** The expressions, with their aliases, that a scope selects beside attributes. */
function computedAttributes({ attributes }: SequelizeScope): readonly unknown[] {
  const list = Array.isArray(attributes) ? attributes : (Object(attributes) as { include?: unknown }).include;
  return Array.isArray(list) ? list.filter((entry) => Array.isArray(entry)) : [];
}

/** A Sequelize `where` as SQL text with its values in it; they are the team's own, none comes from a request. */
function conditionText(engine: Engine, live: SequelizeModel, where: unknown, alias: string): string {
  if (where === undefined || where === null) {
    return '';
  }
  // `literal` and the mapping of names must come from the app's own copy of Sequelize, which may not be ours.
  const { literal, Utils } = sequelizeClass(live);
  return queryGeneratorOf(engine.sequelize).whereItemsQuery(Utils.mapWhereFieldNames(where, live), {
    model: live,
    prefix: literal(alias),
    type: 'SELECT',
  });
}

/**
 * What `findAll` adds for a paranoid model: the deletion date is null, or still its default value. Of several scopes with a
 * word on it the last one decides, as in Sequelize.
 */
function deletedText(
  engine: Engine,
  live: SequelizeModel,
  classes: readonly SequelizeModel[],
  deleted: SourceReference['deleted'],
  alias: string,
): string {
  const { deletedAt } = live._timestampAttributes;
  const said = classes.map(({ _scope }) => _scope.paranoid).findLast((value) => value !== undefined);
  if (live.options.paranoid !== true || deletedAt === undefined || deleted === 'INCLUDE') {
    return '';
  }
  const value = live.rawAttributes[deletedAt]?.defaultValue || null;
  const isThere = conditionText(engine, live, { [deletedAt]: value }, alias);
  if (deleted === 'ONLY') {
    return value === null ? `NOT (${isThere})` : `(${isThere}) IS NOT TRUE`;
  }
  return said === false ? '' : isThere;
}

/** Whether conditions narrow the rows of a source. */
export function isNarrowed({ texts }: Sql): boolean {
  return texts[0]?.startsWith('(') ?? false;
}
