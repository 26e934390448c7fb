import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  type GraphQLOutputType,
  GraphQLString,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';

/** Writes a field's value as JSON. Throws where the value does not fit the type, as a null in a non-null place. */
export type LeafWriter = (value: unknown) => string;

/** What JSON has to write otherwise than it is: quotes, backslashes, controls, and halves of surrogate pairs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const special = /["\\\u0000-\u001f\ud800-\udfff]/;

/** Above this length the engine's own search is faster than a pattern. */
const longText = 64;

export function quote(text: string): string {
  return text.length > longText || special.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** The writer of a type of scalars, enums or lists of them; of an object type, one that is never called. */
export function leafWriter(type: GraphQLOutputType): LeafWriter {
  if (isNonNullType(type)) {
    const write = leafWriter(type.ofType);
    return (value) => {
      if (value === null || value === undefined) {
        throw new TypeError('null in a place that is not nullable');
      }
      return write(value);
    };
  }
  const write = isListType(type)
    ? listWriter(leafWriter(type.ofType))
    : singleWriter(type as GraphQLLeafType);
  return (value) => (value === null || value === undefined ? 'null' : write(value));
}

function listWriter(write: LeafWriter): LeafWriter {
  return (value) => {
    if (!Array.isArray(value)) {
      throw new TypeError('not a list');
    }
    return `[${value.map(write).join(',')}]`;
  };
}

/** The usual values of the built-in scalars are written as they are; all else is what the type makes of it. */
function singleWriter(type: GraphQLLeafType): LeafWriter {
  if (!isLeafType(type)) {
    return () => 'null';
  }
  const writeSerialized = (value: unknown): string => {
    const serialized: unknown = type.serialize(value);
    const text = serialized === null ? undefined : JSON.stringify(serialized);
    if (text === undefined) {
      throw new TypeError(`${type.name} cannot represent a value`);
    }
    return text;
  };
  switch (type) {
    case GraphQLInt:
      return (value) =>
        typeof value === 'number' && (value | 0) === value ? `${value}` : writeSerialized(value);
    case GraphQLFloat:
      return (value) =>
        typeof value === 'number' && Number.isFinite(value) ? `${value}` : writeSerialized(value);
    case GraphQLBoolean:
      return (value) => (typeof value === 'boolean' ? `${value}` : writeSerialized(value));
    case GraphQLString:
      return (value) => (typeof value === 'string' ? quote(value) : writeSerialized(value));
    case GraphQLID:
      return (value) =>
        typeof value === 'string'
          ? quote(value)
          : typeof value === 'number' && Number.isInteger(value)
            ? `"${value}"`
            : writeSerialized(value);
  }
  if (isEnumType(type)) {
    const labels = new Map(
      type.getValues().map(({ name, value }): [unknown, string] => [value, `"${name}"`]),
    );
    return (value) => labels.get(value) ?? writeSerialized(value);
  }
  return writeSerialized;
}
