import DataLoader from 'dataloader';
import type { Transaction } from 'sequelize';
import { toError } from '../errors/to-error.ts';
import type { AggregateRead, ChildrenRead, KeyRead, Page, Plan, Read } from '../plan/plan.ts';
import { invariant } from '../util/invariant.ts';
import {
  aggregateStatement,
  childAggregatesStatement,
  groupColumn,
  groupsStatement,
} from './aggregate-statement.ts';
import { type AggregateValues, readAggregates } from './aggregate-value.ts';
import { type Engine, type EngineModel, getCodec, getEngineModel } from './engine.ts';
import { childrenStatement, pageStatement } from './page-statement.ts';
import { isMatchedByValue, keyStatement, positionColumn } from './read-statement.ts';
import type { Instance, Key, Row } from './row.ts';
import { type ReadRow, type ReadSettings, RowReader } from './row-reader.ts';
import { ScopeCalls } from './scope-calls.ts';
import { findScopedInstances } from './scoped-instances.ts';

/** A list of rows, and whether there were more than it may show, at the end that it was read towards. */
export interface Rows {
  readonly rows: readonly ReadRow[];
  readonly cut: boolean;
  /** How many rows were found, as far as it was read. */
  readonly found: number;
}

/** What the rows of a group have in common, by attribute, and what was computed of them. */
export interface Group {
  readonly keys: Readonly<Record<string, unknown>>;
  readonly values: AggregateValues;
}

/**
 * The reads of one operation while it runs: each read of the plan has one loader, and nothing else reads rows. Made anew
 * for every operation, so that no row outlives it or reaches another viewer.
 */
export class Loaders {
  readonly #engine: Engine;
  readonly #plan: Plan;
  readonly #reader: RowReader;
  readonly #settings: Pick<Required<ReadSettings>, 'primary' | 'budget' | 'signal'>;
  readonly #pages = new Map<string, Promise<Rows>>();
  readonly #byKey = new Map<string, DataLoader<Key, Row | null, string>>();
  readonly #instances = new Map<string, DataLoader<Key, Instance | null, string>>();
  readonly #children = new Map<string, DataLoader<Key, Rows, string>>();
  readonly #wholes = new Map<string, Promise<AggregateValues>>();
  readonly #parts = new Map<string, DataLoader<Key, AggregateValues, string>>();

