import type { InputPath } from '../../plan/write.ts';
import type { EngineModel } from '../engine.ts';
import { isRefusal, validationProblems } from './validation-problems.ts';
import { rawValue, type WriteContext, type WrittenInstance } from './write-context.ts';
import { DatabaseRefusal, type Refusal, type WriteProblem } from './write-problem.ts';

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
export const setSize = 1_000;

/** What validators say of a row while `run` saves it. @throws DatabaseRefusal where the database refuses it. */
export async function problemsOf(
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

/** Runs a part of a write of the row. @throws DatabaseRefusal where the database refuses it. */
export async function refusing(
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
