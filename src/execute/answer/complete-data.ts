import { inspect } from 'node:util';
import {
  type GraphQLError,
  type GraphQLLeafType,
  type GraphQLOutputType,
  isListType,
  isNonNullType,
  locatedError,
} from 'graphql';
import type { OperationState } from '../operation-state.ts';
import type { DirectRead } from './direct.ts';
import type { Filled, Level } from './load-levels.ts';
import type { FieldShape } from './shape.ts';

type Data = Record<string, unknown>;
type Path = readonly (string | number)[];

/** An answer as graphql-js gives it: what could be had, and an error for each value that could not. */
export interface CompletedData {
  readonly data: Data | null;
  readonly errors: readonly GraphQLError[];
}

/**
 * The answer that the loaded levels are, with the errors in it: GraphQL's CompleteValue (specification, section 6.4.3). The error of a
 * place that may not be null goes up to the next place that may, and is the only one that is told of it.
 */
export function completeData(level: Level, state: OperationState): CompletedData {
  const errors: GraphQLError[] = [];
  const run = { state, errors };
  try {
    return { data: completeObject(level, 0, [], run), errors };
  } catch (error) {
    return { data: null, errors: [...errors, error as GraphQLError] };
  }
}

interface Completing {
  readonly state: OperationState;
  readonly errors: GraphQLError[];
}

/** @throws GraphQLError with its place, where a field that may not be null has no value. */
function completeObject({ shape, sources, filled }: Level, index: number, path: Path, run: Completing): Data {
  // As graphql-js has it: `__proto__` is a response name like any other.
  const data: Data = Object.create(null);
  for (const [place, field] of shape.fields.entries()) {
    const fieldPath = [...path, field.responseName];
    try {
      data[field.responseName] = completeField(
        field,
        filled[place] ?? null,
        { source: sources[index], index },
        fieldPath,
        run,
      );
    } catch (error) {
      data[field.responseName] = completeMissing(error, field.isNonNull, field, fieldPath, run);
    }
  }
  return data;
}

/** Null, and what it is for is told. @throws GraphQLError with its place, where there may be none. */
function completeMissing(
  error: unknown,
  isNonNull: boolean,
  { nodes }: FieldShape,
  path: Path,
  { errors }: Completing,
): null {
  const located = locatedError(error, nodes, path);
  if (isNonNull) {
    throw located;
  }
  errors.push(located);
  return null;
}

/** @throws whatever makes the field's value impossible. */
function completeField(
  field: FieldShape,
  filled: Filled | null,
  { source, index }: { readonly source: unknown; readonly index: number },
  path: Path,
  run: Completing,
): unknown {
  if (filled === null) {
    const { read, readChecked = read } = field.direct as DirectRead;
    return completeLeaf(field, field.type, readChecked(source as never, run.state), path, run);
  }
  if (filled.values !== null) {
    const value = filled.values[index];
    if (value instanceof Error) {
      throw value;
    }
    return completeLeaf(field, field.type, value, path, run);
  }
  const start = filled.starts[index] as number;
  const count = filled.counts[index] as number;
  if (count === -1) {
    const error = filled.errors?.get(index);
    if (error !== undefined) {
      throw error;
    }
    return completeNull(field);
  }
  const level = filled.level as Level;
  if (!field.isList) {
    return completeObject(level, start, path, run);
  }
  return Array.from({ length: count }, (_, item) => {
    const itemPath = [...path, item];
    try {
      return completeObject(level, start + item, itemPath, run);
    } catch (error) {
      return completeMissing(error, field.hasNonNullItems, field, itemPath, run);
    }
  });
}

function completeNull({ isNonNull, parent, definition }: FieldShape): null {
  if (isNonNull) {
    throw new Error(`Cannot return null for non-nullable field ${parent.name}.${definition.name}.`);
  }
  return null;
}

function completeLeaf(
  field: FieldShape,
  type: GraphQLOutputType,
  value: unknown,
  path: Path,
  run: Completing,
): unknown {
  if (isNonNullType(type)) {
    const completed = completeLeaf(field, type.ofType, value, path, run);
    if (completed === null) {
      throw new Error(
        `Cannot return null for non-nullable field ${field.parent.name}.${field.definition.name}.`,
      );
    }
    return completed;
  }
  if (value === null || value === undefined) {
    return null;
  }
  if (isListType(type)) {
    const item = type.ofType;
    return (value as readonly unknown[]).map((element, index) => {
      const itemPath = [...path, index];
      try {
        return completeLeaf(field, item, element, itemPath, run);
      } catch (error) {
        return completeMissing(error, isNonNullType(item), field, itemPath, run);
      }
    });
  }
  const serialized: unknown = (type as GraphQLLeafType).serialize(value);
  if (serialized === null || serialized === undefined) {
    throw new Error(
      `Expected \`${type}.serialize(${inspect(value)})\` to return non-nullable value, returned: ${inspect(serialized)}`,
    );
  }
  return serialized;
}
