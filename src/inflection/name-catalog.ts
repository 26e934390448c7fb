import type { Catalog, CatalogKey, CatalogModel } from '../catalog/catalog.ts';
import { getAttribute, innermostType } from '../catalog/catalog.ts';
import type { ConfiguredNames } from '../catalog/configure-catalog.ts';
import type { Finding } from '../catalog/finding.ts';
import type { Inflection } from './inflection.ts';
import {
  type DerivedNaming,
  derivedWish,
  type LinkNaming,
  nameDerivedTypes,
  nameLinkTypes,
} from './name-derived.ts';
import { claimBy, type FieldNaming, type NameSettings, nameFields } from './name-fields.ts';
import { nameQueryFields, type QueryFieldNames, servedKeys } from './name-query-fields.ts';
import { nameDeletedArgument, nameScopes, type ScopesNaming } from './name-scopes.ts';
import { NameSpace } from './name-space.ts';
import { nameScalars, valueTypeNames } from './name-values.ts';
import { nameWrites, type WriteNaming } from './name-writes.ts';

/** Every generated name of one schema, by what it names. */
export interface Names {
  readonly models: Readonly<Record<string, ModelNaming>>;
  /** Scalar type names of `custom` types, by what those are called. */
  readonly scalars: Readonly<Record<string, string>>;
  /** By model, for those that can be written. */
  readonly writes: Readonly<Record<string, WriteNaming>>;
}

export interface ModelNaming extends FieldNaming {
  readonly type: string;
  /** `Query` fields; null where the model has no key to find a row by. */
  readonly row: string | null;
  readonly rowByKey: string | null;
  readonly list: string;
  readonly connection: string;
  readonly aggregate: string;
  readonly groupBy: string;
  /** Type names that are made beside the object type's. */
  readonly derived: DerivedNaming;
  readonly keyInput: string | null;
  /** Types of a belongsToMany's own, by association id, where clients see the rows of its through model. */
  readonly links: Readonly<Record<string, LinkNaming>>;
  /** The argument for deleted rows of the field `row`, whose others are attributes. */
  readonly deletedArgument: string;
  /** What clients write to ask for scopes; null where the options offer none. */
  readonly scopes: ScopesNaming | null;
  /** Enum type names, by attribute, and those of the inputs that filter by them. */
  readonly enums: Readonly<Record<string, string>>;
  readonly enumFilters: Readonly<Record<string, string>>;
  /** The keys that clients may use, in the order of the model's keys. */
  readonly keys: readonly KeyNaming[];
}

export interface KeyNaming {
  readonly key: CatalogKey;
  /** The field of the key input. */
  readonly field: string;
  /** The input type of a key with several attributes, else null. */
  readonly input: string | null;
}

/** Type names that a schema has whatever the models are; those of ranges and GeoJSON only where an attribute has them. */
const reservedTypes = [
  ...['Query', 'Mutation', 'Subscription', 'Int', 'Float', 'String', 'Boolean', 'ID', 'Node', 'PageInfo'],
  ...['BigInt', 'Decimal', 'Date', 'Time', 'DateTime', 'UUID', 'JSON', 'Bytes'],
  ...['OrderDirection', 'CountOrderBy', 'GroupByValue', 'GroupByDate', 'GroupByDateTime', 'PresenceFilter'],
  ...['ID', 'Int', 'Float', 'String', 'BigInt', 'Decimal', 'Date', 'Time', 'DateTime', 'UUID'].flatMap(
    (name) => [`${name}Filter`, `${name}Between`],
  ),
  ...['Boolean', 'JSON', 'JSONPath', 'JSONText', 'KeyValue', 'Bytes', 'Network', 'HardwareAddress'].map(
    (name) => `${name}Filter`,
  ),
  ...['Int', 'Float', 'String', 'Boolean', 'BigInt', 'Decimal', 'Date', 'Time', 'DateTime', 'UUID'].map(
    (name) => `${name}ListFilter`,
  ),
  ...['NetworkListFilter', 'TextVectorFilter'],
];

const writingTypes = ['MutationError', 'MutationErrorCode'];

const nothingConfigured: ConfiguredNames = {
  types: new Map(),
  attributes: new Map(),
  associations: new Map(),
  scopes: new Map(),
};

/**
 * Chooses every name of the schema. Names that the options give come first. Names that stay as the models have them win
 * over names that were changed, declared ones over inferred ones; whoever loses gets a fixed fallback
 * (`SubscriptionModel`, `userRelation`, `newsList`) and a finding. So a clash never stops the server, and adding an association renames nothing that was there.
 */
