// What a server's answers hold is the same whether KinQL writes them as text, gives them to plugins of the app as data, or leaves the
// operation to graphql-js, since a plugin wants to see each field.

import type { ApolloServerPlugin } from '@apollo/server';
import { describe, expect, it } from '@jest/globals';
import { DataTypes } from 'sequelize';
import { createSchema } from '../../src/build/create-schema.ts';
import { createLogger } from '../../src/server/create-logger.ts';
import { createServer } from '../../src/server/create-server.ts';
import { listen } from '../../src/server/listen.ts';
import { onEachDatabase, type World } from '../support/on-each-database.ts';

const queries = [
  '{ tasks(limit: 3) { name user { name tasks { name } } } users(limit: 4) { tasks { user { tasks { id } } } } }',
  '{ __proto__: users { name } __typename }',
  '{ users(limit: 1) { tasks(limit: -1) { id } name } }',
  '{ user(id: 1) { odd name } tasksAggregate { count } }',
  'query A { tasks { id } } query B { users { id } }',
  '{ __schema { queryType { name } } users { id } }',
];

/** The answers of a server with these plugins, as they are on the wire, but for the ids of masked errors. */
async function answersOf(
  { sequelize }: World,
  plugins: ApolloServerPlugin<object>[],
): Promise<readonly string[]> {
  const schema = createSchema(sequelize, { page: { default: 2, max: 10 }, onFinding: () => {} });
  const running = await listen(
    createServer({
      schema,
      mode: 'development',
      logger: createLogger({ level: 'silent' }),
      checkDatabase: async () => {},
      sampleQuery: '{ tasks { id } }',
      plugins,
    }),
    { port: 0 },
  );
  const answers: string[] = [];
  try {
    // The second time their plans are kept.
    for (const query of [...queries, ...queries]) {
      const response = await fetch(`${running.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      answers.push((await response.text()).replace(/[0-9a-f-]{36}/g, 'id'));
    }
  } finally {
    await running.stop();
  }
  return answers;
}

/** Lists that were cut are told in the order in which they were met. */
function withoutOrder(answer: string): unknown {
  const { extensions, ...rest } = JSON.parse(answer);
  const truncated = (extensions?.truncated ?? []).map((cut: unknown) => JSON.stringify(cut)).sort();
  return { ...rest, truncated };
}

describe('the answers of a server', () => {
  onEachDatabase(
    {
      name: 'server_answers',
      define(sequelize) {
        const User = sequelize.define(
          'User',
          {
            name: DataTypes.STRING,
            odd: {
              type: DataTypes.VIRTUAL(DataTypes.INTEGER),
              get: () => 1.5,
            },
          },
          { timestamps: false },
        );
        const Task = sequelize.define('Task', { name: DataTypes.STRING }, { timestamps: false });
        Task.belongsTo(User, { as: 'user', foreignKey: 'userId' });
        User.hasMany(Task, { as: 'tasks', foreignKey: 'userId' });
      },
      async fill({ models }) {
        await models.User?.bulkCreate([{ name: 'é "quoted" 😀' }, { name: null }]);
        await models.Task?.bulkCreate(
          Array.from({ length: 6 }, (_, index) => ({ name: `task ${index}`, userId: (index % 2) + 1 })),
        );
      },
      only: ['embedded', 'sqlite'],
    },
    (world) => {
      it('are the same with plugins and without, and name the same lists that were cut', async () => {
        const text = await answersOf(world(), []);
        let seen: unknown;
        const onlooker: ApolloServerPlugin<object> = {
          requestDidStart: async () => ({
            willSendResponse: async ({ response: { body } }) => {
              seen = body.kind === 'single' ? body.singleResult.data : undefined;
            },
          }),
        };
        expect(await answersOf(world(), [onlooker])).toEqual(text);
        expect(seen).toMatchObject({ users: [{ id: '1' }, { id: '2' }] });
        const fields = new Set<string>();
        const listener: ApolloServerPlugin<object> = {
          requestDidStart: async () => ({
            executionDidStart: async () => ({
              willResolveField: ({ info }) => void fields.add(`${info.parentType.name}.${info.fieldName}`),
            }),
          }),
        };
        const byResolvers = await answersOf(world(), [listener]);
        expect(byResolvers.map(withoutOrder)).toEqual(text.map(withoutOrder));
        expect(text.map(withoutOrder)[0]).toMatchObject({
          truncated: expect.arrayContaining([
            JSON.stringify({ path: ['tasks', 0, 'user', 'tasks'], limit: 2 }),
            JSON.stringify({ path: ['tasks', 2, 'user', 'tasks'], limit: 2 }),
            JSON.stringify({ path: ['users', 1, 'tasks', 1, 'user', 'tasks'], limit: 2 }),
          ]),
        });
        expect([...fields]).toEqual(
          expect.arrayContaining(['Query.tasks', 'Task.user', 'User.name', 'User.odd']),
        );
      });
    },
  );
});
