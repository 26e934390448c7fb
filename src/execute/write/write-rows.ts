import type { RowWrite } from '../../plan/write.ts';
import { type EngineModel, getEngineModel } from '../engine.ts';
import { saveRow } from './change-rows.ts';
import { checkReferences } from './check-references.ts';
import { insertRows } from './insert-rows.ts';
import type { PendingRow } from './pending-row.ts';
import { type ModelValues, modelValues } from './row-values.ts';
import { writeChildren } from './write-children.ts';
import { rawValue, typeName, type WriteContext, type WrittenInstance } from './write-context.ts';
import { deleteParents, setParents } from './write-parents.ts';
import { failWith } from './write-problem.ts';

/** A row that is to be made, and what whoever nests it says of it: the key of its parent. */
export interface NewRow {
  readonly write: RowWrite;
  readonly values: ModelValues;
}

/** How rows are written, given to the parts that write what hangs on a row. */
export interface RowWriter {
  create(model: string, rows: readonly NewRow[]): Promise<readonly WrittenInstance[]>;
  update(
    model: EngineModel,
    instance: WrittenInstance,
    write: RowWrite,
    expectedVersion: number | null,
  ): Promise<void>;
}

/**
 * Makes rows of a model with all that is nested in them: first the parents that they name, then the rows, then what names
 * them. Level by level, so that the statements do not grow with the rows where the models allow sets.
 */
export function createRowWriter(context: WriteContext): RowWriter {
  const writer: RowWriter = {
    async create(modelName, rows) {
      if (rows.length === 0) {
        return [];
      }
      const model = getEngineModel(context.engine, modelName);
      const own = modelValues(
        context,
        model,
        rows.map(({ write }) => write),
      );
      await checkReferences(
        context,
        model,
        rows.map(({ write }, index) => ({ values: own[index] as ModelValues, path: write.path })),
      );
      const values = rows.map((row, index) => ({ ...own[index], ...row.values }));
      await setParents(
        context,
        writer,
        rows.map(({ write }, index) => ({ write, values: values[index] as ModelValues, instance: null })),
      );
      const pending = rows.map(
        ({ write }, index): PendingRow => ({ values: values[index] as ModelValues, path: write.path }),
      );
      const instances = await insertRows(context, model, pending);
      await writeChildren(
        context,
        writer,
        rows.map(({ write }, index) => ({
          write,
          instance: instances[index] as WrittenInstance,
          isNew: true,
        })),
      );
      return instances;
    },
    async update(model, instance, write, expectedVersion) {
      checkVersion(context, model, instance, write, expectedVersion);
      const [values = {}] = modelValues(context, model, [write]);
      await checkReferences(context, model, [{ values, path: write.path }]);
      const item = { write, values, instance };
      const leaving = await setParents(context, writer, [item]);
      await saveRow(context, model, instance, { values, path: write.path });
      await deleteParents(context, leaving);
      await writeChildren(context, writer, [{ write, instance, isNew: false }]);
    },
  };
  return writer;
}

/** @throws WriteFailure where somebody else has changed the row since the version that is expected. */
export function checkVersion(
  context: WriteContext,
  { catalog: { name, versionAttribute } }: EngineModel,
  instance: WrittenInstance,
  { path }: Pick<RowWrite, 'path'>,
  expected: number | null,
): void {
  if (expected === null || versionAttribute === null) {
    return;
  }
  const version = Number(rawValue(instance, versionAttribute));
  if (version !== expected) {
    failWith(
      'STALE',
      path,
      `This ${typeName(context, name)} has changed: it has version ${version}, not ${expected}.`,
    );
  }
}
