import DataLoader from 'dataloader';
import type { Transaction } from 'sequelize';
import type { ChildrenRead, KeyRead, PageRead, Plan } from '../plan/plan.ts';
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
import { runStatement } from './run.ts';

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
  readonly #transaction: Transaction | null;
  readonly #pages = new Map<string, Promise<Rows>>();
  readonly #byKey = new Map<string, DataLoader<Key, Row | null, string>>();
  readonly #children = new Map<string, DataLoader<Key, Rows, string>>();

  constructor(engine: Engine, plan: Plan, transaction: Transaction | null) {
    this.#engine = engine;
    this.#plan = plan;
    this.#transaction = transaction;
  }

  loadPage(readId: string): Promise<Rows> {
    const existing = this.#pages.get(readId);
    if (existing !== undefined) {
      return existing;
    }
    const read = this.#plan.reads[readId];
    invariant(read?.kind === 'page', `${readId} is not a page`);
    const page = readPage(this.#engine, read, this.#transaction);
    this.#pages.set(readId, page);
    return page;
  }

  /** The row that has the key, or null. Keys asked for while a batch is gathering share its statement. */
  loadByKey(readId: string, key: Key): Promise<Row | null> {
    let loader = this.#byKey.get(readId);
    if (loader === undefined) {
      const read = this.#plan.reads[readId];
      invariant(read?.kind === 'key', `${readId} is not by key`);
      loader = this.#createLoader(readId, (keys) => readByKeys(this.#engine, read, keys, this.#transaction));
      this.#byKey.set(readId, loader);
    }
    return loader.load(key);
  }

  /** The page of rows under the key. */
  loadChildren(readId: string, key: Key): Promise<Rows> {
    let loader = this.#children.get(readId);
    if (loader === undefined) {
      const read = this.#plan.reads[readId];
      invariant(read?.kind === 'children', `${readId} is not of children`);
      loader = this.#createLoader(readId, (keys) =>
        readChildren(this.#engine, read, keys, this.#transaction),
      );
      this.#children.set(readId, loader);
    }
    return loader.load(key);
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
}

async function readPage(engine: Engine, read: PageRead, transaction: Transaction | null): Promise<Rows> {
  if (read.page.limit === 0) {
    return { rows: [], cut: false };
  }
  return toRows(await runStatement(engine, pageStatement(engine, read), transaction), read);
}

/** Cuts a list at its limit; the statement read one row more where the client should know that there are more. */
function toRows(rows: readonly Row[], { page }: PageRead | ChildrenRead): Rows {
  return rows.length > page.limit ? { rows: rows.slice(0, page.limit), cut: true } : { rows, cut: false };
}

async function readByKeys(
  engine: Engine,
  read: KeyRead,
  keys: readonly Key[],
  transaction: Transaction | null,
): Promise<(Row | null)[]> {
  const model = getEngineModel(engine, read.source.model);
  const rows = await runStatement(engine, keyStatement(engine, read, keys), transaction);
  if (isMatchedByValue(model, read)) {
    const attribute = read.key[0] as string;
    const { encode } = getCodec(model, attribute);
    const byKey = new Map(rows.map((row) => [String(encode(row[attribute])), row]));
    return keys.map((key) => byKey.get(String(key[0])) ?? null);
  }
  const result = new Array<Row | null>(keys.length).fill(null);
  for (const row of rows) {
    const position = Number(row[positionColumn]) - 1;
    // Of several rows under one key the first counts; the statement orders them.
    result[position] ??= row;
  }
  return result;
}

async function readChildren(
  engine: Engine,
  read: ChildrenRead,
  keys: readonly Key[],
  transaction: Transaction | null,
): Promise<Rows[]> {
  const lists: Row[][] = keys.map(() => []);
  if (read.page.limit > 0) {
    for (const row of await runStatement(engine, childrenStatement(engine, read, keys), transaction)) {
      lists[Number(row[positionColumn]) - 1]?.push(row);
    }
  }
  return lists.map((rows) => toRows(rows, read));
}
