import { toError } from '../../errors/to-error.ts';
import type { ChildrenSource, ParentSource, RowSource } from '../../plan/field-source.ts';
import type { Page, Read } from '../../plan/plan.ts';
import { invariant } from '../../util/invariant.ts';
import { readAggregates } from '../aggregate-value.ts';
import { type Engine, getCodec, getEngineModel } from '../engine.ts';
import type { Rows } from '../loaders.ts';
import type { OperationState } from '../operation-state.ts';
import { findKey, isDiscriminated, readsKeyOf } from '../resolve.ts';
import { settledConnection } from '../resolve-connection.ts';
import { type Key, readAttribute, readCarried } from '../row.ts';
import type { LoadPlace, LoadValues, PlacedValues } from './direct.ts';

/** A page of all rows. */
export const loadList: LoadValues = async (_root, place) => {
  const read = readOf(place);
  return [show(await place.state.loaders.loadPage(read), 0, read, place)];
};

/** The row that has the key in the arguments. */
export function loadRow(engine: Engine, source: RowSource): LoadValues {
  return async (_root, { state, field, args }) => {
    const key = findKey(engine, state, source, args);
    return [key === null ? null : await state.loaders.loadByKey(readOf({ field }), key)];
  };
}

/** For each row, the row that its key names. */
export function loadParents(engine: Engine, source: ParentSource): LoadValues {
  const holder = getEngineModel(engine, source.model);
  const target = getEngineModel(engine, source.source.model);
  const { encode } = getCodec(target, source.targetAttribute);
  const hasDiscriminator = Object.keys(source.discriminator).length > 0;
  return async (rows, place) => {
    const { state } = place;
    const read = readOf(place);
    if (!readsKeyOf(state, source)) {
      return rows.map(() => null);
    }
    const isCarried = state.plan.reads[read]?.source.deleted === undefined;
    const batch = new KeyBatch(rows.length);
    for (let index = 0; index < rows.length; index += 1) {
      const row = rows[index];
      const carried = isCarried ? readCarried(row, source.alias) : undefined;
      if (carried !== undefined) {
        batch.carry(index, carried);
      } else if (!hasDiscriminator || isDiscriminated(holder, source.discriminator, row)) {
        batch.add(index, readAttribute(row, source.sourceAttribute), encode);
      }
    }
    return batch.place(await state.loaders.loadByKeys(read, batch.keys));
  };
}

/** For each row, the page of rows that name it. */
export function loadChildren(engine: Engine, source: ChildrenSource): LoadValues {
  return async (rows, place) => {
    const read = readOf(place);
    const pages = await loadPages(engine, source, rows, place.state, read);
    return pages.map((page, index) => {
      if (page === null || page instanceof Error) {
        return page ?? [];
      }
      return show(page, index, read, place);
    });
  };
}

/** For each row, the one row that names it. */
export function loadChild(engine: Engine, source: ChildrenSource): LoadValues {
  return async (rows, place) => {
    const pages = await loadPages(engine, source, rows, place.state, readOf(place));
    return pages.map((page) => (page instanceof Error ? page : (page?.rows[0]?.row ?? null)));
  };
}

/** All rows of a model as a connection. */
export function loadConnection(engine: Engine): LoadValues {
  return async (_root, { state, field }) => {
    const { read, aggregate } = field;
    const [rows, values] = await Promise.all([
      read === null ? null : state.loaders.loadPage(read).catch(toError),
      aggregate === undefined ? null : state.loaders.loadAggregates(aggregate).catch(toError),
    ]);
    return [settledConnection(engine, state, read, rows, values)];
  };
}

/** For each row, the rows that name it as a connection. */
export function loadChildConnections(engine: Engine, source: ChildrenSource): LoadValues {
  const model = getEngineModel(engine, source.source.model);
  return async (rows, { state, field }) => {
    const { read, aggregate } = field;
    const nothing = { rows: [], cut: false, found: 0 };
    const none =
      aggregate === undefined
        ? null
        : readAggregates(model, (state.plan.reads[aggregate] as AggregateRead).aggregates, undefined);
    const { loaders } = state;
    const [pages, values] = await Promise.all([
      read === null ? null : loadPages(engine, source, rows, state, read),
      aggregate === undefined
        ? null
        : loadUnderKeys(engine, source, rows, (keys) => loaders.loadChildAggregatesOf(aggregate, keys)),
    ]);
    return rows.map((_, index) => {
      const page = pages === null ? null : (pages[index] ?? nothing);
      const value = values === null ? null : (values[index] ?? none);
      return settledConnection(engine, state, read, page, value);
    });
  };
}

