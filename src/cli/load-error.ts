import { spawnSync } from 'node:child_process';
import { StartupError } from '../errors/startup-error.ts';
import { moduleTree } from './module-tree.ts';
import { shownPath } from './paths.ts';

/** Where in the team's files something went wrong. */
interface Place {
  readonly file: string;
  readonly line: string | undefined;
}

/** The drivers of the dialects that KinQL serves, as Sequelize calls them when one is missing. */
const servedDrivers = ['pg', 'pg-hstore', 'pg-native', 'mysql2', 'mariadb', 'sqlite3'];

/**
 * What went wrong while one of the team's files was loaded, as one line that names the file and the line: the error's own
 * place where it can be found, which may be another file that the first one loads.
 */
export function toLoadError(error: unknown, file: string): StartupError {
  if (error instanceof StartupError) {
    return error;
  }
  const driver = missingDriver(error);
  if (driver !== undefined) {
    const problem = servedDrivers.includes(driver)
      ? `needs the database driver ${driver}, which is not installed: npm install ${driver}`
      : `uses the database driver ${driver}, whose dialect KinQL does not serve: use postgres, mysql, mariadb or sqlite.`;
    return new StartupError([`${shownPath(file)} ${problem}`], { cause: error });
  }
  const place = placeOf(error, file);
  const at = place.line === undefined ? shownPath(place.file) : `${shownPath(place.file)}:${place.line}`;
  const through = place.file === file ? '' : ` It is loaded by ${shownPath(file)}.`;
  const problem = `${at} cannot be loaded: ${toSentence(firstLine(error))}${through}${hint(error)}`;
  return new StartupError([problem], { cause: error });
}

/** The first line of an error's message, without what loaders put around it. */
export function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = message.split('\n', 1)[0] as string;
  return (
    line.replace(/^(?:ParseError|TRANSFORM_ERROR): /, '').trim() || 'it threw an error without a message'
  );
}

/** The driver that Sequelize asks for, where that is what is wrong. */
export function missingDriver(error: unknown): string | undefined {
  return error instanceof Error
    ? /^Please install (\S+) package manually/.exec(error.message)?.[1]
    : undefined;
}

export function toSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function placeOf(error: unknown, file: string): Place {
  if (!(error instanceof Error)) {
    return { file, line: undefined };
  }
  return (
    placeOfSyntaxError(error) ??
    placeInStack(error) ??
    placeOfSilentSyntaxError(error, file) ?? { file, line: undefined }
  );
}

/** Node puts the place of a syntax error on the first line of the stack, jiti puts it on the last line of the message. */
function placeOfSyntaxError(error: Error): Place | undefined {
  const found =
    /^(?:file:\/\/)?(\/[^\n]*):(\d+)\n/.exec(error.stack ?? '') ??
    /^(?:ParseError|TRANSFORM_ERROR): [\s\S]*\n\s*(\/[^\n]*?):(\d+):\d+\s*$/.exec(error.message);
  return found === null ? undefined : toPlace(found[1], found[2]);
}

/** The frame nearest to the error that is neither Node's nor a package's. */
function placeInStack(error: Error): Place | undefined {
  const own = new URL('../', import.meta.url).pathname;
  for (const frame of (error.stack ?? '').split('\n')) {
    const found = /^\s+at (?:.* )?\(?(?:file:\/\/)?(\/[^():]+):(\d+):\d+\)?$/.exec(frame);
    if (found !== null && !found[1]?.includes('/node_modules/') && !found[1]?.startsWith(own)) {
      return toPlace(found[1], found[2]);
    }
  }
  return undefined;
}

/** Node tells nobody where the syntax error of an ES module is, but prints it for a file that it is asked to check. */
function placeOfSilentSyntaxError(error: Error, entry: string): Place | undefined {
  if (error.name !== 'SyntaxError') {
    return undefined;
  }
  for (const { file } of moduleTree(entry).filter((candidate) => /\.[cm]?js$/.test(candidate.file))) {
    const { stderr } = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8', env: {} });
    const found = /^(?:file:\/\/)?(\/[^\n]*):(\d+)\n/.exec(stderr);
    if (found !== null) {
      return toPlace(found[1], found[2]);
    }
  }
  return undefined;
}

/** A line 0 stands for one that the loader does not know. */
function toPlace(file: string | undefined, line: string | undefined): Place | undefined {
  return file === undefined ? undefined : { file: decodeURI(file), line: line === '0' ? undefined : line };
}

/** The index.js of sequelize-cli fails with messages that tell its users nothing. */
function hint(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  if (message.includes("reading 'use_env_variable'")) {
    const environment = process.env.NODE_ENV ?? 'development';
    return ` The configuration that it reads has no entry for the environment ${JSON.stringify(environment)}: set NODE_ENV.`;
  }
  return message.startsWith('The "url" argument must be of type string. Received undefined')
    ? ' The environment variable that holds the URL of the database is not set.'
    : '';
}
