import type { OperationState } from '../operation-state.ts';
import type { DirectRead } from './direct.ts';
import type { JsonWriter } from './json-writer.ts';
import type { Filled, Level } from './load-levels.ts';
import type { FieldShape } from './shape.ts';

/** Writes the value of a field of one source. */
type ValueWriter = (source: unknown, index: number) => void;
/** Writes one object of a level. */
type ObjectWriter = (index: number) => void;

const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const comma = 0x2c;
const nullText = Buffer.from('null');

/**
 * Writes the one object of the root level, with all that is below it, as JSON.
 *
 * @throws where any value could not be had or does not fit its type: then `completeData` tells which, and what is left.
 */
export function writeRoot(root: Level, state: OperationState, writer: JsonWriter): void {
  objectWriter(root, state, writer)(0);
}

/** The writer of the level's objects. */
function objectWriter(
  { shape, sources, filled }: Level,
  state: OperationState,
  writer: JsonWriter,
): ObjectWriter {
  const { fields } = shape;
  const values = fields.map((field, index) => valueWriter(field, filled[index] ?? null, state, writer));
  const { length } = fields;
  return (index) => {
    const source = sources[index];
    writer.byte(openBrace);
    for (let place = 0; place < length; place += 1) {
      if (place > 0) {
        writer.byte(comma);
      }
      writer.ascii((fields[place] as FieldShape).key);
      (values[place] as ValueWriter)(source, index);
    }
    writer.byte(closeBrace);
  };
}

function valueWriter(
  field: FieldShape,
  filled: Filled | null,
  state: OperationState,
  writer: JsonWriter,
): ValueWriter {
  const { direct, write } = field;
  if (filled === null) {
    const { read } = direct as DirectRead;
    return (source) => write(read(source as never, state), writer);
  }
  const { values, level } = filled;
  if (values !== null) {
    return (_source, index) => write(withoutError(values[index]), writer);
  }
  const writeObject = level === null ? () => {} : objectWriter(level, state, writer);
  const writePresent = field.isList
    ? listWriter(filled, writeObject, writer)
    : onceWriter(filled, writeObject, writer);
  const { counts } = filled;
  return (_source, index) => {
    if (counts[index] === -1) {
      writeNull(field, filled, index, writer);
    } else {
      writePresent(index);
    }
  };
}

/** An object that several sources have is written for the first of them, and copied for the others. */
function onceWriter({ starts, level }: Filled, writeObject: ObjectWriter, writer: JsonWriter): ObjectWriter {
  const isShared = (level?.sources.length ?? 0) < starts.length;
  if (!isShared) {
    return (index) => writeObject(starts[index] as number);
  }
  const begins = new Int32Array(level?.sources.length ?? 0).fill(-1);
  const ends = new Int32Array(begins.length);
  return (index) => {
    const place = starts[index] as number;
    const begin = begins[place] as number;
    if (begin !== -1) {
      writer.repeat(begin, ends[place] as number);
      return;
    }
    begins[place] = writer.position;
    writeObject(place);
    ends[place] = writer.position;
  };
}

function listWriter({ starts, counts }: Filled, writeObject: ObjectWriter, writer: JsonWriter): ObjectWriter {
  return (index) => {
    const start = starts[index] as number;
    const end = start + (counts[index] as number);
    writer.byte(openBracket);
    for (let place = start; place < end; place += 1) {
      if (place > start) {
        writer.byte(comma);
      }
      writeObject(place);
    }
    writer.byte(closeBracket);
  };
}

function writeNull({ isNonNull }: FieldShape, { errors }: Filled, index: number, writer: JsonWriter): void {
  const error = errors?.get(index);
  if (error !== undefined) {
    throw error;
  }
  if (isNonNull) {
    throw new TypeError('null in a place that is not nullable');
  }
  writer.ascii(nullText);
}

function withoutError(value: unknown): unknown {
  if (value instanceof Error) {
    throw value;
  }
  return value;
}
