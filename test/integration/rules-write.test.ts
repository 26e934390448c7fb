import { describe, expect, it } from '@jest/globals';
import { DataTypes, type Sequelize } from 'sequelize';
import type { KinqlOptions } from '../../src/build/create-schema.ts';
import { onEachDatabase, type World } from '../support/on-each-database.ts';
import { ask, viewerOf } from '../support/viewers.ts';

function define(sequelize: Sequelize): void {
  const bare = { timestamps: false };
  const text = DataTypes.STRING(20);
  const Company = sequelize.define('Company', { name: text }, bare);
  const Project = sequelize.define('Project', { name: text, budget: DataTypes.INTEGER }, bare);
  const Task = sequelize.define('Task', { name: text, status: { type: text, defaultValue: 'open' } }, bare);
  const Tag = sequelize.define('Tag', { name: { type: text, unique: true } }, bare);
  const TaskTag = sequelize.define('TaskTag', { note: text }, bare);
  Project.belongsTo(Company, { as: 'company', foreignKey: 'companyId' });
  Company.hasMany(Project, { as: 'projects', foreignKey: 'companyId' });
  Task.belongsTo(Project, { as: 'project', foreignKey: 'projectId' });
  Project.hasMany(Task, { as: 'tasks', foreignKey: 'projectId' });
  Task.belongsToMany(Tag, { as: 'tags', through: TaskTag, foreignKey: 'taskId', otherKey: 'tagId' });
}

async function fill({ models }: Sequelize): Promise<void> {
  await models.Company?.bulkCreate([{ name: 'Acme' }, { name: 'Umbra' }]);
  await models.Project?.bulkCreate([
    { name: 'anvil', budget: 1, companyId: 1 },
    { name: 'beast', budget: 2, companyId: 2 },
    { name: 'clamp', budget: 3, companyId: 1 },
  ]);
  await models.Task?.bulkCreate([
    { name: 'a1', projectId: 1 },
    { name: 'a2', status: 'done', projectId: 1 },
    { name: 'b1', projectId: 2 },
  ]);
  await models.Tag?.bulkCreate([{ name: 'red' }, { name: 'blue' }]);
  await models.TaskTag?.bulkCreate([{ taskId: 1, tagId: 1, note: 'n' }]);
}

const own = { companyId: { eq: { viewer: 'companyId' } } };

/** Members work on their company's open tasks; they finish nothing, delete only what is done, and move no money. */
const options: KinqlOptions = {
  writes: true,
  viewer: viewerOf,
  rules: {
    models: {
      Company: { member: { read: { id: { eq: { viewer: 'companyId' } } } } },
      Project: { member: { read: own, update: own, writable: { except: ['budget', 'companyId'] } } },
      Task: {
        member: {
          read: { project: own },
          create: { project: own, status: { eq: 'open' } },
          update: { status: { eq: 'open' } },
          updated: { project: own, status: { in: ['open', 'waiting'] } },
          delete: { status: { eq: 'done' } },
        },
      },
      Tag: { member: { read: true, create: true } },
      TaskTag: { member: { read: true, create: { note: { eq: 'ok' } }, delete: false } },
    },
  },
};

const viewer = { role: 'member', companyId: 1 };
const errors = 'errors { code path message }';

async function run(world: World, source: string, who: unknown = viewer): Promise<Record<string, unknown>> {
  const data = await ask(world, `mutation { it: ${source} }`, who);
  return (data as { it: Record<string, unknown> }).it;
}

const forbidden = (path: string[], message: string) => ({ code: 'FORBIDDEN', path, message });
const missing = (path: string[], model: string) => ({
  code: 'NOT_FOUND',
  path,
  message: `There is no ${model} with this key.`,
});

