import {
  type GraphQLFieldConfig,
  type GraphQLFieldConfigArgumentMap,
  GraphQLID,
  type GraphQLInputFieldConfig,
  GraphQLInputObjectType,
  GraphQLNonNull,
  GraphQLObjectType,
} from 'graphql';
import { type CatalogKey, type CatalogModel, getAttribute, identifyingKey } from '../catalog/catalog.ts';
import { withDirect } from '../execute/answer/direct.ts';
import {
  loadAggregate,
  loadConnection,
  loadGroups,
  loadList,
  loadRow,
} from '../execute/answer/load-fields.ts';
import { resolveList, resolveRow } from '../execute/resolve.ts';
import { resolveAggregate, resolveConnection, resolveGroups } from '../execute/resolve-connection.ts';
import type { KeyNaming } from '../inflection/name-catalog.ts';
import {
  fieldExtensions,
  type KeyArgument,
  type ListRules,
  type ListSource,
  type RowSource,
} from '../plan/field-source.ts';
import type { SourceReference } from '../plan/plan.ts';
import { invariant } from '../util/invariant.ts';
import { aggregateType, hasAggregates } from './aggregate-types.ts';
import { certainReference, keyPartType } from './attribute-type.ts';
import type { Builder } from './builder.ts';
import { connectionType } from './connection-types.ts';
import { groupArguments, groupedAttributes, groupType } from './group-types.ts';
import {
  connectionArguments,
  connectionRules,
  hasPlainLists,
  listArguments,
  listOf,
  listRules,
  rowsArguments,
} from './list-rules.ts';
import { namingOf, objectType } from './naming.ts';
import { nodeFields, ownGlobalId } from './node-fields.ts';
import { deletedChoice, rowsChoice } from './rows-choice.ts';

type Fields = Record<string, GraphQLFieldConfig<unknown, unknown>>;

/** The query type: for each model one row by its primary key, one by any unique key, and the list of all. */
export function buildQueryType(builder: Builder): GraphQLObjectType {
  return new GraphQLObjectType({
    name: 'Query',
    fields: () =>
      Object.assign(
        {},
        builder.settings.relay ? nodeFields(builder) : {},
        ...builder.catalog.models.map((model) => modelFields(builder, model)),
      ) as Fields,
  });
}

function modelFields(builder: Builder, model: CatalogModel): Fields {
  const { row, rowByKey, list, connection, aggregate, groupBy } = namingOf(builder, model.name);
  const fields: Fields = {};
  if (row !== null) {
    fields[row] = rowField(builder, model);
  }
  if (rowByKey !== null) {
    fields[rowByKey] = rowByKeyField(builder, model);
  }
  if (hasPlainLists(builder)) {
    fields[list] = listField(builder, model);
  }
  const rules = connectionRules(builder, model);
  if (rules !== null) {
    fields[connection] = connectionField(builder, model, rules);
  }
  if (hasAggregates(builder)) {
    fields[aggregate] = aggregateField(builder, model);
    if (groupedAttributes(builder, model).length > 0) {
      fields[groupBy] = groupByField(builder, model);
    }
  }
  return fields;
}

function listField(builder: Builder, model: CatalogModel): GraphQLFieldConfig<unknown, unknown> {
  const { operations } = builder;
  const source: ListSource = {
    kind: 'list',
    source: allRows(model),
    ...rowsChoice(builder, model).source,
    list: listRules(builder, model),
  };
  return withDirect(
    {
      type: listOf(objectType(builder, model.name)),
      description: `Rows of ${model.name}, in pages.`,
      args: listArguments(builder, model),
      extensions: fieldExtensions(source),
      resolve: (_root, _args, contextValue, info) => resolveList({ operations, contextValue, info }),
    },
    { load: loadList },
  );
}

function connectionField(
  builder: Builder,
  model: CatalogModel,
  list: ListRules,
): GraphQLFieldConfig<unknown, unknown> {
  const { operations } = builder;
  return withDirect(
    {
      type: new GraphQLNonNull(connectionType(builder, model)),
      description: `Rows of ${model.name}, in pages by cursors.`,
      args: connectionArguments(builder, model),
      extensions: fieldExtensions({
        kind: 'list',
        source: allRows(model),
        ...rowsChoice(builder, model).source,
        list,
      }),
      resolve: (_root, _args, contextValue, info) => resolveConnection({ operations, contextValue, info }),
    },
    { load: loadConnection(operations.engine) },
  );
}

function aggregateField(builder: Builder, model: CatalogModel): GraphQLFieldConfig<unknown, unknown> {
  const { operations } = builder;
  return withDirect(
    {
      type: new GraphQLNonNull(aggregateType(builder, model)),
      description: `What is computed of rows of ${model.name}.`,
      args: rowsArguments(builder, model),
      extensions: fieldExtensions({
        kind: 'aggregate',
        source: allRows(model),
        ...rowsChoice(builder, model).source,
      }),
      resolve: (_root, _args, contextValue, info) => resolveAggregate({ operations, contextValue, info }),
    },
    { load: loadAggregate },
  );
}

