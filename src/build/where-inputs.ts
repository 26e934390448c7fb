import {
  type GraphQLInputFieldConfig,
  type GraphQLInputFieldConfigMap,
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
} from 'graphql';
import {
  type CatalogAssociation,
  type CatalogModel,
  getAttribute,
  getModel,
  isToMany,
} from '../catalog/catalog.ts';
import { type GlobalReference, inputExtensions } from '../plan/input-source.ts';
import { type Builder, typeOnce } from './builder.ts';
import { filterInput, globalIdFilter, isComparable } from './filter-inputs.ts';
import { namingOf } from './naming.ts';
import { ownGlobalId } from './node-fields.ts';
import { scopesInput } from './rows-choice.ts';

/** The input of conditions on a model's rows: its attributes, what they are related to, and `and`, `or`, `not`. */
export function whereInput(builder: Builder, model: CatalogModel): GraphQLInputObjectType {
  const naming = namingOf(builder, model.name);
  return typeOnce(
    builder,
    naming.derived.Where,
    (name): GraphQLInputObjectType =>
      new GraphQLInputObjectType({
        name,
        description: `Conditions on a row of ${model.name}; all that are given must hold.`,
        fields: (): GraphQLInputFieldConfigMap => {
          const self = whereInput(builder, model);
          const fields: GraphQLInputFieldConfigMap = {};
          const own = ownGlobalId(builder, model);
          if (own !== null) {
            fields[naming.globalId as string] = globalIdInput(builder, [own]);
          }
          for (const [attributeName, field] of Object.entries(naming.attributes)) {
            const attribute = getAttribute(model, attributeName);
            const references = builder.references.get(`${model.name}.${attributeName}`);
            if (references !== undefined) {
              fields[field] = globalIdInput(builder, references);
            } else if (isComparable(attribute)) {
              fields[field] = {
                type: filterInput(builder, model, attribute),
                extensions: inputExtensions({ kind: 'attribute', attribute: attributeName }),
              };
            }
          }
          for (const association of model.associations) {
            const field = naming.associations[association.id] as string;
            const target = getModel(builder.catalog, association.target);
            const many = isToMany(association.kind);
            fields[field] = {
              type: many ? manyInput(builder, model, association) : whereInput(builder, target),
              extensions: inputExtensions({ kind: many ? 'many' : 'one', association: association.id }),
            };
          }
          return withLogic(fields, self);
        },
      }),
  );
}

function globalIdInput(builder: Builder, references: readonly GlobalReference[]): GraphQLInputFieldConfig {
  return {
    type: globalIdFilter(builder),
    extensions: inputExtensions({ kind: 'globalId', references }),
  };
}

/** An attribute that is called like one of them comes first: its row can still be described by the others. */
export function withLogic(
  fields: GraphQLInputFieldConfigMap,
  self: GraphQLInputObjectType,
): GraphQLInputFieldConfigMap {
  const list = new GraphQLList(new GraphQLNonNull(self));
  const logic: Record<'and' | 'or' | 'not', GraphQLInputFieldConfig> = {
    and: {
      type: list,
      description: 'All of these hold.',
      extensions: inputExtensions({ kind: 'logic', operator: 'and' }),
    },
    or: {
      type: list,
      description: 'At least one of these holds; of an empty list none does.',
      extensions: inputExtensions({ kind: 'logic', operator: 'or' }),
    },
    not: {
      type: self,
      description: 'This does not hold.',
      extensions: inputExtensions({ kind: 'logic', operator: 'not' }),
    },
  };
  return { ...logic, ...fields };
}

/** The input of conditions on the rows that a to-many association leads to. */
function manyInput(
  builder: Builder,
  model: CatalogModel,
  { id, target: targetName, through }: CatalogAssociation,
): GraphQLInputObjectType {
  const target = getModel(builder.catalog, targetName);
  const link = namingOf(builder, model.name).links[id];
  return typeOnce(
    builder,
    link?.ManyWhere ?? namingOf(builder, target.name).derived.ManyWhere,
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: `Conditions on related rows of ${target.name}; all that are given must hold.`,
        fields: () => {
          const type = whereInput(builder, target);
          const scopes = scopesInput(builder, target);
          return {
            some: { type, description: 'There is at least one of which this holds.' },
            every: { type, description: 'There is none of which this does not hold.' },
            none: { type, description: 'There is none of which this holds.' },
            ...(scopes !== null && {
              scopes: {
                type: scopes,
                description: 'Only those count that are in all of these scopes; by themselves: there is one.',
              },
            }),
            ...(link !== undefined &&
              through !== null && {
                through: {
                  type: whereInput(builder, getModel(builder.catalog, through.model)),
                  description: `Only those count whose row of ${through.model} is such; by itself: there is one.`,
                },
              }),
          };
        },
      }),
  );
}
