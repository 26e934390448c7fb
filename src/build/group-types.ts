import {
  GraphQLEnumType,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigArgumentMap,
  type GraphQLInputFieldConfigMap,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
} from 'graphql';
import { type CatalogAttribute, type CatalogModel, getAttribute, isKeyKind } from '../catalog/catalog.ts';
import { globalIdOfKey } from '../execute/global-id.ts';
import type { Group } from '../execute/loaders.ts';
import { fieldExtensions } from '../plan/field-source.ts';
import { inputExtensions } from '../plan/input-source.ts';
import {
  type AttributeFunction,
  aggregateFields,
  attributeFunctions,
  attributesOf,
  resultType,
  valueField,
} from './aggregate-types.ts';
import { certainReference, keyPartType } from './attribute-type.ts';
import { type Builder, typeOnce } from './builder.ts';
import { isComparable, scalarFilter } from './filter-inputs.ts';
import { limitArgument, rowsArguments } from './list-rules.ts';
import { namingOf } from './naming.ts';
import { orderDirection } from './order-inputs.ts';
import { withLogic } from './where-inputs.ts';

/** The attributes that rows can be grouped by. */
export function groupedAttributes(builder: Builder, model: CatalogModel): readonly CatalogAttribute[] {
  return Object.keys(namingOf(builder, model.name).attributes)
    .map((name) => getAttribute(model, name))
    .filter((attribute) => isComparable(attribute) && isKeyKind(attribute.kind));
}

/** The type of a group of rows of the model. */
export function groupType(builder: Builder, model: CatalogModel): GraphQLObjectType {
  const { derived } = namingOf(builder, model.name);
  return typeOnce(
    builder,
    derived.Group,
    (name) =>
      new GraphQLObjectType({
        name,
        description: `Rows of ${model.name} that are equal in what they are grouped by.`,
        fields: (): Record<string, GraphQLFieldConfig<Group, unknown>> => ({
          keys: valueField(
            {
              type: new GraphQLNonNull(groupKeysType(builder, model)),
              description: 'What the rows have in common; null in what they are not grouped by.',
              extensions: fieldExtensions({ kind: 'part', needs: null }),
            },
            ({ keys }: Group) => keys,
          ),
          ...aggregateFields(builder, model, ({ values }: Group) => values),
        }),
      }),
  );
}

function groupKeysType(builder: Builder, model: CatalogModel): GraphQLObjectType {
  const naming = namingOf(builder, model.name);
  return typeOnce(
    builder,
    naming.derived.GroupKeys,
    (name) =>
      new GraphQLObjectType({
        name,
        fields: () =>
          Object.fromEntries(
            groupedAttributes(builder, model).map((attribute) => [
              naming.attributes[attribute.name] as string,
              valueField(
                {
                  type: keyPartType(builder, model, attribute),
                  extensions: fieldExtensions({ kind: 'part', needs: null }),
                },
                keyReader(builder, model, attribute),
              ),
            ]),
          ),
      }),
  );
}

function keyReader(
  builder: Builder,
  model: CatalogModel,
  { name }: CatalogAttribute,
): (keys: Group['keys']) => unknown {
  const reference = certainReference(builder, model, name);
  return reference === null
    ? (keys) => keys[name]
    : (keys) => globalIdOfKey(builder.operations.engine, reference, [keys[name]]);
}

/** The arguments of a list of groups. */
export function groupArguments(builder: Builder, model: CatalogModel): GraphQLFieldConfigArgumentMap {
  const { derived } = namingOf(builder, model.name);
  const by = typeOnce(
    builder,
    derived.GroupBy,
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: 'One thing to group by.',
        isOneOf: true,
        fields: () =>
          attributeInputs(builder, model, groupedAttributes(builder, model), (attribute) =>
            groupByEnum(builder, attribute),
          ),
      }),
  );
  return {
    by: {
      type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(by))),
      description: 'What the rows of a group have in common.',
    },
    ...rowsArguments(builder, model),
    having: { type: havingInput(builder, model), description: 'Which groups; all where not given.' },
    orderBy: {
      type: new GraphQLList(new GraphQLNonNull(groupOrderBy(builder, model))),
      description: 'In which order; that of "by" where not given.',
    },
    limit: limitArgument(builder.settings.pageSize),
  };
}

const timeUnits = {
  VALUE: 'By the value itself.',
  YEAR: 'By the year, in UTC.',
  QUARTER: 'By the quarter of a year, in UTC.',
  MONTH: 'By the month, in UTC.',
  WEEK: 'By the week from Monday to Sunday, in UTC.',
  DAY: 'By the day, in UTC.',
  HOUR: 'By the hour.',
  MINUTE: 'By the minute.',
} as const;

