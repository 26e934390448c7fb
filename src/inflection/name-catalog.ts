import type {
  Catalog,
  CatalogAssociation,
  CatalogAttribute,
  CatalogKey,
  CatalogModel,
} from '../catalog/catalog.ts';
import { identifyingKey, innermostType, isKeyKind } from '../catalog/catalog.ts';
import type { ConfiguredNames } from '../catalog/configure-catalog.ts';
import type { Finding } from '../catalog/finding.ts';
import type { Inflection } from './inflection.ts';
import { NameSpace, type NameWish } from './name-space.ts';
import { nameScalars, valueTypeNames } from './name-values.ts';

/** Every generated name of one schema, by what it names. */
export interface Names {
  readonly models: Readonly<Record<string, ModelNaming>>;
  /** Scalar type names of `custom` types, by what those are called. */
  readonly scalars: Readonly<Record<string, string>>;
}

export interface ModelNaming {
  readonly type: string;
  /** `Query` fields; null where the model has no key to find a row by. */
  readonly row: string | null;
  readonly rowByKey: string | null;
  readonly list: string;
  readonly keyInput: string | null;
  /** Field names of the object type, by attribute. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Field names for inputs alone, by attribute that clients may write and not read. */
  readonly writeOnly: Readonly<Record<string, string>>;
  /** Field names of the object type, by association id. */
  readonly associations: Readonly<Record<string, string>>;
  /** Enum type names, by attribute. */
  readonly enums: Readonly<Record<string, string>>;
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
];

const nothingConfigured: ConfiguredNames = {
  types: new Map(),
  attributes: new Map(),
  associations: new Map(),
};

/**
 * Chooses every name of the schema. Names that the options give come first. Names that stay as the models have them win over names that were changed, declared
 * ones over inferred ones; whoever loses gets a fixed fallback (`SubscriptionModel`, `userRelation`, `newsList`) and a
 * finding. So a clash never stops the server, and adding an association renames nothing that was there.
 */
