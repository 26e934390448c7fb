import { identifyingKey } from '../catalog/catalog.ts';
import { introspectScope } from '../catalog/introspect-scope.ts';
import { scopeFindOptions, sequelizeClass } from '../catalog/scope-options.ts';
import type { SequelizeModel, SequelizeScope } from '../catalog/sequelize-internals.ts';
import type { SourceReference } from '../plan/plan.ts';
import { invariant } from '../util/invariant.ts';
import {
  columnOf,
  type Engine,
  getEngineModel,
  getLiveAssociation,
  queryGeneratorOf,
  resolveSource,
} from './engine.ts';
import { raw, renderSql, type Sql } from './sql.ts';

/** What find hooks add to the rows of a model class, as a Sequelize `where`. */
export type HookConditions = ReadonlyMap<SequelizeModel, object>;

const noConditions: HookConditions = new Map();

/**
 * The rows of a model that may be seen, as an item of a FROM clause: its table, or where something narrows it (the default
 * scope, the association's scope, paranoid, find hooks) a derived table that is already narrowed. Everything that reads,
 * reads from here, so that no path can forget a condition; Postgres and MariaDB merge the derived table and keep the indexes.
 */
export function sourceSql(engine: Engine, reference: SourceReference, hooks = noConditions): Sql {
  const { live, scope } = resolveSource(engine, reference);
  return narrowedTable(engine, live, [scope, hooks.get(live)]);
}

/** The rows of a belongsToMany's through model that connect: narrowed by its own scope and hooks and by `through.scope`. */
export function throughSql(engine: Engine, association: string, hooks = noConditions): Sql {
  const { live, scope } = resolveThrough(engine, association);
  return narrowedTable(engine, live, [scope, hooks.get(live)]);
}

/** The class of a belongsToMany's through model, and the scope that narrows it. */
export function resolveThrough(
  engine: Engine,
  association: string,
): { readonly live: SequelizeModel; readonly scope: object | undefined } {
  const { through } = getLiveAssociation(engine, association);
  return { live: through?.model as SequelizeModel, scope: through?.scope };
}

function narrowedTable(engine: Engine, live: SequelizeModel, wheres: readonly unknown[]): Sql {
  const generator = queryGeneratorOf(engine.sequelize);
  const table = generator.quoteTable(live.getTableName());
  // Inside, the table goes by the model's name, as in Sequelize's own statements: literals in scopes name it so.
  const alias = generator.quoteIdentifier(live.name);
  const conditions = [
    ...scopeConditions(engine, live, alias),
    ...wheres.map((where) => conditionText(engine, live, where, alias)),
  ]
    .filter((condition) => condition !== '')
    .map((condition) => `(${condition})`);
  return conditions.length === 0
    ? raw(table)
    : raw(`(SELECT ${alias}.* FROM ${table} AS ${alias} WHERE ${conditions.join(' AND ')})`);
}

/** What the class's own scope and `paranoid` say about its rows; rendered once, since it is the team's own and stays as it is. */
function scopeConditions(engine: Engine, live: SequelizeModel, alias: string): readonly string[] {
  let conditions = engine.scopeConditions.get(live);
  if (conditions === undefined) {
    conditions =
      introspectScope(live).byKey.length > 0
        ? [keyInScope(engine, live, alias)]
        : [live._scope.where, paranoidWhere(live)].map((where) => conditionText(engine, live, where, alias));
    engine.scopeConditions.set(live, conditions);
  }
  return conditions;
}

/**
 * That a row's key is among those that `findAll` gives, by the statement that Sequelize itself makes for it. What a
 * `having` may name by its alias stands beside the key, and the key is taken out of that.
 */
function keyInScope(engine: Engine, live: SequelizeModel, alias: string): string {
  const generator = queryGeneratorOf(engine.sequelize);
  const model = getEngineModel(engine, live.name);
  const { attributes } = identifyingKey(model.catalog) ?? {};
  invariant(attributes, `${live.name} has no key`);
  const computed = live._scope.having === undefined ? [] : computedAttributes(live._scope);
  const options = scopeFindOptions(live, [...attributes, ...computed]);
  const select = generator.selectQuery(live.getTableName(), options, live).replace(/;$/, '');
  const names = attributes.map((attribute) => generator.quoteIdentifier(attribute)).join(', ');
  const keys = computed.length === 0 ? select : `SELECT ${names} FROM (${select}) AS ${alias}`;
  const columns = attributes.map((attribute) => renderSql(columnOf(model, alias, attribute), String));
  return `${columns.length === 1 ? columns[0] : `(${columns.join(', ')})`} IN (${keys})`;
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

/** What `findAll` adds for a paranoid model: the deletion date is null, or still its default value. */
function paranoidWhere(live: SequelizeModel): object | undefined {
  const { deletedAt } = live._timestampAttributes;
  if (live.options.paranoid !== true || deletedAt === undefined || live._scope.paranoid === false) {
    return undefined;
  }
  return { [deletedAt]: live.rawAttributes[deletedAt]?.defaultValue || null };
}
