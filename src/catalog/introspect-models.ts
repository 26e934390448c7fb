import type { Sequelize } from 'sequelize';
import type {
  AttributeKind,
  Catalog,
  CatalogAttribute,
  CatalogKey,
  CatalogModel,
  CatalogTable,
  HiddenReason,
} from './catalog.ts';
import type { ConfiguredTypes } from './configured-types.ts';
import { describeValidators } from './describe-validators.ts';
import { indexColumns } from './index-columns.ts';
import { inferInverses } from './infer-inverses.ts';
import { introspectAssociation } from './introspect-association.ts';
import { introspectClassCode } from './introspect-class-code.ts';
import { introspectNamedScopes, introspectScope, isInScope } from './introspect-scope.ts';
import { introspectType } from './introspect-type.ts';
import { looksSecret } from './looks-secret.ts';
import { markPolymorphic } from './polymorphic.ts';
import { referredTable } from './referred-table.ts';
import {
  beforeFindHooks,
  internals,
  type SequelizeAttribute,
  type SequelizeInstance,
  type SequelizeModel,
} from './sequelize-internals.ts';
import { attributesOfColumn, isSelectable, mainAttribute } from './shared-columns.ts';

const findHookNames = [...beforeFindHooks, 'afterFind'] as const;

/**
 * Reads every model of a Sequelize instance, with its attributes, keys and associations and the inverses that they imply.
 * Asks no database, and judges nothing: whatever is wrong with the models comes out as facts for `checkCatalog`. Call it
 * once, after all models are associated. `types` are those that the options give to attributes whose models do not.
 */
export function introspectModels(sequelize: Sequelize, types: ConfiguredTypes = new Map()): Catalog {
  const instance = internals(sequelize);
  const dialect = sequelize.getDialect();
  const owners = findOwners(instance);
  const models = Object.values(instance.models).map((model) =>
    introspectModel(model, instance, { dialect, types, owners }),
  );
  return { dialect, searchPath: usesSearchPath(sequelize), models: inferInverses(markPolymorphic(models)) };
}

interface Owner {
  readonly model: string;
  readonly attribute: string;
}

/** What all models are introspected with. */
interface IntrospectionContext {
  readonly dialect: string;
  readonly types: ConfiguredTypes;
  readonly owners: ReadonlyMap<SequelizeAttribute, Owner>;
}

/** The attribute that each object with a definition was first given to: Sequelize writes its column into the object. */
function findOwners({ models }: SequelizeInstance): ReadonlyMap<SequelizeAttribute, Owner> {
  const owners = new Map<SequelizeAttribute, Owner>();
  for (const model of Object.values(models)) {
    for (const [attribute, definition] of Object.entries(model.rawAttributes)) {
      if (!owners.has(definition)) {
        owners.set(definition, { model: model.name, attribute });
      }
    }
  }
  return owners;
}

/** Models that share what they call by one name mean one column of the name. */
function foreignOwner(name: string, owner: Owner | undefined): string | null {
  return owner === undefined || owner.attribute === name ? null : `${owner.model}.${owner.attribute}`;
}

function usesSearchPath(sequelize: Sequelize): boolean {
  const { dialectOptions } = (sequelize as unknown as { options: { dialectOptions?: object } }).options;
  return (dialectOptions as { prependSearchPath?: unknown } | undefined)?.prependSearchPath === true;
}

function introspectModel(
  model: SequelizeModel,
  instance: SequelizeInstance,
  context: IntrospectionContext,
): CatalogModel {
  const attributes = Object.entries(model.rawAttributes).map(([name, attribute]) =>
    introspectAttribute(name, attribute, model, context),
  );
  return {
    name: model.name,
    ...modelNames(model, instance),
    table: introspectTable(model),
    attributes,
    associations: Object.values(model.associations).map((association) =>
      introspectAssociation(association, instance),
    ),
    keys: introspectKeys(model, attributes),
    defaultScope: introspectScope(model),
    scopes: introspectNamedScopes(model),
    paranoid: model.options.paranoid === true && model._timestampAttributes.deletedAt !== undefined,
    versionAttribute: model._versionAttribute || null,
    offersDeleted: false,
    findHooks: findHookNames.filter((hook) => model.hasHook(hook) || instance.hasHook(hook)),
    readOnly: false,
    classCode: introspectClassCode(model, instance),
  };
}

/**
 * The names that Sequelize inflected or was given. A through model that Sequelize makes by itself is defined with the
 * options of the association: its names and comment are another model's or an alias's, and it goes by its own name.
 */
function modelNames(
  model: SequelizeModel,
  instance: SequelizeInstance,
): { readonly singular: string; readonly plural: string; readonly description: string | null } {
  const { name, comment, through } = model.options;
  if (through === undefined) {
    return { singular: name.singular, plural: name.plural, description: comment ?? null };
  }
  const { Utils } = instance.constructor as unknown as {
    Utils: { singularize(word: string): string; pluralize(word: string): string };
  };
  return {
    singular: Utils.singularize(model.name),
    plural: Utils.pluralize(model.name),
    description: null,
  };
}

function introspectTable(model: SequelizeModel): CatalogTable {
  const table = model.getTableName();
  return typeof table === 'string'
    ? { name: table, schema: null }
    : { name: table.tableName, schema: table.schema || null };
}

