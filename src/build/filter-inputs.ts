import {
  type GraphQLEnumType,
  GraphQLID,
  type GraphQLInputFieldConfigMap,
  GraphQLInputObjectType,
  type GraphQLScalarType,
  GraphQLString,
  isEnumType,
} from 'graphql';
import {
  type CatalogAttribute,
  type CatalogModel,
  type CatalogType,
  isSearchVector,
} from '../catalog/catalog.ts';
import { attributeType } from './attribute-type.ts';
import { type Builder, typeOnce } from './builder.ts';
import {
  equalityOperators,
  listOperators,
  matchOperator,
  networkOperators,
  orderOperators,
  presenceOperators,
  searchOperator,
  textOperators,
} from './filter-operators.ts';
import { namingOf } from './naming.ts';
import { structureFilter } from './structure-filters.ts';

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
      return networkFilter(builder, attribute);
    case 'text':
      return isSearchVector(attribute)
        ? vectorFilter(builder)
        : scalarFilter(builder, attributeType(builder, model, attribute) as GraphQLScalarType);
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
      return structureFilter(builder, model, attribute);
  }
}

/** The input with the operators of a scalar whose values have an order. */
export function scalarFilter(builder: Builder, type: GraphQLScalarType): GraphQLInputObjectType {
  return valueFilter(builder, type, `${type.name}Filter`, () => ({
    ...listOperators(type),
    ...orderOperators(builder, type),
    ...(type === GraphQLString && textOperators),
    ...(type === GraphQLString && isPostgres(builder) && searchOperator),
  }));
}

function isPostgres({ catalog }: Builder): boolean {
  return catalog.dialect === 'postgres';
}

/** A hardware address belongs to no network, and elsewhere than on Postgres addresses are texts. */
function networkFilter(builder: Builder, { sqlType }: CatalogType): GraphQLInputObjectType {
  return sqlType === 'MACADDR'
    ? valueFilter(builder, GraphQLString, 'HardwareAddressFilter', () => listOperators(GraphQLString))
    : valueFilter(builder, GraphQLString, 'NetworkFilter', () => ({
        ...listOperators(GraphQLString),
        ...(isPostgres(builder) && networkOperators),
      }));
}

/** The words of a text and their places: nothing that a client would write down to compare it with. */
function vectorFilter(builder: Builder): GraphQLInputObjectType {
  return typeOnce(
    builder,
    'TextVectorFilter',
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: 'Conditions on a text that was prepared for a search; all that are given must hold.',
        fields: { ...presenceOperators, ...matchOperator },
      }),
  );
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
          ...equalityOperators(type),
          ...more(),
        }),
      }),
  );
}
