import type { CatalogAssociation } from '../../catalog/catalog.ts';
import type { KeyChoice, RelationOperation, RelationOperationOf, RowWrite } from '../../plan/write.ts';
import { groupBy } from '../../util/group-by.ts';
import { type EngineModel, getAssociation, getEngineModel, sourceOf } from '../engine.ts';
import { deleteRows } from './change-rows.ts';
import { findRows, lockRows } from './find-rows.ts';
import {
  findTargets,
  isTargetOperation,
  notFound,
  type TargetOperation,
  targetValue,
} from './find-targets.ts';
import type { ModelValues } from './row-values.ts';
import { rawValue, type WriteContext, type WrittenInstance } from './write-context.ts';
import type { RowWriter } from './write-rows.ts';

/** A row whose parents are to be known before it is saved; `instance` is null for one that is not there yet. */
export interface ChildRow {
  readonly write: RowWrite;
  readonly values: ModelValues;
  readonly instance: WrittenInstance | null;
}

/** A parent that goes once nothing names it any more. */
export interface LeavingParent {
  readonly model: EngineModel;
  readonly instance: WrittenInstance;
  readonly operation: RelationOperation;
}

interface ParentOperation {
  readonly child: ChildRow;
  readonly association: CatalogAssociation;
  readonly operation: RelationOperation;
}

/**
 * Finds or makes the parents that rows name (`belongsTo`) and puts their keys among the values of the rows; changes those
 * that are to be changed. Gives the ones to delete once the rows are saved.
 */
export async function setParents(
  context: WriteContext,
  writer: RowWriter,
  children: readonly ChildRow[],
): Promise<readonly LeavingParent[]> {
  const operations = children.flatMap((child) =>
    child.write.relations.flatMap(({ association: id, operations: own }): ParentOperation[] => {
      const association = getAssociation(context.engine, id);
      return association.kind === 'belongsTo'
        ? own.map((operation) => ({ child, association, operation }))
        : [];
    }),
  );
  const leaving: LeavingParent[] = [];
  for (const group of groupBy(operations, ({ association }) => association.id).values()) {
    const [{ association }] = group;
    const model = getEngineModel(context.engine, association.target);
    const naming = group.filter(({ operation }) => isTargetOperation(operation));
    const targets = await findTargets(
      context,
      writer,
      sourceOf(association),
      association.targetAttribute,
      naming.map(({ operation }) => operation as TargetOperation),
    );
    for (const [index, { child }] of naming.entries()) {
      const target = targets[index];
      if (target !== undefined) {
        child.values[association.sourceAttribute] = await targetValue(
          context,
          model,
          target,
          association.targetAttribute,
        );
        Object.assign(child.values, association.discriminator);
      }
    }
    for (const { child, operation } of group) {
      leaving.push(...(await changeParent(context, writer, model, association, child, operation)));
    }
  }
  return leaving;
}

async function changeParent(
  context: WriteContext,
  writer: RowWriter,
  model: EngineModel,
  association: CatalogAssociation,
  child: ChildRow,
  operation: RelationOperation,
): Promise<LeavingParent[]> {
  switch (operation.kind) {
    case 'disconnect':
      child.values[association.sourceAttribute] = null;
      return [];
    case 'update': {
      const instance = await lockParent(context, model, association, child, operation);
      await writer.update(model, instance, operation.row, operation.expectedVersion);
      return [];
    }
    case 'delete': {
      const instance = await lockParent(context, model, association, child, operation);
      child.values[association.sourceAttribute] = null;
      return [{ model, instance, operation }];
    }
    default:
      return [];
  }
}

/** The parent that the row has now. @throws WriteFailure where it has none that can be seen. */
async function lockParent(
  context: WriteContext,
  model: EngineModel,
  association: CatalogAssociation,
  { instance: child }: ChildRow,
  { path }: RelationOperationOf<'update' | 'delete'>,
): Promise<WrittenInstance> {
  const key: KeyChoice = {
    path,
    attributes: [association.targetAttribute],
    values: [child === null ? null : rawValue(child, association.sourceAttribute)],
  };
  const isOfTarget = Object.entries(association.discriminator ?? {}).every(
    ([attribute, value]) => child !== null && String(rawValue(child, attribute)) === String(value),
  );
  const [row = null] = isOfTarget ? await findRows(context, sourceOf(association), [key]) : [];
  const [instance] = row === null ? [] : await lockRows(context, model, [row]);
  if (instance === undefined) {
    throw notFound(context, model, [key]);
  }
  return instance;
}

/** Deletes parents whose children have let go of them. */
export async function deleteParents(context: WriteContext, leaving: readonly LeavingParent[]): Promise<void> {
  for (const { model, instance, operation } of leaving) {
    await deleteRows(context, model, [instance], operation.path, false);
  }
}
