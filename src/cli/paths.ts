import { existsSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';

/** The endings of files that can be loaded. What is compiled comes first: it is what the team's app itself runs. */
export const moduleExtensions = ['.js', '.cjs', '.mjs', '.ts', '.cts', '.mts'] as const;

/** A path as a person wants to read it: from the working directory where it is inside of that, else in full. */
export function shownPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  if (fromHere === '') {
    return '.';
  }
  return fromHere.startsWith('..') || isAbsolute(fromHere) ? path : fromHere;
}

/** The path, with whichever ending makes it a file that exists; undefined where there is none. */
export function withExtension(path: string): string | undefined {
  return moduleExtensions.map((extension) => path + extension).find(isFile);
}

export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

export function isTypeScript(file: string): boolean {
  return /\.[cm]?ts$/.test(file);
}

/** The nearest file of this name in the folder or one above it. */
export function findUpwards(folder: string, name: string): string | undefined {
  const candidate = join(folder, name);
  if (existsSync(candidate)) {
    return candidate;
  }
  const parent = dirname(folder);
  return parent === folder ? undefined : findUpwards(parent, name);
}
