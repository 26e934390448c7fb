import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { post, type SampleServer, startSampleServer } from '../support/http-server.ts';

let development: SampleServer;
let production: SampleServer;
beforeAll(async () => {
  development = await startSampleServer({ mode: 'development' });
  production = await startSampleServer();
});
afterAll(() => Promise.all([development.stop(), production.stop()]));

interface Answer {
  readonly status: number;
  readonly codes: unknown[];
  readonly messages: string[];
  readonly data: unknown;
}

async function ask(server: SampleServer, query: string, variables?: unknown): Promise<Answer> {
  const response = await post(server.endpoint, { query, ...(variables !== undefined && { variables }) });
  const { data, errors = [] } = JSON.parse(await response.text());
  return {
    status: response.status,
    codes: errors.map((error: { extensions: { code: unknown } }) => error.extensions.code),
    messages: errors.map((error: { message: string }) => error.message),
    data,
  };
}

describe('a document', () => {
  it('has 2 000 tokens at most', async () => {
    // An operation that selects in braces has four tokens, one with a name and a keyword five.
    const operations = (count: number) =>
      Array.from({ length: count }, (_, index) => `query Q${index} { hello }`).join(' ');
    const allowed = await post(production.endpoint, { query: operations(400), operationName: 'Q7' });
    expect(await allowed.json()).toEqual({ data: { hello: 'Hello, world!' } });
    expect(await ask(production, operations(401))).toMatchObject({
      status: 400,
      codes: ['LIMIT_EXCEEDED'],
      messages: ['The document has more than the 2000 tokens that are allowed (limits.tokens).'],
    });
  });

  it('has 50 000 characters at most, comments and strings included', async () => {
    for (const query of [`{ hello } #${'x'.repeat(50_000)}`, `{ hello(name: "${'x'.repeat(50_000)}") }`]) {
      expect(await ask(production, query)).toMatchObject({
        status: 400,
        codes: ['LIMIT_EXCEEDED'],
        messages: ['The document has more than the 50000 characters that are allowed (limits.sourceLength).'],
      });
    }
  });

  it('has 2 000 selections at most once its fragments are spread', async () => {
    const fragments = Array.from(
      { length: 14 },
      (_, level) =>
        `fragment F${level} on Node { a: node { ...F${level + 1} } b: node { ...F${level + 1} } }`,
    );
    const answer = await ask(
      production,
      `{ node { ...F0 } } ${fragments.join(' ')} fragment F14 on Node { name }`,
    );
    expect(answer).toMatchObject({
      status: 400,
      codes: ['LIMIT_EXCEEDED'],
      messages: [
        'The operation has 81918 selections once its fragments are spread; 2000 are allowed (limits.recursiveSelections).',
      ],
    });
  });

  it('may be as deep as its tokens allow without exhausting the stack', async () => {
    const selections = `${'{ node '.repeat(665)}{ name }${' }'.repeat(665)}`;
    expect(await ask(production, selections)).toMatchObject({
      status: 400,
      messages: ['The operation nests fields 666 deep; 25 are allowed (limits.depth).'],
    });
    const values = `{ count(filter: ${'['.repeat(990)}${']'.repeat(990)}) }`;
    expect(await ask(production, values)).toMatchObject({
      status: 400,
      codes: ['GRAPHQL_VALIDATION_FAILED'],
    });
    expect(production.log).toEqual([]);
  });

  it('gets five errors of validation at most', async () => {
    const answer = await ask(production, `{ ${'hello @unknown '.repeat(51)}}`);
    expect(answer.status).toBe(400);
    expect(answer.messages).toEqual([
      ...Array(5).fill('Unknown directive "@unknown".'),
      'Too many validation errors, error limit reached. Validation aborted.',
    ]);
  });
});

describe('variables', () => {
  /** The text of `{ variables: { filter: { not: { not: ... } } } }`, since JSON.stringify cannot write it so deep. */
  const nestedFilter = (depth: number) =>
    `{"query":"query ($filter: Filter) { count(filter: $filter) }","variables":` +
    `{"filter":${'{"not":'.repeat(depth - 2)}{}${'}'.repeat(depth - 2)}}}`;

  it('are 50 lists and objects deep at most', async () => {
    const allowed = await post(production.endpoint, nestedFilter(50));
    expect(await allowed.json()).toEqual({ data: { count: 1 } });
    for (const depth of [51, 12_000]) {
      const refused = await post(production.endpoint, nestedFilter(depth));
      expect(refused.status).toBe(400);
      expect(await refused.json()).toEqual({
        errors: [
          {
            message: 'The variables are more than 50 lists and objects deep (limits.variableDepth).',
            extensions: {
              code: 'LIMIT_EXCEEDED',
              limit: { setting: 'variableDepth', allowed: 50, found: 51 },
            },
          },
        ],
      });
    }
  });

  it('have 5 000 lists and objects at most', async () => {
    const query = 'query ($filter: Filter) { count(filter: $filter) }';
    // The object of all variables and the list are two of them.
    const filters = (count: number) => ({ filter: Array(count).fill({}) });
    const answer = await ask(production, query, filters(4_999));
    expect(answer.messages).toEqual([
      'The variables have 5001 lists and objects; 5000 are allowed (limits.variableObjects).',
    ]);
    expect((await ask(production, query, filters(4_998))).codes).not.toContain('LIMIT_EXCEEDED');
  });

  it('get five errors of coercion at most', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `v${index}`);
    const answer = await ask(
      production,
      `query (${names.map((name) => `$${name}: Int!`)}) {
        ${names.map((name) => `${name}: double(value: $${name})`)}
      }`,
      Object.fromEntries(names.map((name) => [name, 'x'])),
    );
    expect(answer.status).toBe(400);
    expect(answer.messages).toHaveLength(6);
    expect(answer.messages.at(-1)).toBe(
      'Too many errors processing variables, error limit reached. Execution aborted.',
    );
  });
});

describe('the names of the schema', () => {
  const introspection = getIntrospectionQuery({
    descriptions: true,
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
    oneOf: true,
  });

  it('are told by introspection in development only', async () => {
    expect(await ask(development, introspection)).toMatchObject({ status: 200, codes: [] });
    expect(await ask(production, introspection)).toMatchObject({
      status: 400,
      codes: ['GRAPHQL_VALIDATION_FAILED'],
    });
  });

  it.each([
    ['a field', '{ helo }', undefined, 'Cannot query field "helo" on type "Query".', 'Did you mean "hello"?'],
    [
      'an argument',
      '{ hello(nam: "x") }',
      undefined,
      'Unknown argument "nam" on field "Query.hello".',
      'Did you mean "name"?',
    ],
    [
      'an enum value',
      'query ($filter: Filter) { count(filter: $filter) }',
      { filter: { color: 'REDD' } },
      'Variable "$filter" got invalid value "REDD" at "filter.color"; Value "REDD" does not exist in "Color" enum.',
      'Did you mean the enum value "RED"?',
    ],
    [
      'an input field',
      'query ($filter: Filter) { count(filter: $filter) }',
      { filter: { colour: 'RED' } },
      'Variable "$filter" got invalid value { colour: "RED" }; Field "colour" is not defined by type "Filter".',
      'Did you mean "color"?',
    ],
  ])('are suggested in development only: %s', async (_what, query, variables, message, suggestion) => {
    expect((await ask(development, query, variables)).messages).toEqual([`${message} ${suggestion}`]);
    // Nor does it tell those that the request does not have.
    expect((await ask(production, query, variables)).messages).toEqual([message.replace('"Color"', '"…"')]);
  });
});
