import { describe, expect, it } from '@jest/globals';
import type { GraphQLSchema } from 'graphql';
import type { KinqlOptions } from '../../src/build/create-schema.ts';
import { type CursorValues, createCursorWriter } from '../../src/plan/cursor.ts';
import { fromGlobalId, type GlobalId, toGlobalId } from '../../src/plan/global-id.ts';
import { attributeTerm } from '../../src/plan/order.ts';
import { onEachDatabase, type World } from '../support/on-each-database.ts';
import { changesOf } from '../support/proof/changes.ts';
import {
  defineModels,
  fillModels,
  hidden,
  hiddenKeys,
  proofOptions,
} from '../support/proof/define-models.ts';
import { mutationRequests } from '../support/proof/mutations.ts';
import { globalIds, readRequests } from '../support/proof/requests.ts';
import { runQuery } from '../support/run-query.ts';

/** How many requests of each field and depth are made; all of them with a large number. */
const most = Number(process.env.KINQL_TEST_PROOF ?? 2);

/** Hundreds of requests, four times each. */
const maxTime = 300_000;

const cursorOf = (values: CursorValues): string =>
  createCursorWriter('Project', [attributeTerm('sortHush', 'DESC'), attributeTerm('id')])(values);

/** Ways by which a value was once to be had, so that no choice of requests leaves them out. */
const knownReads = [
  '{ users { pay all shout } }',
  '{ users { chief { name } } }',
  '{ users { followers { name } } }',
  '{ users { followersConnection { totalCount } } }',
  '{ users(where: { chief: { name: { eq: "u2" } } }) { name } }',
  '{ users(where: { followers: { some: { name: { eq: "u2" } } } }) { name } }',
  '{ users(orderBy: [{ chief: { name: ASC } }]) { name } }',
  '{ users(orderBy: [{ followers: { count: ASC } }]) { name } }',
  '{ projects(limit: 1) { name } }',
  '{ projects(orderBy: [{ sortHush: DESC }]) { name } }',
  '{ projectsConnection(last: 1) { nodes { name } } }',
  `{ projectsConnection(after: "${cursorOf([51, '9'])}") { nodes { name } } }`,
  `{ projectsConnection(before: "${cursorOf([51, '9'])}") { nodes { name } } }`,
  '{ companies { flagship { name } } }',
  '{ companies(where: { flagship: { name: { ne: "p0" } } }) { name } }',
  '{ companies(orderBy: [{ flagship: { name: ASC } }]) { name } }',
  '{ tasks(scopes: { noted: { value: "mm0" } }) { name } }',
  '{ projects(where: { tasks: { some: {}, scopes: { noted: { value: "mm0" } } } }) { name } }',
  '{ tasks(deleted: ONLY) { name } }',
];

const errors = 'errors { code path message }';

const knownWrites = [
  ...[0, 5, 7].map(
    (version) =>
      `mutation { updateUser(key: { id: 1 }, data: { name: "w" }, expectedVersion: ${version}) { user { name } ${errors} } }`,
  ),
  `mutation { updateTask(key: { id: 1 }, data: { noteHush: "mm0" }) { task { version } ${errors} } }`,
  `mutation { updateUser(key: { id: 3 }, data: { followers: { disconnect: [{ id: 1 }] } }) { user { name } ${errors} } }`,
  `mutation { updateUser(key: { id: 3 }, data: { followers: { delete: [{ id: 1 }] } }) { user { name } ${errors} } }`,
  `mutation { updateUser(key: { id: 1 }, data: { chief: { update: { name: "w" } } }) { user { name chief { name } } ${errors} } }`,
  ...['disconnect: [{ id: 2 }]', 'delete: [{ id: 2 }]', 'set: [{ id: 2 }]'].map(
    (tags) =>
      `mutation { updateTask(key: { id: 1 }, data: { tags: { ${tags} } }) { task { name tags { name } } ${errors} } }`,
  ),
  `mutation { updateTask(key: { id: 1 }, data: { tags: { disconnect: [{ id: 3 }] } }) { task { name tags { name } } ${errors} } }`,
  `mutation { deleteUser(key: { id: 1 }, expectedVersion: 5) { user { name } ${errors} } }`,
];

type Ask = (source: string, role: string) => Promise<{ readonly answer: string; readonly isRead: boolean }>;

const reading =
  (world: World): Ask =>
  async (source, role) => {
    // Parents come along with their children, as in a server.
    const settings = { joins: true };
    const result = await runQuery(world.schema, world, source, {}, { viewer: { role } }, settings);
    const { statements, ...answer } = result;
    return { answer: JSON.stringify(answer), isRead: statements.length > 0 };
  };

/** Whatever is written is rolled back, but for the numbers that the database gives to new rows: they are taken out. */
const writing =
  (world: World): Ask =>
  async (source, role) => {
    const transaction = await world.sequelize.transaction();
    try {
      const result = await world.query(source, {}, { viewer: { role }, transaction });
      const { statements, ...answer } = result;
      const text = JSON.stringify(answer)
        .replaceAll(/"(\w+Id)":"(?:[5-9]|\d\d+)"/g, '"$1":"new"')
        .replaceAll(/"([\w-]{8,})"/g, (whole, id) => (isNew(fromGlobalId(id)) ? '"new"' : whole));
      return { answer: text, isRead: statements.length > 0 };
    } finally {
      await transaction.rollback();
    }
  };

