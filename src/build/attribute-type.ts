import {
  GraphQLBoolean,
  type GraphQLEnumType,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLScalarType,
  GraphQLString,
} from 'graphql';
import {
  type Catalog,
  type CatalogAssociation,
  type CatalogAttribute,
  type CatalogModel,
  getModel,
} from '../catalog/catalog.ts';
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
  if (fitsIdentifier(attribute) && isIdentifier(builder.catalog, model, attribute.name)) {
    return GraphQLID;
  }
  switch (attribute.kind) {
    case 'text':
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
      const scalar = scalars[attribute.kind];
      invariant(scalar, `no scalar for ${model.name}.${attribute.name}`);
      return scalar;
    }
  }
}

/** GraphQL's ID carries texts and whole numbers. */
function fitsIdentifier({ kind }: CatalogAttribute): boolean {
  return kind !== 'float' && kind !== 'boolean';
}

/** Whether the attribute is the whole primary key, or the foreign key of an association that refers to one. */
function isIdentifier(catalog: Catalog, model: CatalogModel, attribute: string): boolean {
  return (
    isWholePrimaryKey(model, attribute) ||
    catalog.models
      .flatMap(({ associations }) => associations)
      .flatMap(foreignKeys)
      .some(
        (key) =>
          key.model === model.name &&
          key.attribute === attribute &&
          isWholePrimaryKey(getModel(catalog, key.target), key.targetAttribute),
      )
  );
}

interface ForeignKey {
  readonly model: string;
  readonly attribute: string;
  readonly target: string;
  readonly targetAttribute: string;
}

/** The foreign keys that an association goes over: one, or two where there is a through model. */
function foreignKeys(association: CatalogAssociation): ForeignKey[] {
  const { kind, source, sourceAttribute, target, targetAttribute, through } = association;
  if (through !== null) {
    return [
      {
        model: through.model,
        attribute: through.sourceAttribute,
        target: source,
        targetAttribute: sourceAttribute,
      },
      { model: through.model, attribute: through.targetAttribute, target, targetAttribute },
    ];
  }
  return kind === 'belongsTo'
    ? [{ model: source, attribute: sourceAttribute, target, targetAttribute }]
    : [{ model: target, attribute: targetAttribute, target: source, targetAttribute: sourceAttribute }];
}

function isWholePrimaryKey(model: CatalogModel, attribute: string): boolean {
  return model.keys.some(
    (key) => key.primary && key.attributes.length === 1 && key.attributes[0] === attribute,
  );
}
