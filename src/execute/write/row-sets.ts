import { isNativeError } from 'node:util/types';
import type { Transaction } from 'sequelize';
import type { InputPath } from '../../plan/write.ts';
import type { EngineModel } from '../engine.ts';
import { checkRows } from './check-rows.ts';
import { whereKeys } from './find-rows.ts';
import { isRefusal, validationProblems } from './validation-problems.ts';
import { rawValue, type WriteContext, type WrittenInstance } from './write-context.ts';
import { DatabaseRefusal, type Refusal, WriteFailure, type WriteProblem } from './write-problem.ts';
import { NothingWritten, type WriterClass, writerClass } from './writer-class.ts';

/** A row that is about to be saved: its values as the model takes them, and where the client gave them. */
export interface PendingRow {
  readonly values: Readonly<Record<string, unknown>>;
  readonly path: InputPath;
}

/** Hooks that see one row, by what happens to it. */
const rowHooks = {
  create: [
    ...['beforeValidate', 'afterValidate', 'validationFailed'],
    ...['beforeCreate', 'afterCreate', 'beforeSave', 'afterSave'],
  ],
  update: [
    ...['beforeValidate', 'afterValidate', 'validationFailed'],
    ...['beforeUpdate', 'afterUpdate', 'beforeSave', 'afterSave'],
  ],
  destroy: ['beforeDestroy', 'afterDestroy'],
} as const;

/**
 * Whether rows must be written one by one: the model's code wants to see each. Else a list of them is written in sets, by
 * the statements of Sequelize's bulk methods and with their bulk hooks.
 */
export function needsRows({ live }: EngineModel, action: keyof typeof rowHooks): boolean {
  const { sequelize } = live as unknown as { sequelize: { hasHook(name: string): boolean } };
  return (
    rowHooks[action].some((name) => live.hasHook(name) || sequelize.hasHook(name)) ||
    (action === 'destroy' && Object.values(live.associations).some(isCascadedByHooks))
  );
}

function isCascadedByHooks({ options }: { readonly options: object }): boolean {
  const { onDelete, useHooks } = options as { readonly onDelete?: string; readonly useHooks?: boolean };
  return useHooks === true && onDelete?.toLowerCase() === 'cascade';
}

/** How many rows one statement of a set holds at most. */
const setSize = 1_000;

/** Inserts rows, in their order. @throws WriteFailure, DatabaseRefusal with what is wrong with each of them. */
export async function insertRows(
  context: WriteContext,
  model: EngineModel,
  rows: readonly PendingRow[],
): Promise<WrittenInstance[]> {
  const instances = await insertAll(context, model, rows);
  const checked = instances.map((instance, index) => ({ instance, path: (rows[index] as PendingRow).path }));
  await checkRows(context, model, checked, 'create');
  return instances;
}

async function insertAll(
  context: WriteContext,
  model: EngineModel,
  rows: readonly PendingRow[],
): Promise<WrittenInstance[]> {
  if (rows.length < 2 || needsRows(model, 'create') || !(await canInsertSet(context, model, rows))) {
    return insertEach(context, model, rows);
  }
  const { transaction } = context;
  const instances: WrittenInstance[] = [];
  for (let start = 0; start < rows.length; start += setSize) {
    const part = rows.slice(start, start + setSize);
    const { Recording, built } = recordingClass(writerClass(model));
    try {
      instances.push(
        ...(await withSavepoint(context, (savepoint) =>
          Recording.bulkCreate(
            part.map(({ values }) => values),
            { validate: true, transaction: savepoint },
          ),
        )),
      );
    } catch (error) {
      const problems = setProblems(context, model, error, built, part);
      if (problems.length > 0) {
        throw new WriteFailure(problems);
      }
      if (!isRefusal(error)) {
        throw error;
      }
      throw await findRefusals({ ...context, transaction }, model, part, error);
    }
  }
  return instances;
}

/**
 * The driver of MySQL says which number the first row of a set was given, and Sequelize counts on from there: right where the
 * database gives all the numbers, one by one.
 */
async function canInsertSet(
  { engine, transaction }: WriteContext,
  { live }: EngineModel,
  rows: readonly PendingRow[],
): Promise<boolean> {
  const [key = '', ...others] = live.primaryKeyAttributes;
  if (engine.dialect === 'postgres' || others.length > 0 || live.rawAttributes[key]?.autoIncrement !== true) {
    return true;
  }
  const given = rows.filter(({ values }) => values[key] !== undefined && values[key] !== null);
  if (given.length === rows.length) {
    return true;
  }
  if (given.length > 0) {
    return false;
  }
  if (engine.dialect === 'sqlite') {
    return false;
  }
  const [row] = (await engine.sequelize.query('SELECT @@auto_increment_increment AS increment', {
    type: 'SELECT' as never,
    transaction,
  })) as unknown as { readonly increment: unknown }[];
  return Number(row?.increment) === 1;
}

