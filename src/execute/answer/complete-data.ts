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

/** Says that a place that may not be null has no value; the error is told already. */
class NullInPlace extends Error {}

/**
 * The answer that the loaded levels are, with the errors in it: GraphQL's CompleteValue (specification, section 6.4.3), where a
 * null that may not be empties the next place above that may.
 */
export function completeData(level: Level, state: OperationState): CompletedData {
  const errors: GraphQLError[] = [];
  const run = { state, errors };
  try {
    return { data: completeObject(level, 0, [], run), errors };
  } catch (error) {
    if (error instanceof NullInPlace) {
      return { data: null, errors };
    }
    throw error;
  }
}

interface Completing {
  readonly state: OperationState;
  readonly errors: GraphQLError[];
}

function completeObject({ shape, sources, filled }: Level, index: number, path: Path, run: Completing): Data {
  // As graphql-js has it: `__proto__` is a response name like any other.
  const data: Data = Object.create(null);
  let isNull = false;
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
      if (!(error instanceof NullInPlace)) {
        run.errors.push(locatedError(error, field.nodes, fieldPath));
      }
      if (field.isNonNull) {
        // The other fields are completed all the same: graphql-js tells their errors, too.
        isNull = true;
      } else {
        data[field.responseName] = null;
      }
    }
  }
  if (isNull) {
    throw new NullInPlace();
  }
  return data;
}

/** @throws whatever makes the field's value impossible; NullInPlace where that was told already. */
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
  return Array.from({ length: count }, (_, item) =>
    completeItem(field, () => completeObject(level, start + item, [...path, item], run)),
  );
}

function completeItem(field: FieldShape, complete: () => unknown): unknown {
  try {
    return complete();
  } catch (error) {
    if (error instanceof NullInPlace && !field.hasNonNullItems) {
      return null;
    }
    throw error;
  }
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
        if (!(error instanceof NullInPlace)) {
          run.errors.push(locatedError(error, field.nodes, itemPath));
        }
        if (isNonNullType(item)) {
          throw new NullInPlace();
        }
        return null;
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
