import {
  GraphQLBoolean,
  type GraphQLEnumType,
  type GraphQLInputFieldConfigMap,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLScalarType,
  GraphQLString,
} from 'graphql';
import {
  type CatalogAttribute,
  type CatalogModel,
  type CatalogType,
  isKeyKind,
  isSearchVector,
} from '../catalog/catalog.ts';
import { rangeTypeNames } from '../inflection/name-values.ts';
import { invariant } from '../util/invariant.ts';
import { singleValueType } from './attribute-type.ts';
import { type Builder, typeOnce } from './builder.ts';
import { equalityOperators, listOperators, presenceOperators, textOperators } from './filter-operators.ts';
import { namingOf } from './naming.ts';
import { scalars } from './scalars.ts';

/** The input with the operators of an attribute whose values are made of others, or are no values to order. */
export function structureFilter(
  builder: Builder,
  model: CatalogModel,
  attribute: CatalogAttribute,
): GraphQLInputObjectType {
  const { kind, element } = attribute;
  switch (kind) {
    case 'json':
      return jsonFilter(builder);
    case 'keyValue':
      return keyValueFilter(builder);
    case 'bytes':
      return bytesFilter(builder);
    case 'array':
      return element !== null && hasListFilter(element)
        ? listFilter(builder, model, attribute, element)
        : presenceFilter(builder);
    case 'range':
      invariant(element, `${model.name}.${attribute.name} holds nothing`);
      return rangeFilter(builder, model, attribute, element);
    default:
      return presenceFilter(builder);
  }
}

/** Of a type whose values can only be told to be there. */
function presenceFilter(builder: Builder): GraphQLInputObjectType {
  return inputOnce(builder, 'PresenceFilter', 'Whether there is a value.', () => presenceOperators);
}

function inputOnce(
  builder: Builder,
  inputName: string,
  description: string,
  fields: () => GraphQLInputFieldConfigMap,
): GraphQLInputObjectType {
  return typeOnce(builder, inputName, (name) => new GraphQLInputObjectType({ name, description, fields }));
}

function scalarOf(kind: 'json' | 'bytes'): GraphQLScalarType {
  const scalar = scalars[kind];
  invariant(scalar, `no scalar of ${kind}`);
  return scalar;
}

function bytesFilter(builder: Builder): GraphQLInputObjectType {
  const type = scalarOf('bytes');
  return inputOnce(builder, 'BytesFilter', 'Conditions on bytes; all that are given must hold.', () => ({
    ...equalityOperators(type),
    ...listOperators(type),
  }));
}

function keyValueFilter(builder: Builder): GraphQLInputObjectType {
  const type = scalarOf('json');
  return inputOnce(
    builder,
    'KeyValueFilter',
    'Conditions on a map of texts; all that are given must hold.',
    () => ({
      ...equalityOperators(type),
      contains: { type, description: 'Has each of these keys, with its text or null.' },
      hasKey: { type: GraphQLString, description: 'Has this key, whatever its text.' },
    }),
  );
}

function jsonFilter(builder: Builder): GraphQLInputObjectType {
  return inputOnce(
    builder,
    'JSONFilter',
    'Conditions on a JSON value; all that are given must hold.',
    () => ({
      ...jsonOperators(builder),
      at: {
        type: new GraphQLList(new GraphQLNonNull(jsonPathFilter(builder))),
        description: 'Conditions on what stands at places in the value.',
      },
    }),
  );
}

function jsonPathFilter(builder: Builder): GraphQLInputObjectType {
  return inputOnce(
    builder,
    'JSONPathFilter',
    'Conditions on what stands at a place in a JSON value; all that are given must hold.',
    () => ({
      path: {
        type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(GraphQLString))),
        description: 'Keys from the outside in; in a list the index, counted from "0".',
      },
      ...jsonOperators(builder),
    }),
  );
}

