// What Apollo Server has taken once is answered without its pipeline; a client must not be able to tell.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataTypes } from 'sequelize';
import { createLogger } from '../../src/server/create-logger.ts';
import { createServer, type KinqlServer } from '../../src/server/create-server.ts';
import { listen, type RunningServer } from '../../src/server/listen.ts';
import { onEachDatabase } from '../support/on-each-database.ts';

const tasks = '{ tasks { name } }';
const byId = 'query One($id: ID!) { task(id: $id) { name } }';

/** A request: its body, and headers beside the content type. */
type Sent = readonly [body: Readonly<Record<string, unknown>>, headers?: Readonly<Record<string, string>>];

const answeredWithoutPipeline: readonly (readonly [string, Sent])[] = [
  ['a query', [{ query: tasks }]],
  ['a query by a variable', [{ query: byId, variables: { id: '2' } }]],
  ['null in the place of what is not given', [{ query: tasks, variables: null, operationName: null }]],
  ['an operation by its name', [{ query: `${byId} query All ${tasks}`, operationName: 'All' }]],
  ['a response type by its name', [{ query: tasks }, { accept: 'application/graphql-response+json' }]],
  ['a browser that takes anything', [{ query: tasks }, { accept: '*/*' }]],
  ['a list that is cut', [{ query: '{ tasks(limit: 3) { name } all: tasks { id } }' }]],
  [
    'a mutation',
    [{ query: 'mutation { updateTask(key: { id: "1" }, data: { name: "a" }) { task { name } } }' }],
  ],
  [
    'a mutation that is refused',
    [{ query: 'mutation { updateTask(key: { id: "99" }, data: { name: "a" }) { errors { code path } } }' }],
  ],
];

const answeredByPipeline: readonly (readonly [string, Sent])[] = [
  ['a variable that does not fit', [{ query: byId, variables: { id: [] } }]],
  ['a variable that is missing', [{ query: byId }]],
  ['an operation that is not there', [{ query: tasks, operationName: 'Other' }]],
  ['an operation without a name among several', [{ query: `${byId} query All ${tasks}` }]],
  ['a document that is not valid', [{ query: '{ tasks { secret } }' }]],
  ['a value that cannot be shown', [{ query: '{ tasks { name broken } }' }]],
  [
    'a cost that is too high',
    [
      {
        query: `{ ${'abcdefghij'.replaceAll(/./g, (c) => `${c}: tasks(limit: 10) { ${'klmnopqrst'.replaceAll(/./g, (d) => `${d}: name `)} } `)} }`,
      },
    ],
  ],
  ['variables that are no object', [{ query: byId, variables: [] }]],
  [
    'variables within each other',
    [{ query: byId, variables: { id: [[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]] } }],
  ],
  ['a persisted query', [{ query: tasks, extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } }]],
  ['a type that cannot be given', [{ query: tasks }, { accept: 'text/plain' }]],
  ['introspection', [{ query: '{ __typename __schema { queryType { name } } }' }]],
];

