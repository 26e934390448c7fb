import {
  type GraphQLInputFieldConfig,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
} from 'graphql';
import type { CatalogModel } from '../catalog/catalog.ts';
import type { WriteNaming } from '../inflection/name-writes.ts';
import { invariant } from '../util/invariant.ts';
import { type Builder, typeOnce } from './builder.ts';
import { namingOf } from './naming.ts';

/** The inputs of rows, which refer to those of relations as these do to them. */
export interface RowInputs {
  create(model: CatalogModel): GraphQLInputObjectType;
  update(model: CatalogModel): GraphQLInputObjectType;
}

export type WriteMode = 'create' | 'update';

/** A target that is not written can still be connected. Its types go by its own name all the same. */
export function relatedTypeName(
  builder: Builder,
  target: CatalogModel,
  naming: WriteNaming | undefined,
  type: keyof WriteNaming['types'],
): string {
  return naming?.types[type] ?? `${namingOf(builder, target.name).type}${type}`;
}

/** A row that is there by its key, or else a new one. */
export function connectOrCreateInput(
  builder: Builder,
  rows: RowInputs,
  target: CatalogModel,
  naming: WriteNaming,
): GraphQLInputObjectType {
  return typeOnce(
    builder,
    naming.types.ConnectOrCreate,
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: `A row of ${target.name} by its key, or where there is none, a new one.`,
        fields: () => ({
          key: { type: new GraphQLNonNull(keyInput(builder, target)) },
          create: { type: new GraphQLNonNull(rows.create(target)) },
        }),
      }),
  );
}

/** A row that is there, and what changes about it. */
export function updateByKeyInput(
  builder: Builder,
  rows: RowInputs,
  target: CatalogModel,
  naming: WriteNaming,
): GraphQLInputObjectType {
  return typeOnce(
    builder,
    naming.types.UpdateByKey,
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: `A row of ${target.name} by its key, and what changes about it.`,
        fields: () => ({
          key: { type: new GraphQLNonNull(keyInput(builder, target)) },
          data: { type: new GraphQLNonNull(rows.update(target)) },
          ...expectedVersion(target),
        }),
      }),
  );
}

/** The argument by which nobody overwrites what they have not seen. */
export function expectedVersion({ versionAttribute }: CatalogModel): Record<string, GraphQLInputFieldConfig> {
  return versionAttribute === null
    ? {}
    : {
        expectedVersion: {
          type: GraphQLInt,
          description: 'The version that was read: where the row has another one by now, nothing is written.',
        },
      };
}

/** What finds a row of the target. */
export function keyInput(builder: Builder, target: CatalogModel): GraphQLInputObjectType {
  const input = builder.keyInputs.get(target.name);
  invariant(input, `no key input for ${target.name}`);
  return input;
}

/** A field that takes any number of these. */
export function listField(type: GraphQLInputType, description: string): GraphQLInputFieldConfig {
  return { type: new GraphQLList(new GraphQLNonNull(type)), description };
}
