import type { CatalogAssociation } from '../../catalog/catalog.ts';
import type { RelationOperation, RelationOperationOf, RowWrite } from '../../plan/write.ts';
import { invariant } from '../../util/invariant.ts';
import { type EngineModel, getEngineModel, sourceOf } from '../engine.ts';
import { resolveThrough } from '../source.ts';
import { deleteRows, saveRow } from './change-rows.ts';
import { checkRows, visibleRows } from './check-rows.ts';
import { type ChildOperation, isLeaving } from './child-operation.ts';
import { findRows, lockRows, whereKeys } from './find-rows.ts';
import {
  findTargets,
  isTargetOperation,
  notFound,
  type TargetOperation,
  targetValue,
} from './find-targets.ts';
import { insertRows } from './insert-rows.ts';
import { needsRows, type PendingRow, savedValue } from './pending-row.ts';
import { type ModelValues, modelValues } from './row-values.ts';
import { rawValue, type WriteContext, type WrittenInstance } from './write-context.ts';
import type { RowWriter } from './write-rows.ts';
import { writerClass } from './writer-class.ts';

/** A belongsToMany while its connecting rows are written. */
interface Linking {
  readonly context: WriteContext;
  readonly association: CatalogAssociation;
  readonly target: EngineModel;
  readonly through: EngineModel;
  /** The connecting row's attributes that name the two sides. */
  readonly sourceKey: string;
  readonly targetKey: string;
  /** What every connecting row of this association holds. */
  readonly constants: ModelValues;
}

interface Link {
  readonly parentKey: unknown;
  readonly targetKey: unknown;
  readonly values: ModelValues;
  readonly operation: RelationOperation;
}

/** Connects and disconnects rows over a belongsToMany, and writes the rows on its other side. */
export async function writeLinks(
  context: WriteContext,
  writer: RowWriter,
  association: CatalogAssociation,
  operations: readonly ChildOperation[],
): Promise<void> {
  const linking = createLinking(context, association);
  const { target } = linking;
  const changeEach = async (changed: readonly ChildOperation[]): Promise<void> => {
    for (const { parent, operation } of changed) {
      const parentKey = await savedValue(context, parent.instance, association.sourceAttribute);
      await changeLink(linking, writer, parentKey, operation);
    }
  };
  await changeEach(operations.filter(isLeaving));
  const naming = operations.filter(({ operation }) => isTargetOperation(operation));
  const targets = await findTargets(
    context,
    writer,
    sourceOf(association),
    association.targetAttribute,
    naming.map(({ operation }) => operation as TargetOperation),
    () => ({ ...association.scopeValues }),
  );
  const links: Link[] = [];
  for (const [index, { parent, operation }] of naming.entries()) {
    const found = targets[index];
    invariant(found, 'an operation has no target');
    const { through } = operation as TargetOperation;
    links.push({
      parentKey: await savedValue(context, parent.instance, association.sourceAttribute),
      targetKey: await targetValue(context, target, found, association.targetAttribute),
      values: linkValues(linking, through),
      operation,
    });
  }
  await connect(
    linking,
    links,
    operations.some(({ parent }) => !parent.isNew),
  );
  await changeEach(operations.filter((operation) => !isLeaving(operation)));
}

function createLinking(context: WriteContext, association: CatalogAssociation): Linking {
  const { engine } = context;
  const { through } = association;
  invariant(through, `${association.id} has no through model`);
  const { scope } = resolveThrough(engine, association.id);
  return {
    context,
    association,
    target: getEngineModel(engine, association.target),
    through: getEngineModel(engine, through.model),
    sourceKey: through.sourceAttribute,
    targetKey: through.targetAttribute,
    constants: Object.fromEntries(
      Object.entries(scope ?? {}).filter(([, value]) =>
        ['string', 'number', 'boolean'].includes(typeof value),
      ),
    ),
  };
}

function linkValues({ context, through }: Linking, write: RowWrite | null): ModelValues {
  return write === null ? {} : (modelValues(context, through, [write])[0] ?? {});
}

/** Makes the connecting rows that are not there yet; those that are get what is said of them. */
async function connect(linking: Linking, links: readonly Link[], mayBeThere: boolean): Promise<void> {
  const { context, through, sourceKey, targetKey, constants } = linking;
  const coming = new Map<string, Link>();
  for (const link of links) {
    coming.set(printLink(link.parentKey, link.targetKey), link);
  }
  const present = mayBeThere
    ? await findLinks(
        linking,
        [...new Set(links.map(({ parentKey }) => parentKey))],
        links.map((link) => link.targetKey),
      )
    : [];
  for (const instance of present) {
    const name = printLink(rawValue(instance, sourceKey), rawValue(instance, targetKey));
    const link = coming.get(name);
    if (link !== undefined) {
      await refreshLink(linking, instance, link);
      coming.delete(name);
    }
  }
  const rows = [...coming.values()].map(
    (link): PendingRow => ({
      values: { ...link.values, ...constants, [sourceKey]: link.parentKey, [targetKey]: link.targetKey },
      path: throughPath(link.operation),
    }),
  );
  if (rows.length > 0) {
    await insertRows(context, through, rows);
  }
}

function throughPath(operation: RelationOperation): PendingRow['path'] {
  const { through = null } = operation as { readonly through?: RowWrite | null };
  return through?.path ?? operation.path;
}

