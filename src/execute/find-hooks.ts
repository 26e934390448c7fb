import type { Transaction } from 'sequelize';
import { beforeFindHooks, type SequelizeModel } from '../catalog/sequelize-internals.ts';
import type { Engine, EngineModel } from './engine.ts';
import { buildInstance } from './instance.ts';
import type { Row } from './row.ts';

/** Options that a hook may set without changing which rows are read, or what of them. */
const harmlessOptions = new Set([
  'where',
  'hooks',
  'transaction',
  'logging',
  'benchmark',
  'raw',
  'nest',
  'useMaster',
]);

interface HookRunner {
  hasHook(name: string): boolean;
  runHooks(name: string, ...args: readonly unknown[]): Promise<void>;
}

function hooksOf(live: SequelizeModel): HookRunner {
  return live as unknown as HookRunner;
}

/** Whether a find hook of the name would run, on the model or its Sequelize instance. */
function hasFindHook(engine: Engine, live: SequelizeModel, name: string): boolean {
  return hooksOf(live).hasHook(name) || (engine.sequelize as unknown as HookRunner).hasHook(name);
}

/** Whether anything would run before a `findAll` of the model. */
export function hasBeforeFindHook(engine: Engine, live: SequelizeModel): boolean {
  return beforeFindHooks.some((name) => hasFindHook(engine, live, name));
}

/**
 * Runs what would run before a `findAll` of the model, with an empty `where`, and gives the `where` that came of it, or
 * undefined where the model has no such hook. Whatever reads the model's rows adds it to their conditions.
 *
 * @throws Error naming the option, where a hook asks for more than a `where`: it could not be applied to a whole batch.
 */
export async function runBeforeFindHooks(
  engine: Engine,
  live: SequelizeModel,
  transaction: Transaction | null,
): Promise<object | undefined> {
  const names = beforeFindHooks.filter((name) => hasFindHook(engine, live, name));
  if (names.length === 0) {
    return undefined;
  }
  const options: Record<string, unknown> = {
    where: {},
    hooks: true,
    ...(transaction !== null && { transaction }),
  };
  for (const name of names) {
    await hooksOf(live).runHooks(name, options);
  }
  for (const [option, value] of Object.entries(options)) {
    if (value !== undefined && !harmlessOptions.has(option)) {
      throw new Error(
        `A find hook of ${live.name} sets the option ${JSON.stringify(option)}: only where can be applied to the rows of several parents at once.`,
      );
    }
  }
  return options.where as object | undefined;
}

/** Whether rows of the model go through an `afterFind` hook, which may read every attribute. */
export function hasAfterFindHook(engine: Engine, live: SequelizeModel): boolean {
  return hasFindHook(engine, live, 'afterFind');
}

/**
 * The rows as instances that went through the model's `afterFind` hooks, as after a `findAll`; null in the place of a row
 * that a hook took out of the list.
 */
export async function runAfterFindHooks(
  model: EngineModel,
  rows: readonly Row[],
  transaction: Transaction | null,
): Promise<readonly (Row | null)[]> {
  const instances = rows.map((row) => buildInstance(model, row));
  const results = [...instances];
  const options = { hooks: true, ...(transaction !== null && { transaction }) };
  await hooksOf(model.live).runHooks('afterFind', results, options);
  const kept = new Set(results);
  return instances.map((instance) => (kept.has(instance) ? instance : null));
}
