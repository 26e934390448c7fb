import { pathToFileURL } from 'node:url';
import { createJiti } from 'jiti';
import { toLoadError } from './load-error.ts';
import { loadWithSwc } from './load-with-swc.ts';
import { moduleTree } from './module-tree.ts';
import { isTypeScript } from './paths.ts';

/**
 * Loads one of the team's files and gives what it exports. JavaScript is Node's own business; TypeScript is jiti's, except
 * where sequelize-typescript needs the metadata of decorators, which only swc writes.
 *
 * @throws StartupError of one line for whatever goes wrong in the file or one that it loads.
 */
export async function loadModule(file: string): Promise<unknown> {
  try {
    return isTypeScript(file) ? await loadTypeScript(file) : await loadJavaScript(file);
  } catch (error) {
    throw toLoadError(error, file);
  }
}

async function loadJavaScript(file: string): Promise<unknown> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    if (!isForBundlers(error)) {
      throw error;
    }
    try {
      return await loadByJiti(file);
    } catch {
      throw error;
    }
  }
}

/** Imports of TypeScript, of folders and without an ending are what bundlers and jiti resolve, but not Node. */
function isForBundlers(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return [
    'ERR_UNKNOWN_FILE_EXTENSION',
    'ERR_MODULE_NOT_FOUND',
    'ERR_UNSUPPORTED_DIR_IMPORT',
    'ERR_IMPORT_ATTRIBUTE_MISSING',
  ].includes(code);
}

async function loadTypeScript(file: string): Promise<unknown> {
  const usesDecorators = moduleTree(file).some(({ packages }) => packages.includes('sequelize-typescript'));
  if (usesDecorators) {
    return loadWithSwc(file, 'they use sequelize-typescript');
  }
  try {
    return await loadByJiti(file);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('TRANSFORM_ERROR')) {
      throw error;
    }
    return loadWithSwc(file, 'they have decorators', error);
  }
}

function loadByJiti(file: string): Promise<unknown> {
  return createJiti(import.meta.url).import(file);
}
