import {
  GraphQLBoolean,
  GraphQLEnumType,
  type GraphQLFieldConfigArgumentMap,
  type GraphQLInputFieldConfigMap,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLList,
  type GraphQLNamedInputType,
  GraphQLNonNull,
  Kind,
  parseType,
  specifiedScalarTypes,
  type TypeNode,
} from 'graphql';
import type { CatalogModel, CatalogNamedScope, ScopeArgument } from '../catalog/catalog.ts';
import type { SourceArguments } from '../plan/field-source.ts';
import { inputExtensions } from '../plan/input-source.ts';
import { invariant } from '../util/invariant.ts';
import { type Builder, typeOnce } from './builder.ts';
import { namingOf } from './naming.ts';
import { scalars } from './scalars.ts';

/** Arguments by which clients choose other rows than a field has by itself, and what its source says of them. */
export interface RowsChoice {
  readonly args: GraphQLFieldConfigArgumentMap;
  readonly source: { readonly chosenBy?: SourceArguments };
}

/** The choice of a list or of what is computed of one: the model's named scopes and deleted rows, where the options offer any. */
export function rowsChoice(builder: Builder, model: CatalogModel): RowsChoice {
  const scopes = scopesInput(builder, model);
  const deleted = deletedChoice(builder, model);
  return {
    args: {
      ...(scopes !== null && {
        scopes: { type: scopes, description: 'Only rows that are in all of these scopes.' },
      }),
      ...deleted.args,
    },
    source: scopes === null ? deleted.source : { chosenBy: { scopes: 'scopes', ...deleted.source.chosenBy } },
  };
}

/** The choice of one row: deleted ones. `name` is that of the argument. */
export function deletedChoice(builder: Builder, model: CatalogModel, name = 'deleted'): RowsChoice {
  return model.offersDeleted
    ? {
        args: {
          [name]: {
            type: deletedEnum(builder),
            defaultValue: 'EXCLUDE',
            description: 'Whether deleted rows count.',
          },
        },
        source: { chosenBy: { deleted: name } },
      }
    : { args: {}, source: {} };
}

function deletedEnum(builder: Builder): GraphQLEnumType {
  return typeOnce(
    builder,
    'Deleted',
    (name) =>
      new GraphQLEnumType({
        name,
        description: 'What becomes of rows that are deleted, and still in their table.',
        values: {
          EXCLUDE: {
            value: 'EXCLUDE',
            description: 'They are hidden, as far as the scopes in effect hide them.',
          },
          INCLUDE: { value: 'INCLUDE', description: 'They are there like all others.' },
          ONLY: { value: 'ONLY', description: 'They are all that is there.' },
        },
      }),
  );
}

/** The input with a field for each scope that the options offer; null where they offer none. */
export function scopesInput(builder: Builder, model: CatalogModel): GraphQLInputObjectType | null {
  const naming = namingOf(builder, model.name).scopes;
  if (naming === null) {
    return null;
  }
  return typeOnce(
    builder,
    naming.input,
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: `Scopes of ${model.name}; rows are in all that are given.`,
        fields: () =>
          Object.fromEntries(
            Object.entries(naming.fields).map(([scopeName, { field, input }]) => {
              const scope = model.scopes.find((candidate) => candidate.name === scopeName);
              invariant(scope, `no scope ${scopeName} of ${model.name}`);
              return [
                field,
                {
                  type: input === null ? GraphQLBoolean : scopeArguments(builder, input, scope),
                  description: scope.offer?.description ?? null,
                  extensions: inputExtensions({ kind: 'scope', scope: scopeName }),
                },
              ];
            }),
          ),
      }),
  );
}

function scopeArguments(
  builder: Builder,
  input: string,
  { offer }: CatalogNamedScope,
): GraphQLInputObjectType {
  return typeOnce(
    builder,
    input,
    (name) =>
      new GraphQLInputObjectType({
        name,
        fields: Object.fromEntries(
          (offer?.arguments ?? []).map((argument) => [argument.name, { type: argumentType(argument) }]),
        ) satisfies GraphQLInputFieldConfigMap,
      }),
  );
}

const argumentScalars: ReadonlyMap<string, GraphQLNamedInputType> = new Map(
  [...specifiedScalarTypes, ...Object.values(scalars)].map((scalar) => [scalar.name, scalar]),
);

function argumentType({ type }: ScopeArgument): GraphQLInputType {
  return toInputType(parseType(type));
}

function toInputType(node: TypeNode): GraphQLInputType {
  switch (node.kind) {
    case Kind.NON_NULL_TYPE: {
      const nullable = toInputType(node.type);
      return new GraphQLNonNull(nullable as GraphQLNamedInputType);
    }
    case Kind.LIST_TYPE:
      return new GraphQLList(toInputType(node.type));
    case Kind.NAMED_TYPE: {
      const scalar = argumentScalars.get(node.name.value);
      invariant(scalar, `no scalar ${node.name.value}`);
      return scalar;
    }
  }
}
