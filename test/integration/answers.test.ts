// What KinQL answers by itself is what graphql-js answers, whatever the models' own code does.
import { describe, expect, it } from '@jest/globals';
import { extendSchema, type GraphQLObjectType, GraphQLSchema, parse } from 'graphql';
import { DataTypes, type Model } from 'sequelize';
import { execute, isAnswer, runOperation } from '../../src/build/execute.ts';
import { onEachDatabase } from '../support/on-each-database.ts';
import { receive, sameAnswer } from '../support/same-answer.ts';

const bare = { timestamps: false };
/** An alias of 3 bytes before it and it is longer than Postgres takes names. */
const longName = `a${'b'.repeat(61)}`;
const hostileText = '"\\\u2028\u2029 é 漢 😀 \u007f\t\n';

describe('answers', () => {
  onEachDatabase(
    {
      name: 'answers',
      define(sequelize) {
        const User = sequelize.define(
          'User',
          {
            name: DataTypes.STRING(2_000),
            [longName]: DataTypes.STRING,
            promised: {
              type: DataTypes.VIRTUAL(DataTypes.JSON),
              get() {
                return Promise.resolve({ of: (this as unknown as Model).get('id') });
              },
            },
            failing: {
              type: DataTypes.VIRTUAL(DataTypes.JSON),
              get() {
                return new Error('given, not thrown');
              },
            },
            thrown: {
              type: DataTypes.VIRTUAL(DataTypes.STRING),
              get() {
                throw 'a text';
              },
            },
            several: {
              type: DataTypes.VIRTUAL(DataTypes.JSON),
              get() {
                return [1, null, 'x'];
              },
            },
            size: {
              type: DataTypes.VIRTUAL(DataTypes.DOUBLE),
              get() {
                return [-0, 1e21, Number.NaN, 5e-324][Number((this as unknown as Model).get('id')) - 1];
              },
            },
          },
          bare,
        );
        const Task = sequelize.define('Task', { name: DataTypes.STRING }, bare);
        Task.belongsTo(User, { as: 'user', foreignKey: 'userId' });
        Task.belongsTo(User, { as: 'owner', foreignKey: 'ownerId' });
        Task.belongsTo(Task, { as: 'parent', foreignKey: 'parentId' });
        User.hasMany(Task, { as: 'tasks', foreignKey: 'userId' });
      },
      async fill({ models }) {
        await models.User?.bulkCreate([
          { name: hostileText, [longName]: 'one' },
          { name: 'b'.repeat(1_500), [longName]: 'two' },
          { name: null, [longName]: null },
        ]);
        await models.Task?.bulkCreate([
          { name: 'a', userId: 1, ownerId: 2, parentId: null },
          { name: 'b', userId: 1, ownerId: null, parentId: 1 },
          { name: 'c', userId: null, ownerId: 3, parentId: 2 },
          { name: 'd', userId: 2, ownerId: 2, parentId: 3 },
        ]);
      },
    },
    (world) => {
      const ask = (source: string, variables?: Record<string, unknown>) =>
        sameAnswer(world().schema, source, variables);

      it('hold texts of every kind', async () => {
        const { data } = await ask('{ users { name } tasks { user { name } } }');
        expect(data).toMatchObject({
          users: [{ name: hostileText }, { name: 'b'.repeat(1_500) }, { name: null }],
        });
      });

      it('hold parents by each key, and those of rows of the same model', async () => {
        const { data } = await ask(
          '{ tasks { name user { id } owner { id name } parent { name user { id } parent { owner { id } parent { name } } } } }',
        );
        expect((data as { tasks: unknown[] }).tasks[3]).toMatchObject({
          user: { id: '2' },
          owner: { id: '2' },
          parent: { name: 'c', user: null, parent: { owner: null, parent: { name: 'a' } } },
        });
      });

      it('hold attributes of parents whose names are as long as a database takes them', async () => {
        const { data } = await ask(`{ tasks { user { ${longName} } owner { ${longName} } } }`);
        expect((data as { tasks: unknown[] }).tasks[0]).toEqual({
          user: { [longName]: 'one' },
          owner: { [longName]: 'two' },
        });
      });

      it('have any alias', async () => {
        const { data } = await ask(
          '{ __proto__: tasks(limit: 1) { __proto__: name constructor: user { __proto__: id toString: name } } }',
        );
        expect(Object.keys(data as object)).toEqual(['__proto__']);
      });

      it('hold numbers that JSON writes in its own way, and errors for those that it does not have', async () => {
        const { errors } = await ask('{ users { size } }');
        expect(errors).toHaveLength(1);
      });

      it("wait for what a model's getter promises", async () => {
        const { data } = await ask('{ users { promised } }');
        expect(data).toEqual({ users: [1, 2, 3].map((of) => ({ promised: { of } })) });
      });

      it("have an error for one that a model's getter gives", async () => {
        const { errors } = await ask('{ users(limit: 1) { failing } }');
        expect(errors).toHaveLength(1);
      });

      it('have an error for what is thrown and is none', async () => {
        const { errors } = await ask('{ tasks { user { thrown } } }');
        expect(errors[0]).toContain('Unexpected error value: "a text"');
      });

      it('hold lists', async () => {
        await ask('{ users { several } }');
      });

      it('of one list by two aliases hold what each asks for, of fragments that lie in both what they ask for', async () => {
        await ask(`{
          a: tasks(limit: 3) { user { id } ...F }
          b: tasks(limit: 3) { name user { name } ...F }
          c: tasks(limit: 2, offset: 1) { ...F owner { name } }
          users { tasks { ...F } x: tasks(limit: 1) { id ...F } y: tasks(limit: 1) { name parent { ...F } } } }
          fragment F on Task { owner { id } parent { owner { name } ...G } }
          fragment G on Task { user { id tasks(limit: 1) { parent { id } } } }`);
      });

      it('of connections hold the parents of their rows, forwards and backwards', async () => {
        const source = `query ($after: String, $before: String) {
          tasksConnection(first: 2, after: $after, orderBy: [{ user: { name: ASC } }, { name: DESC }]) {
            edges { cursor node { name user { name } owner { id } } } nodes { user { id } } pageInfo { endCursor hasNextPage } totalCount }
          back: tasksConnection(last: 2, before: $before) {
            nodes { name user { name tasksConnection(last: 1) { nodes { owner { id } } } } } pageInfo { startCursor hasPreviousPage } } }`;
        const { data } = await ask(source);
        const { tasksConnection, back } = data as Record<string, { pageInfo: Record<string, string> }>;
        await ask(source, {
          after: tasksConnection?.pageInfo.endCursor,
          before: back?.pageInfo.startCursor,
        });
      });

      it('by keys hold parents', async () => {
        await ask(
          'query ($id: ID!) { task(id: $id) { user { id } parent { owner { name } } } taskBy(key: { id: $id }) { name owner { id } } }',
          { id: 3 },
        );
      });
    },
  );
});

