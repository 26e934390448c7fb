import {
  GraphQLBoolean,
  type GraphQLEnumType,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLScalarType,
  GraphQLString,
} from 'graphql';
import { type CatalogAttribute, type CatalogModel, type CatalogType, isKeyKind } from '../catalog/catalog.ts';
import type { GlobalReference } from '../plan/input-source.ts';
import { invariant } from '../util/invariant.ts';
import type { Builder } from './builder.ts';
import { scalars } from './scalars.ts';

/**
 * The GraphQL type of an attribute's values, without nullability: ID for a primary key of one attribute and the foreign
 * keys that refer to one, the enum made for it, or the scalar of its kind. Where rows have global ids, ID is for those alone.
 */
export function attributeType(
  builder: Builder,
  model: CatalogModel,
  attribute: CatalogAttribute,
): GraphQLScalarType | GraphQLEnumType {
  const place = `${model.name}.${attribute.name}`;
  const isIdentifier = builder.settings.relay
    ? builder.references.has(place)
    : fitsIdentifier(attribute) && builder.identifiers.has(place);
  return isIdentifier ? GraphQLID : singleValueType(builder, model, attribute, attribute);
}

/**
 * The same where the attribute stands among others of its row, in a key or in a group: what tells whose row a polymorphic
 * foreign key names stands beside it there, so that it is shown as it is.
 */
export function keyPartType(
  builder: Builder,
  model: CatalogModel,
  attribute: CatalogAttribute,
): GraphQLScalarType | GraphQLEnumType {
  return builder.references.has(`${model.name}.${attribute.name}`) &&
    certainReference(builder, model, attribute.name) === null
    ? singleValueType(builder, model, attribute, attribute)
    : attributeType(builder, model, attribute);
}

/** Whose global id a foreign key shows, where it is the same model's for every row; else null. */
export function certainReference(
  { references }: Builder,
  model: CatalogModel,
  attribute: string,
): GlobalReference | null {
  const [reference, ...others] = references.get(`${model.name}.${attribute}`) ?? [];
  return reference !== undefined && others.length === 0 && Object.keys(reference.discriminator).length === 0
    ? reference
    : null;
}

/** The enum or scalar of a type that is no array and no range: the attribute's own, or of what the attribute holds. */
export function singleValueType(
  builder: Builder,
  model: CatalogModel,
  attribute: CatalogAttribute,
  { kind, customName }: CatalogType,
): GraphQLScalarType | GraphQLEnumType {
  switch (kind) {
    case 'text':
    case 'network':
      return GraphQLString;
    case 'integer':
      return GraphQLInt;
    case 'float':
      return GraphQLFloat;
    case 'boolean':
      return GraphQLBoolean;
    case 'enum': {
      const type = builder.enumTypes.get(`${model.name}.${attribute.name}`);
      invariant(type, `no enum type for ${model.name}.${attribute.name}`);
      return type;
    }
    default: {
      const scalar = customName === null ? scalars[kind] : builder.customScalars.get(customName);
      invariant(scalar, `no scalar for ${model.name}.${attribute.name}`);
      return scalar;
    }
  }
}

/** GraphQL's ID carries texts and whole numbers. */
function fitsIdentifier({ kind }: CatalogAttribute): boolean {
  return isKeyKind(kind) && kind !== 'float' && kind !== 'boolean';
}
