import { dirname, join, resolve } from 'node:path';
import type { Sequelize } from 'sequelize';
import { StartupError } from '../errors/startup-error.ts';
import { createInstance, type DatabaseChoice } from './create-instance.ts';
import { toLoadError } from './load-error.ts';
import { loadModelFolder } from './load-model-folder.ts';
import { loadModule } from './load-module.ts';
import { exportedModels, exportedNames, findInstances, mainFunction } from './module-exports.ts';
import { isFile, isFolder, moduleExtensions, shownPath, withExtension } from './paths.ts';
import { replaceConnection } from './replace-connection.ts';
import { takesSequelize } from './sequelize-shape.ts';

/**
 * Finds the Sequelize instance of a team's models: a file that exports one, or a function that makes one; a folder with
 * such a file as its index; or a folder of model files, for which KinQL makes the instance. Where `database` is given, the
 * instance is pointed there. Nothing connects, and nothing is ever synced.
 *
 * @throws StartupError of one line for whatever is wrong.
 */
export async function loadModels(path: string, options: DatabaseChoice): Promise<Sequelize> {
  const place = resolve(path);
  const file = isFile(place) ? place : isFolder(place) ? indexOf(place) : withExtension(place);
  if (file === undefined && !isFolder(place)) {
    throw new StartupError([`--models: ${path} does not exist.`]);
  }
  const sequelize =
    file === undefined ? await loadModelFolder(place, options) : await loadModelFile(file, options);
  if (options.database !== undefined) {
    await replaceConnection(sequelize, options.database);
  }
  return sequelize;
}

/** What stands for a whole folder: its index, or the file that sequelize-auto writes for the purpose. */
function indexOf(folder: string): string | undefined {
  return ['index', 'init-models']
    .flatMap((name) => moduleExtensions.map((extension) => join(folder, name + extension)))
    .find(isFile);
}

async function loadModelFile(file: string, options: DatabaseChoice): Promise<Sequelize> {
  const exports = await loadModule(file);
  try {
    const found = await findInstances(exports);
    const instances = found.length > 0 ? found : await callMainFunction(file, exports, options);
    const [sequelize, second] = instances;
    if (sequelize === undefined) {
      throw noInstance(file, exports);
    }
    if (second !== undefined) {
      throw new StartupError([
        `${shownPath(file)} exports models of ${instances.length} Sequelize instances: export the instance to serve, as sequelize.`,
      ]);
    }
    return sequelize;
  } catch (error) {
    throw toLoadError(error, file);
  }
}

/** A function makes the instance, or where its parameter says so, defines the models on one that KinQL makes. */
async function callMainFunction(
  file: string,
  exports: unknown,
  options: DatabaseChoice,
): Promise<Sequelize[]> {
  const make = mainFunction(exports);
  if (make === undefined) {
    return [];
  }
  if (!takesSequelize(make)) {
    return findInstances(await make());
  }
  const { sequelize, DataTypes } = createInstance(dirname(file), options);
  await make(sequelize, DataTypes);
  return [sequelize];
}

function noInstance(file: string, exports: unknown): StartupError {
  const models = exportedModels(exports).map(({ name }) => name);
  if (models.length > 0) {
    return new StartupError([
      `${shownPath(file)} exports models without a Sequelize instance: ${models.join(', ')}. Initialise them in it, by init.`,
    ]);
  }
  const mend = 'export it as sequelize or by default, or a function that makes it.';
  if (mainFunction(exports) !== undefined) {
    return new StartupError([
      `${shownPath(file)} exports a function that gives no Sequelize instance: let it return one.`,
    ]);
  }
  const names = exportedNames(exports);
  return new StartupError([
    `${shownPath(file)} exports no Sequelize instance, but ${names.length === 0 ? 'nothing' : names.join(', ')}: ${mend}`,
  ]);
}
