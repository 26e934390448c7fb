import { describe, expect, it } from '@jest/globals';
import { extendSchema, type GraphQLObjectType, parse } from 'graphql';
import { DataTypes } from 'sequelize';
import { onEachDatabase } from '../support/on-each-database.ts';
import { runQuery } from '../support/run-query.ts';
import { withResolver } from '../support/with-resolver.ts';

/** What the resolver of `Query.found` gives, and how the same task is asked for. */
const query = '{ found { name user { name } } }';
const answer = {
  found: [
    { name: 'a', user: { name: 'Ada' } },
    { name: 'b', user: null },
  ],
};

describe("rows that an app's own resolver gives", () => {
  onEachDatabase(
    {
      name: 'app_resolvers',
      define(sequelize) {
        const User = sequelize.define(
          'User',
          { name: DataTypes.STRING, born: DataTypes.DATE, data: DataTypes.JSON },
          { timestamps: false },
        );
        const Task = sequelize.define('Task', { name: DataTypes.STRING }, { timestamps: false });
        Task.belongsTo(User, { as: 'user', foreignKey: 'userId' });
        User.hasMany(Task, { as: 'tasks', foreignKey: 'userId' });
      },
      async fill({ models }) {
        await models.User?.create({ name: 'Ada', born: new Date(Date.UTC(1815, 11, 10)), data: 'text' });
        await models.Task?.bulkCreate([
          { name: 'a', userId: 1 },
          { name: 'b', userId: null },
        ]);
      },
    },
    (world) => {
      const ask = (resolve: () => unknown, source = query) =>
        runQuery(withResolver(world().schema, resolve), world(), source);

      it('may be whole instances: only their parents are read', async () => {
        const tasks = await world().sequelize.models.Task?.findAll({ order: ['id'] });
        const { data, statements } = await ask(() => tasks);
        expect(data).toEqual(answer);
        expect(statements).toHaveLength(1);
      });

      it('may be plain rows', async () => {
        const tasks = await world().sequelize.models.Task?.findAll({ order: ['id'], raw: true });
        const { data, statements } = await ask(() => tasks);
        expect(data).toEqual(answer);
        expect(statements).toHaveLength(1);
      });

      it('may lack attributes: they are read again by key, all in one statement; null is a value', async () => {
        const tasks = await world().sequelize.models.Task?.findAll({ attributes: ['id'], order: ['id'] });
        const { data, statements } = await ask(() => tasks);
        expect(data).toEqual(answer);
        expect(statements).toHaveLength(2);
        expect((await ask(() => [{ id: 1, name: null, userId: null }])).statements).toHaveLength(0);
      });

      it('may be nothing but keys', async () => {
        const { data, statements } = await ask(() => [1, '2']);
        expect(data).toEqual(answer);
        expect(statements).toHaveLength(2);
      });

      it('may carry the parent that the app included', async () => {
        const { Task, User } = world().sequelize.models;
        const tasks = await Task?.findAll({ include: [{ model: User as never, as: 'user' }], order: ['id'] });
        const { data, statements } = await ask(() => tasks);
        expect(data).toEqual(answer);
        expect(statements).toHaveLength(0);
      });

      it('may have lists of ours under them', async () => {
        const { data, statements } = await ask(() => [1], '{ found { user { born data tasks { name } } } }');
        expect(data).toEqual({
          found: [{ user: { born: '1815-12-10T00:00:00.000Z', data: 'text', tasks: [{ name: 'a' }] } }],
        });
        expect(statements).toHaveLength(3);
      });

      it('show instants and JSON of an instance as of any row', async () => {
        const { Task, User } = world().sequelize.models;
        const tasks = await Task?.findAll({
          include: [{ model: User as never, as: 'user' }],
          where: { id: 1 },
        });
        const { data } = await ask(() => tasks, '{ found { user { born data } } }');
        expect(data).toEqual({ found: [{ user: { born: '1815-12-10T00:00:00.000Z', data: 'text' } }] });
      });
    },
  );
});

describe("mutations of an app's own", () => {
  onEachDatabase(
    {
      name: 'app_mutations',
      define(sequelize) {
        const User = sequelize.define('User', { name: DataTypes.STRING }, { timestamps: false });
        const Task = sequelize.define('Task', { name: DataTypes.STRING }, { timestamps: false });
        Task.belongsTo(User, { as: 'user', foreignKey: 'userId' });
      },
      async fill({ models }) {
        await models.User?.create({ name: 'old' });
        await models.Task?.create({ name: 'a', userId: 1 });
      },
    },
    (world) => {
      it('each read what the one before wrote', async () => {
        const { schema, sequelize } = world();
        const extended = extendSchema(
          schema,
          parse('type Mutation { rename(to: String!): Task } extend schema { mutation: Mutation }'),
        );
        const rename = (extended.getMutationType() as GraphQLObjectType).getFields().rename;
        if (rename !== undefined) {
          rename.resolve = async (_root, { to }) => {
            await sequelize.models.User?.update({ name: to }, { where: { id: 1 } });
            return 1;
          };
        }
        const { data } = await runQuery(
          extended,
          world(),
          'mutation { first: rename(to: "one") { name user { name } } second: rename(to: "two") { name user { name } } }',
        );
        expect(data).toEqual({
          first: { name: 'a', user: { name: 'one' } },
          second: { name: 'a', user: { name: 'two' } },
        });
      });
    },
  );
});

/** The world's schema with a field of the app's own, `Query.found`. */
