import { identifyingKey } from '../../catalog/catalog.ts';
import type { PageRead, SourceReference } from '../../plan/plan.ts';
import type { KeyChoice, RowWrite, Write } from '../../plan/write.ts';
import type { Condition } from '../../policy/condition.ts';
import { invariant } from '../../util/invariant.ts';
import { type EngineModel, getCodec, getEngineModel } from '../engine.ts';
import { type Key, type Row, readAttribute } from '../row.ts';
import { deleteRows, restoreRow, updateRows } from './change-rows.ts';
import { checkReferences } from './check-references.ts';
import { findRows, identityOf, lockRows } from './find-rows.ts';
import { notFound } from './find-targets.ts';
import { keyValues, modelValues } from './row-values.ts';
import { loadersOf, readId, type WriteContext, type WrittenInstance } from './write-context.ts';
import { DatabaseRefusal } from './write-problem.ts';
import { checkVersion, createRowWriter } from './write-rows.ts';

/** What was written: how many rows, and the keys of as many of them as a list may show. */
export interface Written {
  readonly count: number;
  readonly keys: readonly Key[];
  /** Rows that are gone now, as they were. */
  readonly rows: readonly (Row | null)[] | null;
}

/** How the rows that were written are shown. */
export interface ReadBack {
  readonly maxRows: number;
  /** The rows of the keys with what is selected of them, within the transaction; null where nothing is selected. */
  readonly read: ((keys: readonly Key[]) => Promise<readonly (Row | null)[]>) | null;
}

/**
 * Does a write within its transaction.
 *
 * @throws WriteFailure and DatabaseRefusal for what the client can mend; then the transaction must be rolled back.
 */
export async function runWrite(context: WriteContext, write: Write, readBack: ReadBack): Promise<Written> {
  const model = getEngineModel(context.engine, write.model);
  const writer = createRowWriter(context);
  switch (write.kind) {
    case 'create': {
      const instances = await writer.create(
        write.model,
        write.rows.map((row) => ({ write: row, values: {} })),
      );
      return shown(model, instances);
    }
    case 'update': {
      const instance = await lockRow(context, model, write.key);
      await writer.update(model, instance, write.row, write.expectedVersion);
      return shown(model, [instance]);
    }
    case 'upsert':
      return shown(model, [await upsert(context, model, write)]);
    case 'delete': {
      const instance = await lockRow(context, model, write.key, write.source);
      checkVersion(context, model, instance, write.key, write.expectedVersion);
      return deleteShown(context, model, [instance], write.key.path, write.hard, readBack);
    }
    case 'updateMany':
      return updateMany(context, model, write, readBack);
    case 'deleteMany': {
      const rows = await findAll(context, model, write.where, write.source);
      const deleted = write.source.deleted !== undefined;
      const instances = (await lockRows(context, model, rows, { deleted })).filter(
        (row) => row !== undefined,
      );
      return deleteShown(context, model, instances, ['where'], write.hard, readBack);
    }
    case 'restore': {
      const deleted = { ...allRows(model), deleted: 'ONLY' } as const;
      const instance = await lockRow(context, model, write.key, deleted);
      await restoreRow(context, model, instance, write.key.path);
      return shown(model, [instance]);
    }
  }
}

function shown(model: EngineModel, instances: readonly WrittenInstance[]): Written {
  return {
    count: instances.length,
    keys: instances.map((instance) => identityOf(model, instance)),
    rows: null,
  };
}

/** The row that a key names. @throws WriteFailure where no visible row has it. */
async function lockRow(
  context: WriteContext,
  model: EngineModel,
  key: KeyChoice,
  source = allRows(model),
): Promise<WrittenInstance> {
  const [row = null] = await findRows(context, source, [key]);
  const deleted = source.deleted !== undefined;
  const [instance] = row === null ? [] : await lockRows(context, model, [row], { deleted });
  if (instance === undefined) {
    throw notFound(context, model, [key]);
  }
  return instance;
}

function allRows({ catalog }: EngineModel): SourceReference {
  return { model: catalog.name, association: null };
}

