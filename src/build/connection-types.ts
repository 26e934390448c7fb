import {
  GraphQLBoolean,
  type GraphQLFieldConfig,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
} from 'graphql';
import type { CatalogModel } from '../catalog/catalog.ts';
import type { AggregateValues } from '../execute/aggregate-value.ts';
import { propertyFields, withDirect } from '../execute/answer/direct.ts';
import {
  aggregatesOf,
  type Connection,
  type ConnectionPage,
  type Edge,
  type PageInfo,
  pageOf,
  type SettledConnection,
} from '../execute/resolve-connection.ts';
import { fieldExtensions } from '../plan/field-source.ts';
import { aggregateType, hasAggregates } from './aggregate-types.ts';
import { type Builder, type ConnectionLink, typeOnce } from './builder.ts';
import { listOf } from './list-rules.ts';
import { namingOf, objectType } from './naming.ts';

type Field<Source> = GraphQLFieldConfig<Source, unknown>;

const nodes = fieldExtensions({ kind: 'part', needs: 'rows' });
const cursors = fieldExtensions({ kind: 'part', needs: 'cursors' });

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
    edges: partField(
      {
        // Relay's store empties the places of rows that are deleted, so its specification has them nullable.
        type: builder.settings.relay ? new GraphQLList(edge) : listOf(edge),
        description: 'The rows of the page, each with its cursor.',
        extensions: nodes,
      },
      pageOfBoth,
      ({ edges }) => edges,
    ),
    nodes: partField(
      {
        type: listOf(objectType(builder, model.name)),
        description: 'The rows of the page.',
        extensions: nodes,
      },
      pageOfBoth,
      ({ edges }) => edges.map(({ node }) => node),
    ),
    pageInfo: partField(
      { type: new GraphQLNonNull(pageInfoType(builder)), extensions: nodes },
      pageOfBoth,
      ({ pageInfo }) => pageInfo,
    ),
    totalCount: partField(
      {
        type: new GraphQLNonNull(GraphQLInt),
        description: 'How many rows the whole list has.',
        extensions: fieldExtensions({ kind: 'aggregateValue', function: 'count', attribute: null }),
      },
      aggregatesOfBoth,
      ({ count }) => count,
    ),
    ...(hasAggregates(builder) && {
      aggregate: partField(
        {
          type: new GraphQLNonNull(aggregateType(builder, model)),
          description: 'What is computed of all rows of the list.',
          extensions: fieldExtensions({ kind: 'part', needs: null }),
        },
        aggregatesOfBoth,
        (values) => values,
      ),
    }),
  };
}

/** How a part of a connection is had: while it is under way, and once it is settled. */
interface PartOfBoth<Part> {
  readonly underWay: (connection: Connection) => Promise<Part>;
  readonly settled: (connection: SettledConnection) => Part;
}

const pageOfBoth: PartOfBoth<ConnectionPage> = {
  underWay: (connection) => connection.page(),
  settled: pageOf,
};

const aggregatesOfBoth: PartOfBoth<AggregateValues> = {
  underWay: (connection) => connection.aggregates(),
  settled: aggregatesOf,
};

function partField<Part>(
  config: Omit<Field<Connection>, 'resolve'>,
  { underWay, settled }: PartOfBoth<Part>,
  pick: (part: Part) => unknown,
): Field<Connection> {
  return withDirect(
    { ...config, resolve: async (connection) => pick(await underWay(connection)) },
    { read: (connection: SettledConnection) => pick(settled(connection)) },
  );
}

/** A property of an edge. */
function edgeField(config: Omit<Field<Edge>, 'resolve'>, pick: (edge: Edge) => unknown): Field<Edge> {
  return withDirect({ ...config, resolve: pick }, { read: pick });
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
          cursor: edgeField(
            {
              type: new GraphQLNonNull(GraphQLString),
              description: 'The place of the row in the list, for "after" and "before".',
              extensions: cursors,
            },
            ({ cursor }) => cursor,
          ),
          node: edgeField(
            {
              type: builder.settings.relay
                ? objectType(builder, model.name)
                : new GraphQLNonNull(objectType(builder, model.name)),
              extensions: nodes,
            },
            ({ node }) => node,
          ),
          ...(link !== null && {
            through: edgeField(
              {
                type: new GraphQLNonNull(objectType(builder, link.model.name)),
                description: `The row of ${link.model.name} that connects.`,
                extensions: fieldExtensions({ kind: 'part', needs: 'rows', ofEdge: true }),
              },
              ({ through }) => through,
            ),
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
        fields: () =>
          propertyFields<PageInfo>({
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