/** Whether a global id is of a row that was made since: of each model there are four, and two of Task that are deleted. */
function isNew(id: GlobalId | null): boolean {
  return id?.key.some((part) => /^\d+$/.test(part) && Number(part) > (id.type === 'Task' ? 6 : 4)) ?? false;
}

interface Comparison {
  /** How many requests were refused before any statement. */
  readonly refused: number;
  /** Those that were answered otherwise after a change, and how. */
  readonly different: readonly string[];
}

/** Asks, changes the tables, asks again, and so for each of the changes on top of those before. */
async function compare(
  { sequelize }: World,
  requests: readonly string[],
  {
    role,
    ask,
    hiddenAttributes,
  }: { readonly role: string; readonly ask: Ask; readonly hiddenAttributes?: typeof hidden },
): Promise<Comparison> {
  const before = new Map<string, string>();
  for (const request of requests) {
    const { answer, isRead } = await ask(request, role);
    if (isRead || !answer.includes('"FORBIDDEN"')) {
      before.set(request, answer);
    }
  }
  const different: string[] = [];
  for (const [name, change] of Object.entries(changesOf(hiddenAttributes))) {
    await change(sequelize);
    for (const [request, was] of before) {
      const { answer } = await ask(request, role);
      // That a unique key is taken shows, whoever has it.
      if (answer !== was && !`${answer}${was}`.includes('"UNIQUE"')) {
        different.push([name, request, was, answer].join('\n'));
      }
    }
  }
  return { refused: requests.length - before.size, different };
}

/** Nothing is told, by requests most of which were answered. */
function expectSilence({ refused, different }: Comparison, requests: readonly string[]): void {
  expect(different).toEqual([]);
  expect(refused).toBeGreaterThan(0);
  expect(refused).toBeLessThan(requests.length / 2);
}

const worldOf = (options: KinqlOptions) => ({
  name: 'rules_proof',
  define: defineModels,
  fill: fillModels,
  options,
});

describe('what the rules hide', () => {
  onEachDatabase(worldOf(proofOptions()), (world) => {
    it(
      'shows in no answer of a query: attributes that change, rows that change and go',
      async () => {
        const requests = [...knownReads, ...readRequests(world().schema, [], most)];
        expectSilence(await compare(world(), requests, { role: 'member', ask: reading(world()) }), requests);
      },
      maxTime,
    );
  });

  onEachDatabase(worldOf({ ...proofOptions(), relay: true }), (world) => {
    it(
      'shows in no answer of a query by global ids',
      async () => {
        const requests = readRequests(world().schema, globalIds(Object.keys(hidden)), Math.ceil(most / 4));
        expectSilence(await compare(world(), requests, { role: 'member', ask: reading(world()) }), requests);
      },
      maxTime,
    );
  });

  onEachDatabase(worldOf(proofOptions()), (world) => {
    it(
      'shows in no answer of a mutation',
      async () => {
        const requests = [...knownWrites, ...mutationRequests(world().schema, most)];
        expectSilence(await compare(world(), requests, { role: 'member', ask: writing(world()) }), requests);
      },
      maxTime,
    );
  });

  onEachDatabase(worldOf({ ...proofOptions(), relay: true }), (world) => {
    it(
      'shows in no answer of a mutation by global ids',
      async () => {
        const ids = globalIds(Object.keys(hidden));
        const requests = [
          ...mutationRequests(world().schema, most, ids),
          `mutation { updateTask(key: { id: "${toGlobalId('Task', 1)}" }, data: { noteHush: "mm0" }) { task { version } ${errors} } }`,
        ];
        expectSilence(await compare(world(), requests, { role: 'member', ask: writing(world()) }), requests);
      },
      maxTime,
    );
  });

  for (const [what, asking, requestsOf] of [
    ['a query', reading, (schema) => readRequests(schema, [], Math.ceil(most / 2))],
    ['a mutation', writing, (schema) => mutationRequests(schema, most)],
  ] satisfies [string, (world: World) => Ask, (schema: GraphQLSchema) => string[]][]) {
    onEachDatabase(worldOf(proofOptions(hiddenKeys)), (world) => {
      it(
        `shows in no answer of ${what} where it is a primary key and a deletion date`,
        async () => {
          const requests = requestsOf(world().schema).filter((request) => /badge|task/i.test(request));
          const settings = { role: 'member', ask: asking(world()), hiddenAttributes: hiddenKeys };
          expectSilence(await compare(world(), requests, settings), requests);
        },
        maxTime,
      );
    });
  }

  onEachDatabase(worldOf(proofOptions()), (world) => {
    it(
      'shows to whom nothing is hidden',
      async () => {
        const requests = [...knownReads, ...knownWrites];
        const { refused, different } = await compare(world(), requests, {
          role: 'admin',
          ask: writing(world()),
        });
        expect(refused).toBe(0);
        const silent = requests.filter((request) => !different.some((text) => text.includes(request)));
        expect(silent).toEqual([]);
      },
      maxTime,
    );
  });
});
