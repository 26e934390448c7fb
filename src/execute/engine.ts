import type { Sequelize } from 'sequelize';
import type { Catalog, CatalogAssociation, CatalogModel, CatalogScope } from '../catalog/catalog.ts';
import type { Finding } from '../catalog/finding.ts';
import { internals, type SequelizeAssociation, type SequelizeModel } from '../catalog/sequelize-internals.ts';
import { defaultOperationLimits, type OperationLimits } from '../plan/operation-limits.ts';
import type { SourceReference } from '../plan/plan.ts';
import { fixedOffset } from '../util/instant.ts';
import { invariant } from '../util/invariant.ts';
import { type Codec, createCodec } from './codec.ts';
import { mayPrepare, NamedStatements } from './named-statements.ts';
import { keepQuotesEscaped } from './quote-escaping.ts';
import { defaultReadRetryMilliseconds, ReadRetry } from './retry.ts';
import type { Instance } from './row.ts';
import { raw, type Sql } from './sql.ts';
import { PolicyTemplates, StatementTemplates } from './statement-templates.ts';

export type { Sequelize };

/** What a team may set about how rows are read. */
export interface EngineSettings {
  /** The most keys that one statement looks for; more make further statements. */
  readonly maxBatchSize: number;
  /** What one operation may take; the defaults where not given. */
  readonly limits?: OperationLimits;
  /** How long reads outside of transactions are tried again where the database is missed; the default where not given. */
  readonly readRetryMilliseconds?: number;
  /** Hears of what only reading brings to light about the models and the connections, once each. */
  readonly onFinding?: (finding: Finding) => void;
}

/**
 * Everything that reading rows needs and that stays the same between requests: the catalog, and the live models behind it.
 * One for each schema.
 */
export interface Engine {
  readonly sequelize: Sequelize;
  readonly dialect: string;
  /** Minutes by which the zone that MySQL's DATETIME is stored in is ahead of UTC; undefined for a zone by its name. */
  readonly offset: number | undefined;
  readonly settings: EngineSettings;
  /** Runs what is read outside of transactions. */
  readonly reads: ReadRetry;
  readonly models: ReadonlyMap<string, EngineModel>;
  readonly associations: ReadonlyMap<string, CatalogAssociation>;
  /** By model class, the scoped clones included: what its scope says of its rows. */
  readonly scopes: WeakMap<SequelizeModel, ScopeSql>;
  /** The scopes of which a finding was told, as `Model.scope`. */
  readonly told: Set<string>;
  readonly templates: StatementTemplates;
  readonly policyTemplates: PolicyTemplates;
  /** The names of prepared statements; null where none may be prepared. */
  readonly named: NamedStatements | null;
  /** A name in the dialect's quotes, whatever Sequelize's `quoteIdentifiers` says: for aliases, which rows come back under. */
  readonly quote: (name: string) => Sql;
}

/** A table, and what narrows its rows under the model's name; an item may be empty. */
export interface ScopeSql {
  readonly table: string;
  readonly conditions: readonly string[];
}

export interface EngineModel {
  readonly catalog: CatalogModel;
  readonly live: SequelizeModel;
  readonly codecs: ReadonlyMap<string, Codec>;
  /** Attribute to column as Sequelize writes it in a statement. */
  readonly columns: ReadonlyMap<string, Sql>;
  /** The instances that were built for rows, for as long as the rows live. */
  readonly instances: WeakMap<object, Instance>;
  /** The class that its rows are written by, once it was made. */
  readonly writers: WeakMap<SequelizeModel, object>;
}