/** The schema with more in it, and with what tools such as `mapSchema` keep of it: what stands behind it. */
function extend(schema: GraphQLSchema, source: string): GraphQLSchema {
  const extended = extendSchema(schema, parse(source));
  return new GraphQLSchema({ ...extended.toConfig(), extensions: schema.extensions });
}

describe('a schema that an app has extended', () => {
  onEachDatabase(
    {
      name: 'answers_extended',
      define(sequelize) {
        sequelize.define('Task', { name: DataTypes.STRING }, bare);
      },
      fill: async ({ models }) => models.Task?.create({ name: 'a' }),
      only: ['embedded', 'postgres'],
    },
    (world) => {
      it('has values of the root and properties of rows in fields without resolvers, as from graphql-js', async () => {
        const schema = extend(
          world().schema,
          'extend type Query { version: String made: Int } extend type Task { note: String }',
        );
        const document = parse('{ version made tasks { name note } }');
        const result = await execute({
          schema,
          document,
          rootValue: { version: '1.2', made: async () => 3 },
        });
        expect(receive(result)).toEqual({
          data: { version: '1.2', made: 3, tasks: [{ name: 'a', note: null }] },
          errors: [],
        });
      });

      it('is executed by graphql-js from the moment on when a resolver is replaced', async () => {
        const schema = extend(world().schema, 'extend type Query { other: String }');
        const execution = { schema, document: parse('{ tasks { name } }') };
        expect(isAnswer(await runOperation(execution))).toBe(true);
        const { name } = (schema.getType('Task') as GraphQLObjectType).getFields();
        if (name) {
          name.resolve = () => 'replaced';
        }
        expect(receive(await execute(execution)).data).toEqual({ tasks: [{ name: 'replaced' }] });
      });
    },
  );
});
