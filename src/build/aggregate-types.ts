import {
  type GraphQLFieldConfig,
  GraphQLFloat,
  GraphQLInt,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLScalarType,
} from 'graphql';
import {
  type AttributeKind,
  type CatalogAttribute,
  type CatalogModel,
  getAttribute,
  isKeyKind,
  isSearchVector,
} from '../catalog/catalog.ts';
import type { AggregateValues } from '../execute/aggregate-value.ts';
import { withDirect } from '../execute/answer/direct.ts';
import { fieldExtensions } from '../plan/field-source.ts';
import { printAggregate } from '../plan/needs.ts';
import type { AggregateFunction } from '../policy/condition.ts';
import { invariant } from '../util/invariant.ts';
import { attributeType } from './attribute-type.ts';
import { type Builder, typeOnce } from './builder.ts';
import { isComparable } from './filter-inputs.ts';
import { namingOf } from './naming.ts';
import { scalars } from './scalars.ts';

/** The functions that are computed of one attribute. */
export type AttributeFunction = Exclude<AggregateFunction, 'count'>;

/** An attribute function: the derived type that lists its attributes, and what it says. */
export const attributeFunctions: Readonly<
  Record<
    AttributeFunction,
    { readonly derived: 'CountDistinct' | 'Sum' | 'Avg' | 'Min' | 'Max'; readonly description: string }
  >
> = {
  countDistinct: {
    derived: 'CountDistinct',
    description: 'How many different values there are, those that are missing not counted.',
  },
  sum: { derived: 'Sum', description: 'Sums, exact where the values are; null of no values.' },
  avg: {
    derived: 'Avg',
    description: 'Averages, to 16 digits after the point more than the values have; null of no values.',
  },
  min: { derived: 'Min', description: 'The smallest values; null of no values.' },
  max: { derived: 'Max', description: 'The largest values; null of no values.' },
};

export function hasAggregates({ settings }: Builder): boolean {
  return settings.aggregates;
}

/** The type of what is computed of rows of the model. */
export function aggregateType(builder: Builder, model: CatalogModel): GraphQLObjectType {
  return typeOnce(
    builder,
    namingOf(builder, model.name).derived.Aggregate,
    (name) =>
      new GraphQLObjectType({
        name,
        description: `What is computed of rows of ${model.name}.`,
        fields: () => aggregateFields(builder, model, (values: AggregateValues) => values),
      }),
  );
}

/** A field whose value its source has at hand. */
export function valueField<Source>(
  config: Omit<GraphQLFieldConfig<Source, unknown>, 'resolve'>,
  pick: (source: Source) => unknown,
): GraphQLFieldConfig<Source, unknown> {
  return withDirect({ ...config, resolve: (source) => pick(source) }, { read: pick });
}

/** The fields of what is computed of rows, on an object that holds the values somewhere. */
export function aggregateFields<Source>(
  builder: Builder,
  model: CatalogModel,
  valuesOf: (source: Source) => AggregateValues,
): Record<string, GraphQLFieldConfig<Source, unknown>> {
  const fields: Record<string, GraphQLFieldConfig<Source, unknown>> = {
    count: valueField(
      {
        type: new GraphQLNonNull(GraphQLInt),
        description: 'How many rows there are.',
        extensions: fieldExtensions({ kind: 'aggregateValue', function: 'count', attribute: null }),
      },
      (source) => valuesOf(source).count,
    ),
  };
  for (const name of Object.keys(attributeFunctions) as AttributeFunction[]) {
    const attributes = attributesOf(model, builder, name);
    if (attributes.length > 0) {
      fields[name] = valueField(
        {
          type: new GraphQLNonNull(functionType(builder, model, name, attributes)),
          description: attributeFunctions[name].description,
          extensions: fieldExtensions({ kind: 'part', needs: null }),
        },
        valuesOf,
      );
    }
  }
  return fields;
}

function functionType(
  builder: Builder,
  model: CatalogModel,
  of: AttributeFunction,
  attributes: readonly CatalogAttribute[],
): GraphQLObjectType {
  const naming = namingOf(builder, model.name);
  return typeOnce(
    builder,
    naming.derived[attributeFunctions[of].derived],
    (name) =>
      new GraphQLObjectType({
        name,
        fields: () =>
          Object.fromEntries(
            attributes.map((attribute): [string, GraphQLFieldConfig<AggregateValues, unknown>] => {
              const term = { function: of, attribute: attribute.name };
              const key = printAggregate(term);
              const type = resultType(builder, model, attribute, of);
              return [
                naming.attributes[attribute.name] as string,
                valueField(
                  {
                    type: of === 'countDistinct' ? new GraphQLNonNull(type) : type,
                    extensions: fieldExtensions({ kind: 'aggregateValue', ...term }),
                  },
                  (values) => values[key],
                ),
              ];
            }),
          ),
      }),
  );
}

const numeric: ReadonlySet<AttributeKind> = new Set(['integer', 'bigInteger', 'decimal', 'float']);
/** MySQL has the labels of an enum in the order of their letters here, and no database knows the least of two UUIDs. */
const unordered: ReadonlySet<AttributeKind> = new Set(['boolean', 'enum', 'uuid', 'network']);

/** The attributes that a function can be computed of. Keys are names and no amounts: they are not summed up. */
export function attributesOf(
  model: CatalogModel,
  builder: Builder,
  of: AttributeFunction,
): readonly CatalogAttribute[] {
  const named = Object.keys(namingOf(builder, model.name).attributes);
  return named
    .map((name) => getAttribute(model, name))
    .filter((attribute) => isComparable(attribute) && isKeyKind(attribute.kind))
    .filter(
      (attribute) =>
        of === 'countDistinct' ||
        (of === 'sum' || of === 'avg'
          ? numeric.has(attribute.kind) && !builder.identifiers.has(`${model.name}.${attribute.name}`)
          : !unordered.has(attribute.kind) &&
            !isSearchVector(attribute) &&
            !builder.references.has(`${model.name}.${attribute.name}`)),
    );
}

/** What a function of the attribute gives: sums of whole numbers may be larger than the numbers are. */
export function resultType(
  builder: Builder,
  model: CatalogModel,
  attribute: CatalogAttribute,
  of: AttributeFunction,
): GraphQLScalarType {
  const decimal = scalars.decimal;
  const bigInteger = scalars.bigInteger;
  invariant(decimal && bigInteger, 'the scalars of numbers are gone');
  switch (of) {
    case 'countDistinct':
      return GraphQLInt;
    case 'min':
    case 'max':
      return attributeType(builder, model, attribute) as GraphQLScalarType;
    case 'avg':
      return attribute.kind === 'float' ? GraphQLFloat : decimal;
    case 'sum':
      if (attribute.kind === 'float') {
        return GraphQLFloat;
      }
      return attribute.kind === 'decimal' ? decimal : bigInteger;
  }
}
