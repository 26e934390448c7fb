import { isNativeError } from 'node:util/types';
import type { Transaction } from 'sequelize';
import type { EngineModel } from '../engine.ts';
import { checkRows } from './check-rows.ts';
import { needsRows, type PendingRow, problemsOf, setSize } from './pending-row.ts';
import { isRefusal, validationProblems } from './validation-problems.ts';
import type { WriteContext, WrittenInstance } from './write-context.ts';
import { DatabaseRefusal, type Refusal, WriteFailure, type WriteProblem } from './write-problem.ts';
import { type WriterClass, writerClass } from './writer-class.ts';

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