/** A class that remembers what it builds, since an error of a set names the instance and not its place. */
function recordingClass(writer: WriterClass): { Recording: WriterClass; built: WrittenInstance[] } {
  const built: WrittenInstance[] = [];
  const Base = writer as unknown as new (values: object, options: object) => object;
  const Recording = class extends Base {};
  Object.defineProperty(Recording, 'name', { value: (writer as unknown as { name: string }).name });
  Object.defineProperty(Recording, 'build', {
    value(this: WriterClass, values: object, options: object): WrittenInstance {
      const instance = writer.build.call(this, values, options);
      built.push(instance);
      return instance;
    },
  });
  return { Recording: Recording as unknown as WriterClass, built };
}

function setProblems(
  context: WriteContext,
  model: EngineModel,
  error: unknown,
  built: readonly WrittenInstance[],
  rows: readonly PendingRow[],
): WriteProblem[] {
  const { errors } = error as { readonly errors?: readonly unknown[] };
  if (!isNativeError(error) || error.name !== 'AggregateError' || errors === undefined) {
    return [];
  }
  const records = errors as readonly { readonly errors: unknown; readonly record: WrittenInstance }[];
  return records
    .map((record) => ({ ...record, index: built.indexOf(record.record) }))
    .sort((a, b) => a.index - b.index)
    .flatMap(({ errors: own, index }) =>
      validationProblems(context, model, own, (rows[index] as PendingRow).path),
    );
}

/** How many refused rows of a set are named. */
const maxRefusals = 100;

/** Which rows of a set the database refuses, by inserting them again one by one; the whole write is rolled back after. */
async function findRefusals(
  context: WriteContext,
  model: EngineModel,
  rows: readonly PendingRow[],
  error: unknown,
): Promise<DatabaseRefusal> {
  const refusals: Refusal[] = [];
  for (const { values, path } of rows) {
    try {
      await withSavepoint(context, (transaction) =>
        writerClass(model)
          .build(values, { isNewRecord: true })
          .save({ hooks: false, validate: false, transaction }),
      );
    } catch (own) {
      if (!isRefusal(own)) {
        throw own;
      }
      refusals.push({ error: own, model: model.catalog.name, path, action: 'save' });
      if (refusals.length === maxRefusals) {
        break;
      }
    }
  }
  return new DatabaseRefusal(
    refusals.length > 0
      ? refusals
      : [
          {
            error,
            model: model.catalog.name,
            path: (rows[0] as PendingRow).path.slice(0, -1),
            action: 'save',
          },
        ],
  );
}

/** Runs a part of the write so that, where it fails, the rest of the transaction can go on. */
function withSavepoint<Result>(
  { engine, transaction }: WriteContext,
  run: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  return engine.sequelize.transaction({ transaction }, run);
}

async function insertEach(
  context: WriteContext,
  model: EngineModel,
  rows: readonly PendingRow[],
): Promise<WrittenInstance[]> {
  const problems: WriteProblem[] = [];
  const instances: WrittenInstance[] = [];
  for (const { values, path } of rows) {
    const instance = writerClass(model).build(values, { isNewRecord: true });
    instances.push(instance);
    // Once a row is wrong, the others are only looked at, so that all that is wrong is said at once.
    const run = (): Promise<unknown> =>
      problems.length > 0
        ? instance.validate({ hooks: false })
        : instance.save({ transaction: context.transaction });
    problems.push(...(await problemsOf(context, model, run, path)));
  }
  if (problems.length > 0) {
    throw new WriteFailure(problems);
  }
  return instances;
}

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
    if (affected !== part.length) {
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

/** What validators say of a row while `run` saves it. @throws DatabaseRefusal where the database refuses it. */
async function problemsOf(
  context: WriteContext,
  model: EngineModel,
  run: () => Promise<unknown>,
  path: InputPath,
): Promise<WriteProblem[]> {
  try {
    await refusing(model, path, 'save', run);
    return [];
  } catch (error) {
    const problems = validationProblems(context, model, error, path);
    if (problems.length === 0) {
      throw error;
    }
    return problems;
  }
}

async function refusing(
  model: EngineModel,
  path: InputPath,
  action: Refusal['action'],
  run: () => Promise<unknown>,
): Promise<void> {
  try {
    await run();
  } catch (error) {
    throw isRefusal(error)
      ? new DatabaseRefusal([{ error, model: model.catalog.name, path, action }])
      : error;
  }
}

/** The value of an attribute after saving; read from the database where only that knows it. */
export async function savedValue(
  { transaction }: WriteContext,
  instance: WrittenInstance,
  attribute: string,
): Promise<unknown> {
  if (rawValue(instance, attribute) === undefined) {
    await instance.reload({ transaction, hooks: false, paranoid: false });
  }
  return rawValue(instance, attribute);
}
