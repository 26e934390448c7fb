import type { OperationState } from '../operation-state.ts';
import type { DirectRead } from './direct.ts';
import type { Filled, Level } from './load-levels.ts';
import type { FieldShape } from './shape.ts';

/** Writes the field of one source: its key and its value. */
type FieldWriter = (source: unknown, index: number) => string;

/**
 * The level's objects as JSON, each once, however many objects above them have them.
 *
 * @throws where any value could not be had or does not fit its type: then `completeData` tells which, and what is left.
 */
export function writeLevel({ shape, sources, filled }: Level, state: OperationState): string[] {
  const writers = shape.fields.map((field, index) => fieldWriter(field, filled[index] ?? null, state));
  const [first, ...rest] = writers;
  if (first === undefined) {
    return sources.map(() => '{}');
  }
  const texts = new Array<string>(sources.length);
  for (let index = 0; index < sources.length; index += 1) {
    const source = sources[index];
    let text = `{${first(source, index)}`;
    for (const write of rest) {
      text += `,${write(source, index)}`;
    }
    texts[index] = `${text}}`;
  }
  return texts;
}

function fieldWriter(field: FieldShape, filled: Filled | null, state: OperationState): FieldWriter {
  const { key, direct, write } = field;
  if (filled === null) {
    const { read } = direct as DirectRead;
    return (source) => key + write(read(source as never, state));
  }
  const { values, level } = filled;
  if (values !== null) {
    return (_source, index) => key + write(withoutError(values[index]));
  }
  const texts = level === null ? [] : writeLevel(level, state);
  return field.isList ? listWriter(field, filled, texts) : objectWriter(field, filled, texts);
}

function objectWriter({ key, isNonNull }: FieldShape, filled: Filled, texts: readonly string[]): FieldWriter {
  const { starts, counts } = filled;
  return (_source, index) => {
    if (counts[index] === -1) {
      return key + writeNull(isNonNull, filled, index);
    }
    return key + texts[starts[index] as number];
  };
}

function listWriter({ key, isNonNull }: FieldShape, filled: Filled, texts: readonly string[]): FieldWriter {
  const { starts, counts } = filled;
  return (_source, index) => {
    const start = starts[index] as number;
    const count = counts[index] as number;
    if (count === -1) {
      return key + writeNull(isNonNull, filled, index);
    }
    let text = `${key}[`;
    for (let place = start; place < start + count; place += 1) {
      text += place === start ? texts[place] : `,${texts[place]}`;
    }
    return `${text}]`;
  };
}

function writeNull(isNonNull: boolean, { errors }: Filled, index: number): string {
  const error = errors?.get(index);
  if (error !== undefined) {
    throw error;
  }
  if (isNonNull) {
    throw new TypeError('null in a place that is not nullable');
  }
  return 'null';
}

function withoutError(value: unknown): unknown {
  if (value instanceof Error) {
    throw value;
  }
  return value;
}
