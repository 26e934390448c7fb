import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isFile, withExtension } from './paths.ts';

const importedName = /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*['"]([^'"\n]+)['"]/g;

/** A file of the team's, and the packages that it names. */
export interface TreeFile {
  readonly file: string;
  readonly packages: readonly string[];
}

/**
 * The file and everything of the team's own that it imports by relative paths, found in the texts, without running any of
 * it. Names that are put together at run time are not found.
 */
export function moduleTree(entry: string): TreeFile[] {
  const found = new Map<string, TreeFile>();
  const visit = (file: string): void => {
    if (found.has(file)) {
      return;
    }
    const names = [...readFileSync(file, 'utf8').matchAll(importedName)].map((match) => match[1] as string);
    found.set(file, { file, packages: names.filter((name) => !name.startsWith('.')) });
    for (const name of names.filter((candidate) => candidate.startsWith('.'))) {
      const imported = resolveRelative(resolve(dirname(file), name));
      if (imported !== undefined) {
        visit(imported);
      }
    }
  };
  visit(entry);
  return [...found.values()];
}

/** TypeScript's imports may name the `.js` file that a `.ts` file will become. */
function resolveRelative(path: string): string | undefined {
  if (isFile(path)) {
    return path;
  }
  const asTypeScript = path.replace(/\.([cm]?)js$/, '.$1ts');
  return isFile(asTypeScript) ? asTypeScript : (withExtension(path) ?? withExtension(join(path, 'index')));
}
