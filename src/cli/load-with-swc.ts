import { readFileSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { StartupError } from '../errors/startup-error.ts';
import { findUpwards, shownPath } from './paths.ts';

const packageName = '@swc-node/register';

/**
 * Loads a TypeScript file by @swc-node/register, the one loader that writes what decorators are told about types. It is
 * optional: the team's own copy is used, else one beside KinQL.
 *
 * @throws StartupError naming the package where it is missing, and whatever the file throws.
 */
export async function loadWithSwc(file: string, reason: string, cause?: unknown): Promise<unknown> {
  const folder = dirname(file);
  const from = [pathToFileURL(file).href, import.meta.url].find((url) => canResolve(url));
  if (from === undefined) {
    throw new StartupError(
      [
        `The models in ${shownPath(file)} need the package ${packageName}, because ${reason}: npm install --save-dev ${packageName}`,
      ],
      { cause },
    );
  }
  const tsconfig = findUpwards(folder, 'tsconfig.json');
  if (tsconfig !== undefined) {
    process.env.SWC_NODE_PROJECT = tsconfig;
    process.env.TS_NODE_PROJECT = tsconfig;
  }
  try {
    if (isEsModule(file)) {
      register(`${packageName}/esm`, from);
      return await import(pathToFileURL(file).href);
    }
    createRequire(from)(packageName);
    return createRequire(file)(file);
  } catch (error) {
    throw withHint(error, file, tsconfig);
  }
}

function canResolve(url: string): boolean {
  try {
    createRequire(url).resolve(packageName);
    return true;
  } catch {
    return false;
  }
}

function isEsModule(file: string): boolean {
  if (/\.[cm]ts$/.test(file)) {
    return file.endsWith('.mts');
  }
  const manifest = findUpwards(dirname(file), 'package.json');
  return manifest !== undefined && JSON.parse(readFileSync(manifest, 'utf8')).type === 'module';
}

/**
 * What swc's own messages leave out. Without `experimentalDecorators` it stops at the first decorator, with a bare syntax
 * error; and what it tells a decorator about a type is evaluated at once, which a circle of imports does not allow.
 */
function withHint(error: unknown, file: string, tsconfig: string | undefined): unknown {
  if (!(error instanceof Error)) {
    return error;
  }
  if (/^Cannot access '.*' before initialization$/.test(error.message)) {
    const problem = `${shownPath(file)} cannot be loaded from TypeScript: ${error.message}, in a circle of imports. Build the project, and name the folder of JavaScript.`;
    return new StartupError([problem], { cause: error });
  }
  const isSet =
    tsconfig !== undefined && /"experimentalDecorators"\s*:\s*true/.test(readFileSync(tsconfig, 'utf8'));
  if (isSet || !/Expression expected|Syntax ?Error/i.test(`${error.name} ${error.message}`)) {
    return error;
  }
  const where = tsconfig === undefined ? 'a tsconfig.json beside it' : shownPath(tsconfig);
  const problem = `${shownPath(file)} cannot be loaded: it has decorators. Set experimentalDecorators and emitDecoratorMetadata to true in ${where}.`;
  return new StartupError([problem], { cause: error });
}
