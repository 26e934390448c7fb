import { type CatalogAssociation, getAttribute } from '../../catalog/catalog.ts';
import type { InputPath, KeyChoice } from '../../plan/write.ts';
import { groupBy } from '../../util/group-by.ts';
import { type EngineModel, getAssociation, getCodec, getEngineModel, sourceOf } from '../engine.ts';
import { type Row, readAttribute } from '../row.ts';
import { deleteRows, updateRows } from './change-rows.ts';
import { type ChildOperation, isLeaving, type ParentRow } from './child-operation.ts';
import { findChildren, findRows, lockRows } from './find-rows.ts';
import { findTargets, isTargetOperation, notFound, type TargetOperation } from './find-targets.ts';
import { savedValue } from './pending-row.ts';
import type { ModelValues } from './row-values.ts';
import { typeName, type WriteContext, type WrittenInstance } from './write-context.ts';
import { writeLinks } from './write-links.ts';
import { failWith } from './write-problem.ts';
import type { RowWriter } from './write-rows.ts';

/** Writes the rows that name saved rows (`hasOne`, `hasMany`), and those that connect them to others (`belongsToMany`). */
export async function writeChildren(
  context: WriteContext,
  writer: RowWriter,
  parents: readonly ParentRow[],
): Promise<void> {
  const operations = parents.flatMap((parent) =>
    parent.write.relations.flatMap(({ association, operations: own }) =>
      own.map((operation) => ({ association, parent, operation })),
    ),
  );
  for (const [id, group] of groupBy(operations, ({ association }) => association)) {
    const association = getAssociation(context.engine, id);
    if (association.kind === 'belongsToMany') {
      await writeLinks(context, writer, association, group);
    } else if (association.kind !== 'belongsTo') {
      await writeOwned(context, writer, association, group);
    }
  }
}

async function writeOwned(
  context: WriteContext,
  writer: RowWriter,
  association: CatalogAssociation,
  operations: readonly ChildOperation[],
): Promise<void> {
  const model = getEngineModel(context.engine, association.target);
  const { targetAttribute, sourceAttribute, scopeValues, kind } = association;
  const naming = operations.filter(({ operation }) => isTargetOperation(operation));
  const owned = new Map<WrittenInstance, ModelValues>();
  for (const { parent } of operations) {
    const key = await savedValue(context, parent.instance, sourceAttribute);
    owned.set(parent.instance, { [targetAttribute]: key, ...scopeValues });
  }
  const valuesOf = ({ parent }: ChildOperation): ModelValues => owned.get(parent.instance) ?? {};
  for (const child of operations.filter(isLeaving)) {
    await changeChild(context, writer, association, model, child, valuesOf(child));
  }
  if (kind === 'hasOne') {
    await replaceChildren(context, association, model, naming, valuesOf);
  }
  const targets = await findTargets(
    context,
    writer,
    { model: association.target, association: null },
    targetAttribute,
    naming.map(({ operation }) => operation as TargetOperation),
    (index) => valuesOf(naming[index] as ChildOperation),
  );
  const found = naming.flatMap((child, index) => {
    const row = targets[index]?.found ?? null;
    return row === null ? [] : [{ ...child, row }];
  });
  await giveAway(context, model, found, valuesOf);
  for (const child of operations.filter((operation) => !isLeaving(operation))) {
    await changeChild(context, writer, association, model, child, valuesOf(child));
  }
}

/** Makes found rows children of the parents that name them: one statement for each parent, where the model allows sets. */
async function giveAway(
  context: WriteContext,
  model: EngineModel,
  found: readonly (ChildOperation & { readonly row: Row })[],
  valuesOf: (child: ChildOperation) => ModelValues,
): Promise<void> {
  const instances = await lockRows(
    context,
    model,
    found.map(({ row }) => row),
  );
  const gone = found.filter((_, index) => instances[index] === undefined);
  if (gone.length > 0) {
    throw notFound(
      context,
      model,
      gone.map(({ operation }) => operation),
    );
  }
  const given = found.map((child, index) => ({ child, instance: instances[index] as WrittenInstance }));
  for (const group of groupBy(given, ({ child }) => child.parent).values()) {
    const [{ child }] = group;
    const rows = [...new Set(group.map(({ instance }) => instance))];
    await updateRows(context, model, rows, { values: valuesOf(child), path: child.operation.path });
  }
}

/** The one child that a row may have makes room for another. */
async function replaceChildren(
  context: WriteContext,
  association: CatalogAssociation,
  model: EngineModel,
  naming: readonly ChildOperation[],
  valuesOf: (child: ChildOperation) => ModelValues,
): Promise<void> {
  const { targetAttribute } = association;
  for (const child of naming.filter(({ parent }) => !parent.isNew)) {
    const key = valuesOf(child)[targetAttribute];
    const present = await findChildren(context, sourceOf(association), targetAttribute, key, 2);
    const { operation } = child;
    const kept =
      'key' in operation && operation.key !== null
        ? await findRows(context, sourceOf(association), [operation.key], [targetAttribute])
        : [];
    const leaving = present.filter(
      (row) => !kept.some((other) => other !== null && isSameRow(model, row, other)),
    );
    await releaseRows(context, association, model, leaving, operation.path);
  }
}