describe('a request that came before', () => {
  onEachDatabase(
    {
      name: 'server_known',
      define: (sequelize) =>
        void sequelize.define(
          'Task',
          {
            name: DataTypes.STRING,
            broken: {
              type: DataTypes.STRING,
              get() {
                throw new Error('SELECT secret FROM nowhere');
              },
            },
          },
          { timestamps: false },
        ),
      fill: async ({ models }) => models.Task?.bulkCreate([{ name: 'a' }, { name: 'b' }, { name: 'c' }]),
      options: { page: { default: 2, max: 10 }, writes: true, limits: { cost: 500 } },
    },
    (world) => {
      let server: KinqlServer;
      let running: RunningServer;
      let pipelines = 0;
      /** What the app gives to every request. */
      const shared = {};

      beforeAll(async () => {
        const { schema, sequelize } = world();
        server = createServer({
          schema,
          mode: 'production',
          logger: createLogger({ level: 'silent' }),
          checkDatabase: async () => void (await sequelize.query('SELECT 1')),
          context: () => shared,
          sampleQuery: tasks,
        });
        const { apollo } = server;
        const execute = apollo.executeHTTPGraphQLRequest.bind(apollo);
        apollo.executeHTTPGraphQLRequest = (request) => {
          pipelines += 1;
          return execute(request);
        };
        running = await listen(server, { port: 0 });
      });

      afterAll(() => running.stop());

      const ask = async ([body, headers = {}]: Sent) => {
        const response = await fetch(`${running.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(body),
        });
        const names = ['content-type', 'cache-control', 'retry-after', 'x-content-type-options'];
        return {
          status: response.status,
          headers: names.map((name) => response.headers.get(name)),
          // The id of what was logged is another each time.
          body: (await response.text()).replaceAll(/"id":"[0-9a-f-]{36}"/g, '"id":"…"'),
        };
      };

      it.each(answeredWithoutPipeline)('has the same answer, at once: %s', async (_, sent) => {
        const first = await ask(sent);
        pipelines = 0;
        expect(await ask(sent)).toEqual(first);
        expect(await ask(sent)).toEqual(first);
        expect(pipelines).toBe(0);
        expect(first.status).toBe(200);
      });

      it('has the same texts, with as many bytes as it says', async () => {
        const name = 'é ÿ ﬀ 漢字 🎉 "\\\u2028';
        const save: Sent = [
          {
            query:
              'mutation ($name: String) { updateTask(key: { id: "3" }, data: { name: $name }) { task { name } } }',
            variables: { name },
          },
        ];
        await ask(save);
        pipelines = 0;
        expect(JSON.parse((await ask(save)).body)).toEqual({ data: { updateTask: { task: { name } } } });
        expect(pipelines).toBe(0);
      });

      it.each(answeredByPipeline)('has the same answer, from Apollo Server: %s', async (_, sent) => {
        const first = await ask(sent);
        pipelines = 0;
        expect(await ask(sent)).toEqual(first);
        expect(await ask(sent)).toEqual(first);
        expect(pipelines).toBe(2);
        expect(first.body).not.toContain('nowhere');
      });

      it('writes once for each time that it is sent, whether or not its row can be shown', async () => {
        const { Task } = world().sequelize.models;
        const create = (field: string): Sent => [
          {
            query: `mutation ($name: String) { createTask(data: { name: $name }) { task { ${field} } } }`,
            variables: { name: 'once' },
          },
        ];
        for (const [field, answer] of [
          ['name', /"name":"once"/],
          ['broken', /"errors":\[\{.*INTERNAL_SERVER_ERROR/],
        ] as const) {
          for (let time = 1; time <= 3; time += 1) {
            expect((await ask(create(field))).body).toMatch(answer);
            expect(await Task?.count({ where: { name: 'once' } })).toBe(time);
          }
          await Task?.destroy({ where: { name: 'once' } });
        }
      });

      it('is told of its own lists alone, though all requests have one context', async () => {
        const cut: Sent = [{ query: tasks }];
        const whole: Sent = [{ query: '{ tasks(limit: 3) { name } }' }];
        const expected = [await ask(cut), await ask(whole)];
        pipelines = 0;
        for (let times = 0; times < 5; times += 1) {
          expect(await Promise.all([ask(cut), ask(whole)])).toEqual(expected);
        }
        expect(pipelines).toBe(0);
      });

      it('is another request by GET', async () => {
        await ask([{ query: tasks }]);
        pipelines = 0;
        const response = await fetch(`${running.url}/graphql?query=${encodeURIComponent(tasks)}`, {
          headers: { 'apollo-require-preflight': '1' },
        });
        expect(await response.json()).toEqual({
          data: { tasks: [{ name: 'a' }, { name: 'b' }] },
          extensions: { truncated: [{ path: ['tasks'], limit: 2 }] },
        });
        expect(pipelines).toBe(1);
      });

      it('is refused where it comes as a simple request of another page', async () => {
        await ask([{ query: tasks }]);
        const response = await fetch(`${running.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'text/plain' },
          body: JSON.stringify({ query: tasks }),
        });
        expect(response.status).toBe(400);
      });
    },
  );
});
