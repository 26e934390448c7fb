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
import { invariant } from '../util/invariant.ts';
import type { Builder } from './builder.ts';
import { scalars } from './scalars.ts';

/**
 * The GraphQL type of an attribute's values, without nullability: ID for a primary key of one attribute and the foreign
 * keys that refer to one, the enum made for it, or the scalar of its kind.
 */
export function attributeType(
  builder: Builder,
  model: CatalogModel,
  attribute: CatalogAttribute,
): GraphQLScalarType | GraphQLEnumType {
  if (fitsIdentifier(attribute) && builder.identifiers.has(`${model.name}.${attribute.name}`)) {
    return GraphQLID;
  }
  return singleValueType(builder, model, attribute, attribute);
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
