import type { Sequelize } from 'sequelize';
import { StartupError } from '../errors/startup-error.ts';
import type { CreatedInstance } from './create-instance.ts';
import { toLoadError } from './load-error.ts';
import { exportedModels, exportedValues, exportNamed, mainFunction } from './module-exports.ts';
import { shownPath } from './paths.ts';
import {
  instanceOf,
  isPlainFunction,
  isSequelize,
  type ModelClass,
  takesSequelize,
} from './sequelize-shape.ts';

/** A file of a model folder and what it exports. */
export interface ModelFile {
  readonly file: string;
  readonly exports: unknown;
}

/** Which file each model comes from, by the model's name, and the files that hold neither a model nor an instance. */
export interface DefinedModels {
  readonly origins: ReadonlyMap<string, string>;
  readonly ignored: readonly string[];
}

type Step = (sequelize: Sequelize, dataTypes: CreatedInstance['DataTypes']) => unknown;

/** The names by which teams call the static method that initialises a class on an instance it is given. */
const initialisers = ['initModel', 'initialize', 'init'] as const;

/**
 * Defines the models of all files that are not initialised yet. `instance` is asked for only where a file needs it.
 *
 * @throws StartupError where a file throws, or exports a class that nothing initialises.
 */
export async function defineModels(
  files: readonly ModelFile[],
  instance: () => CreatedInstance,
): Promise<DefinedModels> {
  const origins = new Map<string, string>();
  const ignored: string[] = [];
  for (const { file, exports } of files) {
    const models = exportedModels(exports);
    const steps = definingSteps(file, models, exports);
    const names = [
      ...models.filter(instanceOf).map(({ name }) => name),
      ...(steps.length === 0 ? [] : await runSteps(file, steps, instance())),
    ];
    for (const name of names) {
      origins.set(name, file);
    }
    if (names.length === 0 && !exportedValues(exports).some(isSequelize)) {
      ignored.push(file);
    }
  }
  return { origins, ignored };
}

/** The calls that define what a file exports; none where its models are initialised already. */
function definingSteps(file: string, models: readonly ModelClass[], exports: unknown): Step[] {
  if (models.length > 0) {
    return models
      .filter((model) => instanceOf(model) === undefined)
      .map((model) => initialiserOf(model, file));
  }
  const define =
    mainFunction(exports) ?? exportedValues(exports).filter(isPlainFunction).find(takesSequelize);
  return define === undefined ? [] : [define];
}

function initialiserOf(model: ModelClass, file: string): Step {
  const members = model as unknown as Record<string, Step>;
  const name = initialisers.find((candidate) => Object.hasOwn(model, candidate));
  if (name === undefined) {
    throw new StartupError([
      `${shownPath(file)} exports the class ${model.name}, which nothing initialises: call ${model.name}.init(...) in the file, or give it a static initModel(sequelize).`,
    ]);
  }
  return (sequelize, dataTypes) => members[name]?.(sequelize, dataTypes);
}

/** Gives the names of the models that the steps added. */
async function runSteps(
  file: string,
  steps: readonly Step[],
  { sequelize, DataTypes }: CreatedInstance,
): Promise<string[]> {
  const before = new Set(Object.keys(sequelize.models));
  try {
    for (const step of steps) {
      await step(sequelize, DataTypes);
    }
  } catch (error) {
    throw toLoadError(error, file);
  }
  return Object.keys(sequelize.models).filter((name) => !before.has(name));
}

/**
 * Calls `associate` with all models: each model's own, and what a file exports by this name beside its model. A model
 * that has associations was associated by its file already, and is left as it is.
 */
export async function associateAll(
  sequelize: Sequelize,
  files: readonly ModelFile[],
  origins: DefinedModels['origins'],
): Promise<void> {
  const models = sequelize.models as unknown as Readonly<Record<string, ModelClass>>;
  const calls = Object.values(models)
    .filter((model) => isPlainFunction(model.associate) && Object.keys(model.associations).length === 0)
    .map((model) => ({
      file: origins.get(model.name) ?? model.name,
      associate: () => model.associate?.(models),
    }));
  for (const { file, exports } of files) {
    const associate = exportNamed(exports, 'associate');
    if (isPlainFunction(associate)) {
      calls.push({ file, associate: () => associate(models) });
    }
  }
  for (const { file, associate } of calls) {
    try {
      await associate();
    } catch (error) {
      throw toLoadError(error, file);
    }
  }
}
