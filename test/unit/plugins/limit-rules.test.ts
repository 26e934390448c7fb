import { describe, expect, it } from '@jest/globals';
import { buildSchema, getIntrospectionQuery, parse, specifiedRules, validate } from 'graphql';
import type { LimitsOptions } from '../../../src/plan/operation-limits.ts';
import { limitRules } from '../../../src/plugins/limits/limit-rules.ts';

const schema = buildSchema('type Query { node: Query, name: String, other(text: String): String }');

function problemsOf(source: string, limits?: LimitsOptions): unknown[] {
  const errors = validate(schema, parse(source), limitRules(limits), { maxErrors: 100 });
  return errors.map(({ message, extensions }) => [message, extensions]);
}

const refusal = (message: string, setting: string, allowed: number, found: number) => [
  `${message} (limits.${setting}).`,
  { code: 'LIMIT_EXCEEDED', limit: { setting, allowed, found } },
];

const times = (count: number, print: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => print(index)).join(' ');

/** `depth` fields within each other. */
const nested = (depth: number): string => `${'{ node '.repeat(depth - 1)}{ name }${' }'.repeat(depth - 1)}`;

describe.each<[string, (count: number) => string, number, string]>([
  ['depth', nested, 25, 'The operation nests fields 26 deep; 25 are allowed'],
  [
    'aliases',
    (count) => `{ ${times(count, (index) => `a${index}: name`)} }`,
    100,
    'The operation has 101 aliases; 100 are allowed',
  ],
  [
    'repeatedFields',
    (count) => `{ name ${times(count, () => 'name')} }`,
    50,
    'The operation repeats 51 fields; 50 may be repeated',
  ],
  [
    'directives',
    (count) => `{ name ${times(count, () => '@include(if: true)')} }`,
    100,
    'The operation has 101 directives; 100 are allowed',
  ],
])('%s', (setting, print, allowed, message) => {
  it(`are allowed up to ${allowed}`, () => {
    expect(problemsOf(print(allowed))).toEqual([]);
    expect(problemsOf(print(allowed + 1))).toEqual([refusal(message, setting, allowed, allowed + 1)]);
  });

  it('are counted through fragments', () => {
    const half = Math.ceil((allowed + 1) / 2);
    const fragment = `fragment F on Query ${print(half)}`;
    const source =
      setting === 'depth'
        ? `${nested(half + 1).replace('name', '...F')} ${fragment}`
        : `{ ...F ${print(half).slice(1)} ${fragment}`;
    const [problem] = problemsOf(source) as [unknown, { limit: { setting: string } }][];
    expect(problem?.[1].limit.setting).toBe(setting);
  });

  it('are set by their name', () => {
    expect(problemsOf(print(3), { [setting]: 3 })).toEqual([]);
    expect(problemsOf(print(4), { [setting]: 3 })).toEqual([
      expect.arrayContaining([expect.stringContaining(`(limits.${setting})`)]),
    ]);
  });
});

describe('selections', () => {
  const doubling = (depth: number) =>
    `{ node { ...F0 } } ${times(depth, (index) => `fragment F${index} on Query { a: node { ...F${index + 1} } b: node { ...F${index + 1} } }`)} fragment F${depth} on Query { name }`;

  it('are counted as often as their fragments are spread', () => {
    // node, its spread; on each level two fields and two spreads for every way to it; the names.
    const count = 2 + 4 * (2 ** 9 - 1) + 2 ** 9;
    expect(problemsOf(doubling(9), { recursiveSelections: count })).toEqual([]);
    expect(problemsOf(doubling(9))).toEqual([
      refusal(
        `The operation has ${count} selections once its fragments are spread; 2000 are allowed`,
        'recursiveSelections',
        2000,
        count,
      ),
    ]);
  });

  it('are counted without going through them one by one', () => {
    // There are 2^1000 of them.
    const limits = { depth: 5_000, aliases: 5_000, tokens: 50_000 };
    expect(problemsOf(doubling(1_000), limits)).toEqual([
      ['The document has 66727 characters; 50000 are allowed (limits.sourceLength).', expect.anything()],
      [expect.stringContaining(`${Number.MAX_SAFE_INTEGER} selections`), expect.anything()],
    ]);
  });
});

describe('a document', () => {
  it('is counted in tokens', () => {
    const source = `{ ${times(333, () => '... { name }')} }`;
    expect(problemsOf(source, { tokens: 1_334 })).toEqual([]);
    expect(problemsOf(source, { tokens: 1_333 })).toEqual([
      refusal('The document has 1334 tokens; 1333 are allowed', 'tokens', 1_333, 1_334),
    ]);
  });

  it('is counted in characters', () => {
    const source = `{ name } #${'x'.repeat(50_000)}`;
    expect(problemsOf(source)).toEqual([
      refusal('The document has 50010 characters; 50000 are allowed', 'sourceLength', 50_000, 50_010),
    ]);
  });

  it('may be over several limits at once', () => {
    const source = nested(30).replace(
      'name',
      times(120, (index) => `a${index}: name`),
    );
    expect(problemsOf(source).map((problem) => (problem as [string])[0])).toEqual([
      'The operation nests fields 30 deep; 25 are allowed (limits.depth).',
      'The operation has 120 aliases; 100 are allowed (limits.aliases).',
    ]);
  });

  it('is not validated any further then', () => {
    const source = `{ ${times(60, () => 'nope')} }`;
    const errors = validate(schema, parse(source), [...specifiedRules, ...limitRules()]);
    expect(errors.map(({ message }) => message)).toEqual([
      'The operation repeats 59 fields; 50 may be repeated (limits.repeatedFields).',
    ]);
  });

  it('may have many operations, each within the limits', () => {
    const operations = times(9, (index) => `query Q${index} { ${times(90, (field) => `a${field}: name`)} }`);
    expect(problemsOf(operations, { tokens: 5_000 })).toEqual([]);
  });

  it('may have fragments in circles, which another rule refuses', () => {
    const source = '{ ...F } fragment F on Query { node { ...G } } fragment G on Query { node { ...F } }';
    expect(problemsOf(source)).toEqual([]);
    expect(
      validate(schema, parse(source), [...specifiedRules, ...limitRules()]).map(({ message }) => message),
    ).toEqual(['Cannot spread fragment "F" within itself via "G".']);
  });
});

describe('introspection', () => {
  it('passes as tools ask for it', () => {
    const source = getIntrospectionQuery({
      descriptions: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
    });
    expect(problemsOf(source)).toEqual([]);
  });

  it('has no depth of ours, since graphql-js limits it', () => {
    const source = `{ __schema { types ${'{ ofType '.repeat(30)}{ name }${' }'.repeat(30)} } }`;
    expect(problemsOf(source)).toEqual([]);
  });
});

it('refuses settings that are no whole numbers from 1', () => {
  expect(() => limitRules({ depth: 0, aliases: 1.5 })).toThrow(
    'The option limits.depth must be a whole number from 1 on, not 0.',
  );
});
