import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import createModels from '../../schema/models/index.ts';
import { sampleOptions } from '../../schema/options.ts';
import { createSchema } from '../../src/build/create-schema.ts';
import { createServer, type KinqlServer } from '../../src/server/create-server.ts';
import { collectNames } from '../../src/server/hide-names.ts';

// No request of these gets as far as a database.
const sequelize = createModels({ url: 'postgres://127.0.0.1:1/none' });
const schema = createSchema(sequelize, { ...sampleOptions, onFinding: () => undefined });
const names = collectNames(schema);
let server: KinqlServer;

beforeAll(async () => {
  server = createServer({
    schema,
    mode: 'production',
    logger: pino({ level: 'silent' }),
    checkDatabase: async () => {},
    sampleQuery: '{ __typename }',
  });
  await server.apollo.start();
});
afterAll(async () => {
  await server.apollo.stop();
  await sequelize.close();
});

/** What the errors of a request say. */
async function messagesOf(
  query: string,
  variables: Record<string, unknown> = {},
): Promise<readonly string[]> {
  const { body } = await server.apollo.executeOperation({ query, variables }, { contextValue: {} });
  const { errors = [] } = body.kind === 'single' ? body.singleResult : {};
  return errors.map(({ message }) => message);
}

const identifiers = /[_A-Za-z][_0-9A-Za-z]*/g;

/** Words of the messages' own that some schema has as a name too. */
const words = new Set([
  'at',
  'a',
  'in',
  'not',
  'of',
  'type',
  'field',
  'value',
  'is',
  'by',
  'on',
  'be',
  'or',
  'and',
  'with',
  'input',
  'name',
  'found',
  'more',
  'all',
  'error',
  'errors',
  'limit',
]);

/** The names of the schema that the messages tell and the request does not have. */
function told(messages: readonly string[], query: string, variables: Record<string, unknown> = {}): string[] {
  const known = new Set(`${query} ${JSON.stringify(variables)}`.match(identifiers));
  return messages
    .flatMap((message) => message.match(identifiers) ?? [])
    .filter((word) => names.has(word) && !known.has(word) && !words.has(word));
}

const likely =
  `account active address admin age amount archived article assignee attachment author balance blog body book
bookmark cart category city code color comment company content count country created createdAt currency customer date deleted
description email employee enabled end event file filter firstName first followers friends gender group hash height id image
invoice item items key kind label language last lastName latitude level likes limit link list location login longitude me
member message messages meta mode money month name node nodes note number offset order orders organization owner page parent
password path payment person phone photo picture post posts price priority product profile project projects publishedAt
quantity query rating role roles room salary score search secret session settings shop size slug sort start state status
stock street subject summary tag tags task tasks team teams text time title token total type updated updatedAt url user
username users uuid value version video view viewer visible website weight where year zip`.split(/\s+/);

/** Names of the schema with a letter too few, too many, or in the wrong case. */
const nearMisses = [...names]
  .filter((_, index) => index % 8 === 0)
  .flatMap((name) => [name.slice(0, -1), `${name}s`, `${name}x`, name.toLowerCase()]);

const guesses = [...new Set([...likely, ...nearMisses])].filter((word) => /^[_A-Za-z]\w*$/.test(word));

describe('in production', () => {
  it.each<[string, (word: string) => string, ((word: string) => Record<string, unknown>)?]>([
    ['a field at the root', (word) => `{ ${word} }`],
    ['a field with selections', (word) => `{ ${word} { id } }`],
    ['a field of a row', (word) => `{ tasks { ${word} } }`],
    ['an argument', (word) => `{ tasks(${word}: 1) { id } }`],
    ['a field of a filter', (word) => `{ tasks(where: { ${word}: { eq: 1 } }) { id } }`],
    ['an operator of a filter', (word) => `{ tasks(where: { taskName: { ${word}: 1 } }) { id } }`],
    ['a value of an enum', (word) => `{ tasks(where: { status: { eq: ${word} } }) { id } }`],
    ['a type of a fragment', (word) => `{ tasks { ... on ${word} { id } } }`],
    ['a type of a variable', (word) => `query ($x: ${word}) { tasks(where: $x) { id } }`],
    ['a directive', (word) => `{ tasks @${word} { id } }`],
    ['a mutation', (word) => `mutation { ${word} { id } }`],
    ['a field of a new row', (word) => `mutation { createTask(data: { ${word}: 1 }) { task { id } } }`],
    [
      'a key of a variable',
      () => 'query ($x: TaskWhere) { tasks(where: $x) { id } }',
      (word) => ({ x: { [word]: { eq: 1 } } }),
    ],
    [
      'an enum value in a variable',
      () => 'query ($x: TaskStatusFilter) { tasks(where: { status: $x }) { id } }',
      (word) => ({ x: { eq: word } }),
    ],
  ])('nobody learns a name by guessing %s', async (_what, print, variablesOf = () => ({})) => {
    const learnt: string[] = [];
    for (const word of guesses) {
      const query = print(word);
      const variables = variablesOf(word);
      learnt.push(...told(await messagesOf(query, variables), query, variables));
    }
    expect(learnt).toEqual([]);
  });

  it.each([
    ['{ tasks }', 'Field "tasks" of type "[…!]!" must have a selection of subfields.'],
    ['{ tasks { id { x } } }', 'Field "id" must not have a selection since type "ID!" has no subfields.'],
    ['{ tasks { nope } }', 'Cannot query field "nope" on type "…".'],
    ['{ task { id } }', 'Field "task" argument "id" of type "ID!" is required, but it was not provided.'],
    ['{ taskBy { id } }', 'Field "taskBy" argument "…" of type "…!" is required, but it was not provided.'],
    ['{ taskBy(key: 5) { id } }', 'Expected value of type "…!", found 5.'],
    ['{ taskBy(key: {}) { id } }', 'OneOf Input Object "…" must specify exactly one key.'],
    ['{ tasks(where: { status: { eq: NOPE } }) { id } }', 'Value "NOPE" does not exist in "…" enum.'],
    [
      '{ tasks(where: { status: { eq: "OPEN" } }) { id } }',
      'Enum "…" cannot represent non-enum value: "OPEN".',
    ],
    ['{ tasks(limit: "x") { id } }', 'Int cannot represent non-integer value: "x"'],
    [
      'query ($x: Int) { tasks(where: $x) { id } }',
      'Variable "$x" of type "Int" used in position expecting type "…".',
    ],
    [
      '{ tasks { ... on Query { __typename } } }',
      'Fragment cannot be spread here as objects of type "…" can never be of type "Query".',
    ],
    [
      'mutation { createUser(data: {}) { __typename } }',
      expect.stringMatching(/^Field "….…" of required type "\w+!" was not provided\.$/),
    ],
    [
      'query ($x: TaskOrderBy!) { tasks(orderBy: [$x]) { id } }',
      'Variable "$x" of required type "TaskOrderBy!" was not provided.',
    ],
  ])('an error names what is in the request only: %s', async (query, message) => {
    expect((await messagesOf(query))[0]).toEqual(message);
  });
});
