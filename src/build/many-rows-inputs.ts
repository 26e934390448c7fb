import { type GraphQLInputFieldConfigMap, GraphQLInputObjectType, GraphQLNonNull } from 'graphql';
import type { CatalogAssociation, CatalogModel } from '../catalog/catalog.ts';
import type { LinkWriteType, WriteNaming } from '../inflection/name-writes.ts';
import { throughInput, writeNamingOf } from './attribute-inputs.ts';
import { type Builder, typeOnce } from './builder.ts';
import {
  connectOrCreateInput,
  keyInput,
  listField,
  type RowInputs,
  relatedTypeName,
  updateByKeyInput,
  type WriteMode,
} from './keyed-inputs.ts';

/** A belongsToMany whose connecting rows hold something that clients may write. */
export interface Link {
  readonly through: CatalogModel;
  readonly names: Readonly<Record<LinkWriteType, string>>;
}

/** What may happen to the rows at the other end of a relation; `isKept`: none of them can be without it. */
export function manyInput(
  builder: Builder,
  rows: RowInputs,
  target: CatalogModel,
  naming: WriteNaming | undefined,
  mode: WriteMode,
  isKept: boolean,
): GraphQLInputObjectType {
  const type = mode === 'create' ? 'CreateMany' : isKept ? 'UpdateOwned' : 'UpdateMany';
  return typeOnce(
    builder,
    relatedTypeName(builder, target, naming, type),
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: `What happens to rows of ${target.name}; all that is given happens.`,
        fields: () => ({
          ...(naming !== undefined && {
            create: listField(rows.create(target), 'New rows.'),
            connectOrCreate: listField(
              connectOrCreateInput(builder, rows, target, naming),
              'Rows that are there, or else new ones.',
            ),
          }),
          connect: listField(keyInput(builder, target), 'Rows that are there.'),
          ...(mode === 'update' && presentFields(builder, rows, target, naming, isKept)),
        }),
      }),
  );
}

/** What may happen to the rows that are there already. */
function presentFields(
  builder: Builder,
  rows: RowInputs,
  target: CatalogModel,
  naming: WriteNaming | undefined,
  isKept: boolean,
): GraphQLInputFieldConfigMap {
  return {
    ...(naming !== undefined && {
      update: listField(updateByKeyInput(builder, rows, target, naming), 'Rows of these that change.'),
      delete: listField(keyInput(builder, target), 'Rows of these that are deleted.'),
    }),
    ...(!isKept && {
      disconnect: listField(keyInput(builder, target), 'Rows of these that are so no more; they stay.'),
      set: listField(keyInput(builder, target), 'Exactly these rows, and no others.'),
    }),
  };
}

/** The same where each is connected by a row that holds something of its own. */
export function linkInput(
  builder: Builder,
  rows: RowInputs,
  association: CatalogAssociation,
  target: CatalogModel,
  { through, names }: Link,
  mode: WriteMode,
): GraphQLInputObjectType {
  const naming = writeNamingOf(builder, target.name);
  const throughField = {
    through: {
      type: throughInput(builder, association, through, names.Through),
      description: `What the row of ${through.name} that connects it holds.`,
    },
  };
  const item = (type: LinkWriteType, description: string, fields: () => GraphQLInputFieldConfigMap) =>
    listField(
      typeOnce(
        builder,
        names[type],
        (name) =>
          new GraphQLInputObjectType({ name, description, fields: () => ({ ...fields(), ...throughField }) }),
      ),
      description,
    );
  return typeOnce(
    builder,
    mode === 'create' ? names.CreateMany : names.UpdateMany,
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: `What happens to rows of ${target.name}; all that is given happens.`,
        fields: () => ({
          ...(naming !== undefined && {
            create: item('LinkCreate', 'New rows, and how they are connected.', () => ({
              data: { type: new GraphQLNonNull(rows.create(target)) },
            })),
            connectOrCreate: item(
              'LinkConnectOrCreate',
              'Rows that are there, or else new ones, and how they are connected.',
              () => ({
                key: { type: new GraphQLNonNull(keyInput(builder, target)) },
                create: { type: new GraphQLNonNull(rows.create(target)) },
              }),
            ),
          }),
          connect: item('LinkConnect', 'Rows that are there, and how they are connected.', () => ({
            key: { type: new GraphQLNonNull(keyInput(builder, target)) },
          })),
          ...(mode === 'update' && {
            ...presentFields(builder, rows, target, naming, false),
            ...(naming !== undefined && {
              update: item('LinkUpdate', 'Rows of these that change, or the way they are connected.', () => ({
                key: { type: new GraphQLNonNull(keyInput(builder, target)) },
                data: { type: rows.update(target) },
              })),
            }),
          }),
        }),
      }),
  );
}