/** Puts a catalog of all models and their Sequelize instance together. Asks no database. */
export function createEngine(sequelize: Sequelize, catalog: Catalog, settings: EngineSettings): Engine {
  const live = internals(sequelize).models;
  const generator = queryGeneratorOf(sequelize);
  keepQuotesEscaped(sequelize, catalog.dialect, settings.onFinding);
  const timezone = (sequelize as unknown as { options: { timezone?: string } }).options.timezone ?? '+00:00';
  const models = catalog.models.map((model): [string, EngineModel] => [
    model.name,
    {
      catalog: model,
      live: live[model.name] as SequelizeModel,
      codecs: new Map(model.attributes.map((a) => [a.name, createCodec(a, catalog.dialect, timezone)])),
      columns: new Map(model.attributes.map((a) => [a.name, raw(generator.quoteIdentifier(a.column))])),
      instances: new WeakMap(),
      writers: new WeakMap(),
    },
  ]);
  return {
    sequelize,
    dialect: catalog.dialect,
    offset: fixedOffset(timezone),
    settings,
    reads: new ReadRetry(settings.readRetryMilliseconds ?? defaultReadRetryMilliseconds),
    models: new Map(models),
    associations: new Map(catalog.models.flatMap((model) => model.associations).map((a) => [a.id, a])),
    scopes: new WeakMap(),
    told: new Set(),
    templates: new StatementTemplates(),
    policyTemplates: new PolicyTemplates(),
    named: catalog.dialect === 'postgres' && mayPrepare(sequelize) ? new NamedStatements() : null,
    quote: (name) => raw(generator.quoteIdentifier(name, true)),
  };
}

/** The part of Sequelize's query generator that KinQL uses; its declarations hide it. */
export interface QueryGenerator {
  quoteIdentifier(name: string, force?: boolean): string;
  quoteTable(table: unknown): string;
  whereItemsQuery(where: unknown, options: object): string;
  selectQuery(table: unknown, options: object, model: unknown): string;
}

export function queryGeneratorOf(sequelize: Sequelize): QueryGenerator {
  return (sequelize.getQueryInterface() as unknown as { queryGenerator: QueryGenerator }).queryGenerator;
}

export function limitsOf({ settings }: Engine): OperationLimits {
  return settings.limits ?? defaultOperationLimits;
}

export function getEngineModel(engine: Engine, name: string): EngineModel {
  const model = engine.models.get(name);
  invariant(model, `no model ${name} in the engine`);
  return model;
}

export function getCodec(model: EngineModel, attribute: string): Codec {
  const codec = model.codecs.get(attribute);
  invariant(codec, `no attribute ${attribute} on ${model.catalog.name}`);
  return codec;
}

/** A column of the rows that go by the name `table` in a statement. */
export function columnOf(model: EngineModel, table: string, attribute: string): Sql {
  const column = model.columns.get(attribute);
  invariant(column, `no attribute ${attribute} on ${model.catalog.name}`);
  return raw(`${table}.${column.texts[0]}`);
}

export function getAssociation(engine: Engine, id: string): CatalogAssociation {
  const association = engine.associations.get(id);
  invariant(association, `no association ${id} in the engine`);
  return association;
}

/** The rows that an association leads to. */
export function sourceOf({ id, target, narrowed }: CatalogAssociation): SourceReference {
  return { model: target, association: narrowed ? id : null };
}

/** The live association behind a declared one of the catalog. */
export function getLiveAssociation(engine: Engine, id: string): SequelizeAssociation {
  const association = getAssociation(engine, id);
  invariant(!association.inferred, `${id} is not declared`);
  const live = getEngineModel(engine, association.source).live.associations[association.alias];
  invariant(live, `${id} is gone from its model`);
  return live;
}

/**
 * What a source reads: the model class, the association scope that narrows it, and the key that a list goes by where the scope
 * it reads with wants none of it.
 */
export function resolveSource(
  engine: Engine,
  reference: SourceReference,
): {
  readonly live: SequelizeModel;
  readonly scope: object | undefined;
  readonly ignoredKey: string | null;
} {
  const { model, association: id } = reference;
  const own = getEngineModel(engine, model).live;
  if (id === null) {
    return { live: own, scope: undefined, ignoredKey: null };
  }
  const association = getAssociation(engine, id);
  const { kind, inferred, targetAttribute } = association;
  const declared = inferred ? undefined : getLiveAssociation(engine, id);
  return {
    live: declared?.target ?? own,
    scope: declared?.scope,
    ignoredKey:
      (kind === 'hasMany' || kind === 'hasOne') && scopeOf(engine, reference).absent.includes(targetAttribute)
        ? targetAttribute
        : null,
  };
}

/** The scope that a source reads with: its model's default scope, or that of the scoped clone which is the target. */
export function scopeOf(engine: Engine, { model, association }: SourceReference): CatalogScope {
  const { targetScope = null } = (association !== null && engine.associations.get(association)) || {};
  return targetScope ?? getEngineModel(engine, model).catalog.defaultScope;
}