function jsonOperators(builder: Builder): GraphQLInputFieldConfigMap {
  const type = scalarOf('json');
  const list = new GraphQLList(type);
  const ordered = (words: string) => ({
    type,
    description: `A number ${words} this number, or a text ${words} this text by the code points of its characters.`,
  });
  return {
    isNull: { type: GraphQLBoolean, description: 'Whether there is nothing, or null.' },
    eq: { type, description: 'Equal in every part; null finds what is not there as well.' },
    ne: { type, description: 'Not equal; what is not there differs from every value but null.' },
    in: { type: list, description: 'One of these; none of an empty list.' },
    notIn: { type: list, description: 'None of these; any of an empty list.' },
    lt: ordered('less than'),
    lte: ordered('less than or equal to'),
    gt: ordered('greater than'),
    gte: ordered('greater than or equal to'),
    contains: {
      type,
      description:
        'Has each member of this object, each element of this list in any order, however deep; or is a list with this value.',
    },
    hasKey: { type: GraphQLString, description: 'Is an object with this key, whatever its value.' },
    text: {
      type: inputOnce(
        builder,
        'JSONTextFilter',
        'Conditions on a text in a JSON value, which nothing but a text meets; all that are given must hold.',
        () => textOperators,
      ),
      description: 'Conditions on a text.',
    },
  };
}

/** Arrays of what can be compared for being equal without knowing more of it. */
function hasListFilter(element: CatalogType): boolean {
  return isKeyKind(element.kind) && !isSearchVector(element);
}

function listFilter(
  builder: Builder,
  model: CatalogModel,
  attribute: CatalogAttribute,
  element: CatalogType,
): GraphQLInputObjectType {
  const type = singleValueType(builder, model, attribute, element);
  const lists = new GraphQLList(new GraphQLNonNull(type));
  return inputOnce(
    builder,
    listFilterName(builder, model, attribute, element, type),
    `Conditions on a list of ${type.name} values; all that are given must hold.`,
    () => ({
      ...equalityOperators(new GraphQLList(type)),
      isEmpty: { type: GraphQLBoolean, description: 'Whether the list has no elements.' },
      contains: { type: lists, description: 'Has all of these.' },
      containedBy: { type: lists, description: 'Has nothing but these.' },
      overlaps: { type: lists, description: 'Has at least one of these.' },
    }),
  );
}

function listFilterName(
  builder: Builder,
  model: CatalogModel,
  attribute: CatalogAttribute,
  { kind }: CatalogType,
  type: GraphQLScalarType | GraphQLEnumType,
): string {
  switch (kind) {
    case 'enum':
      return namingOf(builder, model.name).enumFilters[attribute.name] as string;
    case 'network':
      return 'NetworkListFilter';
    default:
      return `${type.name}ListFilter`;
  }
}

function rangeFilter(
  builder: Builder,
  model: CatalogModel,
  attribute: CatalogAttribute,
  bound: CatalogType,
): GraphQLInputObjectType {
  const name = rangeTypeNames[bound.kind];
  invariant(name, `no range of ${bound.kind}`);
  const value = singleValueType(builder, model, attribute, bound);
  const range = rangeInput(builder, `${name}Input`, value);
  return inputOnce(
    builder,
    `${name}Filter`,
    `Conditions on a ${name}; all that are given must hold.`,
    () => ({
      ...equalityOperators(range),
      isEmpty: { type: GraphQLBoolean, description: 'Whether nothing lies in the range.' },
      contains: { type: value, description: 'Has this value in it.' },
      containsRange: { type: range, description: 'Has all of this range in it.' },
      containedBy: { type: range, description: 'Lies within this range.' },
      overlaps: { type: range, description: 'Has a value in common with this range.' },
      before: { type: range, description: 'Ends before this range starts.' },
      after: { type: range, description: 'Starts after this range ends.' },
    }),
  );
}

/** The input of a range, by the name that it has wherever it is given. */
export function rangeInput(
  builder: Builder,
  inputName: string,
  value: GraphQLInputType,
): GraphQLInputObjectType {
  const flag = new GraphQLNonNull(GraphQLBoolean);
  return inputOnce(
    builder,
    inputName,
    'The values between two bounds; none where the end comes before the start.',
    () => ({
      start: { type: value, description: 'Where the range starts; not given or null, it has no start.' },
      end: { type: value, description: 'Where the range ends; not given or null, it has no end.' },
      startInclusive: { type: flag, defaultValue: true, description: 'Whether the start belongs to it.' },
      endInclusive: { type: flag, defaultValue: false, description: 'Whether the end belongs to it.' },
    }),
  );
}
