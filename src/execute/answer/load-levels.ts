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
  readonly cuts: ReadonlyMap<number, number>;
}

/** What loading the levels of an operation needs. */
export interface LevelRun {
  readonly state: OperationState;
  /** The operation's variables, coerced. */
  readonly variableValues: Readonly<Record<string, unknown>>;
  /** Whether graphql-js may run the operation again: one that writes runs once. */
  readonly mayRunAgain: boolean;
}

/**
 * Loads what the shape asks for below the sources, level by level, all fields of a level at once. What could not be had is an
 * error in its place. A promise only where something must be waited for.
 *
 * @throws UnexpectedValue where a value is none that generated fields give, and the operation may run again.
 */
export function loadLevel(
  shape: ObjectShape,
  sources: readonly unknown[],
  run: LevelRun,
): Level | Promise<Level> {
  const { fields } = shape;
  const filled = new Array<Filled | null>(fields.length).fill(null);
  const level = { shape, sources, filled };
  const pending: Promise<void>[] = [];
  for (let index = 0; index < fields.length && sources.length > 0; index += 1) {
    const loaded = loadField(fields[index] as FieldShape, sources, run);
    if (loaded instanceof Promise) {
      pending.push(
        loaded.then((values) => {
          filled[index] = values;
        }),
      );
    } else {
      filled[index] = loaded;
    }
  }
  return pending.length === 0 ? level : Promise.all(pending).then(() => level);
}

/** A value that no generated field gives, so that graphql-js must find out what is wrong with it. */
export class UnexpectedValue extends Error {}

/** Null where the value is at hand when it is written. */
function loadField(
  field: FieldShape,
  sources: readonly unknown[],
  run: LevelRun,
): Filled | Promise<Filled> | null {
  const { direct, object } = field;
  const cuts = new Map<number, number>();
  if ('read' in direct) {
    if (object === null) {
      return null;
    }
    const { read, readChecked = read } = direct;
    const values = sources.map((source) => attempt(() => readChecked(source as never, run.state)));
    return fill(field, object, values, cuts, run);
  }
  const loaded = loadValues(field, direct.load, sources, cuts, run);
  return loaded instanceof Promise
    ? loaded.then(
        (values) => fillLoaded(field, values, cuts, run),
        (error: unknown) => fillLoaded(field, missing(sources, error), cuts, run),
      )
    : fillLoaded(field, loaded, cuts, run);
}

function loadValues(
  field: FieldShape,
  load: LoadValues,
  sources: readonly unknown[],
  cuts: Map<number, number>,
  { state, variableValues }: LevelRun,
): ReturnType<LoadValues> {
  try {
    return load(sources, {
      state,
      field: field.planField as NonNullable<FieldShape['planField']>,
      definition: field.definition,
      args: field.needsArguments
        ? getArgumentValues(field.definition, field.nodes[0] as never, variableValues)
        : {},
      cut: (source, limit) => cuts.set(source, limit),
    });
  } catch (error) {
    return missing(sources, error);
  }
}

/** What could not be loaded at all is missing for each of the sources. */
function missing(sources: readonly unknown[], error: unknown): readonly unknown[] {
  return sources.map(() => toError(error));
}

function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return toError(error);
  }
}

function fillLoaded(
  field: FieldShape,
  values: readonly unknown[] | PlacedValues,
  cuts: ReadonlyMap<number, number>,
  run: LevelRun,
): Filled | Promise<Filled> {
  const { object } = field;
  if (isPlaced(values)) {
    invariant(object, 'scalars have no places');
    const { distinct, places } = values;
    const counts = places.map((place) => (place === -1 ? -1 : 1));
    return fillLevel(object, distinct, run, { values: null, starts: places, counts, errors: null, cuts });
  }
  return object === null
    ? { values, level: null, starts: [], counts: [], errors: null, cuts }
    : fill(field, object, values, cuts, run);
}

/** Loads what is selected of the objects among the values, those that several sources share once. */
function fill(
  field: FieldShape,
  object: ObjectShape,
  values: readonly unknown[],
  cuts: ReadonlyMap<number, number>,
  run: LevelRun,
): Filled | Promise<Filled> {
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
      const items = itemsOf(value);
      if (items instanceof UnexpectedValue) {
        if (run.mayRunAgain) {
          throw items;
        }
        counts[index] = -1;
        errors ??= new Map();
        errors.set(index, items);
      } else {
        counts[index] = items.length;
        for (const item of items) {
          objects.push(item);
        }
      }
    } else {
      counts[index] = 1;
      const known = values.length === 1 ? undefined : places.get(value);
      if (known === undefined) {
        places.set(value, objects.length);
        objects.push(value);
      } else {
        starts[index] = known;
      }
    }
  }
  return fillLevel(object, objects, run, { values: null, starts, counts, errors, cuts });
}

function fillLevel(
  object: ObjectShape,
  objects: readonly unknown[],
  run: LevelRun,
  filled: Omit<Filled, 'level'>,
): Filled | Promise<Filled> {
  const level = loadLevel(object, objects, run);
  return level instanceof Promise
    ? level.then((loaded) => ({ ...filled, level: loaded }))
    : { ...filled, level };
}

function itemsOf(list: unknown): readonly unknown[] | UnexpectedValue {
  if (!Array.isArray(list)) {
    return new UnexpectedValue('not a list');
  }
  for (const item of list) {
    if (item === null || item === undefined || item instanceof Error) {
      return new UnexpectedValue('a list with a gap');
    }
  }
  return list;
}
