import {
  type GraphQLFieldConfig,
  type GraphQLFieldConfigArgumentMap,
  type GraphQLInputFieldConfig,
  GraphQLInputObjectType,
  GraphQLNonNull,
  GraphQLObjectType,
} from 'graphql';
import { type CatalogKey, type CatalogModel, getAttribute, identifyingKey } from '../catalog/catalog.ts';
import { resolveList, resolveRow } from '../execute/resolve.ts';
import type { KeyNaming } from '../inflection/name-catalog.ts';
import { fieldExtensions, type KeyArgument, type ListSource, type RowSource } from '../plan/field-source.ts';
import { invariant } from '../util/invariant.ts';
import { attributeType } from './attribute-type.ts';
import type { Builder } from './builder.ts';
import { listOf, namingOf, objectType, pageArguments } from './object-types.ts';

type Fields = Record<string, GraphQLFieldConfig<unknown, unknown>>;

/** The query type: for each model one row by its primary key, one by any unique key, and the list of all. */
export function buildQueryType(builder: Builder): GraphQLObjectType {
  return new GraphQLObjectType({
    name: 'Query',
    fields: () =>
      Object.assign({}, ...builder.catalog.models.map((model) => modelFields(builder, model))) as Fields,
  });
}

function modelFields(builder: Builder, model: CatalogModel): Fields {
  const { row, rowByKey, list } = namingOf(builder, model.name);
  const fields: Fields = {};
  if (row !== null) {
    fields[row] = rowField(builder, model);
  }
  if (rowByKey !== null) {
    fields[rowByKey] = rowByKeyField(builder, model);
  }
  fields[list] = listField(builder, model);
  return fields;
}

function listField(builder: Builder, model: CatalogModel): GraphQLFieldConfig<unknown, unknown> {
  const { operations, settings } = builder;
  const source: ListSource = {
    kind: 'list',
    source: { model: model.name, association: null },
    pageSize: settings.pageSize,
  };
  return {
    type: listOf(objectType(builder, model.name)),
    description: `All rows of ${model.name}, in pages.`,
    args: pageArguments(settings.pageSize),
    extensions: fieldExtensions(source),
    resolve: (_root, _args, contextValue, info) => resolveList({ operations, contextValue, info }),
  };
}

function rowField(builder: Builder, model: CatalogModel): GraphQLFieldConfig<unknown, unknown> {
  const { operations } = builder;
  const key = identifyingKey(model);
  invariant(key, `${model.name} has no key`);
  const source: RowSource = {
    kind: 'row',
    source: { model: model.name, association: null },
    keys: [{ field: null, attributes: keyAttributes(builder, model, key) }],
    keyArgument: null,
  };
  return {
    type: objectType(builder, model.name),
    description: `One row of ${model.name}, or null where there is none with this key.`,
    args: keyFields(builder, model, key),
    extensions: fieldExtensions(source),
    resolve: (_root, args, contextValue, info) =>
      resolveRow(source, args, { operations, contextValue, info }),
  };
}

function rowByKeyField(builder: Builder, model: CatalogModel): GraphQLFieldConfig<unknown, unknown> {
  const { operations } = builder;
  const { keys } = namingOf(builder, model.name);
  const input = builder.keyInputs.get(model.name);
  invariant(input, `no key input for ${model.name}`);
  const source: RowSource = {
    kind: 'row',
    source: { model: model.name, association: null },
    keys: keys.map((naming) => keyArgument(builder, model, naming)),
    keyArgument: 'key',
  };
  return {
    type: objectType(builder, model.name),
    description: `One row of ${model.name} by any of its unique keys, or null where there is none with it.`,
    args: { key: { type: new GraphQLNonNull(input) } },
    extensions: fieldExtensions(source),
    resolve: (_root, args, contextValue, info) =>
      resolveRow(source, args, { operations, contextValue, info }),
  };
}

/** The inputs that take any of a model's keys: exactly one field of them must be given. */
export function buildKeyInputs(builder: Builder): void {
  for (const model of builder.catalog.models) {
    const { keyInput, keys } = namingOf(builder, model.name);
    if (keyInput === null) {
      continue;
    }
    const fields = keys.map(({ key, field, input }): [string, GraphQLInputFieldConfig] => [
      field,
      {
        type:
          input === null
            ? attributeType(builder, model, getAttribute(model, key.attributes[0] as string))
            : new GraphQLInputObjectType({ name: input, fields: keyFields(builder, model, key) }),
      },
    ]);
    builder.keyInputs.set(
      model.name,
      new GraphQLInputObjectType({
        name: keyInput,
        description: `One of the keys of ${model.name}.`,
        isOneOf: true,
        fields: Object.fromEntries(fields),
      }),
    );
  }
}

function keyFields(builder: Builder, model: CatalogModel, key: CatalogKey): GraphQLFieldConfigArgumentMap {
  const { attributes } = namingOf(builder, model.name);
  return Object.fromEntries(
    key.attributes.map((name) => [
      attributes[name] as string,
      { type: new GraphQLNonNull(attributeType(builder, model, getAttribute(model, name))) },
    ]),
  );
}

function keyArgument(builder: Builder, model: CatalogModel, { key, field, input }: KeyNaming): KeyArgument {
  return { field: input === null ? null : field, attributes: keyAttributes(builder, model, key) };
}

function keyAttributes(builder: Builder, model: CatalogModel, key: CatalogKey): KeyArgument['attributes'] {
  const { attributes } = namingOf(builder, model.name);
  return key.attributes.map((attribute) => ({ attribute, field: attributes[attribute] as string }));
}
