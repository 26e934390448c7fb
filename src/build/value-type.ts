import {
  GraphQLBoolean,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLString,
  isLeafType,
  isListType,
  isObjectType,
} from 'graphql';
import {
  type AttributeKind,
  type CatalogAttribute,
  type CatalogModel,
  type CatalogType,
  innermostType,
  isShownAsText,
} from '../catalog/catalog.ts';
import { propertyFields } from '../execute/answer/direct.ts';
import { rangeTypeNames } from '../inflection/name-values.ts';
import { invariant } from '../util/invariant.ts';
import { attributeType, singleValueType } from './attribute-type.ts';
import type { Builder } from './builder.ts';

/** The GraphQL type of an attribute's values, without nullability: a list of an array, an object of a range, else a scalar. */
export function valueType(
  builder: Builder,
  model: CatalogModel,
  attribute: CatalogAttribute,
): GraphQLOutputType {
  if (isShownAsText(attribute)) {
    return GraphQLString;
  }
  return attribute.kind === 'array' || attribute.kind === 'range'
    ? composedType(builder, model, attribute, attribute)
    : attributeType(builder, model, attribute);
}

/** Elements are nullable: no database has arrays without nulls. */
function composedType(
  builder: Builder,
  model: CatalogModel,
  attribute: CatalogAttribute,
  { kind, element }: CatalogType,
): GraphQLOutputType {
  invariant(element, `${model.name}.${attribute.name} holds nothing`);
  if (kind === 'range') {
    return rangeType(builder, model, attribute, element);
  }
  return new GraphQLList(
    element.kind === 'array' || element.kind === 'range'
      ? composedType(builder, model, attribute, element)
      : singleValueType(builder, model, attribute, element),
  );
}

/** One type for each kind of bounds in a schema. */
function rangeType(
  builder: Builder,
  model: CatalogModel,
  attribute: CatalogAttribute,
  bound: CatalogType,
): GraphQLObjectType {
  const name = rangeTypeNames[bound.kind];
  invariant(name, `no range of ${bound.kind}`);
  const type =
    builder.rangeTypes.get(name) ??
    new GraphQLObjectType({
      name,
      description: 'The values between two bounds.',
      fields: propertyFields({
        start: {
          type: singleValueType(builder, model, attribute, bound),
          description: 'Null where the range has no start.',
        },
        end: {
          type: singleValueType(builder, model, attribute, bound),
          description: 'Null where the range has no end.',
        },
        startInclusive: {
          type: new GraphQLNonNull(GraphQLBoolean),
          description: 'Whether the start belongs to the range.',
        },
        endInclusive: {
          type: new GraphQLNonNull(GraphQLBoolean),
          description: 'Whether the end belongs to the range.',
        },
        isEmpty: {
          type: new GraphQLNonNull(GraphQLBoolean),
          description: 'Whether nothing lies in the range; it has no bounds then.',
        },
      }),
    });
  builder.rangeTypes.set(name, type);
  return type;
}

/** Checks a value against its type, as graphql-js will: throws where it does not fit. */
export function checkValue(type: GraphQLOutputType, value: unknown): void {
  if (value === null || value === undefined) {
    return;
  }
  if (isListType(type)) {
    if (!Array.isArray(value)) {
      throw new TypeError('not a list');
    }
    for (const item of value) {
      checkValue(type.ofType, item);
    }
  } else if (isObjectType(type)) {
    for (const [name, field] of Object.entries(type.getFields())) {
      checkValue(field.type, (value as Readonly<Record<string, unknown>>)[name]);
    }
  } else if (isLeafType(type)) {
    type.serialize(value);
  }
}

const kindDescriptions: Readonly<Partial<Record<AttributeKind, string>>> = {
  keyValue: 'A map of texts: an object whose values are strings or null.',
};

const typeDescriptions: Readonly<Record<string, string>> = {
  INET: 'An IP address, with the length of the prefix where it is one of a network: "10.0.0.1", "10.0.0.1/8".',
  CIDR: 'An IP network: "10.0.0.0/8".',
  MACADDR: 'A hardware address: "08:00:2b:01:02:03".',
  TSVECTOR: "The words of a text as they are searched for, with their places: \"'cat':2 'fat':1\".",
};

/**
 * What the model says about the attribute, else what the form of its values is where its type does not tell; then what its
 * validators ask of a value.
 */
export function attributeDescription(attribute: CatalogAttribute): string | null {
  const { kind, sqlType } = innermostType(attribute);
  const shownAsText =
    kind !== 'text' && isShownAsText(attribute) ? `A ${sqlType}, in the form that the model gives it.` : null;
  const said =
    attribute.description ?? shownAsText ?? kindDescriptions[kind] ?? typeDescriptions[sqlType] ?? null;
  const rules = attribute.rules.join(', ');
  if (rules === '') {
    return said;
  }
  const sentence = `${rules.charAt(0).toUpperCase()}${rules.slice(1)}.`;
  return said === null ? sentence : `${/[.!?]$/.test(said) ? said : `${said}.`} ${sentence}`;
}
