import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  configurationPage,
  printConfiguration,
  readInterface,
} from '../../../scripts/print-configuration.ts';
import { findOptionProblems } from '../../../src/cli/validate-options.ts';

const page = readFileSync(configurationPage, 'utf8');

/** What stands in a table: the names of the options, and what is said of each. */
function rowsOf(interfaces: string): string[][] {
  const [, table = ''] = page.split(`<!-- options: ${interfaces} -->`);
  return (table.split('<!-- end -->')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replace(/^`|`$/g, '')))
    .map(([, name = '', type = '', description = '']) => [name, type, description]);
}

/** The keys that the validator knows at a place, which it names where it meets another. */
const knownAt = (options: object): string[] =>
  findOptionProblems(options)[0]?.split('known are ')[1]?.slice(0, -1).split(', ') ?? [];

describe('docs/configuration.md', () => {
  it('says what the declarations of the options say: npm run docs', () => {
    expect(page).toBe(printConfiguration(page));
  });

  it.each<[string, object]>([
    ['KinqlOptions, ContextReaders', { '?': 0 }],
    ['LimitsOptions, ServerLimits', { limits: { '?': 0 } }],
    ['ModelOptions', { models: { User: { '?': 0 } } }],
    ['AttributeOptions', { models: { User: { attributes: { name: { '?': 0 } } } } }],
    ['AssociationOptions', { models: { User: { associations: { tasks: { '?': 0 } } } } }],
    ['ScopeOptions', { models: { User: { scopes: { open: { '?': 0 } } } } }],
    ['Inflection', { inflection: { '?': 0 } }],
  ])('has every option that a file of %s may have, and says something of it', (interfaces, unknown) => {
    const rows = rowsOf(interfaces);
    expect(rows.map(([name]) => name).sort()).toEqual(knownAt(unknown).sort());
    expect(rows.filter(([, type, description]) => type === '' || description === '')).toEqual([]);
  });
});

describe('readInterface', () => {
  it('reads members of every form', () => {
    const source = `
export interface Other {
  readonly no?: string;
}

export interface Options extends Other {
  /** One line. */
  readonly names?: readonly string[];
  /**
   * Two
   * lines.
   */
  readonly page?: { readonly default?: number; readonly max?: number };
  readonly byName?: Readonly<Record<string, Other>>;
  /** A function. */
  readonly transaction?: ((contextValue: never) => string | undefined) | undefined;
  /** A method. */
  typeName(model: Other): string;
  readonly [model: string]: unknown;
}
`;
    expect(readInterface(source, 'Options')).toEqual([
      { name: 'names', type: 'string[]', description: 'One line.' },
      { name: 'page', type: '{ default?: number; max?: number }', description: 'Two lines.' },
      { name: 'byName', type: 'Record<string, Other>', description: '' },
      {
        name: 'transaction',
        type: '(contextValue: never) => string | undefined',
        description: 'A function.',
      },
      { name: 'typeName', type: '(model: Other) => string', description: 'A method.' },
    ]);
  });

  it('says where there is none', () => {
    expect(() => readInterface('', 'Options')).toThrow('There is no interface Options.');
  });
});