export function nameCatalog(
  catalog: Catalog,
  inflection: Inflection,
  configured: ConfiguredNames = nothingConfigured,
  settings: NameSettings = { relay: false, writes: false },
): { readonly names: Names; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const types = new NameSpace('type', findings);
  const own = [
    ...reservedTypes,
    ...valueTypeNames(catalog),
    ...(settings.writes ? writingTypes : []),
    ...(catalog.models.some(({ offersDeleted }) => offersDeleted) ? ['Deleted'] : []),
  ];
  for (const name of own) {
    types.reserve(name, 'GraphQL and KinQL');
  }
  if (settings.relay) {
    types.reserveEnding('Connection', 'the connections of the option relay');
  }
  const typeNames = claimBy(
    types,
    catalog.models,
    (model) => configured.types.get(model.name),
    (model) => ({
      owner: model.name,
      wished: inflection.typeName(model),
      unchanged: inflection.typeName(model) === model.name,
      fallback: (wished) => `${wished}Model`,
    }),
  );
  const queryFields = nameQueryFields(catalog, inflection, settings, findings);

  const models: Record<string, Omit<ModelNaming, DerivedNames>> = {};
  for (const [index, model] of catalog.models.entries()) {
    const type = typeNames.get(model) as string;
    const fields = nameFields(model, catalog, inflection, configured, settings, findings, type);
    const keys = servedKeys(model);
    const named = nameKeys(keys, type, fields, inflection, types, findings, model);
    models[model.name] = {
      type,
      ...(queryFields[index] as QueryFieldNames),
      keyInput:
        keys.length === 0
          ? null
          : types.claim({
              owner: `${model.name}'s keys`,
              wished: inflection.keyInputName(type),
              fallback: addInput,
            }),
      ...fields,
      deletedArgument: nameDeletedArgument(model, fields, findings),
      enums: Object.fromEntries(
        model.attributes
          .filter((attribute) => attribute.hidden === null && innermostType(attribute).kind === 'enum')
          .map(({ name }) => [
            name,
            types.claim({
              owner: `${model.name}.${name}`,
              wished: inflection.enumTypeName(type, name),
              fallback: (wished) => `${wished}Enum`,
            }),
          ]),
      ),
      keys: named,
    };
  }
  const scalars = nameScalars(catalog, inflection, types);
  const beside = nameBeside(models, catalog, inflection, types);
  const named = nameAllScopes(beside, catalog, inflection, configured, types, findings);
  const writes = settings.writes ? nameWrites(catalog, named, inflection, types, findings) : {};
  return { names: { models: named, scalars, writes }, findings };
}

type DerivedNames = 'derived' | 'enumFilters' | 'links' | 'scopes';

/** After all types that the models' own names stand for, so that none of those changes its name for one of these. */
function nameBeside(
  models: Readonly<Record<string, Omit<ModelNaming, DerivedNames>>>,
  catalog: Catalog,
  inflection: Inflection,
  types: NameSpace,
): Record<string, Omit<ModelNaming, 'scopes'>> {
  const typeNames = Object.entries(models).map(([model, { type }]) => [model, type] as const);
  const derived = nameDerivedTypes(new Map(typeNames), inflection, types);
  const enumFilters = (model: CatalogModel, enums: ModelNaming['enums']) =>
    Object.entries(enums).map(([attribute, name]) => {
      const filter = getAttribute(model, attribute).kind === 'array' ? 'ListFilter' : 'Filter';
      return [
        attribute,
        types.claim(derivedWish(`${filter} of ${model.name}.${attribute}`, ['', name], filter, inflection)),
      ];
    });
  const filtered = catalog.models.map((model) => {
    const naming = models[model.name] as Omit<ModelNaming, DerivedNames>;
    return {
      ...naming,
      derived: derived.get(model.name) as DerivedNaming,
      enumFilters: Object.fromEntries(enumFilters(model, naming.enums)) as ModelNaming['enumFilters'],
    };
  });
  return Object.fromEntries(
    catalog.models.map((model, index) => {
      const naming = filtered[index] as Omit<ModelNaming, 'links' | 'scopes'>;
      const named = { type: naming.type, fields: naming.associations };
      const served = (name: string): boolean => name in models;
      return [model.name, { ...naming, links: nameLinkTypes(model, named, served, inflection, types) }];
    }),
  );
}

const addInput = (wished: string): string => `${wished}Input`;

function nameAllScopes(
  models: Readonly<Record<string, Omit<ModelNaming, 'scopes'>>>,
  catalog: Catalog,
  inflection: Inflection,
  configured: ConfiguredNames,
  types: NameSpace,
  findings: Finding[],
): Record<string, ModelNaming> {
  return Object.fromEntries(
    catalog.models.map((model) => {
      const naming = models[model.name] as Omit<ModelNaming, 'scopes'>;
      const scopes = nameScopes(model, naming.type, inflection, configured, types, findings);
      return [model.name, { ...naming, scopes }];
    }),
  );
}

/** Keys of one attribute go by its field's name, which comes before the names that are put together of several. */
function nameKeys(
  keys: readonly CatalogKey[],
  type: string,
  { attributes, globalId }: Pick<ModelNaming, 'attributes' | 'globalId'>,
  inflection: Inflection,
  types: NameSpace,
  findings: Finding[],
  model: CatalogModel,
): KeyNaming[] {
  const fields = new NameSpace(`key of ${type}`, findings);
  if (globalId !== null) {
    fields.reserve(globalId, 'the global id');
  }
  const single = (key: CatalogKey): string | undefined =>
    key.attributes.length === 1 ? attributes[key.attributes[0] as string] : undefined;
  for (const key of keys) {
    const field = single(key);
    if (field !== undefined) {
      fields.reserve(field, `${model.name}.${key.attributes[0]}`);
    }
  }
  return keys.map((key) => {
    const field = single(key);
    if (field !== undefined) {
      return { key, field, input: null };
    }
    const owner = `${model.name}'s key (${key.attributes.join(', ')})`;
    return {
      key,
      field: fields.claim({
        owner,
        wished: inflection.compositeKeyField(key.attributes),
        fallback: (wished) => `${wished}Key`,
      }),
      input: types.claim({
        owner,
        wished: inflection.compositeKeyInputName(type, key.attributes),
        fallback: addInput,
      }),
    };
  });
}
