import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Sequelize } from 'sequelize';
import { StartupError } from '../errors/startup-error.ts';
import { createInstance, type DatabaseChoice, requireSequelize } from './create-instance.ts';
import { associateAll, defineModels, type ModelFile } from './define-models.ts';
import { toLoadError } from './load-error.ts';
import { loadModule } from './load-module.ts';
import { exportedModels, findInstances } from './module-exports.ts';
import { warn } from './output.ts';
import { moduleExtensions, shownPath } from './paths.ts';
import { isDecorated, type ModelClass } from './sequelize-shape.ts';

/**
 * Loads a folder without an index, in which each file is a model's. Models that were initialised in their files bring
 * their instance; all others are defined on that, or on one that KinQL makes. Then each model's `associate` is called, as
 * the index of sequelize-cli does.
 *
 * @throws StartupError of one line where a file cannot be loaded, no file holds a model, or there are two instances.
 */
export async function loadModelFolder(folder: string, options: DatabaseChoice): Promise<Sequelize> {
  const modules: ModelFile[] = [];
  for (const file of modelFiles(folder)) {
    modules.push({ file, exports: await loadModule(file) });
  }
  const found = await findOnlyInstance(folder, modules);
  let created = found && { sequelize: found, DataTypes: requireSequelize(folder).DataTypes };
  const decorated = modules.flatMap(({ exports }) => exportedModels(exports)).filter(isDecorated);
  if (decorated.length > 0) {
    created ??= createInstance(folder, options, 'sequelize-typescript');
    addModels(folder, created.sequelize, decorated);
  }
  const { origins, ignored } = await defineModels(modules, () => {
    created ??= createInstance(folder, options);
    return created;
  });
  const names = ignored.map((file) => basename(file)).join(', ');
  if (created === undefined || Object.keys(created.sequelize.models).length === 0) {
    throw new StartupError([
      `${shownPath(folder)} has no index file, and no file in it exports a model or a function that defines one: ${names}`,
    ]);
  }
  if (ignored.length > 0) {
    warn(`warning: ${shownPath(folder)} holds files that export no model, passed over: ${names}`);
  }
  await associateAll(created.sequelize, modules, origins);
  return created.sequelize;
}

/** Of a source file and the file it was compiled to, only the latter: both would define the same models. */
function modelFiles(folder: string): string[] {
  const names = readdirSync(folder).filter(
    (name) => !name.startsWith('.') && !/\.(?:d\.[cm]?ts|(?:test|spec)\.\w+)$/.test(name),
  );
  const chosen = new Map<string, string>();
  for (const extension of moduleExtensions) {
    for (const name of names.filter((candidate) => candidate.endsWith(extension))) {
      const stem = name.slice(0, -extension.length);
      chosen.set(stem, chosen.get(stem) ?? name);
    }
  }
  if (chosen.size === 0) {
    throw new StartupError([
      `${shownPath(folder)} holds no model files (${moduleExtensions.join(', ')}); folders in it are not searched.`,
    ]);
  }
  return [...chosen.values()].sort().map((name) => join(folder, name));
}

/** All at once, since they name each other. */
function addModels(folder: string, sequelize: Sequelize, models: readonly ModelClass[]): void {
  try {
    (sequelize as unknown as { addModels(models: readonly ModelClass[]): void }).addModels(models);
  } catch (error) {
    throw toLoadError(error, folder);
  }
}

async function findOnlyInstance(
  folder: string,
  modules: readonly ModelFile[],
): Promise<Sequelize | undefined> {
  const files = new Map<Sequelize, string>();
  for (const { file, exports } of modules) {
    const instances = await findInstances(exports).catch((error: unknown) => {
      throw toLoadError(error, file);
    });
    for (const instance of instances) {
      files.set(instance, files.get(instance) ?? basename(file));
    }
  }
  if (files.size > 1) {
    throw new StartupError([
      `The models in ${shownPath(folder)} belong to ${files.size} Sequelize instances, first seen in ${[...files.values()].join(' and ')}: serve them one by one, each from a file that exports its instance.`,
    ]);
  }
  return files.keys().next().value;
}
