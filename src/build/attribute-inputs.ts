import {
  GraphQLID,
  type GraphQLInputFieldConfig,
  type GraphQLInputFieldConfigMap,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLString,
} from 'graphql';
import {
  type CatalogAssociation,
  type CatalogAttribute,
  type CatalogModel,
  type CatalogType,
  getAttribute,
  innermostType,
} from '../catalog/catalog.ts';
import { rangeTypeNames } from '../inflection/name-values.ts';
import type { WriteNaming } from '../inflection/name-writes.ts';
import { inputExtensions } from '../plan/input-source.ts';
import { invariant } from '../util/invariant.ts';
import { attributeType, singleValueType } from './attribute-type.ts';
import { type Builder, typeOnce } from './builder.ts';
import { foreignKeys } from './identifiers.ts';
import { namingOf } from './naming.ts';
import { rangeInput } from './structure-filters.ts';
import { attributeDescription } from './value-type.ts';

/** How a model is written; undefined where it is not. */
export function writeNamingOf({ names }: Builder, model: string): WriteNaming | undefined {
  return names.writes[model];
}

/** The input of a connecting row's own values, without the keys that it connects by. */
export function throughInput(
  builder: Builder,
  association: CatalogAssociation,
  through: CatalogModel,
  name: string,
): GraphQLInputObjectType {
  const keys = [association.through?.sourceAttribute, association.through?.targetAttribute];
  return typeOnce(
    builder,
    name,
    () =>
      new GraphQLInputObjectType({
        name,
        description: `The row of ${through.name} that connects.`,
        fields: () =>
          attributeInputs(builder, through, 'update', (attribute) => !keys.includes(attribute.name)),
      }),
  );
}

/** Whether a connecting row has anything to write but the keys that it connects by. */
export function hasThroughValues(association: CatalogAssociation, through: CatalogModel): boolean {
  const keys = [association.through?.sourceAttribute, association.through?.targetAttribute];
  return through.attributes.some(({ name, writable }) => writable && !keys.includes(name));
}

export function isInPrimaryKey(model: CatalogModel, attribute: string): boolean {
  return model.keys.some((key) => key.primary && key.attributes.includes(attribute));
}

/** An input field for each attribute that clients may write. */
export function attributeInputs(
  builder: Builder,
  model: CatalogModel,
  mode: 'create' | 'update',
  isTaken: (attribute: CatalogAttribute) => boolean,
): GraphQLInputFieldConfigMap {
  const naming = namingOf(builder, model.name);
  const names = Object.entries({ ...naming.attributes, ...naming.writeOnly });
  return Object.fromEntries(
    names.flatMap(([name, field]): [string, GraphQLInputFieldConfig][] => {
      const attribute = getAttribute(model, name);
      if (!attribute.writable || !isTaken(attribute)) {
        return [];
      }
      const references = builder.references.get(`${model.name}.${name}`);
      const type = references === undefined ? inputValueType(builder, model, attribute) : GraphQLID;
      const isRequired = mode === 'create' && attribute.required && !isSetByRelations(builder, model, name);
      return [
        [
          field,
          {
            type: isRequired ? new GraphQLNonNull(type) : type,
            description: attributeDescription(attribute),
            extensions: inputExtensions(
              references === undefined
                ? { kind: 'attribute', attribute: name }
                : { kind: 'globalId', references },
            ),
          },
        ],
      ];
    }),
  );
}

/** Whether the attribute is a key that the row may get from the row it is nested in, or that is nested in it. */
function isSetByRelations({ catalog }: Builder, model: CatalogModel, attribute: string): boolean {
  return catalog.models.some(({ associations }) =>
    associations.some(
      (association) =>
        association.kind !== 'belongsToMany' &&
        foreignKeys(association).some((key) => key.model === model.name && key.attribute === attribute),
    ),
  );
}

/** The GraphQL type of an attribute's values where a client gives them, without nullability. */
function inputValueType(
  builder: Builder,
  model: CatalogModel,
  attribute: CatalogAttribute,
): GraphQLInputType {
  return attribute.kind === 'array' || attribute.kind === 'range' || isUnnamedEnum(builder, model, attribute)
    ? composedType(builder, model, attribute, attribute)
    : attributeType(builder, model, attribute);
}

/** Clients do not see the values of a write-only attribute, so that no type has their labels. */
function isUnnamedEnum({ enumTypes }: Builder, { name }: CatalogModel, attribute: CatalogAttribute): boolean {
  return innermostType(attribute).kind === 'enum' && !enumTypes.has(`${name}.${attribute.name}`);
}

function composedType(
  builder: Builder,
  model: CatalogModel,
  attribute: CatalogAttribute,
  type: CatalogType,
): GraphQLInputType {
  const { kind, element } = type;
  if (kind === 'array' && element !== null) {
    return new GraphQLList(composedType(builder, model, attribute, element));
  }
  if (kind === 'range' && element !== null) {
    const name = rangeTypeNames[element.kind];
    invariant(name, `no range of ${element.kind}`);
    return rangeInput(builder, `${name}Input`, singleValueType(builder, model, attribute, element));
  }
  return kind === 'enum' && isUnnamedEnum(builder, model, attribute)
    ? GraphQLString
    : singleValueType(builder, model, attribute, type);
}
