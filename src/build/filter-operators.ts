import {
  GraphQLBoolean,
  type GraphQLInputFieldConfigMap,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLScalarType,
  GraphQLString,
} from 'graphql';
import { type Builder, typeOnce } from './builder.ts';

export const presenceOperators: GraphQLInputFieldConfigMap = {
  isNull: { type: GraphQLBoolean, description: 'Whether there is no value.' },
};

/** The operators of being equal to a value; clients cannot tell what is not there from null. */
export function equalityOperators(type: GraphQLInputType): GraphQLInputFieldConfigMap {
  return {
    eq: { type, description: 'Equal; null finds what has no value.' },
    ne: { type, description: 'Not equal; what has no value differs from every value.' },
    ...presenceOperators,
  };
}

export function listOperators(type: GraphQLInputType): GraphQLInputFieldConfigMap {
  const list = new GraphQLList(type);
  return {
    in: { type: list, description: 'One of these; none of an empty list. Null stands for no value.' },
    notIn: { type: list, description: 'None of these; any of an empty list. Null stands for no value.' },
  };
}

export function orderOperators(builder: Builder, type: GraphQLScalarType): GraphQLInputFieldConfigMap {
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

export const textOperators: GraphQLInputFieldConfigMap = {
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

/** Postgres can look for words in any text; MySQL and MariaDB need an index for it, of which only they know. */
export const searchOperator: GraphQLInputFieldConfigMap = {
  search: text(
    'Has these words in it, as they are; "a phrase" in quotes, -without, one or another. Never refuses a query.',
  ),
};

/** On texts that were prepared for a search. */
export const matchOperator: GraphQLInputFieldConfigMap = {
  matches: text(
    'Has these words in it, in the form that the database is set to; "a phrase" in quotes, -without, one or another.',
  ),
};

/** On addresses of networks, on Postgres. */
export const networkOperators: GraphQLInputFieldConfigMap = {
  within: text('Lies in this network, or is it.'),
  contains: text('Is a network with this address or network in it, or is it.'),
};
