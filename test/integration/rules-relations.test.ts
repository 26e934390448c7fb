import { describe, expect, it } from '@jest/globals';
import { DataTypes, type Sequelize } from 'sequelize';
import type { KinqlOptions } from '../../src/build/create-schema.ts';
import { onEachDatabase } from '../support/on-each-database.ts';
import { ask, expectForbidden, viewerOf } from '../support/viewers.ts';

function define(sequelize: Sequelize): void {
  const bare = { timestamps: false };
  const text = DataTypes.STRING(20);
  const User = sequelize.define('User', { name: text }, bare);
  const Task = sequelize.define(
    'Task',
    { name: text, state: text },
    { ...bare, scopes: { open: { where: { state: 'open' } }, done: { where: { state: 'done' } } } },
  );
  const Tag = sequelize.define('Tag', { name: text }, bare);
  Task.belongsTo(User, { as: 'owner', foreignKey: 'ownerId' });
  Task.belongsTo(User, { as: 'author', foreignKey: 'authorId' });
  Task.belongsToMany(Tag, { as: 'tags', through: 'TaskTag', timestamps: false });
  Tag.belongsToMany(Task, { as: 'tasks', through: 'TaskTag', timestamps: false });
}

async function fill({ models }: Sequelize): Promise<void> {
  await models.User?.bulkCreate([{ name: 'Ada' }, { name: 'Bob' }]);
  await models.Task?.bulkCreate([
    { name: 'a', state: 'open', ownerId: 1, authorId: 2 },
    { name: 'b', state: 'done', ownerId: 2, authorId: 1 },
  ]);
  await models.Tag?.create({ name: 'red' });
  await models.TaskTag?.create({ TaskId: 1, TagId: 1 });
}

const all = { read: true, create: true, update: true, delete: true };

const options: KinqlOptions = {
  writes: true,
  viewer: viewerOf,
  models: { Task: { scopes: { open: true, done: true } } },
  rules: {
    models: {
      User: { member: { ...all, associations: { except: ['tasksByAuthor'] } }, lead: all },
      Task: { member: { ...all, associations: ['owner'], scopes: ['open'] }, lead: all },
      Tag: { member: all, lead: all },
      TaskTag: { member: all, lead: all },
    },
  },
};

const member = { role: 'member' };

describe('relations and scopes that a role may not use', () => {
  onEachDatabase({ name: 'rules_relations', define, fill, options }, (world) => {
    it('leave the others as they are', async () => {
      const data = await ask(
        world(),
        '{ tasks(scopes: { open: true }, where: { owner: { name: { eq: "Ada" } } }) { name owner { name tasksByOwner { name } } } tags { tasks { name } } }',
        member,
      );
      expect(data).toEqual({
        tasks: [{ name: 'a', owner: { name: 'Ada', tasksByOwner: [{ name: 'a' }] } }],
        tags: [{ tasks: [{ name: 'a' }] }],
      });
    });

    it.each([
      ['a selection', 'tasks { author { name } }', 'the relation Task.author'],
      [
        'a selection in a fragment',
        'tasks { ...on Task { owner { tasksByAuthor { name } } } }',
        'the relation User.tasksByAuthor',
      ],
      [
        'a connection',
        'users { tasksByAuthorConnection { totalCount } }',
        'the relation User.tasksByAuthorConnection',
      ],
      [
        'a selection behind a connection',
        'tasksConnection { edges { node { tags { name } } } }',
        'the relation Task.tags',
      ],
      ['a filter', 'tasks(where: { author: { name: { eq: "Ada" } } }) { name }', 'the relation Task.author'],
      [
        'a filter within a filter',
        'found: tags(where: { not: { tasks: { some: { tags: { some: {} } } } } }) { name }',
        'the relation Task.tags',
      ],
      [
        'a filter of aggregates',
        'tasksAggregate(where: { tags: { none: {} } }) { count }',
        'the relation Task.tags',
      ],
      ['an order', 'tasks(orderBy: [{ author: { name: ASC } }]) { name }', 'the relation Task.author'],
      [
        'an order by a count',
        'tasks(orderBy: [{ tags: { count: ASC } }]) { name }',
        'the relation Task.tags',
      ],
      ['a scope of a list', 'tasks(scopes: { done: true }) { name }', 'the scope Task.done'],
      [
        'a scope of a list under rows',
        'users { tasksByOwner(scopes: { done: true }) { name } }',
        'the scope Task.done',
      ],
    ])('are refused in %s, before anything is read', async (_place, field, what) => {
      const source = `{ ${field} tags { name } }`;
      await expectForbidden(world(), source, member, `You may not use ${what}.`);
      // A lead may: there are no errors.
      await ask(world(), source, { role: 'lead' });
    });

    it.each([
      [
        'nested rows',
        'createTask(data: { name: "c", author: { connect: { id: 1 } } }) { errors { code } }',
        'the relation Task.author',
      ],
      [
        'rows that are nested deeper',
        'updateUser(key: { id: 1 }, data: { tasksByOwner: { create: [{ name: "c", tags: { connect: [{ id: 1 }] } }] } }) { errors { code } }',
        'the relation Task.tags',
      ],
      ['a filter', 'deleteTasks(where: { tags: { some: {} } }) { count }', 'the relation Task.tags'],
      [
        'what is given back',
        'deleteTask(key: { id: 1 }) { task { author { name } } }',
        'the relation Task.author',
      ],
    ])('are refused in a write, before anything is written: %s', async (_place, field, what) => {
      await expectForbidden(world(), `mutation { ${field} }`, member, `You may not use ${what}.`);
    });

    it('are no matter where the selection is skipped', async () => {
      const source = 'query ($skip: Boolean!) { tasks { name author @skip(if: $skip) { name } } }';
      const skipped = await world().query(source, { skip: true }, { viewer: member });
      expect(skipped.data).toEqual({ tasks: [{ name: 'a' }, { name: 'b' }] });
      const selected = await world().query(source, { skip: false }, { viewer: member });
      expect(selected.errors?.[0]).toMatchObject({ code: 'FORBIDDEN' });
    });
  });
});
