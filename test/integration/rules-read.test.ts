import { describe, expect, it } from '@jest/globals';
import { DataTypes, type Sequelize } from 'sequelize';
import type { KinqlOptions } from '../../src/build/create-schema.ts';
import { onEachDatabase } from '../support/on-each-database.ts';
import { ask, expectForbidden, viewerOf } from '../support/viewers.ts';

function define(sequelize: Sequelize): void {
  const bare = { timestamps: false };
  const text = DataTypes.STRING(20);
  const Company = sequelize.define('Company', { name: text }, bare);
  const User = sequelize.define(
    'User',
    { name: text, salary: { type: DataTypes.INTEGER, allowNull: false } },
    bare,
  );
  const Project = sequelize.define('Project', { name: text, hush: text }, bare);
  const Task = sequelize.define('Task', { name: text, effort: DataTypes.INTEGER }, bare);
  const Tag = sequelize.define('Tag', { name: text }, bare);
  const TaskTag = sequelize.define('TaskTag', { note: text }, bare);
  User.belongsTo(Company, { as: 'company', foreignKey: 'companyId' });
  Project.belongsTo(Company, { as: 'company', foreignKey: 'companyId' });
  Company.hasMany(Project, { as: 'projects', foreignKey: 'companyId' });
  Company.hasMany(User, { as: 'users', foreignKey: 'companyId' });
  Task.belongsTo(Project, { as: 'project', foreignKey: 'projectId' });
  Project.hasMany(Task, { as: 'tasks', foreignKey: 'projectId' });
  Task.belongsToMany(Tag, { as: 'tags', through: TaskTag, foreignKey: 'taskId', otherKey: 'tagId' });
  Tag.belongsToMany(Task, { as: 'tasks', through: TaskTag, foreignKey: 'tagId', otherKey: 'taskId' });
}

async function fill({ models }: Sequelize): Promise<void> {
  await models.Company?.bulkCreate([{ name: 'Acme' }, { name: 'Umbra' }]);
  await models.User?.bulkCreate([
    { name: 'Ada', salary: 100, companyId: 1 },
    { name: 'Bob', salary: 200, companyId: 2 },
  ]);
  await models.Project?.bulkCreate([
    { name: 'anvil', hush: 'h1', companyId: 1 },
    { name: 'beast', hush: 'h2', companyId: 2 },
  ]);
  await models.Task?.bulkCreate([
    { name: 'a1', effort: 1, projectId: 1 },
    { name: 'a2', effort: 2, projectId: 1 },
    { name: 'b1', effort: 4, projectId: 2 },
  ]);
  await models.Tag?.bulkCreate([{ name: 'red' }]);
  await models.TaskTag?.bulkCreate([
    { taskId: 1, tagId: 1, note: 'n' },
    { taskId: 3, tagId: 1, note: 'm' },
  ]);
}

const own = { companyId: { eq: { viewer: 'companyId' } } };

const options: KinqlOptions = {
  viewer: viewerOf,
  rules: {
    models: {
      Company: { member: { read: { id: { eq: { viewer: 'companyId' } } } }, admin: { read: true } },
      User: {
        '*': { read: own, readable: { except: ['salary'] } },
        admin: { read: true },
      },
      Project: {
        member: { read: own, readable: ['id', 'name', 'companyId'] },
        sql: {
          read: ({ sql, column, viewer }) => sql`${column('companyId')} = ${viewer.companyId}`,
        },
        admin: { read: true },
      },
      Task: { member: { read: { project: own } }, sql: { read: { project: {} } }, admin: { read: true } },
      Tag: { member: { read: true }, admin: { read: true } },
      TaskTag: { member: { read: true }, admin: { read: true } },
    },
  },
};

const member = { role: 'member', companyId: 1 };

