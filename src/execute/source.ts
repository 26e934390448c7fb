import type { SequelizeModel } from '../catalog/sequelize-internals.ts';
import type { SourceReference } from '../plan/plan.ts';
import { type Engine, getLiveAssociation, queryGeneratorOf, resolveSource } from './engine.ts';
import { raw, type Sql } from './sql.ts';

/** What find hooks add to the rows of a model class, as a Sequelize `where`. */
export type HookConditions = ReadonlyMap<SequelizeModel, object>;

const noConditions: HookConditions = new Map();

/**
 * The rows of a model that may be seen, as an item of a FROM clause: its table, or where something narrows it (the default
 * scope, the association's scope, paranoid, find hooks) a derived table that is already narrowed. Everything that reads,
 * reads from here, so that no path can forget a condition; Postgres and MariaDB merge the derived table and keep the indexes.
 */
export function sourceSql(engine: Engine, reference: SourceReference, hooks = noConditions): Sql {
  const { live, where, scope } = resolveSource(engine, reference);
  return narrowedTable(engine, live, [where, scope, hooks.get(live)]);
}

/** The rows of a belongsToMany's through model that connect: narrowed by its own scope and hooks and by `through.scope`. */
export function throughSql(engine: Engine, association: string, hooks = noConditions): Sql {
  const { live, scope } = resolveThrough(engine, association);
  return narrowedTable(engine, live, [live._scope.where, scope, hooks.get(live)]);
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
  const conditions = [...wheres, paranoidWhere(live)]
    .map((where) => conditionText(engine, live, where, alias))
    .filter((condition) => condition !== '')
    .map((condition) => `(${condition})`);
  return conditions.length === 0
    ? raw(table)
    : raw(`(SELECT ${alias}.* FROM ${table} AS ${alias} WHERE ${conditions.join(' AND ')})`);
}

/** A Sequelize `where` as SQL text with its values in it; they are the team's own, none comes from a request. */
function conditionText(engine: Engine, live: SequelizeModel, where: unknown, alias: string): string {
  if (where === undefined || where === null) {
    return '';
  }
  // `literal` and the mapping of names must come from the app's own copy of Sequelize, which may not be ours.
  const { literal, Utils } = engine.sequelize.constructor as unknown as {
    literal(text: string): unknown;
    Utils: { mapWhereFieldNames(where: unknown, model: SequelizeModel): unknown };
  };
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