function groupByField(builder: Builder, model: CatalogModel): GraphQLFieldConfig<unknown, unknown> {
  const { operations, settings } = builder;
  return withDirect(
    {
      type: listOf(groupType(builder, model)),
      description: `Groups of rows of ${model.name}, and what is computed of each.`,
      args: groupArguments(builder, model),
      extensions: fieldExtensions({
        kind: 'groups',
        source: allRows(model),
        ...rowsChoice(builder, model).source,
        pageSize: settings.pageSize,
      }),
      resolve: (_root, _args, contextValue, info) => resolveGroups({ operations, contextValue, info }),
    },
    { load: loadGroups },
  );
}

function allRows({ name }: CatalogModel): SourceReference {
  return { model: name, association: null };
}

function rowField(builder: Builder, model: CatalogModel): GraphQLFieldConfig<unknown, unknown> {
  const { operations } = builder;
  const key = identifyingKey(model);
  invariant(key, `${model.name} has no key`);
  const globalId = globalIdArgument(builder, model);
  const deleted = deletedChoice(builder, model, namingOf(builder, model.name).deletedArgument);
  const source: RowSource = {
    kind: 'row',
    source: allRows(model),
    ...deleted.source,
    keys: [globalId ?? { field: null, attributes: keyAttributes(builder, model, key) }],
    keyArgument: null,
  };
  return withDirect(
    {
      type: objectType(builder, model.name),
      description: `One row of ${model.name}, or null where there is none with this key.`,
      args: {
        ...(globalId === null
          ? keyFields(builder, model, key)
          : { [String(globalId.field)]: { type: new GraphQLNonNull(GraphQLID) } }),
        ...deleted.args,
      },
      extensions: fieldExtensions(source),
      resolve: (_root, args, contextValue, info) =>
        resolveRow(source, args, { operations, contextValue, info }),
    },
    { load: loadRow(operations.engine, source) },
  );
}

function rowByKeyField(builder: Builder, model: CatalogModel): GraphQLFieldConfig<unknown, unknown> {
  const { operations } = builder;
  const input = builder.keyInputs.get(model.name);
  invariant(input, `no key input for ${model.name}`);
  const deleted = deletedChoice(builder, model);
  const source: RowSource = {
    kind: 'row',
    source: allRows(model),
    ...deleted.source,
    keys: keyArguments(builder, model),
    keyArgument: 'key',
  };
  return withDirect(
    {
      type: objectType(builder, model.name),
      description: `One row of ${model.name} by any of its unique keys, or null where there is none with it.`,
      args: { key: { type: new GraphQLNonNull(input) }, ...deleted.args },
      extensions: fieldExtensions(source),
      resolve: (_root, args, contextValue, info) =>
        resolveRow(source, args, { operations, contextValue, info }),
    },
    { load: loadRow(operations.engine, source) },
  );
}

/** All keys that the model's key input takes. */
export function keyArguments(builder: Builder, model: CatalogModel): KeyArgument[] {
  return [
    ...[globalIdArgument(builder, model) ?? []].flat(),
    ...namingOf(builder, model.name).keys.map((naming) => keyArgument(builder, model, naming)),
  ];
}

/** The inputs that take any of a model's keys: exactly one field of them must be given. */
export function buildKeyInputs(builder: Builder): void {
  for (const model of builder.catalog.models) {
    const { keyInput, keys, globalId } = namingOf(builder, model.name);
    if (keyInput === null) {
      continue;
    }
    const fields = keys.map(({ key, field, input }): [string, GraphQLInputFieldConfig] => [
      field,
      {
        type:
          input === null
            ? keyPartType(builder, model, getAttribute(model, key.attributes[0] as string))
            : new GraphQLInputObjectType({ name: input, fields: keyFields(builder, model, key) }),
      },
    ]);
    builder.keyInputs.set(
      model.name,
      new GraphQLInputObjectType({
        name: keyInput,
        description: `One of the keys of ${model.name}.`,
        isOneOf: true,
        fields: {
          ...(globalId !== null && { [globalId]: { type: GraphQLID } }),
          ...Object.fromEntries(fields),
        },
      }),
    );
  }
}

function keyFields(builder: Builder, model: CatalogModel, key: CatalogKey): GraphQLFieldConfigArgumentMap {
  const { attributes } = namingOf(builder, model.name);
  return Object.fromEntries(
    key.attributes.map((name) => [
      attributes[name] as string,
      { type: new GraphQLNonNull(keyPartType(builder, model, getAttribute(model, name))) },
    ]),
  );
}

function keyArgument(builder: Builder, model: CatalogModel, { key, field, input }: KeyNaming): KeyArgument {
  return { field: input === null ? null : field, attributes: keyAttributes(builder, model, key) };
}

function keyAttributes(builder: Builder, model: CatalogModel, key: CatalogKey): KeyArgument['attributes'] {
  const { attributes } = namingOf(builder, model.name);
  return key.attributes.map((attribute) => {
    const globalId = certainReference(builder, model, attribute);
    return { attribute, field: attributes[attribute] as string, ...(globalId !== null && { globalId }) };
  });
}

/** The key in a global id; null where the model's rows have none. */
function globalIdArgument(builder: Builder, model: CatalogModel): KeyArgument | null {
  const { globalId } = namingOf(builder, model.name);
  const own = ownGlobalId(builder, model);
  return own === null
    ? null
    : {
        field: globalId,
        attributes: own.attributes.map((attribute) => ({ attribute, field: String(globalId) })),
        globalId: own,
      };
}