describe('rows that a viewer may not see', () => {
  onEachDatabase({ name: 'rules_read', define, fill, options }, (world) => {
    it('B40: are on no path: lists, keys, parents, children, counts, aggregates, filters, orders', async () => {
      expect(
        await ask(
          world(),
          `{
            tasks { name project { name } }
            tasksConnection { totalCount nodes { name } aggregate { sum { effort } } }
            tasksAggregate { count sum { effort } }
            tasksGroupBy(by: [{ projectId: VALUE }]) { keys { projectId } count }
            mine: task(id: 1) { name }
            theirs: task(id: 3) { name }
            projects { name tasks { name } company { name } }
            tags { tasks { name } tasksConnection { totalCount edges { through { note } node { name } } } }
            filtered: tags(where: { tasks: { some: { name: { eq: "b1" } } } }) { name }
            counted: tags(orderBy: [{ tasks: { count: DESC } }]) { name }
            company(id: 1) { users { name } projects { name } }
            other: company(id: 2) { name }
          }`,
          member,
        ),
      ).toEqual({
        tasks: [
          { name: 'a1', project: { name: 'anvil' } },
          { name: 'a2', project: { name: 'anvil' } },
        ],
        tasksConnection: {
          totalCount: 2,
          nodes: [{ name: 'a1' }, { name: 'a2' }],
          aggregate: { sum: { effort: '3' } },
        },
        tasksAggregate: { count: 2, sum: { effort: '3' } },
        tasksGroupBy: [{ keys: { projectId: '1' }, count: 2 }],
        mine: { name: 'a1' },
        theirs: null,
        projects: [{ name: 'anvil', tasks: [{ name: 'a1' }, { name: 'a2' }], company: { name: 'Acme' } }],
        tags: [
          {
            tasks: [{ name: 'a1' }],
            tasksConnection: { totalCount: 1, edges: [{ through: { note: 'n' }, node: { name: 'a1' } }] },
          },
        ],
        filtered: [],
        counted: [{ name: 'red' }],
        company: { users: [{ name: 'Ada' }], projects: [{ name: 'anvil' }] },
        other: null,
      });
    });

    it('are all there for a role that may see all, and of several roles for any that may', async () => {
      const query = '{ tasks { name } companies { name } users { name salary } }';
      const all = {
        tasks: [{ name: 'a1' }, { name: 'a2' }, { name: 'b1' }],
        companies: [{ name: 'Acme' }, { name: 'Umbra' }],
        users: [
          { name: 'Ada', salary: 100 },
          { name: 'Bob', salary: 200 },
        ],
      };
      expect(await ask(world(), query, { role: 'admin', companyId: 1 })).toEqual(all);
      expect(await ask(world(), query, { roles: ['member', 'admin'], companyId: 1 })).toEqual(all);
    });

    it('are none where no rule says otherwise: no viewer, an unknown role, a viewer without the value', async () => {
      const query = '{ tasks { name } companies { name } users { name } tags { name } }';
      const nothing = { tasks: [], companies: [], users: [], tags: [] };
      expect(await ask(world(), query, undefined)).toEqual(nothing);
      expect(await ask(world(), query, { role: 'stranger' })).toEqual(nothing);
      expect(await ask(world(), query, { role: 'member' })).toEqual({ ...nothing, tags: [{ name: 'red' }] });
      expect(await ask(world(), query, { role: 'member', companyId: null })).toEqual({
        ...nothing,
        tags: [{ name: 'red' }],
      });
    });

    it('are the same by a function that gives bound SQL', async () => {
      expect(await ask(world(), '{ projects { name } }', { role: 'sql', companyId: 2 })).toEqual({
        projects: [{ name: 'beast' }],
      });
      const { statements } = await world()
        .query('{ projects { name } }', {}, { viewer: { role: 'sql', companyId: "2' OR '1'='1" } })
        .catch(() => ({ statements: [] }));
      expect(JSON.stringify(statements)).not.toContain("= 2' OR");
    });

    it('stay apart though two viewers ask at the same time', async () => {
      const query = '{ tasks { name project { name company { name } } } }';
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          ask(world(), query, { role: 'member', companyId: 1 + (index % 2) }),
        ),
      );
      const names = answers.map((answer) =>
        (answer as { tasks: { name: string }[] }).tasks.map((t) => t.name).join(),
      );
      expect(names).toEqual(Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 'a1,a2' : 'b1')));
    });
  });
});

describe('attributes that a viewer may not read', () => {
  onEachDatabase({ name: 'rules_attributes', define, fill, options }, (world) => {
    it('are null, though the model says that they never are, and their types say so', async () => {
      expect(await ask(world(), '{ users { name salary } projects { name hush } }', member)).toEqual({
        users: [{ name: 'Ada', salary: null }],
        projects: [{ name: 'anvil', hush: null }],
      });
      const type = world().schema.getType('User') as unknown as {
        getFields(): Record<string, { type: unknown }>;
      };
      expect(String(type.getFields().salary?.type)).toBe('Int');
    });

    it.each([
      ['a filter', 'users(where: { salary: { gt: 1 } }) { name }', 'User.salary'],
      [
        'a filter under others',
        'users(where: { or: [{ not: { salary: { gt: 1 } } }] }) { name }',
        'User.salary',
      ],
      [
        'a filter of related rows',
        'companies(where: { users: { some: { salary: { gt: 1 } } } }) { name }',
        'User.salary',
      ],
      [
        'a filter of nested rows',
        'companies { users(where: { salary: { gt: 1 } }) { name } }',
        'User.salary',
      ],
      ['an order', 'users(orderBy: [{ salary: ASC }]) { name }', 'User.salary'],
      ['an order by a parent', 'tasks(orderBy: [{ project: { hush: ASC } }]) { name }', 'Project.hush'],
      ['a sum', 'usersAggregate { sum { salary } }', 'User.salary'],
      [
        'a sum of nested rows',
        'companies { usersConnection { aggregate { max { salary } } } }',
        'User.salary',
      ],
      ['groups', 'usersGroupBy(by: [{ salary: VALUE }]) { keys { salary } }', 'User.salary'],
      [
        'a condition on groups',
        'usersGroupBy(by: [{ name: VALUE }], having: { sum: { salary: { gt: 1 } } }) { keys { name } }',
        'User.salary',
      ],
      ['a cursor', 'usersConnection(orderBy: [{ salary: ASC }]) { edges { cursor } }', 'User.salary'],
    ])('are refused in %s, before anything is read', async (_, field, attribute) => {
      const message = `You may not filter, order, group or compute by ${attribute}.`;
      await expectForbidden(world(), `{ ${field} tags { name } }`, member, message);
    });

    it('are there for a role that may read them', async () => {
      expect(
        await ask(world(), '{ users(where: { salary: { gt: 150 } }) { name } }', { role: 'admin' }),
      ).toEqual({ users: [{ name: 'Bob' }] });
    });
  });
});
