import {
  GraphQLEnumType,
  type GraphQLInputFieldConfigMap,
  GraphQLInputObjectType,
  GraphQLNonNull,
} from 'graphql';
import {
  type AttributeKind,
  type CatalogAttribute,
  type CatalogModel,
  getAttribute,
  getModel,
  isToMany,
} from '../catalog/catalog.ts';
import { inputExtensions } from '../plan/input-source.ts';
import { isOrderable } from '../plan/order.ts';
import { orderDirections } from '../plan/plan-order.ts';
import { type Builder, type ConnectionLink, typeOnce } from './builder.ts';
import { isComparable } from './filter-inputs.ts';
import { namingOf } from './naming.ts';
import { ownGlobalId } from './node-fields.ts';

const unordered: readonly AttributeKind[] = ['bytes', 'range'];

function isOrderedBy(attribute: CatalogAttribute): boolean {
  return isComparable(attribute) && isOrderable(attribute.kind) && !unordered.includes(attribute.kind);
}

/**
 * Whether rows of the model can be put in an order: by a value of theirs, by how many rows they have, or by a parent that can
 * itself. An input without fields would make the whole schema invalid. `seen` are the models on the way to this one.
 */
export function hasOrder(builder: Builder, model: CatalogModel, seen: readonly string[] = []): boolean {
  const shown = Object.keys(namingOf(builder, model.name).attributes);
  return (
    !seen.includes(model.name) &&
    (ownGlobalId(builder, model) !== null ||
      shown.some((name) => isOrderedBy(getAttribute(model, name))) ||
      model.associations.some(
        ({ kind, target }) =>
          isToMany(kind) || hasOrder(builder, getModel(builder.catalog, target), [...seen, model.name]),
      ))
  );
}

/** The input of one term of an order: exactly one of its fields is given. Only where the model `hasOrder`. */
export function orderByInput(builder: Builder, model: CatalogModel): GraphQLInputObjectType {
  return typeOnce(
    builder,
    namingOf(builder, model.name).derived.OrderBy,
    (name): GraphQLInputObjectType =>
      new GraphQLInputObjectType({
        name,
        description: `One term of an order of rows of ${model.name}.`,
        isOneOf: true,
        fields: () => orderFields(builder, model),
      }),
  );
}

/**
 * The same of rows that a belongsToMany leads to: they are also in the order of the through model's rows that connect them.
 * An attribute that is called `through` comes first.
 */
export function linkOrderByInput(
  builder: Builder,
  model: CatalogModel,
  { naming, model: through, association }: ConnectionLink,
): GraphQLInputObjectType {
  return typeOnce(
    builder,
    naming.OrderBy,
    (name): GraphQLInputObjectType =>
      new GraphQLInputObjectType({
        name,
        description: `One term of an order of rows of ${model.name} that rows of ${through.name} connect.`,
        isOneOf: true,
        fields: (): GraphQLInputFieldConfigMap => ({
          through: {
            type: orderByInput(builder, through),
            description: `By the row of ${through.name} that connects.`,
            extensions: inputExtensions({ kind: 'through', association }),
          },
          ...orderFields(builder, model),
        }),
      }),
  );
}

function orderFields(builder: Builder, model: CatalogModel): GraphQLInputFieldConfigMap {
  const naming = namingOf(builder, model.name);
  const fields: GraphQLInputFieldConfigMap = {};
  const own = ownGlobalId(builder, model);
  if (own !== null) {
    fields[naming.globalId as string] = {
      type: orderDirection(builder),
      description: 'By the key.',
      extensions: inputExtensions({ kind: 'rowKey', attributes: own.attributes }),
    };
  }
  for (const [attributeName, field] of Object.entries(naming.attributes)) {
    const attribute = getAttribute(model, attributeName);
    if (isOrderedBy(attribute)) {
      fields[field] = {
        type: orderDirection(builder),
        extensions: inputExtensions({ kind: 'attribute', attribute: attributeName }),
      };
    }
  }
  for (const { id, kind, target } of model.associations) {
    const many = isToMany(kind);
    if (!many && !hasOrder(builder, getModel(builder.catalog, target))) {
      continue;
    }
    fields[naming.associations[id] as string] = {
      type: many ? countOrderBy(builder) : orderByInput(builder, getModel(builder.catalog, target)),
      extensions: inputExtensions({ kind: many ? 'many' : 'one', association: id }),
    };
  }
  return fields;
}

export function orderDirection(builder: Builder): GraphQLEnumType {
  return typeOnce(
    builder,
    'OrderDirection',
    (name) =>
      new GraphQLEnumType({
        name,
        description: 'Which values come first.',
        values: Object.fromEntries(
          Object.entries(orderDirections).map(([value, { description }]) => [value, { value, description }]),
        ),
      }),
  );
}

function countOrderBy(builder: Builder): GraphQLInputObjectType {
  return typeOnce(
    builder,
    'CountOrderBy',
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: 'An order by the number of related rows.',
        fields: { count: { type: new GraphQLNonNull(orderDirection(builder)) } },
      }),
  );
}