async function upsert(
  context: WriteContext,
  model: EngineModel,
  { key, create, update }: Extract<Write, { readonly kind: 'upsert' }>,
): Promise<WrittenInstance> {
  const writer = createRowWriter(context);
  const [row = null] = await findRows(context, allRows(model), [key]);
  if (row !== null) {
    const instance = await lockRow(context, model, key);
    await writer.update(model, instance, update, null);
    return instance;
  }
  const given = new Set(create.values.map(({ attribute }) => attribute));
  const fromKey = Object.entries(keyValues(context, model, key)).filter(
    ([attribute]) => !given.has(attribute),
  );
  const [instance] = await writer.create(model.catalog.name, [
    { write: create, values: Object.fromEntries(fromKey) },
  ]);
  invariant(instance, 'a row was made');
  return instance;
}

/**
 * Whether the write makes rows only where it finds none, so that another one may make them in between: done once more, it
 * finds them.
 */
export function mayLoseRace(write: Write): boolean {
  switch (write.kind) {
    case 'create':
      return write.rows.some(hasConnectOrCreate);
    case 'update':
      return hasConnectOrCreate(write.row);
    default:
      return write.kind === 'upsert';
  }
}

function hasConnectOrCreate({ relations }: RowWrite): boolean {
  return relations.some(({ operations }) =>
    operations.some(
      (operation) =>
        operation.kind === 'connectOrCreate' || ('row' in operation && hasConnectOrCreate(operation.row)),
    ),
  );
}

/** Whether a unique key of the database refused the write. */
export function isUniqueRefusal(error: unknown): boolean {
  return (
    error instanceof DatabaseRefusal &&
    error.refusals.some(({ error: own }) => (own as Error).name === 'SequelizeUniqueConstraintError')
  );
}

async function updateMany(
  context: WriteContext,
  model: EngineModel,
  { where, row }: Extract<Write, { readonly kind: 'updateMany' }>,
  { maxRows }: ReadBack,
): Promise<Written> {
  const [values = {}] = modelValues(context, model, [row]);
  await checkReferences(context, model, [{ values, path: row.path }]);
  const rows = await findAll(context, model, where);
  const instances = (await lockRows(context, model, rows)).filter((instance) => instance !== undefined);
  if (row.relations.length === 0) {
    await updateRows(context, model, instances, { values, path: row.path });
  } else {
    const writer = createRowWriter(context);
    for (const instance of instances) {
      await writer.update(model, instance, row, null);
    }
  }
  return { ...shown(model, instances.slice(0, maxRows)), count: instances.length };
}

/** The rows are read before they go. */
async function deleteShown(
  context: WriteContext,
  model: EngineModel,
  instances: readonly WrittenInstance[],
  path: KeyChoice['path'],
  hard: boolean,
  { maxRows, read }: ReadBack,
): Promise<Written> {
  const { keys } = shown(model, instances.slice(0, maxRows));
  const rows = read === null ? [] : await read(keys);
  await deleteRows(context, model, instances, path, hard);
  return { count: instances.length, keys: [], rows };
}

/** The keys of all visible rows that the condition holds for, or of one more than the operation may read. */
async function findAll(
  context: WriteContext,
  model: EngineModel,
  where: Condition | null,
  source = allRows(model),
): Promise<readonly Row[]> {
  const read: PageRead = {
    kind: 'page',
    source,
    attributes: model.live.primaryKeyAttributes,
    where,
    order: [],
    page: { kind: 'offset', limit: Math.max(1, context.budget.left), offset: 0, capped: true },
  };
  const { rows } = await loadersOf(context, read).loadPage(readId);
  return rows.flatMap(({ row }) => (row === null ? [] : [row]));
}

/** The key of a row as it was read, ready to bind. */
export function keyOfRow(model: EngineModel, row: Row): Key | null {
  const encoded = (identifyingKey(model.catalog)?.attributes ?? []).map((attribute) =>
    getCodec(model, attribute).encode(readAttribute(row, attribute)),
  );
  return encoded.every((value) => value !== undefined) ? (encoded as Key) : null;
}