function introspectAttribute(
  name: string,
  attribute: SequelizeAttribute,
  model: SequelizeModel,
  { dialect, types, owners }: IntrospectionContext,
): CatalogAttribute {
  const { type } = attribute;
  const configuredType = types.get(`${model.name}.${name}`);
  const isVirtual = typeof type !== 'string' && type.key === 'VIRTUAL';
  const valueType = configuredType ?? (isVirtual ? type.returnType : type);
  const catalogType = introspectType(valueType, dialect, !isVirtual);
  const hasGetter = attribute.get !== undefined || Object.hasOwn(model.options.getterMethods ?? {}, name);
  const hasSetter = attribute.set !== undefined || Object.hasOwn(model.options.setterMethods ?? {}, name);
  const nullable = (attribute.allowNull !== false && attribute.primaryKey !== true) || isVirtual;
  const hidden = hiddenReason(name, catalogType.kind, valueType === undefined, model);
  return {
    name,
    column: attribute.field ?? name,
    ...catalogType,
    nullable,
    description: attribute.comment ?? null,
    stored: !isVirtual,
    computed: isVirtual || hasGetter,
    computedFrom: isVirtual ? storedAttributes(type.fields, model) : null,
    definitionOf: foreignOwner(name, owners.get(attribute)),
    references: referredTable(attribute),
    indexed: isIndexed(name, attribute.field ?? name, model),
    hidden,
    writable:
      hidden === null && !isGenerated(name, attribute, model) && (!isVirtual || hasSetter || !hasGetter),
    required: !nullable && attribute.defaultValue === undefined && !isGenerated(name, attribute, model),
    rules: describeValidators(attribute.validate),
  };
}

/** Whether Sequelize or the database writes the attribute by itself. */
function isGenerated(name: string, { autoIncrement }: SequelizeAttribute, model: SequelizeModel): boolean {
  return (
    autoIncrement === true ||
    name === model._versionAttribute ||
    Object.values(model._timestampAttributes).includes(name)
  );
}

/** The columns' attributes behind a VIRTUAL; null where it names none, or others that are computed themselves. */
function storedAttributes(
  names: readonly string[] | undefined,
  model: SequelizeModel,
): readonly string[] | null {
  const isStored = (name: string): boolean => {
    const type = model.rawAttributes[name]?.type;
    return typeof type === 'string' || (type !== undefined && type.key !== 'VIRTUAL');
  };
  return names !== undefined && names.length > 0 && names.every(isStored) ? names : null;
}

/** Whether the column comes first in an index or key. */
function isIndexed(name: string, column: string, model: SequelizeModel): boolean {
  const firsts = indexColumns(model).map(([first]) => first);
  return firsts.includes(column) || firsts.includes(name);
}

function hiddenReason(
  name: string,
  kind: AttributeKind,
  isUntyped: boolean,
  model: SequelizeModel,
): HiddenReason | null {
  if (isUntyped) {
    return 'virtual';
  }
  if (kind === 'unsupported') {
    return 'type';
  }
  if (!isSelectable(name)) {
    return 'name';
  }
  if (mainAttribute(model, name) !== name) {
    return 'repeated';
  }
  const names = attributesOfColumn(model, name);
  if (names.some((other) => looksSecret(other, kind))) {
    return 'secret';
  }
  return names.every((other) => isInScope(other, model._scope)) ? null : 'scope';
}

/**
 * Unique by the primary key, by `unique` on attributes (which Sequelize gathers in `uniqueKeys`, by columns) and by unique
 * indexes; a partial index (`where`) makes nothing unique. Each set of attributes stands once, whatever declared it.
 */
function introspectKeys(model: SequelizeModel, attributes: readonly CatalogAttribute[]): CatalogKey[] {
  const stored = attributes.filter((attribute) => attribute.stored);
  const byName = (wanted: string | undefined) => stored.find(({ name }) => name === wanted);
  // The columns' names before the attributes': an attribute may be called as another one's column.
  const byColumn = (wanted: string | undefined) =>
    stored.find(({ column }) => column === wanted) ?? byName(wanted);
  const fromIndexes = model._indexes
    .filter((index) => index.unique === true && !index.where)
    .map((index) =>
      index.fields.map((field) => (typeof field === 'string' ? field : (field.name ?? field.attribute))),
    );
  const candidates = [
    model.primaryKeyAttributes.map((name) => byName(mainAttribute(model, name))),
    ...Object.values(model.uniqueKeys).map((key) => key.fields.map(byColumn)),
    ...fromIndexes.map((columns) => columns.map(byColumn)),
  ];
  const keys = new Map<string, CatalogKey>();
  for (const [index, members] of candidates.entries()) {
    if (members.length === 0 || members.includes(undefined)) {
      continue;
    }
    const found = members as CatalogAttribute[];
    const identity = found.map((member) => member.name).join('\u0000');
    if (!keys.has(identity)) {
      keys.set(identity, {
        attributes: found.map((member) => member.name),
        primary: index === 0,
        nullable: found.some((member) => member.nullable),
      });
    }
  }
  return [...keys.values()];
}