/** A connecting row that was only marked as deleted comes back; its key would not allow another one. */
async function refreshLink(
  { context, through }: Linking,
  instance: WrittenInstance,
  { values, operation }: Link,
): Promise<void> {
  const { deletedAt } = through.live._timestampAttributes;
  if (through.catalog.paranoid && deletedAt !== undefined && rawValue(instance, deletedAt)) {
    await instance.restore({ transaction: context.transaction });
  }
  if (Object.keys(values).length > 0) {
    await saveRow(context, through, instance, { values, path: throughPath(operation) });
  }
}

/** The connecting rows that the viewer sees. One that it does not is as if it were not there, but for its unique key. */
async function findLinks(
  { context, through, sourceKey, targetKey, constants }: Linking,
  parentKeys: readonly unknown[],
  targetKeys: readonly unknown[] | null,
  paranoid = false,
): Promise<WrittenInstance[]> {
  const found = await writerClass(through).findAll({
    where: { ...constants, [sourceKey]: parentKeys, ...(targetKeys !== null && { [targetKey]: targetKeys }) },
    hooks: false,
    lock: true,
    paranoid,
    transaction: context.transaction,
  });
  context.budget.take(found.length);
  return visibleRows(context, through, found);
}

function printLink(parentKey: unknown, targetKey: unknown): string {
  return `${String(parentKey)}\u0000${String(targetKey)}`;
}

async function changeLink(
  linking: Linking,
  writer: RowWriter,
  parentKey: unknown,
  operation: RelationOperation,
): Promise<void> {
  const { context, association, target } = linking;
  switch (operation.kind) {
    case 'update': {
      const { row, link } = await requireLinked(linking, parentKey, operation);
      if (operation.through !== null) {
        const values = linkValues(linking, operation.through);
        await saveRow(context, linking.through, link, { values, path: operation.through.path });
      }
      await writer.update(target, row, operation.row, operation.expectedVersion);
      break;
    }
    case 'disconnect': {
      const { link } = await requireLinked(linking, parentKey, operation);
      await removeLinks(linking, parentKey, [rawValue(link, linking.targetKey)], operation);
      break;
    }
    case 'delete': {
      const { row, link } = await requireLinked(linking, parentKey, operation);
      await removeLinks(linking, parentKey, [rawValue(link, linking.targetKey)], operation);
      await deleteRows(context, target, [row], operation.path, false);
      break;
    }
    case 'set':
      await setLinks(linking, association, parentKey, operation);
      break;
    default:
  }
}

/** A row on the other side that is connected, and the row that connects it. */
async function requireLinked(
  linking: Linking,
  parentKey: unknown,
  { path, key }: RelationOperationOf<'update' | 'disconnect' | 'delete'>,
): Promise<{ readonly row: WrittenInstance; readonly link: WrittenInstance }> {
  const { context, association, target } = linking;
  const [found = null] =
    key === null ? [] : await findRows(context, sourceOf(association), [key], [association.targetAttribute]);
  if (found !== null) {
    const value = await targetValue(context, target, { found, made: null }, association.targetAttribute);
    const [link] = await findLinks(linking, [parentKey], [value], true);
    const [row] = link === undefined ? [] : await lockRows(context, target, [found]);
    if (link !== undefined && row !== undefined) {
      return { row, link };
    }
  }
  throw notFound(context, target, [key ?? { path }]);
}

/** Through models may have no primary key of their own: the two sides say which row is meant. */
async function removeLinks(
  linking: Linking,
  parentKey: unknown,
  targetKeys: readonly unknown[],
  { path }: RelationOperation,
): Promise<void> {
  const { context, through, sourceKey, targetKey, constants } = linking;
  const { transaction, policy } = context;
  if (targetKeys.length > 0) {
    const links = policy === null ? [] : await findLinks(linking, [parentKey], targetKeys, true);
    if (policy !== null) {
      if (links.length === 0) {
        return;
      }
      await checkRows(
        context,
        through,
        links.map((instance) => ({ instance, path })),
        'delete',
      );
    }
    await writerClass(through).destroy({
      where:
        policy === null
          ? { ...constants, [sourceKey]: parentKey, [targetKey]: targetKeys }
          : whereKeys(through, links),
      individualHooks: needsRows(through, 'destroy'),
      transaction,
    });
  }
}

/** Makes exactly these rows the ones that are connected. Connections to rows that cannot be seen stay. */
async function setLinks(
  linking: Linking,
  association: CatalogAssociation,
  parentKey: unknown,
  operation: RelationOperationOf<'set'>,
): Promise<void> {
  const { context, target, targetKey } = linking;
  const attribute = association.targetAttribute;
  const source = sourceOf(association);
  const found = await findRows(context, source, operation.keys, [attribute]);
  const missing = operation.keys.filter((_, index) => found[index] === null);
  if (missing.length > 0) {
    throw notFound(context, target, missing);
  }
  const wanted = await Promise.all(
    found.map((row) => targetValue(context, target, { found: row, made: null }, attribute)),
  );
  const present = (await findLinks(linking, [parentKey], null, true)).map((link) =>
    rawValue(link, targetKey),
  );
  const unwanted = present.filter((value) => !wanted.some((other) => String(other) === String(value)));
  const visible = await findRows(
    context,
    source,
    unwanted.map((value) => ({ path: operation.path, attributes: [attribute], values: [value] })),
  );
  await removeLinks(
    linking,
    parentKey,
    unwanted.filter((_, index) => visible[index] !== null),
    operation,
  );
  await connect(
    linking,
    wanted.map((value) => ({ parentKey, targetKey: value, values: {}, operation })),
    true,
  );
}
