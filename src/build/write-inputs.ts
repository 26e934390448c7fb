import { type GraphQLInputFieldConfigMap, GraphQLInputObjectType, GraphQLString } from 'graphql';
import type { CatalogModel } from '../catalog/catalog.ts';
import { invariant } from '../util/invariant.ts';
import { attributeInputs, isInPrimaryKey, writeNamingOf } from './attribute-inputs.ts';
import { type Builder, typeOnce } from './builder.ts';
import type { RowInputs } from './keyed-inputs.ts';
import { relationFields } from './relation-inputs.ts';

function inputs(builder: Builder): RowInputs {
  return {
    create: (model) => createInput(builder, model),
    update: (model) => updateInput(builder, model),
  };
}

/** The input of a row that is made. */
export function createInput(builder: Builder, model: CatalogModel): GraphQLInputObjectType {
  const naming = writeNamingOf(builder, model.name);
  invariant(naming, `${model.name} is not written`);
  return typeOnce(
    builder,
    naming.types.Create,
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: `A new row of ${model.name}.`,
        fields: () =>
          orNothing({
            ...attributeInputs(builder, model, 'create', () => true),
            ...relationFields(builder, inputs(builder), model, 'create'),
          }),
      }),
  );
}

/** The input of what changes about a row. Sequelize finds a row by its primary key, which stays as it is. */
export function updateInput(builder: Builder, model: CatalogModel): GraphQLInputObjectType {
  const naming = writeNamingOf(builder, model.name);
  invariant(naming, `${model.name} is not written`);
  return typeOnce(
    builder,
    naming.types.Update,
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: `What changes about a row of ${model.name}; what is not given stays.`,
        fields: () =>
          orNothing({
            ...attributeInputs(
              builder,
              model,
              'update',
              (attribute) => !isInPrimaryKey(model, attribute.name),
            ),
            ...relationFields(builder, inputs(builder), model, 'update'),
          }),
      }),
  );
}

/** GraphQL has no input without fields. */
function orNothing(fields: GraphQLInputFieldConfigMap): GraphQLInputFieldConfigMap {
  return Object.keys(fields).length > 0
    ? fields
    : { _: { type: GraphQLString, description: 'There is nothing to give; leave it out.' } };
}