describe('writes under rules', () => {
  onEachDatabase({ name: 'rules_write', define, fill, options }, (world) => {
    it('make rows that the rules allow, and leave nothing of others', async () => {
      expect(
        await run(
          world(),
          `createTask(data: { name: "new", projectId: 1 }) { task { name status } ${errors} }`,
        ),
      ).toEqual({ task: { name: 'new', status: 'open' }, errors: [] });
      const count = await world().sequelize.models.Task?.count();
      expect(
        await run(
          world(),
          `createTask(data: { name: "new", status: "done", projectId: 1 }) { task { name } ${errors} }`,
        ),
      ).toEqual({ task: null, errors: [forbidden(['data'], 'You may not make such a Task.')] });
      expect(
        await run(
          world(),
          `createTasks(data: [{ name: "x", projectId: 1 }, { name: "y", status: "done", projectId: 1 }, { name: "z" }]) { count ${errors} }`,
        ),
      ).toEqual({
        count: 0,
        errors: ['1', '2'].map((index) => forbidden(['data', index], 'You may not make such a Task.')),
      });
      expect(await world().sequelize.models.Task?.count()).toBe(count);
    });

    it('take what cannot be seen for missing: rows, keys, parents, rows to connect', async () => {
      expect(
        await run(world(), `updateTask(key: { id: 3 }, data: { name: "x" }) { task { name } ${errors} }`),
      ).toEqual({ task: null, errors: [missing(['key'], 'Task')] });
      expect(
        await run(world(), `updateTask(key: { id: 99 }, data: { name: "x" }) { task { name } ${errors} }`),
      ).toEqual({ task: null, errors: [missing(['key'], 'Task')] });
      expect(await run(world(), `deleteTask(key: { id: 3 }) { task { name } ${errors} }`)).toEqual({
        task: null,
        errors: [missing(['key'], 'Task')],
      });
      for (const projectId of [2, 99]) {
        expect(
          await run(
            world(),
            `createTask(data: { name: "x", projectId: ${projectId} }) { task { name } ${errors} }`,
          ),
        ).toEqual({
          task: null,
          errors: [
            {
              code: 'FOREIGN_KEY',
              path: ['data', 'projectId'],
              message: 'Task.projectId refers to no row that there is.',
            },
          ],
        });
        expect(
          await run(
            world(),
            `createTask(data: { name: "x", project: { connect: { id: ${projectId} } } }) { task { name } ${errors} }`,
          ),
        ).toEqual({ task: null, errors: [missing(['data', 'project', 'connect'], 'Project')] });
      }
      expect(
        await run(
          world(),
          `updateProject(key: { id: 1 }, data: { tasks: { connect: [{ id: 3 }] } }) { project { name } ${errors} }`,
        ),
      ).toEqual({ project: null, errors: [missing(['data', 'tasks', 'connect', '0'], 'Task')] });
      expect(
        await run(
          world(),
          `updateTasks(where: { name: { eq: "b1" } }, data: { name: "x" }) { count ${errors} }`,
        ),
      ).toEqual({ count: 0, errors: [] });
      expect(await run(world(), `updateTasks(all: true, data: {}) { count ${errors} }`)).toMatchObject({
        count: 3,
      });
    });

    it('change only what may be changed, into what it may become', async () => {
      const update = (id: number, data: string): Promise<Record<string, unknown>> =>
        run(world(), `updateTask(key: { id: ${id} }, data: { ${data} }) { task { name status } ${errors} }`);
      expect(await update(1, 'status: "waiting"')).toEqual({
        task: { name: 'a1', status: 'waiting' },
        errors: [],
      });
      expect(await update(1, 'name: "again"')).toEqual({
        task: null,
        errors: [forbidden(['data'], 'You may not change this Task.')],
      });
      await world().sequelize.models.Task?.update({ status: 'open' }, { where: { id: 1 } });
      expect(await update(1, 'status: "done"')).toEqual({
        task: null,
        errors: [forbidden(['data'], 'You may not make this such a Task.')],
      });
      expect(await update(1, 'projectId: null')).toEqual({
        task: null,
        errors: [forbidden(['data'], 'You may not make this such a Task.')],
      });
      expect(await update(2, 'name: "x"')).toMatchObject({ errors: [{ code: 'FORBIDDEN' }] });
      expect(
        await run(
          world(),
          `updateProject(key: { id: 3 }, data: { tasks: { connect: [{ id: 2 }] } }) { project { name } ${errors} }`,
        ),
      ).toEqual({
        project: null,
        errors: [forbidden(['data', 'tasks', 'connect', '0'], 'You may not change this Task.')],
      });
    });

    it('delete only what may be deleted', async () => {
      expect(await run(world(), `deleteTask(key: { id: 1 }) { task { name } ${errors} }`)).toEqual({
        task: null,
        errors: [forbidden(['key'], 'You may not delete this Task.')],
      });
      expect(await run(world(), `deleteTasks(all: true) { count ${errors} }`)).toMatchObject({
        count: 0,
        errors: [{ code: 'FORBIDDEN' }, { code: 'FORBIDDEN' }],
      });
      expect(await run(world(), `deleteTask(key: { id: 2 }) { task { name } ${errors} }`)).toEqual({
        task: { name: 'a2' },
        errors: [],
      });
    });

    it('connect and disconnect by rows that the rules allow', async () => {
      const tags = (data: string): Promise<Record<string, unknown>> =>
        run(
          world(),
          `updateTask(key: { id: 1 }, data: { tags: ${data} }) { task { tags { name } } ${errors} }`,
        );
      expect(await tags('{ connect: [{ key: { name: "blue" }, through: { note: "secret" } }] }')).toEqual({
        task: null,
        errors: [forbidden(['data', 'tags', 'connect', '0', 'through'], 'You may not make such a TaskTag.')],
      });
      expect(await tags('{ connect: [{ key: { name: "blue" } }] }')).toMatchObject({
        errors: [{ code: 'FORBIDDEN' }],
      });
      expect(await tags('{ connect: [{ key: { name: "blue" }, through: { note: "ok" } }] }')).toEqual({
        task: { tags: [{ name: 'red' }, { name: 'blue' }] },
        errors: [],
      });
      expect(await tags('{ disconnect: [{ name: "red" }] }')).toEqual({
        task: null,
        errors: [forbidden(['data', 'tags', 'disconnect', '0'], 'You may not delete this TaskTag.')],
      });
      expect(await tags('{ set: [] }')).toMatchObject({
        errors: [{ code: 'FORBIDDEN' }, { code: 'FORBIDDEN' }],
      });
    });

    it('are refused, before anything is read, where they give an attribute that may not be written', async () => {
      for (const source of [
        'updateProject(key: { id: 1 }, data: { budget: 9 }) { project { name } }',
        'updateProject(key: { id: 1 }, data: { companyId: 2 }) { project { name } }',
        'updateProject(key: { id: 1 }, data: { company: { connect: { id: 1 } } }) { project { name } }',
        'createTask(data: { name: "x", project: { create: { name: "y", budget: 1 } } }) { task { name } }',
      ]) {
        const { errors: refusals, statements } = await world().query(
          `mutation { ${source} }`,
          {},
          { viewer },
        );
        expect(refusals).toMatchObject([{ code: 'FORBIDDEN' }]);
        expect(refusals?.[0]?.message).toMatch(/^You may not write Project\.(budget|companyId)\.$/);
        expect(statements).toEqual([]);
      }
    });

    it('are all refused to whom no rule allows any', async () => {
      const before = await world().sequelize.models.Task?.count();
      for (const who of [null, { role: 'stranger' }]) {
        expect(
          await run(world(), `updateTasks(all: true, data: {}) { count ${errors} }`, who).catch(
            () => 'refused',
          ),
        ).toEqual({ count: 0, errors: [] });
        expect(await run(world(), `createTag(data: {}) { tag { name } ${errors} }`, who)).toEqual({
          tag: null,
          errors: [forbidden(['data'], 'You may not make such a Tag.')],
        });
      }
      expect(await world().sequelize.models.Task?.count()).toBe(before);
    });
  });
});