function groupByEnum(builder: Builder, { kind }: CatalogAttribute): GraphQLEnumType {
  const isInstant = kind === 'dateTime' && builder.operations.engine.offset !== undefined;
  const enumName = isInstant ? 'GroupByDateTime' : kind === 'date' ? 'GroupByDate' : 'GroupByValue';
  const units = Object.entries(timeUnits).filter(
    ([unit]) =>
      unit === 'VALUE' ||
      isInstant ||
      (kind === 'date' && unit !== 'HOUR' && unit !== 'MINUTE' && unit !== 'DAY'),
  );
  return typeOnce(
    builder,
    enumName,
    (name) =>
      new GraphQLEnumType({
        name,
        description: 'What of a value rows are grouped by.',
        values: Object.fromEntries(units.map(([value, description]) => [value, { value, description }])),
      }),
  );
}

function havingInput(builder: Builder, model: CatalogModel): GraphQLInputObjectType {
  const { derived } = namingOf(builder, model.name);
  return typeOnce(
    builder,
    derived.Having,
    (name): GraphQLInputObjectType =>
      new GraphQLInputObjectType({
        name,
        description: 'Conditions on a group; all that are given must hold.',
        fields: (): GraphQLInputFieldConfigMap =>
          withLogic(
            {
              count: {
                type: scalarFilter(builder, GraphQLInt),
                extensions: inputExtensions({ kind: 'aggregate', function: 'count' }),
              },
              ...functionInputs(builder, model, 'Having', (attribute, of) =>
                scalarFilter(builder, resultType(builder, model, attribute, of)),
              ),
            },
            havingInput(builder, model),
          ),
      }),
  );
}

function groupOrderBy(builder: Builder, model: CatalogModel): GraphQLInputObjectType {
  const { derived } = namingOf(builder, model.name);
  const direction = orderDirection(builder);
  return typeOnce(
    builder,
    derived.GroupOrderBy,
    (name) =>
      new GraphQLInputObjectType({
        name,
        description: 'One term of an order of groups.',
        isOneOf: true,
        fields: () => ({
          keys: {
            type: typeOnce(
              builder,
              derived.GroupKeysOrderBy,
              (keysName) =>
                new GraphQLInputObjectType({
                  name: keysName,
                  isOneOf: true,
                  fields: attributeInputs(builder, model, groupedAttributes(builder, model), () => direction),
                }),
            ),
            extensions: inputExtensions({ kind: 'keys' }),
          },
          count: { type: direction, extensions: inputExtensions({ kind: 'aggregate', function: 'count' }) },
          ...functionInputs(builder, model, 'OrderBy', () => direction),
        }),
      }),
  );
}

/** A field for each function, with an input that has one for each of its attributes. */
function functionInputs(
  builder: Builder,
  model: CatalogModel,
  purpose: 'Having' | 'OrderBy',
  typeOf: (attribute: CatalogAttribute, of: AttributeFunction) => GraphQLInputObjectType | GraphQLEnumType,
): GraphQLInputFieldConfigMap {
  const { derived } = namingOf(builder, model.name);
  const fields: GraphQLInputFieldConfigMap = {};
  for (const of of Object.keys(attributeFunctions) as AttributeFunction[]) {
    const attributes = attributesOf(model, builder, of);
    if (attributes.length > 0) {
      fields[of] = {
        type: typeOnce(
          builder,
          derived[`${attributeFunctions[of].derived}${purpose}`],
          (name) =>
            new GraphQLInputObjectType({
              name,
              isOneOf: purpose === 'OrderBy',
              fields: () => attributeInputs(builder, model, attributes, (attribute) => typeOf(attribute, of)),
            }),
        ),
        extensions: inputExtensions({ kind: 'aggregate', function: of }),
      };
    }
  }
  return fields;
}

function attributeInputs(
  builder: Builder,
  model: CatalogModel,
  attributes: readonly CatalogAttribute[],
  typeOf: (attribute: CatalogAttribute) => GraphQLInputObjectType | GraphQLEnumType,
): GraphQLInputFieldConfigMap {
  const naming = namingOf(builder, model.name);
  return Object.fromEntries(
    attributes.map((attribute) => [
      naming.attributes[attribute.name] as string,
      {
        type: typeOf(attribute),
        extensions: inputExtensions({ kind: 'attribute', attribute: attribute.name }),
      },
    ]),
  );
}
