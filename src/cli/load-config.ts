import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { KinqlOptions } from '../build/create-schema.ts';
import { StartupError } from '../errors/startup-error.ts';
import { loadModule } from './load-module.ts';
import { mainExports } from './module-exports.ts';
import { isFile, shownPath } from './paths.ts';
import { findOptionProblems } from './validate-options.ts';

const endings = ['ts', 'mts', 'js', 'mjs', 'cjs', 'json'];

/**
 * Gives the options of a configuration file: the one that is named, else `kinql.config` in the working directory with any
 * of the endings, else none.
 *
 * @throws StartupError where the file is missing, broken, exports no options, or has a key that is unknown.
 */
export async function loadConfig(path: string | undefined): Promise<KinqlOptions> {
  const file =
    path === undefined
      ? endings.map((ending) => resolve(`kinql.config.${ending}`)).find(isFile)
      : resolve(path);
  if (file === undefined) {
    return {};
  }
  if (!isFile(file)) {
    throw new StartupError([`--config: ${path} does not exist.`]);
  }
  const options = file.endsWith('.json') ? readJson(file) : mainExports(await loadModule(file)).at(-1);
  const problems = findOptionProblems(options);
  if (problems.length > 0) {
    throw new StartupError(problems.map((problem) => `${shownPath(file)}: ${problem}`));
  }
  return options as KinqlOptions;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new StartupError(
      [`${shownPath(file)} is no JSON: ${error instanceof Error ? error.message : String(error)}`],
      { cause: error },
    );
  }
}

/** The options of the configuration file, with what the command line says beside it. */
export async function loadOptions({
  config,
  writes,
}: {
  readonly config?: string | undefined;
  readonly writes?: boolean | undefined;
}): Promise<KinqlOptions> {
  const options = await loadConfig(config);
  return writes === true ? { ...options, writes: options.writes || true } : options;
}