function isSameRow(model: EngineModel, a: Row, b: Row): boolean {
  return model.live.primaryKeyAttributes.every(
    (attribute) => String(readAttribute(a, attribute)) === String(readAttribute(b, attribute)),
  );
}

/** Takes rows from their parent. @throws WriteFailure where they cannot be without one. */
async function releaseRows(
  context: WriteContext,
  { targetAttribute }: CatalogAssociation,
  model: EngineModel,
  rows: readonly Row[],
  path: InputPath,
): Promise<void> {
  if (rows.length === 0) {
    return;
  }
  if (!getAttribute(model.catalog, targetAttribute).nullable) {
    failWith(
      'REQUIRED_RELATION',
      path,
      `The present ${typeName(context, model.catalog.name)} cannot be without this row: delete it, or give it to another one first.`,
    );
  }
  const instances = (await lockRows(context, model, rows)).filter((instance) => instance !== undefined);
  await updateRows(context, model, instances, { values: { [targetAttribute]: null }, path });
}

async function changeChild(
  context: WriteContext,
  writer: RowWriter,
  association: CatalogAssociation,
  model: EngineModel,
  { operation }: ChildOperation,
  values: ModelValues,
): Promise<void> {
  switch (operation.kind) {
    case 'update': {
      const instance = await lockChild(context, association, model, operation, values);
      await writer.update(model, instance, operation.row, operation.expectedVersion);
      break;
    }
    case 'disconnect': {
      const instance = await lockChild(context, association, model, operation, values);
      await updateRows(context, model, [instance], {
        values: { [association.targetAttribute]: null },
        path: operation.path,
      });
      break;
    }
    case 'delete': {
      const instance = await lockChild(context, association, model, operation, values);
      await deleteRows(context, model, [instance], operation.path, false);
      break;
    }
    case 'set':
      await setChildren(context, association, model, operation.path, operation.keys, values);
      break;
    default:
  }
}

/** A child of the parent, by its key or as the only one. @throws WriteFailure where there is none that can be seen. */
async function lockChild(
  context: WriteContext,
  association: CatalogAssociation,
  model: EngineModel,
  { path, key }: { readonly path: InputPath; readonly key: KeyChoice | null },
  values: ModelValues,
): Promise<WrittenInstance> {
  const { targetAttribute } = association;
  const source = sourceOf(association);
  const parentKey = values[targetAttribute];
  const rows =
    key === null
      ? await findChildren(context, source, targetAttribute, parentKey, 1)
      : (await findRows(context, source, [key], [targetAttribute])).filter(
          (row) => row !== null && isUnder(model, row, targetAttribute, parentKey),
        );
  const [row] = rows;
  const [instance] = row ? await lockRows(context, model, [row]) : [];
  if (instance === undefined) {
    throw notFound(context, model, [key ?? { path }]);
  }
  return instance;
}

function isUnder(model: EngineModel, row: Row, attribute: string, parentKey: unknown): boolean {
  const { encode } = getCodec(model, attribute);
  const value = readAttribute(row, attribute);
  return value !== null && value !== undefined && String(encode(value)) === String(encode(parentKey));
}

/** How many children one row may have for all of them to be replaced at once. */
const maxReplaced = 10_000;

/** Makes exactly these rows the children of the parent. */
async function setChildren(
  context: WriteContext,
  association: CatalogAssociation,
  model: EngineModel,
  path: InputPath,
  keys: readonly KeyChoice[],
  values: ModelValues,
): Promise<void> {
  const { targetAttribute, target } = association;
  const found = await findRows(context, { model: target, association: null }, keys);
  const missing = keys.filter((_, index) => found[index] === null);
  if (missing.length > 0) {
    throw notFound(context, model, missing);
  }
  const wanted = found.filter((row) => row !== null);
  const present = await findChildren(
    context,
    sourceOf(association),
    targetAttribute,
    values[targetAttribute],
    maxReplaced,
  );
  const isAmong = (rows: readonly Row[], row: Row): boolean =>
    rows.some((other) => isSameRow(model, row, other));
  await releaseRows(
    context,
    association,
    model,
    present.filter((row) => !isAmong(wanted, row)),
    path,
  );
  const coming = wanted.filter((row) => !isAmong(present, row));
  if (coming.length > 0) {
    const instances = (await lockRows(context, model, coming)).filter((instance) => instance !== undefined);
    await updateRows(context, model, [...new Set(instances)], { values, path });
  }
}