type AggregateRead = Extract<Read, { readonly kind: 'aggregate' }>;

/** What is computed of all rows. */
export const loadAggregate: LoadValues = async (_root, { state, field }) => [
  field.aggregate === undefined ? {} : await state.loaders.loadAggregates(field.aggregate),
];

/** Groups of rows. */
export const loadGroups: LoadValues = async (_root, place) => {
  const id = readOf(place);
  const { groups, cut } = await place.state.loaders.loadGroups(id);
  if (cut) {
    place.cut(0, (place.state.plan.reads[id] as Extract<Read, { readonly kind: 'groups' }>).limit);
  }
  return [groups];
};

async function loadPages(
  engine: Engine,
  source: ChildrenSource,
  rows: readonly unknown[],
  { loaders }: OperationState,
  read: string,
): Promise<readonly (Rows | null | Error)[]> {
  return loadUnderKeys(engine, source, rows, (keys) => loaders.loadChildrenOf(read, keys));
}

/** For each row, what `load` gives for the key that its children carry; null where it can have none. */
async function loadUnderKeys<Value>(
  engine: Engine,
  source: ChildrenSource,
  rows: readonly unknown[],
  load: (keys: readonly Key[]) => Promise<readonly (Value | Error)[]>,
): Promise<readonly (Value | null | Error)[]> {
  const model = getEngineModel(engine, source.through?.model ?? source.source.model);
  const { encode } = getCodec(model, source.targetAttribute);
  const batch = new KeyBatch<Value>(rows.length);
  for (const [index, row] of rows.entries()) {
    batch.add(index, readAttribute(row, source.sourceAttribute), encode);
  }
  return batch.finish(batch.keys.length === 0 ? [] : await load(batch.keys));
}

/** The keys of several rows, each once, and their values on the way back. */
class KeyBatch<Value> {
  readonly keys: Key[] = [];
  readonly #places: number[];
  readonly #known = new Map<unknown, number>();
  /** By row, what it carries already. */
  readonly #carried = new Map<number, unknown>();

  constructor(rows: number) {
    this.#places = new Array<number>(rows).fill(-1);
  }

  carry(index: number, value: unknown): void {
    this.#carried.set(index, value);
  }

  /** No row has a null key, nor one that the column cannot hold: a bad key harms only itself. */
  add(index: number, value: unknown, encode: (value: unknown) => Key[number] | undefined): void {
    if (value === null || value === undefined) {
      return;
    }
    let place = this.#known.get(value);
    if (place === undefined) {
      const encoded = encode(value);
      if (encoded === undefined) {
        return;
      }
      place = this.keys.length;
      this.keys.push([encoded]);
      this.#known.set(value, place);
    }
    this.#places[index] = place;
  }

  /** For each row, the value of its key. */
  finish(found: readonly (Value | Error)[]): (Value | null | Error)[] {
    return this.#places.map((place, index) =>
      place === -1 ? ((this.#carried.get(index) as Value) ?? null) : (found[place] ?? null),
    );
  }

  /** The same with each value once. */
  place(found: readonly (Value | null | Error)[]): (Value | null | Error)[] | PlacedValues {
    if (this.#carried.size > 0 || found.some((value) => value instanceof Error)) {
      return this.finish(found as (Value | Error)[]);
    }
    if (!found.includes(null)) {
      return { distinct: found, places: this.#places };
    }
    const distinct: unknown[] = [];
    const moved = found.map((value) => (value === null ? -1 : distinct.push(value) - 1));
    return { distinct, places: this.#places.map((place) => (place === -1 ? -1 : (moved[place] as number))) };
  }
}

function show({ rows, cut }: Rows, index: number, read: string, place: LoadPlace): readonly unknown[] {
  if (cut) {
    place.cut(index, (place.state.plan.reads[read] as Read & { readonly page: Page }).page.limit);
  }
  const shown: unknown[] = [];
  for (const { row } of rows) {
    if (row !== null) {
      shown.push(row);
    }
  }
  return shown;
}

function readOf({ field }: Pick<LoadPlace, 'field'>): string {
  invariant(field.read, `${field.responseName} reads nothing`);
  return field.read;
}
