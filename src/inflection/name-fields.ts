import {
  type Catalog,
  type CatalogAssociation,
  type CatalogAttribute,
  type CatalogModel,
  isToMany,
} from '../catalog/catalog.ts';
import type { ConfiguredNames } from '../catalog/configure-catalog.ts';
import type { Finding } from '../catalog/finding.ts';
import { globalKey } from '../catalog/global-key.ts';
import type { Inflection } from './inflection.ts';
import { NameSpace, type NameWish } from './name-space.ts';

/** What of the options changes which names there are. */
export interface NameSettings {
  /** Whether `id` belongs to global ids, so that an attribute of this name is shown as `rowId`. */
  readonly relay: boolean;
  /** Whether rows can be written. */
  readonly writes: boolean;
}

/** No field of this name is anything else with the option `relay`, so that clients may cache by it. */
const globalIdField = 'id';

/** The names of an object type's fields, and of the inputs' that belong to it. */
export interface FieldNaming {
  /** The field of a row's global id; null where it has none, and without the option `relay`. */
  readonly globalId: string | null;
  /** Field names of the object type, by attribute. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Field names for inputs alone, by attribute that clients may write and not read. */
  readonly writeOnly: Readonly<Record<string, string>>;
  /** Field names of the object type, by association id. */
  readonly associations: Readonly<Record<string, string>>;
  /** Field names of their connections, by association id, of those that lead to many. */
  readonly connections: Readonly<Record<string, string>>;
}

/** Names the fields of a type: attributes, then declared associations, then inferred ones, then the connections of those. */
export function nameFields(
  model: CatalogModel,
  catalog: Catalog,
  inflection: Inflection,
  configured: ConfiguredNames,
  { relay }: Pick<NameSettings, 'relay'>,
  findings: Finding[],
  type: string,
): FieldNaming {
  const fields = new NameSpace(`field of ${type}`, findings);
  if (relay) {
    fields.reserve(globalIdField, 'the global id');
  }
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
        : attributeWish(member, model, inflection, relay),
    [attributes, declared, inferred],
  );
  const many = [...declared, ...inferred].filter(({ kind }) => isToMany(kind));
  const connectionNames = fields.claimAll(
    many.map((association) => ({
      owner: `the connection of ${association.id}`,
      wished: inflection.connectionField(names.get(association) as string),
      fallback: (wished: string) => `${wished}Field`,
    })),
  );
  const pick = <Member extends CatalogAttribute | CatalogAssociation>(
    members: readonly Member[],
    key: (member: Member) => string,
  ): Record<string, string> =>
    Object.fromEntries(members.map((member) => [key(member), names.get(member) as string]));
  return {
    globalId: relay && globalKey(model) !== null ? globalIdField : null,
    attributes: pick(
      attributes.filter(({ hidden }) => hidden === null),
      ({ name }) => name,
    ),
    writeOnly: pick(
      attributes.filter(({ hidden }) => hidden !== null),
      ({ name }) => name,
    ),
    associations: pick([...declared, ...inferred], ({ id }) => id),
    connections: Object.fromEntries(many.map(({ id }, index) => [id, connectionNames[index] as string])),
  };
}

/**
 * Takes the names that the options give, then those wished for, group by group: whoever is in an earlier group has its
 * name, and its fallback where it lost that, before the next one comes.
 */
export function claimBy<Member>(
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

function attributeWish(
  { name }: CatalogAttribute,
  model: CatalogModel,
  inflection: Inflection,
  relay: boolean,
): NameWish {
  const usual = inflection.attributeField(name);
  const wished = relay && usual === globalIdField ? 'rowId' : usual;
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
