import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import type { AttributeKind } from '../catalog/catalog.ts';

/** A scalar whose values are texts of one form, in both directions. */
function textScalar(
  name: string,
  description: string,
  pattern: RegExp,
  specifiedByURL?: string,
): GraphQLScalarType {
  const parse = (value: unknown): string => {
    const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value;
    if (typeof text !== 'string' || !pattern.test(text)) {
      throw new GraphQLError(`${name} cannot represent ${JSON.stringify(value)}.`);
    }
    return text;
  };
  return new GraphQLScalarType({
    name,
    description,
    specifiedByURL: specifiedByURL ?? null,
    serialize: parse,
    parseValue: parse,
    parseLiteral: (node) => {
      if (node.kind !== Kind.STRING && node.kind !== Kind.INT && node.kind !== Kind.FLOAT) {
        throw new GraphQLError(`${name} is written as a string.`, { nodes: node });
      }
      return parse(node.value);
    },
  });
}

const bigInt = textScalar(
  'BigInt',
  'An integer of any size, as a string of digits: "9007199254740993".',
  /^[+-]?\d+$/,
);

const decimal = textScalar(
  'Decimal',
  'A number with all its digits, as a string: "1234567890.1200".',
  /^([+-]?\d+(\.\d+)?|NaN|-?Infinity)$/,
);

const date = textScalar(
  'Date',
  'A day of the calendar, RFC 3339 full-date: "2024-01-31".',
  /^[+-]?\d{4,6}-\d{2}-\d{2}$/,
  'https://scalars.graphql.org/andimarek/local-date',
);

const time = textScalar(
  'Time',
  'A time of day without a zone, to the microsecond: "10:00:00".',
  /^\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?$/,
);

const dateTime = textScalar(
  'DateTime',
  'An instant, RFC 3339, to the microsecond, in UTC unless it says otherwise: "2024-01-31T10:00:00.123456Z".',
  /^[+-]?\d{4,6}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}(:?\d{2})?)$/,
  'https://scalars.graphql.org/andimarek/date-time',
);

const uuid = textScalar(
  'UUID',
  'A universally unique identifier, RFC 9562: "7c4e0000-1111-4222-8333-44445555aa02".',
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  'https://www.rfc-editor.org/rfc/rfc9562',
);

const bytes = textScalar(
  'Bytes',
  'Bytes, as base64.',
  /^[0-9A-Za-z+/]*={0,2}$/,
  'https://www.rfc-editor.org/rfc/rfc4648#section-4',
);

const json = new GraphQLScalarType({
  name: 'JSON',
  description: 'Any JSON value.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => parseJsonLiteral(node, variables ?? {}),
});

function parseJsonLiteral(node: ValueNode, variables: Readonly<Record<string, unknown>>): unknown {
  switch (node.kind) {
    case Kind.NULL:
      return null;
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.STRING:
    case Kind.BOOLEAN:
    case Kind.ENUM:
      return node.value;
    case Kind.LIST:
      return node.values.map((value) => parseJsonLiteral(value, variables));
    case Kind.OBJECT:
      return Object.fromEntries(
        node.fields.map(({ name, value }) => [name.value, parseJsonLiteral(value, variables)]),
      );
    case Kind.VARIABLE:
      return variables[node.name.value];
  }
}

/** The scalars of KinQL's own, by the kind of attribute they stand for. */
export const scalars: Readonly<Partial<Record<AttributeKind, GraphQLScalarType>>> = {
  bigInteger: bigInt,
  decimal,
  date,
  time,
  dateTime,
  uuid,
  bytes,
  json,
};
