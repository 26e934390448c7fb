import { GraphQLBoolean, GraphQLInputObjectType } from 'graphql';
import type { CatalogModel } from '../catalog/catalog.ts';
import type { WriteNaming } from '../inflection/name-writes.ts';
import { type Builder, typeOnce } from './builder.ts';
import {
  connectOrCreateInput,
  keyInput,
  type RowInputs,
  relatedTypeName,
  type WriteMode,
} from './keyed-inputs.ts';

/** What may happen to the one row at the other end of a relation; `isKept`: there must be one. */
export function oneInput(
  builder: Builder,
  rows: RowInputs,
  target: CatalogModel,
  naming: WriteNaming | undefined,
  mode: WriteMode,
  isKept: boolean,
): GraphQLInputObjectType {
  const type = mode === 'create' ? 'CreateOne' : isKept ? 'UpdateRequired' : 'UpdateOne';
  return typeOnce(
    builder,
    relatedTypeName(builder, target, naming, type),
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: `Which row of ${target.name} it is: exactly one of these.`,
        isOneOf: true,
        fields: () => ({
          connect: { type: keyInput(builder, target), description: 'A row that is there.' },
          ...(naming !== undefined && {
            create: { type: rows.create(target), description: 'A new row.' },
            connectOrCreate: {
              type: connectOrCreateInput(builder, rows, target, naming),
              description: 'A row that is there, or else a new one.',
            },
          }),
          ...(mode === 'update' &&
            naming !== undefined && {
              update: { type: rows.update(target), description: 'The present row, changed.' },
            }),
          ...(type === 'UpdateOne' && {
            disconnect: { type: GraphQLBoolean, description: 'True: none any more; the row stays.' },
            ...(naming !== undefined && {
              delete: { type: GraphQLBoolean, description: 'True: the present row is deleted.' },
            }),
          }),
        }),
      }),
  );
}
