import {
  type GraphQLFieldConfigArgumentMap,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLObjectType,
  GraphQLString,
} from 'graphql';
import { type CatalogModel, type CatalogScope, findAttribute, identifyingKey } from '../catalog/catalog.ts';
import type { ListRules, PageSize } from '../plan/field-source.ts';
import { defaultOrder, rowIdentity } from '../plan/order.ts';
import type { Builder, ConnectionLink } from './builder.ts';
import { isComparable } from './filter-inputs.ts';
import { namingOf } from './naming.ts';
import { hasOrder, linkOrderByInput, orderByInput } from './order-inputs.ts';
import { rowsChoice } from './rows-choice.ts';
import { whereInput } from './where-inputs.ts';

/** A list that is always there, of rows that are. */
export function listOf(
  type: GraphQLObjectType,
): GraphQLNonNull<GraphQLList<GraphQLNonNull<GraphQLObjectType>>> {
  return new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(type)));
}

/** How a plain list of the model's rows is cut and ordered. `scope` is that of a scoped target. */
export function listRules(builder: Builder, model: CatalogModel, scope?: CatalogScope | null): ListRules {
  return {
    isConnection: false,
    pageSize: builder.settings.pageSize,
    order: defaultOrder(model, scope ?? model.defaultScope),
    identity: rowIdentity(model),
  };
}

/**
 * The same for a connection; null where the model has none, for want of a key that clients may see: a cursor holds all that
 * rows are ordered by, so it must hold nothing hidden.
 */
export function connectionRules(
  builder: Builder,
  model: CatalogModel,
  scope?: CatalogScope | null,
): ListRules | null {
  const isShown = (name: string | null): boolean => {
    const attribute = findAttribute(model, name ?? '');
    return attribute !== undefined && isComparable(attribute) && attribute.kind !== 'range';
  };
  if (builder.settings.lists === 'list' || !identifyingKey(model)?.attributes.every(isShown)) {
    return null;
  }
  const rules = listRules(builder, model, scope);
  return {
    ...rules,
    isConnection: true,
    order: rules.order.filter(({ attribute }) => isShown(attribute)),
    ...(namingOf(builder, model.name).scopes !== null && {
      orderable: model.attributes.map(({ name }) => name).filter(isShown),
    }),
  };
}

export function hasPlainLists(builder: Builder): boolean {
  return builder.settings.lists !== 'connection';
}

function orderedRowsArguments(
  builder: Builder,
  model: CatalogModel,
  link: ConnectionLink | null,
): GraphQLFieldConfigArgumentMap {
  const isByLink = link !== null && hasOrder(builder, link.model);
  return {
    ...rowsArguments(builder, model),
    ...((isByLink || hasOrder(builder, model)) && {
      orderBy: {
        type: new GraphQLList(
          new GraphQLNonNull(
            isByLink ? linkOrderByInput(builder, model, link) : orderByInput(builder, model),
          ),
        ),
        description: 'In which order: by the first of these, then by the next among equals.',
      },
    }),
  };
}

/** The arguments that say which rows. */
export function rowsArguments(builder: Builder, model: CatalogModel): GraphQLFieldConfigArgumentMap {
  return {
    where: { type: whereInput(builder, model), description: 'Which rows; all where not given.' },
    ...rowsChoice(builder, model).args,
  };
}

/** The arguments of a plain list. */
export function listArguments(
  builder: Builder,
  model: CatalogModel,
  link: ConnectionLink | null = null,
): GraphQLFieldConfigArgumentMap {
  const { pageSize } = builder.settings;
  return {
    ...orderedRowsArguments(builder, model, link),
    limit: limitArgument(pageSize),
    offset: { type: GraphQLInt, description: 'How many rows to skip.' },
  };
}

export function limitArgument(pageSize: PageSize): GraphQLFieldConfigArgumentMap[string] {
  return {
    type: GraphQLInt,
    description: `How many rows at most; ${pageSize.default} where not given, ${pageSize.max} whatever is given.`,
  };
}

/** The arguments of a connection. */
export function connectionArguments(
  builder: Builder,
  model: CatalogModel,
  link: ConnectionLink | null = null,
): GraphQLFieldConfigArgumentMap {
  const { pageSize } = builder.settings;
  return {
    ...orderedRowsArguments(builder, model, link),
    first: {
      type: GraphQLInt,
      description: `How many rows at most, from the start; ${pageSize.default} where not given, ${pageSize.max} whatever is given.`,
    },
    after: { type: GraphQLString, description: 'Only rows that come after the one with this cursor.' },
    last: { type: GraphQLInt, description: 'How many rows at most, from the end.' },
    before: { type: GraphQLString, description: 'Only rows that come before the one with this cursor.' },
  };
}
