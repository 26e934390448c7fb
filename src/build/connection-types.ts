import {
  GraphQLBoolean,
  type GraphQLFieldConfig,
  GraphQLInt,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
} from 'graphql';
import type { CatalogModel } from '../catalog/catalog.ts';
import type { Connection, Edge, PageInfo } from '../execute/resolve-connection.ts';
import type { LinkNaming } from '../inflection/name-derived.ts';
import { fieldExtensions } from '../plan/field-source.ts';
import { aggregateType, hasAggregates } from './aggregate-types.ts';
import { type Builder, typeOnce } from './builder.ts';
import { listOf } from './list-rules.ts';
import { namingOf, objectType } from './naming.ts';

type Field<Source> = GraphQLFieldConfig<Source, unknown>;

const nodes = fieldExtensions({ kind: 'part', needs: 'rows' });
const cursors = fieldExtensions({ kind: 'part', needs: 'cursors' });

/** The through model's rows of a belongsToMany, whose connection and edges have types of their own then. */
export interface ConnectionLink {
  readonly naming: LinkNaming;
  readonly model: CatalogModel;
}

/** The type of a list of the model's rows in pages by cursors. */
export function connectionType(
  builder: Builder,
  model: CatalogModel,
  link: ConnectionLink | null = null,
): GraphQLObjectType {
  const names = link?.naming ?? namingOf(builder, model.name).derived;
  return typeOnce(
    builder,
    names.Connection,
    (name) =>
      new GraphQLObjectType({
        name,
        description: `A page of a list of rows of ${model.name}, and what belongs to the whole list.`,
        fields: () => connectionFields(builder, model, edgeType(builder, model, names.Edge, link)),
      }),
  );
}

function connectionFields(
  builder: Builder,
  model: CatalogModel,
  edge: GraphQLObjectType,
): Record<string, Field<Connection>> {
  return {
    edges: {
      type: listOf(edge),
      description: 'The rows of the page, each with its cursor.',
      extensions: nodes,
      resolve: async (connection) => (await connection.page()).edges,
    },
    nodes: {
      type: listOf(objectType(builder, model.name)),
      description: 'The rows of the page.',
      extensions: nodes,
      resolve: async (connection) => (await connection.page()).edges.map(({ node }) => node),
    },
    pageInfo: {
      type: new GraphQLNonNull(pageInfoType(builder)),
      extensions: nodes,
      resolve: async (connection) => (await connection.page()).pageInfo,
    },
    totalCount: {
      type: new GraphQLNonNull(GraphQLInt),
      description: 'How many rows the whole list has.',
      extensions: fieldExtensions({ kind: 'aggregateValue', function: 'count', attribute: null }),
      resolve: async (connection) => (await connection.aggregates()).count,
    },
    ...(hasAggregates(builder) && {
      aggregate: {
        type: new GraphQLNonNull(aggregateType(builder, model)),
        description: 'What is computed of all rows of the list.',
        extensions: fieldExtensions({ kind: 'part', needs: null }),
        resolve: (connection: Connection) => connection.aggregates(),
      },
    }),
  };
}

function edgeType(
  builder: Builder,
  model: CatalogModel,
  edgeName: string,
  link: ConnectionLink | null,
): GraphQLObjectType {
  return typeOnce(
    builder,
    edgeName,
    (name) =>
      new GraphQLObjectType({
        name,
        description: `A row of ${model.name} in a list.`,
        fields: (): Record<string, Field<Edge>> => ({
          cursor: {
            type: new GraphQLNonNull(GraphQLString),
            description: 'The place of the row in the list, for "after" and "before".',
            extensions: cursors,
            resolve: ({ cursor }) => cursor,
          },
          node: {
            type: new GraphQLNonNull(objectType(builder, model.name)),
            extensions: nodes,
            resolve: ({ node }) => node,
          },
          ...(link !== null && {
            through: {
              type: new GraphQLNonNull(objectType(builder, link.model.name)),
              description: `The row of ${link.model.name} that connects.`,
              extensions: fieldExtensions({ kind: 'part', needs: 'rows', ofEdge: true }),
              resolve: ({ through }: Edge) => through,
            },
          }),
        }),
      }),
  );
}

function pageInfoType(builder: Builder): GraphQLObjectType {
  return typeOnce(
    builder,
    'PageInfo',
    (name) =>
      new GraphQLObjectType({
        name,
        description: 'Where a page lies in its list.',
        fields: (): Record<string, Field<PageInfo>> => ({
          hasNextPage: {
            type: new GraphQLNonNull(GraphQLBoolean),
            description: 'Whether rows follow the page.',
            extensions: nodes,
          },
          hasPreviousPage: {
            type: new GraphQLNonNull(GraphQLBoolean),
            description: 'Whether rows come before the page.',
            extensions: nodes,
          },
          startCursor: {
            type: GraphQLString,
            description: 'The cursor of the first row; null where there is none.',
            extensions: cursors,
          },
          endCursor: {
            type: GraphQLString,
            description: 'The cursor of the last row; null where there is none.',
            extensions: cursors,
          },
        }),
      }),
  );
}
