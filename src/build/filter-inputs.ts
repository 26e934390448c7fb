import {
  GraphQLBoolean,
  type GraphQLEnumType,
  GraphQLID,
  type GraphQLInputFieldConfigMap,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLScalarType,
  GraphQLString,
  isEnumType,
} from 'graphql';
import type { CatalogAttribute, CatalogModel } from '../catalog/catalog.ts';
import { attributeType } from './attribute-type.ts';
import { type Builder, typeOnce } from './builder.ts';
import { namingOf } from './naming.ts';

/** Whether clients may filter and order by an attribute: they see what its column holds, and nothing in between. */
export function isComparable({ hidden, stored, computed }: CatalogAttribute): boolean {
  return hidden === null && stored && !computed;
}

/** The input with the operators of an attribute; one for each type of values. */
export function filterInput(
  builder: Builder,
  model: CatalogModel,
  attribute: CatalogAttribute,
): GraphQLInputObjectType {
  switch (attribute.kind) {
    case 'boolean':
      return valueFilter(builder, attributeType(builder, model, attribute), 'BooleanFilter', () => ({}));
    case 'enum': {
      const type = attributeType(builder, model, attribute) as GraphQLEnumType;
      const name = namingOf(builder, model.name).enumFilters[attribute.name] as string;
      return valueFilter(builder, type, name, () => listOperators(type));
    }
    case 'network':
      return valueFilter(builder, GraphQLString, 'NetworkFilter', () => listOperators(GraphQLString));
    case 'text':
    case 'integer':
    case 'bigInteger':
    case 'float':
    case 'decimal':
    case 'date':
    case 'time':
    case 'dateTime':
    case 'uuid':
      return scalarFilter(builder, attributeType(builder, model, attribute) as GraphQLScalarType);
    default:
      return typeOnce(
        builder,
        'PresenceFilter',
        (name) =>
          new GraphQLInputObjectType({
            name,
            description: 'Whether there is a value.',
            fields: presenceOperators,
          }),
      );
  }
}

/** The input with the operators of a scalar whose values have an order. */
export function scalarFilter(builder: Builder, type: GraphQLScalarType): GraphQLInputObjectType {
  return valueFilter(builder, type, `${type.name}Filter`, () => ({
    ...listOperators(type),
    ...orderOperators(builder, type),
    ...(type === GraphQLString && textOperators),
  }));
}

/** The input with the operators of global ids, which have no order. */
export function globalIdFilter(builder: Builder): GraphQLInputObjectType {
  return valueFilter(builder, GraphQLID, 'IDFilter', () => listOperators(GraphQLID));
}

function valueFilter(
  builder: Builder,
  type: GraphQLScalarType | GraphQLEnumType,
  filterName: string,
  more: () => GraphQLInputFieldConfigMap,
): GraphQLInputObjectType {
  return typeOnce(
    builder,
    filterName,
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: `Conditions on ${isEnumType(type) ? 'one of the values' : 'a value'} of ${type.name}; all that are given must hold.`,
        fields: () => ({
          eq: { type, description: 'Equal; null finds what has no value.' },
          ne: { type, description: 'Not equal; what has no value differs from every value.' },
          ...presenceOperators,
          ...more(),
        }),
      }),
  );
}

const presenceOperators: GraphQLInputFieldConfigMap = {
  isNull: { type: GraphQLBoolean, description: 'Whether there is no value.' },
};

function listOperators(type: GraphQLInputType): GraphQLInputFieldConfigMap {
  const list = new GraphQLList(type);
  return {
    in: { type: list, description: 'One of these; none of an empty list. Null stands for no value.' },
    notIn: { type: list, description: 'None of these; any of an empty list. Null stands for no value.' },
  };
}

function orderOperators(builder: Builder, type: GraphQLScalarType): GraphQLInputFieldConfigMap {
  const bound = new GraphQLNonNull(type);
  const between = typeOnce(
    builder,
    `${type.name}Between`,
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: 'Two bounds, both of which belong to what lies between them.',
        fields: { from: { type: bound }, to: { type: bound } },
      }),
  );
  return {
    lt: { type, description: 'Less than.' },
    lte: { type, description: 'Less than or equal.' },
    gt: { type, description: 'Greater than.' },
    gte: { type, description: 'Greater than or equal.' },
    between: { type: between, description: 'Between two bounds, or equal to one.' },
  };
}

const text = (description: string) => ({ type: GraphQLString, description });

const textOperators: GraphQLInputFieldConfigMap = {
  contains: text('Has this text in it, taken as it is.'),
  startsWith: text('Begins with this text, taken as it is.'),
  endsWith: text('Ends with this text, taken as it is.'),
  iEq: text('Equal but for upper and lower case.'),
  iContains: text('Has this text in it, but for upper and lower case.'),
  iStartsWith: text('Begins with this text, but for upper and lower case.'),
  iEndsWith: text('Ends with this text, but for upper and lower case.'),
  like: text(
    'Matches a pattern: % stands for any text, _ for any character, a backslash takes their meaning.',
  ),
  iLike: text('Matches a pattern as in "like", but for upper and lower case.'),
};
