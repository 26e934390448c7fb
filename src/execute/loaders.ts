import DataLoader from 'dataloader';
import type { Transaction } from 'sequelize';
import type { ChildrenRead, KeyRead, Plan, Read } from '../plan/plan.ts';
import { invariant } from '../util/invariant.ts';
import { type Engine, getCodec, getEngineModel } from './engine.ts';
import {
  childrenStatement,
  isMatchedByValue,
  keyStatement,
  pageStatement,
  positionColumn,
} from './read-statement.ts';
import type { Key, Row } from './row.ts';
import { type ReadRow, RowReader } from './row-reader.ts';

/** A list of rows, and whether there were more than it may show. */
export interface Rows {
  readonly rows: readonly Row[];
  readonly cut: boolean;
}

/**
 * The reads of one operation while it runs: each read of the plan has one loader, and nothing else reads rows. Made anew
 * for every operation, so that no row outlives it or reaches another viewer.
 */
export class Loaders {
  readonly #engine: Engine;
  readonly #plan: Plan;
  readonly #reader: RowReader;
  readonly #pages = new Map<string, Promise<Rows>>();
  readonly #byKey = new Map<string, DataLoader<Key, Row | null, string>>();
  readonly #children = new Map<string, DataLoader<Key, Rows, string>>();

  constructor(engine: Engine, plan: Plan, transaction: Transaction | null) {
    this.#engine = engine;
    this.#plan = plan;
    this.#reader = new RowReader(engine, transaction);
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
    let loader = this.#byKey.get(readId);
    if (loader === undefined) {
      const read = this.#getRead(readId, 'key');
      loader = this.#createLoader(readId, (keys) => this.#readByKeys(read, keys));
      this.#byKey.set(readId, loader);
    }
    return loader.load(key);
  }

  /** The page of rows under the key. */
  loadChildren(readId: string, key: Key): Promise<Rows> {
    let loader = this.#children.get(readId);
    if (loader === undefined) {
      const read = this.#getRead(readId, 'children');
      loader = this.#createLoader(readId, (keys) => this.#readChildren(read, keys));
      this.#children.set(readId, loader);
    }
    return loader.load(key);
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
    return new DataLoader(load, {
      name,
      cacheKeyFn: (key) => key.map(String).join('\u0000'),
      maxBatchSize: this.#engine.settings.maxBatchSize,
    });
  }

  async #readPage(read: Extract<Read, { readonly kind: 'page' }>): Promise<Rows> {
    if (read.page.limit === 0) {
      return { rows: [], cut: false };
    }
    const rows = await this.#reader.read(read, (complete, hooks) =>
      pageStatement(this.#engine, complete, hooks),
    );
    return toRows(rows, read.page.limit);
  }

  async #readByKeys(read: KeyRead, keys: readonly Key[]): Promise<(Row | null)[]> {
    const model = getEngineModel(this.#engine, read.source.model);
    const rows = await this.#reader.read(read, (complete, hooks) =>
      keyStatement(this.#engine, complete, keys, hooks),
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
    if (read.page.limit > 0) {
      const rows = await this.#reader.read(read, (complete, hooks) =>
        childrenStatement(this.#engine, complete, keys, hooks),
      );
      for (const row of rows) {
        lists[Number(row.raw[positionColumn]) - 1]?.push(row);
      }
    }
    return lists.map((rows) => toRows(rows, read.page.limit));
  }
}

/** Cuts a list at its limit; the statement read one row more where the client should know that there are more. */
function toRows(rows: readonly ReadRow[], limit: number): Rows {
  const shown = rows.slice(0, limit).flatMap(({ row }) => (row === null ? [] : [row]));
  return { rows: shown, cut: rows.length > limit };
}