  /**
   * `primary`: the rows come from the database that is written to, where there are copies of it for reading. `scopes`: those
   * that were called already, to plan.
   */
  constructor(
    engine: Engine,
    plan: Plan,
    transaction: Transaction | null,
    {
      primary = false,
      scopes = new ScopeCalls(engine),
      policy = null,
      budget = null,
      signal = null,
      session = null,
    }: ReadSettings = {},
  ) {
    this.#engine = engine;
    this.#plan = plan;
    this.#reader = new RowReader(engine, transaction, {
      primary,
      scopes,
      policy,
      budget,
      signal,
      session,
    });
    this.#settings = { primary, budget, signal };
  }

  loadPage(readId: string): Promise<Rows> {
    let page = this.#pages.get(readId);
    if (page === undefined) {
      page = this.#readPage(this.#getRead(readId, 'page'));
      this.#pages.set(readId, page);
    }
    return page;
  }

  /** The row that has the key, or null. Keys asked for while a batch is gathering share its statement. */
  loadByKey(readId: string, key: Key): Promise<Row | null> {
    return this.#rowLoader(readId).load(key);
  }

  /** The same for several keys, in their order, with an `Error` where a row could not be read. */
  loadByKeys(readId: string, keys: readonly Key[]): Promise<readonly (Row | null | Error)[]> {
    return this.#rowLoader(readId).loadMany(keys);
  }

  #rowLoader(readId: string): DataLoader<Key, Row | null, string> {
    let loader = this.#byKey.get(readId);
    if (loader === undefined) {
      const read = this.#getRead(readId, 'key');
      loader = this.#createLoader(readId, (keys) => this.#readByKeys(read, keys));
      this.#byKey.set(readId, loader);
    }
    return loader;
  }

  /** A row that is shown already, as the instance that the model's default scope makes of it; null where it is gone. */
  loadInstance(name: string, key: Key): Promise<Instance | null> {
    let loader = this.#instances.get(name);
    if (loader === undefined) {
      const model = getEngineModel(this.#engine, name);
      loader = this.#createLoader(`${name} in its scope`, (keys) =>
        this.#reader.within((transaction) =>
          findScopedInstances(this.#engine, model, keys, transaction, this.#settings),
        ),
      );
      this.#instances.set(name, loader);
    }
    return loader.load(key);
  }

  /** The page of rows under the key. */
  loadChildren(readId: string, key: Key): Promise<Rows> {
    return this.#childrenLoader(readId).load(key);
  }

  /** The same for several keys, in their order, with an `Error` where a page could not be read. */
  loadChildrenOf(readId: string, keys: readonly Key[]): Promise<readonly (Rows | Error)[]> {
    return this.#childrenLoader(readId).loadMany(keys);
  }

  #childrenLoader(readId: string): DataLoader<Key, Rows, string> {
    let loader = this.#children.get(readId);
    if (loader === undefined) {
      const read = this.#getRead(readId, 'children');
      loader = this.#createLoader(readId, (keys) => this.#readChildren(read, keys));
      this.#children.set(readId, loader);
    }
    return loader;
  }

  /** What was computed of all rows. */
  loadAggregates(readId: string): Promise<AggregateValues> {
    let whole = this.#wholes.get(readId);
    if (whole === undefined) {
      whole = this.#readAggregates(this.#getRead(readId, 'aggregate'));
      this.#wholes.set(readId, whole);
    }
    return whole;
  }

  /** What was computed of the rows under the key. */
  loadChildAggregates(readId: string, key: Key): Promise<AggregateValues> {
    return this.#partsLoader(readId).load(key);
  }

  /** The same for several keys, in their order, with an `Error` where nothing could be computed. */
  loadChildAggregatesOf(readId: string, keys: readonly Key[]): Promise<readonly (AggregateValues | Error)[]> {
    return this.#partsLoader(readId).loadMany(keys);
  }

  #partsLoader(readId: string): DataLoader<Key, AggregateValues, string> {
    let loader = this.#parts.get(readId);
    if (loader === undefined) {
      const read = this.#getRead(readId, 'aggregate');
      loader = this.#createLoader(readId, (keys) => this.#readChildAggregates(read, keys));
      this.#parts.set(readId, loader);
    }
    return loader;
  }

  /** Groups of rows, and whether there were more than the list may show. */
  async loadGroups(readId: string): Promise<{ readonly groups: readonly Group[]; readonly cut: boolean }> {
    const read = this.#getRead(readId, 'groups');
    if (read.limit === 0) {
      return { groups: [], cut: false };
    }
    const model = getEngineModel(this.#engine, read.source.model);
    const rows = await this.#reader.readValues(read, null, (additions) =>
      groupsStatement(this.#engine, read, additions),
    );
    const groups = rows.slice(0, read.limit).map((row) => ({
      keys: Object.fromEntries(
        read.by.map(({ attribute }, index) => [
          attribute,
          decodeKey(model, attribute, row[groupColumn(index)]),
        ]),
      ),
      values: readAggregates(model, read.aggregates, row),
    }));
    return { groups, cut: rows.length > read.limit };
  }

  async #readAggregates(read: AggregateRead): Promise<AggregateValues> {
    const model = getEngineModel(this.#engine, read.source.model);
    const [row] = await this.#reader.readValues(read, null, (additions) =>
      aggregateStatement(this.#engine, read, additions),
    );
    return readAggregates(model, read.aggregates, row);
  }

  async #readChildAggregates(read: AggregateRead, keys: readonly Key[]): Promise<AggregateValues[]> {
    const model = getEngineModel(this.#engine, read.source.model);
    const rows = await this.#reader.readValues(read, keys, (additions) =>
      childAggregatesStatement(this.#engine, read, keys, additions),
    );
    const byPosition = new Map(rows.map((row) => [Number(row[positionColumn]) - 1, row]));
    return keys.map((_, index) => readAggregates(model, read.aggregates, byPosition.get(index)));
  }

  #getRead<Kind extends Read['kind']>(readId: string, kind: Kind): Extract<Read, { readonly kind: Kind }> {
    const read = this.#plan.reads[readId];
    invariant(read?.kind === kind, `${readId} is no read of the kind ${kind}`);
    return read as Extract<Read, { readonly kind: Kind }>;
  }

  #createLoader<Result>(
    name: string,
    load: (keys: readonly Key[]) => Promise<readonly Result[]>,
  ): DataLoader<Key, Result, string> {
    // Of several keys, `loadMany` gives errors in the places of values: what else a hook throws would pass for a row.
    const loadOrFail = (keys: readonly Key[]): Promise<readonly Result[]> =>
      load(keys).catch((thrown: unknown) => Promise.reject(toError(thrown)));
    return new DataLoader(loadOrFail, {
      name,
      cacheKeyFn: (key) => key.map(String).join('\u0000'),
      maxBatchSize: this.#engine.settings.maxBatchSize,
    });
  }

  async #readPage(read: Extract<Read, { readonly kind: 'page' }>): Promise<Rows> {
    if (isEmptyPage(read.page)) {
      return { rows: [], cut: false, found: 0 };
    }
    const rows = await this.#reader.read(read, null, (complete, additions) =>
      pageStatement(this.#engine, complete, additions),
    );
    return toRows(rows, read.page);
  }

  async #readByKeys(read: KeyRead, keys: readonly Key[]): Promise<(Row | null)[]> {
    const model = getEngineModel(this.#engine, read.source.model);
    const rows = await this.#reader.read(read, keys, (complete, additions) =>
      keyStatement(this.#engine, complete, keys, additions),
    );
    if (isMatchedByValue(model, read)) {
      const attribute = read.key[0] as string;
      const { encode } = getCodec(model, attribute);
      const byKey = new Map(rows.map(({ raw, row }) => [String(encode(raw[attribute])), row]));
      return keys.map((key) => byKey.get(String(key[0])) ?? null);
    }
    const result = new Array<Row | null>(keys.length).fill(null);
    for (const { raw, row } of rows) {
      const position = Number(raw[positionColumn]) - 1;
      // Of several rows under one key the first counts; the statement orders them.
      result[position] ??= row;
    }
    return result;
  }

  async #readChildren(read: ChildrenRead, keys: readonly Key[]): Promise<Rows[]> {
    const lists: ReadRow[][] = keys.map(() => []);
    if (!isEmptyPage(read.page)) {
      const rows = await this.#reader.read(
        read,
        keys,
        (complete, additions) => childrenStatement(this.#engine, complete, keys, additions),
        keys.length * (read.page.limit + 1),
      );
      for (const row of rows) {
        lists[Number(row.raw[positionColumn]) - 1]?.push(row);
      }
    }
    return lists.map((rows) => toRows(rows, read.page));
  }
}

/** A connection of no rows still says whether there are any. */
function isEmptyPage(page: Page): boolean {
  return page.kind === 'offset' && page.limit === 0;
}

/** Cuts a list at its limit; the statement read one row more where the client should know that there are more. */
function toRows(rows: readonly ReadRow[], page: Page): Rows {
  const { length } = rows;
  const first = rows.slice(0, page.limit);
  const shown = page.kind === 'keyset' && page.tail !== undefined ? takeLast(first, page.tail) : first;
  return {
    rows: page.kind === 'keyset' && page.backwards ? shown.reverse() : shown,
    cut: length > page.limit,
    found: length,
  };
}

function takeLast<Item>(items: readonly Item[], count: number): Item[] {
  return items.slice(Math.max(0, items.length - count));
}

function decodeKey(model: EngineModel, attribute: string, value: unknown): unknown {
  return value === null || value === undefined ? null : getCodec(model, attribute).decode(value);
}
