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
import type { JsonWriter } from './json-writer.ts';

/** Writes a field's value as JSON. Throws where the value does not fit the type, as a null in a non-null place. */
export type LeafWriter = (value: unknown, writer: JsonWriter) => void;

const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const nullText = Buffer.from('null');

/** The writer of a type of scalars, enums or lists of them; of an object type, one that is never called. */
export function leafWriter(type: GraphQLOutputType): LeafWriter {
  if (isNonNullType(type)) {
    const write = leafWriter(type.ofType);
    return (value, writer) => {
      if (value === null || value === undefined) {
        throw new TypeError('null in a place that is not nullable');
      }
      write(value, writer);
    };
  }
  const write = isListType(type)
    ? listWriter(leafWriter(type.ofType))
    : singleWriter(type as GraphQLLeafType);
  return (value, writer) => {
    if (value === null || value === undefined) {
      writer.ascii(nullText);
    } else {
      write(value, writer);
    }
  };
}

function listWriter(write: LeafWriter): LeafWriter {
  return (value, writer) => {
    if (!Array.isArray(value)) {
      throw new TypeError('not a list');
    }
    writer.byte(openBracket);
    for (const [index, item] of value.entries()) {
      if (index > 0) {
        writer.byte(comma);
      }
      write(item, writer);
    }
    writer.byte(closeBracket);
  };
}

/** The usual values of the built-in scalars are written as they are; all else is what the type makes of it. */
function singleWriter(type: GraphQLLeafType): LeafWriter {
  if (!isLeafType(type)) {
    return () => {};
  }
  const writeSerialized: LeafWriter = (value, writer) => {
    const serialized: unknown = type.serialize(value);
    if (typeof serialized === 'string') {
      writer.quoted(serialized);
      return;
    }
    const text = serialized === null ? undefined : JSON.stringify(serialized);
    if (text === undefined) {
      throw new TypeError(`${type.name} cannot represent a value`);
    }
    writer.json(text);
  };
  switch (type) {
    case GraphQLInt:
      return (value, writer) => (isInt(value) ? writer.integer(value) : writeSerialized(value, writer));
    case GraphQLFloat:
      return (value, writer) => {
        if (isInt(value)) {
          writer.integer(value);
        } else if (typeof value === 'number' && Number.isFinite(value)) {
          writer.json(String(value));
        } else {
          writeSerialized(value, writer);
        }
      };
    case GraphQLBoolean:
      return (value, writer) =>
        typeof value === 'boolean' ? writer.json(String(value)) : writeSerialized(value, writer);
    case GraphQLString:
      return (value, writer) =>
        typeof value === 'string' ? writer.quoted(value) : writeSerialized(value, writer);
    case GraphQLID:
      return (value, writer) => writeId(value, writer, writeSerialized);
  }
  if (isEnumType(type)) {
    const labels = new Map(
      type.getValues().map(({ name, value }): [unknown, Buffer] => [value, Buffer.from(`"${name}"`)]),
    );
    return (value, writer) => {
      const label = labels.get(value);
      if (label === undefined) {
        writeSerialized(value, writer);
      } else {
        writer.ascii(label);
      }
    };
  }
  return writeSerialized;
}

const quoteMark = 0x22;

function writeId(value: unknown, writer: JsonWriter, otherwise: LeafWriter): void {
  if (typeof value === 'string') {
    writer.quoted(value);
  } else if (isInt(value)) {
    writer.byte(quoteMark);
    writer.integer(value);
    writer.byte(quoteMark);
  } else {
    otherwise(value, writer);
  }
}

/** Whether it is a whole number of 32 bits; JSON writes negative zero as zero, and so does `integer`. */
function isInt(value: unknown): value is number {
  return typeof value === 'number' && (value | 0) === value && value !== -2_147_483_648;
}
