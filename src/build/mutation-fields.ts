import {
  GraphQLBoolean,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigArgumentMap,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
} from 'graphql';
import { type CatalogModel, getModel, identifyingKey } from '../catalog/catalog.ts';
import { withDirect } from '../execute/answer/direct.ts';
import {
  loadWrite,
  resolveWrite,
  type WritePayload,
  type WriteSettings,
} from '../execute/write/resolve-write.ts';
import type { WriteField, WriteNaming } from '../inflection/name-writes.ts';
import { fieldExtensions, type WriteSource } from '../plan/field-source.ts';
import { invariant } from '../util/invariant.ts';
import type { Builder, WriteOptions } from './builder.ts';
import { expectedVersion } from './keyed-inputs.ts';
import { manyPayloadType, payloadType } from './payload-types.ts';
import { keyArguments } from './root-fields.ts';
import { whereInput } from './where-inputs.ts';
import { createInput, updateInput } from './write-inputs.ts';

type Fields = Record<string, GraphQLFieldConfig<unknown, unknown>>;

/** The mutation type: what makes, changes and deletes the rows of each model that can be written; null where none can. */
export function buildMutationType(builder: Builder, writes: WriteOptions): GraphQLObjectType | null {
  const { names, catalog, settings } = builder;
  const written = Object.entries(names.writes);
  if (written.length === 0) {
    return null;
  }
  const writeSettings: WriteSettings = {
    names,
    limits: writes,
    maxShown: settings.pageSize.max,
    idempotency: writes.idempotency,
  };
  return new GraphQLObjectType({
    name: 'Mutation',
    description: 'Each field is one transaction: all that it asks for is written, or nothing.',
    fields: () =>
      Object.assign(
        {},
        ...written.map(([model, naming]) =>
          modelFields(builder, getModel(catalog, model), naming, writeSettings),
        ),
      ) as Fields,
  });
}

function modelFields(
  builder: Builder,
  model: CatalogModel,
  naming: WriteNaming,
  settings: WriteSettings,
): Fields {
  const one = new GraphQLNonNull(payloadType(builder, model, naming));
  const many = new GraphQLNonNull(manyPayloadType(builder, model, naming));
  const field = (
    operation: WriteField,
    type: GraphQLNonNull<GraphQLObjectType>,
    description: string,
    args: GraphQLFieldConfigArgumentMap,
  ): Fields => ({
    [naming.fields[operation]]: writeField(builder, model, operation, settings, {
      type,
      description,
      args,
    }),
  });
  const { name } = model;
  const data = { data: { type: new GraphQLNonNull(createInput(builder, model)) } };
  const changes = { data: { type: new GraphQLNonNull(updateInput(builder, model)) } };
  const keyInput = builder.keyInputs.get(name);
  invariant(keyInput, `no key input for ${name}`);
  const key = {
    key: { type: new GraphQLNonNull(keyInput), description: 'Which row.' },
  };
  const hard = model.paranoid
    ? {
        hard: {
          type: new GraphQLNonNull(GraphQLBoolean),
          defaultValue: false,
          description: `Whether it leaves the table, instead of being marked as deleted${model.offersDeleted ? '; also where it is marked already' : ''}.`,
        },
      }
    : {};
  return {
    ...field('create', one, `Makes a row of ${name}.`, { ...data, ...once(settings) }),
    ...field('createMany', many, `Makes rows of ${name}.`, {
      data: {
        type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(createInput(builder, model)))),
      },
      ...once(settings),
    }),
    ...field('update', one, `Changes a row of ${name}.`, { ...key, ...changes, ...expectedVersion(model) }),
    ...field('updateMany', many, `Changes rows of ${name} alike.`, {
      ...whichRows(builder, model),
      data: { type: new GraphQLNonNull(updateInput(builder, model)) },
    }),
    ...field('upsert', one, `Changes a row of ${name}, or makes it where there is none with the key.`, {
      ...key,
      create: { type: new GraphQLNonNull(createInput(builder, model)) },
      update: { type: new GraphQLNonNull(updateInput(builder, model)) },
    }),
    ...field('delete', one, `Deletes a row of ${name}, and gives it as it was.`, {
      ...key,
      ...expectedVersion(model),
      ...hard,
    }),
    ...field('deleteMany', many, `Deletes rows of ${name}, and gives them as they were.`, {
      ...whichRows(builder, model),
      ...hard,
    }),
    ...(model.paranoid && field('restore', one, `Brings back a deleted row of ${name}.`, key)),
  };
}

function once({ idempotency }: WriteSettings): GraphQLFieldConfigArgumentMap {
  return idempotency === null
    ? {}
    : {
        idempotencyKey: {
          type: GraphQLString,
          description:
            'A text of your own, such as a UUID: sent again with the same key, the write is not done again, and the rows of the first time are given.',
        },
      };
}

/** Every row has to be asked for in so many words. */
function whichRows(builder: Builder, model: CatalogModel): GraphQLFieldConfigArgumentMap {
  return {
    where: { type: whereInput(builder, model), description: 'Which rows.' },
    all: {
      type: new GraphQLNonNull(GraphQLBoolean),
      defaultValue: false,
      description: 'Whether every row is meant; without a filter this has to be said.',
    },
  };
}

function writeField(
  builder: Builder,
  model: CatalogModel,
  operation: WriteField,
  settings: WriteSettings,
  config: GraphQLFieldConfig<unknown, unknown>,
): GraphQLFieldConfig<unknown, unknown> {
  const { operations } = builder;
  const key = identifyingKey(model);
  invariant(key, `${model.name} has no key`);
  const rows = { model: model.name, association: null };
  const source: WriteSource = {
    kind: 'write',
    operation,
    source: rows,
    hardSource: model.offersDeleted ? { ...rows, deleted: 'INCLUDE' } : rows,
    identity: key.attributes,
    keys: keyArguments(builder, model),
    maxShown: settings.maxShown,
  };
  return withDirect(
    {
      ...config,
      extensions: fieldExtensions(source),
      resolve: (_root, args, contextValue, info): Promise<WritePayload> =>
        resolveWrite(source, args, settings, { operations, contextValue, info }),
    },
    { load: loadWrite(operations.engine, source, settings) },
  );
}
