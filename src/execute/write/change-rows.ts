import type { InputPath } from '../../plan/write.ts';
import type { EngineModel } from '../engine.ts';
import { checkRows } from './check-rows.ts';
import { whereKeys } from './find-rows.ts';
import { needsRows, type PendingRow, problemsOf, refusing, setSize } from './pending-row.ts';
import type { WriteContext, WrittenInstance } from './write-context.ts';
import { WriteFailure } from './write-problem.ts';
import { countsFoundRows, NothingWritten, writerClass } from './writer-class.ts';

/** Saves the changes of one instance. */
export async function saveRow(
  context: WriteContext,
  model: EngineModel,
  instance: WrittenInstance,
  { values, path }: PendingRow,
): Promise<void> {
  await checkRows(context, model, [{ instance, path }], 'update');
  instance.set(values);
  const { transaction, policy } = context;
  // Whether a row was saved shows in its version and timestamps: it must not depend on values that the viewer may not read.
  for (const attribute of Object.keys(values)) {
    if (policy?.isReadable(model.catalog.name, attribute) === false) {
      instance.changed(attribute, true);
    }
  }
  const problems = await problemsOf(context, model, () => instance.save({ transaction }), path);
  if (problems.length > 0) {
    throw new WriteFailure(problems);
  }
  await checkRows(context, model, [{ instance, path }], 'updated');
}

/** Deletes rows, or marks them as deleted. */
export async function deleteRows(
  context: WriteContext,
  model: EngineModel,
  instances: readonly WrittenInstance[],
  path: InputPath,
  hard: boolean,
): Promise<void> {
  await checkRows(
    context,
    model,
    instances.map((instance) => ({ instance, path })),
    'delete',
  );
  const options = { force: hard, transaction: context.transaction };
  await refusing(model, path, 'delete', async () => {
    if (instances.length < 2 || needsRows(model, 'destroy')) {
      for (const instance of instances) {
        await instance.destroy(options);
      }
      return;
    }
    for (let start = 0; start < instances.length; start += setSize) {
      const part = instances.slice(start, start + setSize);
      const affected = await writerClass(model).destroy({ ...options, where: whereKeys(model, part) });
      if (affected !== part.length) {
        throw new NothingWritten(model.catalog.name);
      }
    }
  });
}

/** Makes a row that is marked as deleted one like the others again. */
export async function restoreRow(
  context: WriteContext,
  model: EngineModel,
  instance: WrittenInstance,
  path: InputPath,
): Promise<void> {
  const { transaction } = context;
  await checkRows(context, model, [{ instance, path }], 'update');
  await refusing(model, path, 'save', () => instance.restore({ transaction }));
}

/** Gives rows the same values. */
export async function updateRows(
  context: WriteContext,
  model: EngineModel,
  instances: readonly WrittenInstance[],
  row: PendingRow,
): Promise<void> {
  if (Object.keys(row.values).length === 0) {
    return;
  }
  if (instances.length < 2 || needsRows(model, 'update') || needsWholeRow(model, row)) {
    for (const instance of instances) {
      await saveRow(context, model, instance, row);
    }
    return;
  }
  const checked = instances.map((instance) => ({ instance, path: row.path }));
  await checkRows(context, model, checked, 'update');
  const writer = writerClass(model);
  const { transaction } = context;
  for (let start = 0; start < instances.length; start += setSize) {
    const part = instances.slice(start, start + setSize);
    const options = { where: whereKeys(model, part), paranoid: false, transaction };
    let affected = 0;
    const problems = await problemsOf(
      context,
      model,
      async () => {
        [affected] = await writer.update({ ...row.values, ...nextVersion(model) }, options);
      },
      row.path,
    );
    if (problems.length > 0) {
      throw new WriteFailure(problems);
    }
    if (affected !== part.length && countsFoundRows(model)) {
      throw new NothingWritten(model.catalog.name);
    }
  }
  await checkRows(context, model, checked, 'updated');
}

/** Whether what the values come to depends on the rest of the row: setters and validators of the whole may read it. */
function needsWholeRow({ live }: EngineModel, { values }: PendingRow): boolean {
  const { validate, setterMethods = {} } = live.options as {
    readonly validate?: object;
    readonly setterMethods?: object;
  };
  return (
    (validate !== undefined && Object.keys(validate).length > 0) ||
    Object.keys(values).some((name) => live.rawAttributes[name]?.set !== undefined || name in setterMethods)
  );
}

/** Sequelize's bulk update does not count. */
function nextVersion({ live, columns }: EngineModel): object {
  const version = live._versionAttribute;
  if (!version) {
    return {};
  }
  const { literal } = live.sequelize.constructor as unknown as { literal(text: string): unknown };
  return { [version]: literal(`${columns.get(version)?.texts[0]} + 1`) };
}
