import { getArgumentValues } from 'graphql';
import { toError } from '../../errors/to-error.ts';
import { invariant } from '../../util/invariant.ts';
import type { OperationState } from '../operation-state.ts';
import { isPlaced, type LoadValues, type PlacedValues } from './direct.ts';
import type { FieldShape, ObjectShape } from './shape.ts';

/** Objects of an answer that have one shape, with what was loaded for them. */
export interface Level {
  readonly shape: ObjectShape;
  readonly sources: readonly unknown[];
  /** For each field of the shape; null where its value is read when it is written. */
  readonly filled: readonly (Filled | null)[];
}

/** A field's values for all sources of a level. */
export interface Filled {
  /** Scalars, enums or lists of them, an `Error` in the place of one that could not be had; null where there are objects. */
  readonly values: readonly unknown[] | null;
  /** The objects, each once. */
  readonly level: Level | null;
  /** For each source, where its objects begin in the level, and how many it has: -1 for null. */
  readonly starts: readonly number[];
  readonly counts: readonly number[];
  /** By source, what its value could not be had for. */
  readonly errors: ReadonlyMap<number, Error> | null;
  /** By source, the limit that its list was cut at. */
  readonly cuts: Map<number, number>;
}

/** What loading the levels of an operation needs. */
export interface LevelRun {
  readonly state: OperationState;
  /** The operation's variables, coerced. */
  readonly variableValues: Readonly<Record<string, unknown>>;
}

/**
 * Loads what the shape asks for below the sources, level by level, all fields of a level at once. What could not be had is an
 * error in its place.
 *
 * @throws UnexpectedValue where a value is none that generated fields give.
 */
export async function loadLevel(
  shape: ObjectShape,
  sources: readonly unknown[],
  run: LevelRun,
): Promise<Level> {
  const filled = new Array<Filled | null>(shape.fields.length).fill(null);
  const pending: Promise<void>[] = [];
  for (const [index, field] of shape.fields.entries()) {
    const loading = sources.length === 0 ? null : loadField(field, sources, run);
    if (loading !== null) {
      pending.push(
        loading.then((values) => {
          filled[index] = values;
        }),
      );
    }
  }
  if (pending.length > 0) {
    await Promise.all(pending);
  }
  return { shape, sources, filled };
}

/** A value that no generated field gives, so that graphql-js must find out what is wrong with it. */
export class UnexpectedValue extends Error {}

/** Null where the value is at hand when it is written. */
function loadField(field: FieldShape, sources: readonly unknown[], run: LevelRun): Promise<Filled> | null {
  const { direct, object } = field;
  const cuts = new Map<number, number>();
  if ('read' in direct) {
    if (object === null) {
      return null;
    }
    const { read, readChecked = read } = direct;
    return fill(
      field,
      object,
      sources.map((source) => attempt(() => readChecked(source as never, run.state))),
      cuts,
      run,
    );
  }
  const { load } = direct;
  return loadValues(
    () =>
      load(sources, {
        state: run.state,
        field: field.planField as NonNullable<FieldShape['planField']>,
        args: field.needsArguments
          ? getArgumentValues(field.definition, field.nodes[0] as never, run.variableValues)
          : {},
        cut: (source, limit) => cuts.set(source, limit),
      }),
    sources,
  ).then((values): Filled | Promise<Filled> => {
    if (isPlaced(values)) {
      invariant(object, 'scalars have no places');
      return fillPlaced(object, values, cuts, run);
    }
    return object === null
      ? { values, level: null, starts: [], counts: [], errors: null, cuts }
      : fill(field, object, values, cuts, run);
  });
}

/** What could not be loaded at all is missing for each of the sources. */
async function loadValues(
  load: () => ReturnType<LoadValues>,
  sources: readonly unknown[],
): ReturnType<LoadValues> {
  try {
    return await load();
  } catch (error) {
    return sources.map(() => toError(error));
  }
}

async function fillPlaced(
  object: ObjectShape,
  { distinct, places }: PlacedValues,
  cuts: Map<number, number>,
  run: LevelRun,
): Promise<Filled> {
  const level = await loadLevel(object, distinct, run);
  const counts = places.map((place) => (place === -1 ? -1 : 1));
  return { values: null, level, starts: places, counts, errors: null, cuts };
}

function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return toError(error);
  }
}

/** Loads what is selected of the objects among the values, those that several sources share once. */
async function fill(
  field: FieldShape,
  object: ObjectShape,
  values: readonly unknown[],
  cuts: Map<number, number>,
  run: LevelRun,
): Promise<Filled> {
  const objects: unknown[] = [];
  const places = new Map<unknown, number>();
  const starts = new Array<number>(values.length);
  const counts = new Array<number>(values.length);
  let errors: Map<number, Error> | null = null;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    starts[index] = objects.length;
    if (value === null || value === undefined) {
      counts[index] = -1;
    } else if (value instanceof Error) {
      counts[index] = -1;
      errors ??= new Map();
      errors.set(index, value);
    } else if (field.isList) {
      counts[index] = addItems(objects, value);
    } else {
      counts[index] = 1;
      const known = places.get(value);
      if (known === undefined) {
        places.set(value, objects.length);
        objects.push(value);
      } else {
        starts[index] = known;
      }
    }
  }
  const level = await loadLevel(object, objects, run);
  return { values: null, level, starts, counts, errors, cuts };
}

function addItems(objects: unknown[], list: unknown): number {
  if (!Array.isArray(list)) {
    throw new UnexpectedValue('not a list');
  }
  for (const item of list) {
    if (item === null || item === undefined || item instanceof Error) {
      throw new UnexpectedValue('a list with a gap');
    }
    objects.push(item);
  }
  return list.length;
}
