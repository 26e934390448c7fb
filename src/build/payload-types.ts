import {
  GraphQLEnumType,
  type GraphQLFieldConfig,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
} from 'graphql';
import type { CatalogModel } from '../catalog/catalog.ts';
import { propertyFields, withDirect } from '../execute/answer/direct.ts';
import type { WritePayload } from '../execute/write/resolve-write.ts';
import type { WriteProblem, WriteProblemCode } from '../execute/write/write-problem.ts';
import type { WriteNaming } from '../inflection/name-writes.ts';
import { fieldExtensions } from '../plan/field-source.ts';
import { type Builder, typeOnce } from './builder.ts';
import { listOf } from './list-rules.ts';
import { objectType } from './naming.ts';

type Fields = Record<string, GraphQLFieldConfig<WritePayload, unknown>>;

const writtenRows = fieldExtensions({ kind: 'part', needs: 'rows' });

/** What a mutation of one row gives. */
export function payloadType(builder: Builder, model: CatalogModel, naming: WriteNaming): GraphQLObjectType {
  return typeOnce(
    builder,
    naming.types.Payload,
    (name) =>
      new GraphQLObjectType<WritePayload>({
        name,
        description: `What became of a row of ${model.name}.`,
        fields: (): Fields => ({
          [naming.row]: withDirect<WritePayload>(
            {
              type: objectType(builder, model.name),
              description:
                'The row as it is now, or as it was where it is deleted. Null where nothing was written, or where the row is not to be seen.',
              extensions: writtenRows,
              resolve: firstRow,
            },
            { read: firstRow },
          ),
          ...errorsField(builder),
        }),
      }),
  );
}

/** What a mutation of several rows gives. */
export function manyPayloadType(
  builder: Builder,
  model: CatalogModel,
  naming: WriteNaming,
): GraphQLObjectType {
  return typeOnce(
    builder,
    naming.types.ManyPayload,
    (name) =>
      new GraphQLObjectType<WritePayload>({
        name,
        description: `What became of rows of ${model.name}.`,
        fields: (): Fields => ({
          [naming.rows]: withDirect<WritePayload>(
            {
              type: listOf(objectType(builder, model.name)),
              description: `The rows as they are now, or as they were where they are deleted; ${builder.settings.pageSize.max} at most.`,
              extensions: writtenRows,
              resolve: allRows,
            },
            { read: allRows },
          ),
          ...propertyFields<WritePayload>({
            count: { type: new GraphQLNonNull(GraphQLInt), description: 'How many rows were written.' },
          }),
          ...errorsField(builder),
        }),
      }),
  );
}

function firstRow({ rows }: WritePayload): unknown {
  return rows[0] ?? null;
}

function allRows({ rows }: WritePayload): unknown {
  return rows;
}

function errorsField(builder: Builder): Fields {
  return propertyFields<WritePayload>({
    errors: {
      type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(errorType(builder)))),
      description: 'What has to be mended for the write to happen. Empty where it did.',
    },
  });
}

function errorType(builder: Builder): GraphQLObjectType {
  return typeOnce(
    builder,
    'MutationError',
    (name) =>
      new GraphQLObjectType<WriteProblem>({
        name,
        description: 'Something that whoever sent the input can mend.',
        fields: propertyFields<WriteProblem>({
          code: { type: new GraphQLNonNull(codeType(builder)) },
          path: {
            type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(GraphQLString))),
            description: 'Where in the arguments: ["data", "tags", "create", "0", "name"].',
          },
          message: { type: new GraphQLNonNull(GraphQLString), description: 'For a person to read.' },
          rule: { type: GraphQLString, description: 'The validator that refused, such as "len".' },
        }),
      }),
  );
}

const codes: Readonly<Record<WriteProblemCode, string>> = {
  VALIDATION: 'A value is not one that the model or the database takes.',
  UNIQUE: 'Another row has the same values, which must be unique.',
  FOREIGN_KEY: 'It refers to a row that is not there, or rows refer to what should go.',
  NOT_FOUND: 'No row that can be seen has the key.',
  STALE: 'The row has changed since the version that was expected.',
  FORBIDDEN: 'The rules do not allow it.',
  REQUIRED_RELATION: 'A row cannot be without the one that should be taken from it.',
};

function codeType(builder: Builder): GraphQLEnumType {
  return typeOnce(
    builder,
    'MutationErrorCode',
    (name) =>
      new GraphQLEnumType({
        name,
        values: Object.fromEntries(
          Object.entries(codes).map(([code, description]) => [code, { description }]),
        ),
      }),
  );
}
