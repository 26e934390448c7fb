// Fills the tables of docs/configuration.md from the declarations of the options, so that the page says what the editor
// says: `npm run docs`. A test fails when the page is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Member {
  readonly name: string;
  readonly type: string;
  readonly description: string;
}

const root = process.cwd();
export const configurationPage = join(root, 'docs', 'configuration.md');

const interfaces: Readonly<Record<string, string>> = {
  KinqlOptions: 'src/build/create-schema.ts',
  WritesOptions: 'src/build/create-schema.ts',
  JwtOptions: 'src/build/create-schema.ts',
  TrustedDocumentsOptions: 'src/build/create-schema.ts',
  LimitsOptions: 'src/plan/operation-limits.ts',
  ServerLimits: 'src/build/server-limits.ts',
  ContextReaders: 'src/execute/operation-state.ts',
  DatabaseSession: 'src/execute/database-session.ts',
  ModelsOptions: 'src/catalog/model-options.ts',
  ModelOptions: 'src/catalog/model-options.ts',
  AttributeOptions: 'src/catalog/model-options.ts',
  AssociationOptions: 'src/catalog/model-options.ts',
  ScopeOptions: 'src/catalog/model-options.ts',
  Inflection: 'src/inflection/inflection.ts',
};

/** The members of an exported interface, formatted as ours are, with their docstrings in one line each. */
export function readInterface(source: string, name: string): Member[] {
  const [, body] = new RegExp(`^export interface ${name}\\b[^{]*\\{\\n(.*?)^\\}`, 'ms').exec(source) ?? [];
  if (body === undefined) {
    throw new Error(`There is no interface ${name}.`);
  }
  const members = body.matchAll(
    /(?:^ {2}\/\*\*(?<doc>.*?)\*\/\n)?^ {2}(?:readonly )?(?<name>\w+)\??(?<call>\(.*?\))?: (?<type>.*?);$/gms,
  );
  return [...members].map(({ groups = {} }) => ({
    name: groups.name ?? '',
    type: printType(groups.call === undefined ? `${groups.type}` : `${groups.call} => ${groups.type}`),
    description: (groups.doc ?? '')
      .split('\n')
      .map((line) => line.replace(/^\s*\*?/, '').trim())
      .filter((line) => line !== '')
      .join(' '),
  }));
}

/** A type as a reader wants it: in one line, without what only a compiler minds. */
function printType(type: string): string {
  return type
    .replace(/\s+/g, ' ')
    .replace(/readonly /g, '')
    .replace(/Readonly<(.*)>/g, '$1')
    .replace(/^\((\(.*\) => .*)\) \| undefined$/, '$1');
}

function printTable(names: readonly string[]): string {
  const rows = names
    .flatMap((name) => readInterface(readFileSync(join(root, interfaces[name] ?? ''), 'utf8'), name))
    .map(({ name, type, description }) => [`\`${name}\``, `\`${type}\``, description])
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);
  return ['| option | type | what it does |', '|---|---|---|', ...rows].join('\n');
}

/** The page with its tables made anew: each stands between `<!-- options: NAMES -->` and `<!-- end -->`. */
export function printConfiguration(page: string): string {
  return page.replace(
    /<!-- options: (.*?) -->\n.*?<!-- end -->/gs,
    (_, names: string) => `<!-- options: ${names} -->\n\n${printTable(names.split(', '))}\n\n<!-- end -->`,
  );
}

if (process.argv[1]?.endsWith('print-configuration.ts')) {
  writeFileSync(configurationPage, printConfiguration(readFileSync(configurationPage, 'utf8')));
}
