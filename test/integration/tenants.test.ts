import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataTypes, type Sequelize } from 'sequelize';
import { createSchema } from '../../src/build/create-schema.ts';
import { databases } from '../support/databases.ts';
import { openTenants, type Tenants } from '../support/tenants.ts';
import { serveViewers, type ViewerServer, viewerOf } from '../support/viewers.ts';

const name = 'tenants';
const shared = `kinql_${name}_1`;

function define(sequelize: Sequelize): void {
  const bare = { timestamps: false };
  const Plan = sequelize.define('Plan', { name: DataTypes.STRING }, { ...bare, schema: shared });
  const User = sequelize.define('User', { name: { type: DataTypes.STRING, unique: true } }, bare);
  const Task = sequelize.define(
    'Task',
    { title: DataTypes.STRING, state: DataTypes.ENUM('open', 'done') },
    {
      ...bare,
      defaultScope: { include: [{ model: User, as: 'user' }], where: { '$user.name$': ['Ada', 'Bob'] } },
    },
  );
  const Tag = sequelize.define('Tag', { name: DataTypes.STRING }, bare);
  Task.belongsTo(User, { as: 'user', foreignKey: 'userId' });
  User.hasMany(Task, { as: 'tasks', foreignKey: 'userId' });
  User.belongsTo(Plan, { as: 'plan', foreignKey: 'planId', constraints: false });
  Task.belongsToMany(Tag, { as: 'tags', through: 'TaskTag', timestamps: false });
}

async function fill({ models }: Sequelize, tenant: number): Promise<void> {
  if (tenant === 1) {
    await models.Plan?.create({ name: 'basic' });
  }
  await models.User?.create({ name: tenant === 1 ? 'Ada' : 'Bob', planId: 1 });
  await models.Task?.bulkCreate([
    { title: `first of ${tenant}`, state: tenant === 1 ? 'open' : 'done', userId: 1 },
    { title: `second of ${tenant}`, state: 'open', userId: 1 },
  ]);
  await models.Tag?.create({ name: `tag of ${tenant}` });
  await models.TaskTag?.create({ TaskId: 1, TagId: 1 });
}

describe.each(databases.filter(({ name: kind }) => kind === 'embedded' || kind === 'postgres'))(
  'tenants in schemas of their own, on $name',
  (database) => {
    let tenants: Tenants;
    let server: ViewerServer;

    beforeAll(async () => {
      tenants = await openTenants(database, name, define, fill);
      const schema = createSchema(tenants.sequelize, {
        writes: true,
        onFinding: () => {},
        viewer: viewerOf,
        databaseSession: ({ tenant }: { readonly tenant: number }) => ({ schema: tenants.schemaOf(tenant) }),
      });
      server = await serveViewers(schema);
    });

    afterAll(async () => {
      await server?.stop();
      await tenants?.close();
    });

    const source = `{
      tasks(where: { state: { in: [open, done] } }) { title state user { name plan { name } } tags { name } }
      user(id: 1) { name tasksConnection { totalCount } }
    }`;
    const answerOf = (tenant: number) => {
      const user = { name: tenant === 1 ? 'Ada' : 'Bob', plan: { name: 'basic' } };
      return {
        data: {
          tasks: [
            {
              title: `first of ${tenant}`,
              state: tenant === 1 ? 'open' : 'done',
              user,
              tags: [{ name: `tag of ${tenant}` }],
            },
            { title: `second of ${tenant}`, state: 'open', user, tags: [] },
          ],
          user: { name: user.name, tasksConnection: { totalCount: 2 } },
        },
      };
    };

    it('see their own rows of the same ids, by the same statements, and rows of models that name a schema', async () => {
      const runs = [];
      // Often enough for statements to be prepared, where they may: the ENUM of each schema is a type of its own.
      for (const tenant of [1, 2, 1, 2, 1, 2]) {
        tenants.statements.length = 0;
        expect((await server.ask(source, { tenant })).body).toEqual(answerOf(tenant));
        runs.push(tenants.statements.map(({ text }) => text));
        expect(tenants.statements[1]?.bind).toEqual([
          ...['transaction_read_only', 'on'],
          ...['search_path', `"${tenants.schemaOf(tenant)}"`],
        ]);
      }
      expect(runs[0]).toEqual(runs[1]);
      expect(runs[0]?.filter((text) => text.includes(`"${shared}"."Plans"`))).toHaveLength(1);
    });

    it('write their own rows, and hear of their own constraints', async () => {
      const create = (user: string) =>
        `mutation { createUser(data: { name: "${user}" }) { user { name } errors { code path } } }`;
      expect((await server.ask(create('Bob'), { tenant: 1 })).body).toEqual({
        data: { createUser: { user: { name: 'Bob' }, errors: [] } },
      });
      expect((await server.ask(create('Bob'), { tenant: 2 })).body).toEqual({
        data: { createUser: { user: null, errors: [{ code: 'UNIQUE', path: ['data', 'name'] }] } },
      });
      const change = `mutation { updateTask(key: { id: 2 }, data: { state: done, tags: { connect: [{ id: 1 }] } }) {
        task { title state tags { name } } } }`;
      expect((await server.ask(change, { tenant: 2 })).body).toEqual({
        data: { updateTask: { task: { title: 'second of 2', state: 'done', tags: [{ name: 'tag of 2' }] } } },
      });
      expect(
        (await server.ask('{ task(id: 2) { title state tags { name } } users { name } }', { tenant: 1 }))
          .body,
      ).toEqual({
        data: {
          task: { title: 'second of 1', state: 'open', tags: [] },
          users: [{ name: 'Ada' }, { name: 'Bob' }],
        },
      });
    });

    it('see nothing where there is no such schema', async () => {
      const { body } = await server.ask('{ user(id: 1) { name } }', { tenant: 3 });
      expect(body).toMatchObject({ data: { user: null }, errors: [{ message: 'Internal server error.' }] });
    });
  },
);
