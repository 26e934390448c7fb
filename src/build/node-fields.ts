import {
  type GraphQLFieldConfig,
  GraphQLID,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
} from 'graphql';
import { type CatalogModel, getAttribute } from '../catalog/catalog.ts';
import { globalKey } from '../catalog/global-key.ts';
import { withDirect } from '../execute/answer/direct.ts';
import { withAttributes } from '../execute/complete-row.ts';
import { getEngineModel } from '../execute/engine.ts';
import { globalIdOf } from '../execute/global-id.ts';
import { type FoundNode, resolveNode, resolveNodes } from '../execute/resolve-node.ts';
import { fieldExtensions, type NodeSource } from '../plan/field-source.ts';
import type { GlobalReference } from '../plan/input-source.ts';
import { type Builder, typeOnce } from './builder.ts';
import { namingOf } from './naming.ts';

type Field = GraphQLFieldConfig<unknown, unknown>;

/** What a row's own global id is made of; null where it has none. */
export function ownGlobalId(builder: Builder, model: CatalogModel): GlobalReference | null {
  const { type, globalId } = namingOf(builder, model.name);
  const key = globalKey(model);
  return globalId === null || key === null
    ? null
    : {
        type,
        model: model.name,
        key: key.attributes.map((attribute) => ({ attribute, kind: getAttribute(model, attribute).kind })),
        attributes: key.attributes,
        discriminator: {},
      };
}

/** A field that is the global id which the row holds. */
export function globalIdField(
  builder: Builder,
  model: CatalogModel,
  references: readonly GlobalReference[],
  description: string,
): Field {
  const { operations } = builder;
  const needed = [
    ...new Set(
      references.flatMap(({ attributes, discriminator }) => [...attributes, ...Object.keys(discriminator)]),
    ),
  ];
  return withDirect(
    {
      type: GraphQLID,
      description,
      extensions: fieldExtensions({ kind: 'attribute', attributes: needed }),
      resolve: (row, _args, contextValue, info) =>
        withAttributes(row, needed, model.name, { operations, contextValue, info }, (complete) =>
          readGlobalId(builder, model, references, complete),
        ),
    },
    { read: (row) => readGlobalId(builder, model, references, row) },
  );
}

/** The global id that a row holds, all of which is there. */
export function readGlobalId(
  { operations }: Builder,
  model: CatalogModel,
  references: readonly GlobalReference[],
  row: unknown,
): string | null {
  return globalIdOf(operations.engine, model.name, references, row);
}

/** The interface of all rows that have a global id. */
export function nodeInterface(builder: Builder): GraphQLInterfaceType {
  return typeOnce(
    builder,
    'Node',
    (name) =>
      new GraphQLInterfaceType({
        name,
        description: 'A row that is found again by its global id.',
        fields: {
          id: {
            type: new GraphQLNonNull(GraphQLID),
            description: 'The global id, the same for as long as the row has its key.',
          },
        },
        resolveType: (value) => builder.nodeTypes.get(value as object) ?? instanceType(builder, value),
      }),
  );
}

/** The type of a model instance that an app's own resolver gave. */
function instanceType({ catalog, names, operations }: Builder, value: unknown): string | undefined {
  const model = catalog.models.find(({ name }) => {
    const { live } = getEngineModel(operations.engine, name);
    return value instanceof (live as unknown as new () => object);
  });
  return model && names.models[model.name]?.type;
}

/** The fields that find rows of any type. */
export function nodeFields(builder: Builder): Record<string, Field> {
  const { catalog, operations, settings, nodeTypes } = builder;
  const targets = catalog.models.flatMap((model) => ownGlobalId(builder, model) ?? []);
  const show = (found: FoundNode | null): unknown => {
    if (found === null) {
      return null;
    }
    nodeTypes.set(found.row, found.type);
    return found.row;
  };
  const maxIds = settings.pageSize.max;
  const one: NodeSource = { kind: 'node', argument: 'id', targets, maxIds };
  const several: NodeSource = { kind: 'node', argument: 'ids', targets, maxIds };
  const id = new GraphQLNonNull(GraphQLID);
  const type = nodeInterface(builder);
  return {
    node: {
      type,
      description: 'The row with this global id, or null where there is none.',
      args: { id: { type: id } },
      extensions: fieldExtensions(one),
      resolve: async (_root, args, contextValue, info) =>
        show(await resolveNode(one, args.id, { operations, contextValue, info })),
    },
    nodes: {
      type: new GraphQLNonNull(new GraphQLList(type)),
      description: `The rows with these global ids in their order, null where there is none; ${maxIds} at most.`,
      args: { ids: { type: new GraphQLNonNull(new GraphQLList(id)) } },
      extensions: fieldExtensions(several),
      resolve: (_root, args, contextValue, info) =>
        resolveNodes(several, args.ids, { operations, contextValue, info }).map((found) => found.then(show)),
    },
  };
}