export function nameCatalog(
  catalog: Catalog,
  inflection: Inflection,
  configured: ConfiguredNames = nothingConfigured,
): { readonly names: Names; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const types = new NameSpace('type', findings);
  for (const name of [...reservedTypes, ...valueTypeNames(catalog)]) {
    types.reserve(name, 'GraphQL and KinQL');
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
  const queryFields = nameQueryFields(catalog, inflection, findings);

  const models: Record<string, ModelNaming> = {};
  for (const [index, model] of catalog.models.entries()) {
    const type = typeNames.get(model) as string;
    const fields = nameFields(model, catalog, inflection, configured, findings, type);
    const keys = servedKeys(model);
    const named = nameKeys(keys, type, fields.attributes, inflection, types, findings, model);
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
  return { names: { models, scalars: nameScalars(catalog, inflection, types) }, findings };
}

const addInput = (wished: string): string => `${wished}Input`;

/** Keys whose attributes are all visible (a hidden one must not be guessed by asking for it) and comparable. */
function servedKeys(model: CatalogModel): CatalogKey[] {
  return model.keys.filter((key) =>
    key.attributes.every((name) =>
      model.attributes.some(
        ({ name: candidate, hidden, kind }) => candidate === name && hidden === null && isKeyKind(kind),
      ),
    ),
  );
}

/** Keys of one attribute go by its field's name, which comes before the names that are put together of several. */
function nameKeys(
  keys: readonly CatalogKey[],
  type: string,
  attributes: Readonly<Record<string, string>>,
  inflection: Inflection,
  types: NameSpace,
  findings: Finding[],
  model: CatalogModel,
): KeyNaming[] {
  const fields = new NameSpace(`key of ${type}`, findings);
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

interface QueryFieldNames {
  readonly row: string | null;
  readonly rowByKey: string | null;
  readonly list: string;
}

/** Rows of all models first, then the lists, then the rows by key. */
function nameQueryFields(catalog: Catalog, inflection: Inflection, findings: Finding[]): QueryFieldNames[] {
  const fields = new NameSpace('Query field', findings);
  const claimFor = (
    models: readonly CatalogModel[],
    wish: (model: CatalogModel) => NameWish,
  ): ReadonlyMap<CatalogModel, string> => {
    const names = fields.claimAll(models.map(wish));
    return new Map(models.map((model, index) => [model, names[index] as string]));
  };
  const rows = claimFor(catalog.models.filter(hasServedRow), (model) => ({
    owner: `one ${model.name}`,
    wished: inflection.rowField(model),
    fallback: (wished) => `${wished}Row`,
  }));
  const lists = claimFor(catalog.models, (model) => ({
    owner: `the list of ${model.name}`,
    wished: inflection.listField(model),
    fallback: (wished) => `${wished}List`,
  }));
  const rowsByKey = claimFor(
    catalog.models.filter((model) => servedKeys(model).length > 0),
    (model) => ({
      owner: `${model.name} by key`,
      wished: inflection.rowByKeyField(model),
      fallback: (wished) => `${wished}Key`,
    }),
  );
  return catalog.models.map((model) => ({
    row: rows.get(model) ?? null,
    list: lists.get(model) as string,
    rowByKey: rowsByKey.get(model) ?? null,
  }));
}

function hasServedRow(model: CatalogModel): boolean {
  const key = identifyingKey(model);
  return key !== null && servedKeys(model).includes(key);
}

function nameFields(
  model: CatalogModel,
  catalog: Catalog,
  inflection: Inflection,
  configured: ConfiguredNames,
  findings: Finding[],
  type: string,
): Pick<ModelNaming, 'attributes' | 'writeOnly' | 'associations'> {
  const fields = new NameSpace(`field of ${type}`, findings);
  const attributes = model.attributes.filter(({ hidden, writable }) => hidden === null || writable);
  const declared = model.associations.filter((association) => !association.inferred);
  const inferred = model.associations.filter((association) => association.inferred);
  const names = claimBy<CatalogAttribute | CatalogAssociation>(
    fields,
    [...attributes, ...declared, ...inferred],
    (member) =>
      'id' in member
        ? configured.associations.get(member.id)
        : configured.attributes.get(`${model.name}.${member.name}`),
    (member) =>
      'id' in member
        ? associationWish(member, catalog, inflection)
        : attributeWish(member, model, inflection),
    [attributes, declared, inferred],
  );
  const pick = <Member extends CatalogAttribute | CatalogAssociation>(
    members: readonly Member[],
    key: (member: Member) => string,
  ): Record<string, string> =>
    Object.fromEntries(members.map((member) => [key(member), names.get(member) as string]));
  return {
    attributes: pick(
      attributes.filter(({ hidden }) => hidden === null),
      ({ name }) => name,
    ),
    writeOnly: pick(
      attributes.filter(({ hidden }) => hidden !== null),
      ({ name }) => name,
    ),
    associations: pick([...declared, ...inferred], ({ id }) => id),
  };
}

/**
 * Takes the names that the options give, then those wished for, group by group: whoever is in an earlier group has its
 * name, and its fallback where it lost that, before the next one comes.
 */
function claimBy<Member>(
  space: NameSpace,
  members: readonly Member[],
  configuredName: (member: Member) => string | undefined,
  wish: (member: Member) => NameWish,
  groups: readonly (readonly Member[])[] = [members],
): ReadonlyMap<Member, string> {
  const names = new Map<Member, string>();
  for (const member of members) {
    const name = configuredName(member);
    if (name !== undefined) {
      names.set(member, space.configure(name, wish(member).owner));
    }
  }
  for (const group of groups) {
    const others = group.filter((member) => !names.has(member));
    for (const [index, name] of space.claimAll(others.map(wish)).entries()) {
      names.set(others[index] as Member, name);
    }
  }
  return names;
}

function attributeWish({ name }: CatalogAttribute, model: CatalogModel, inflection: Inflection): NameWish {
  const wished = inflection.attributeField(name);
  return {
    owner: `${model.name}.${name}`,
    wished,
    unchanged: wished === name,
    fallback: (taken) => `${taken}Attribute`,
  };
}

function associationWish(
  association: CatalogAssociation,
  catalog: Catalog,
  inflection: Inflection,
): NameWish {
  const target = catalog.models.find(({ name }) => name === association.target) as CatalogModel;
  const wished = association.inferred
    ? inverseFieldName(association, target, inflection)
    : inflection.associationField(association.alias);
  return {
    owner: association.id,
    wished,
    unchanged: wished === association.alias,
    fallback: (taken) => `${taken}Relation`,
  };
}

/** The field of an inferred inverse that leads to rows of `target`, as the inflection wishes for it. */
export function inverseFieldName(
  association: CatalogAssociation,
  target: CatalogModel,
  inflection: Inflection,
): string {
  return inflection.inverseField(
    target,
    association.aliased ? association.alias : null,
    association.kind === 'hasMany',
  );
}
