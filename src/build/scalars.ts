import { inspect } from 'node:util';
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import type { AttributeKind } from '../catalog/catalog.ts';
import { isDay, parseInstant } from '../util/instant.ts';

interface TextForm {
  readonly name: string;
  readonly description: string;
  readonly specifiedByURL?: string;
  readonly isValid: (text: string) => boolean;
  /** Whether it may also be written as a number, as long as that has all the digits. */
  readonly numeric?: boolean;
}

/** A scalar whose values are texts of one form, in both directions. */
function textScalar({
  name,
  description,
  specifiedByURL,
  isValid,
  numeric = false,
}: TextForm): GraphQLScalarType {
  const parse = (value: unknown): string => {
    const text = numeric && isExact(value) ? String(value) : value;
    if (typeof text !== 'string' || !isValid(text)) {
      throw new GraphQLError(`${name} cannot represent ${inspect(value)}.`);
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
      if (node.kind === Kind.STRING || (numeric && (node.kind === Kind.INT || node.kind === Kind.FLOAT))) {
        return parse(node.value);
      }
      throw new GraphQLError(`${name} is written as a string.`, { nodes: node });
    },
  });
}

/** A whole number past 2^53 has lost digits before it came here. */
function isExact(value: unknown): value is number | bigint {
  return (
    typeof value === 'bigint' ||
    (typeof value === 'number' && (!Number.isInteger(value) || Number.isSafeInteger(value)))
  );
}

const bigInt = textScalar({
  name: 'BigInt',
  description: 'An integer of any size, as a string of digits: "9007199254740993".',
  isValid: (text) => /^[+-]?\d+$/.test(text),
  numeric: true,
});

const decimal = textScalar({
  name: 'Decimal',
  description: 'A number with all its digits, as a string: "1234567890.1200".',
  isValid: (text) => /^([+-]?\d+(\.\d+)?|NaN|-?Infinity)$/.test(text),
  numeric: true,
});

const date = textScalar({
  name: 'Date',
  description: 'A day of the calendar, RFC 3339 full-date: "2024-01-31".',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/local-date',
  isValid: isDay,
});

const time = textScalar({
  name: 'Time',
  description: 'A time of day without a zone, to the microsecond: "10:00:00".',
  isValid: (text) => /^(([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?|24:00(:00)?)$/.test(text),
});

const dateTime = textScalar({
  name: 'DateTime',
  description:
    'An instant, RFC 3339, to the microsecond, in UTC unless it says otherwise: "2024-01-31T10:00:00.123456Z".',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
  isValid: (text) => /T.*(Z|[+-]\d{2}:\d{2})$/.test(text) && parseInstant(text) !== undefined,
});

const uuid = textScalar({
  name: 'UUID',
  description: 'A universally unique identifier, RFC 9562: "7c4e0000-1111-4222-8333-44445555aa02".',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc9562',
  isValid: (text) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text),
});

const bytes = textScalar({
  name: 'Bytes',
  description: 'Bytes, as base64.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc4648#section-4',
  isValid: (text) => text.length % 4 === 0 && /^[0-9A-Za-z+/]*={0,2}$/.test(text),
});

const json = new GraphQLScalarType({
  name: 'JSON',
  description: 'Any JSON value.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  serialize: (value) => value,
  parseValue: parseJson,
  parseLiteral: (node, variables) => parseJson(parseJsonLiteral(node, variables ?? {})),
});

/** JSON has no infinite numbers, and JSON.stringify writes null in their place. */
function parseJson(value: unknown): unknown {
  if (!hasFiniteNumbers(value)) {
    throw new GraphQLError('JSON cannot represent a number past all that it can write.');
  }
  return value;
}

function hasFiniteNumbers(value: unknown): boolean {
  return typeof value === 'object' && value !== null
    ? Object.values(value).every(hasFiniteNumbers)
    : typeof value !== 'number' || Number.isFinite(value);
}

/** The scalar of a type that Sequelize does not have. */
export function customScalar(name: string, type: string): GraphQLScalarType {
  return new GraphQLScalarType({
    name,
    description: `A value of the type ${type} as the database gives it, as JSON.`,
    parseValue: parseJson,
    parseLiteral: (node, variables) => parseJson(parseJsonLiteral(node, variables ?? {})),
  });
}

const shapes: readonly unknown[] = [
  ...[
    'Point',
    'MultiPoint',
    'LineString',
    'MultiLineString',
    'Polygon',
    'MultiPolygon',
    'GeometryCollection',
  ],
];

function parseGeometry(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('type' in value) || !shapes.includes(value.type)) {
    throw new GraphQLError(`GeoJSON cannot represent ${inspect(value)}.`);
  }
  return value;
}

const geoJson = new GraphQLScalarType({
  name: 'GeoJSON',
  description: 'A geometry, as a GeoJSON object: {"type": "Point", "coordinates": [13.4, 52.5]}.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc7946#section-3.1',
  serialize: parseGeometry,
  parseValue: parseGeometry,
  parseLiteral: (node, variables) => parseGeometry(parseJsonLiteral(node, variables ?? {})),
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
  keyValue: json,
  geometry: geoJson,
};
