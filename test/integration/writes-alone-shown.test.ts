// A row that is made and shown by one statement: that statement sees the tables as they were before it.
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { GraphQLSchema } from 'graphql';
import { DataTypes, Sequelize } from 'sequelize';
import { createSchema } from '../../src/build/create-schema.ts';
import {
  createInstance,
  databases,
  openDatabase,
  schemaNameOf,
  type TestInstance,
} from '../support/databases.ts';
import { runQuery } from '../support/run-query.ts';

const bare = { timestamps: false };

describe.each(databases.filter(({ name }) => name === 'embedded' || name === 'postgres'))(
  'what a row that is made by itself shows ($name)',
  (database) => {
    const schemaName = schemaNameOf(database, 'writes_alone_shown');
    let instance: TestInstance;

    beforeAll(async () => {
      instance = await openDatabase(database, 'writes_alone_shown');
    });
    afterAll(() => instance.close());
    beforeEach(async () => {
      const { sequelize } = instance;
      await sequelize.query(`DROP SCHEMA "${schemaName}" CASCADE`);
      await sequelize.query(`CREATE SCHEMA "${schemaName}"`);
      for (const name of Object.keys(sequelize.models)) {
        sequelize.modelManager.removeModel(sequelize.models[name] as never);
      }
    });

    const create = async (schema: GraphQLSchema, mutation: string) => {
      const { data, errors } = await runQuery(
        schema,
        instance,
        `mutation { ${mutation} }`,
        {},
        {},
        { joins: true },
      );
      return { data, errors };
    };
    const schemaOf = async (sequelize: Sequelize) => {
      await sequelize.sync();
      return createSchema(sequelize, { writes: true, onFinding: () => {} });
    };

    it('has itself as its parent', async () => {
      const { sequelize } = instance;
      const Place = sequelize.define(
        'Place',
        { id: { type: DataTypes.UUID, primaryKey: true }, name: DataTypes.STRING },
        bare,
      );
      Place.belongsTo(Place, { as: 'within', foreignKey: { name: 'withinId', allowNull: false } });
      const schema = await schemaOf(sequelize);
      const id = '6f1a1f5e-3b0b-4f0e-9d0a-5a3c0d6f7e11';
      const { data, errors } = await create(
        schema,
        `createPlace(data: { id: "${id}", name: "world", withinId: "${id}" }) { place { name within { name within { name } } } errors { code } }`,
      );
      expect({ data, errors }).toEqual({
        data: {
          createPlace: {
            place: { name: 'world', within: { name: 'world', within: { name: 'world' } } },
            errors: [],
          },
        },
        errors: undefined,
      });
    });

    it('has a parent that a view makes of the rows', async () => {
      const { sequelize } = instance;
      const Task = sequelize.define('Task', { projectId: DataTypes.INTEGER }, bare);
      await sequelize.sync();
      await sequelize.query(
        `CREATE VIEW "${schemaName}"."Stats" AS SELECT "projectId" AS id, count(*)::int AS tasks FROM "${schemaName}"."Tasks" GROUP BY 1`,
      );
      const Stat = sequelize.define('Stat', { tasks: DataTypes.INTEGER }, bare);
      Task.belongsTo(Stat, { as: 'stat', foreignKey: 'projectId', constraints: false });
      await Task.create({ projectId: 1 });
      const schema = createSchema(sequelize, { writes: true, onFinding: () => {} });
      const { data } = await create(
        schema,
        'createTask(data: { projectId: 1 }) { task { stat { tasks } } errors { code } }',
      );
      expect(data).toEqual({ createTask: { task: { stat: { tasks: 2 } }, errors: [] } });
    });

    it('has a parent whose scope looks at the rows', async () => {
      const { sequelize } = instance;
      const Task = sequelize.define('Task', {}, bare);
      const Project = sequelize.define(
        'Project',
        { name: DataTypes.STRING },
        {
          ...bare,
          defaultScope: {
            where: sequelize.literal(
              `(SELECT count(*) FROM "${schemaName}"."Tasks" AS n WHERE n."projectId" = "Project".id) < 1`,
            ),
          },
        },
      );
      Task.belongsTo(Project, { as: 'project', foreignKey: 'projectId' });
      const schema = await schemaOf(sequelize);
      await Project.create({ name: 'a' });
      const { data } = await create(
        schema,
        'createTask(data: { projectId: 1 }) { task { project { name } } errors { code } }',
      );
      expect(data).toEqual({ createTask: { task: { project: null }, errors: [] } });
    });

    // The embedded database has one session, of which all others would have the path too.
    if (database.name === 'postgres') {
      it('has a parent out of a table that is called inserted', async () => {
        const { sequelize } = instance;
        const define = (own: Sequelize) => {
          const Task = own.define('Task', { name: DataTypes.STRING }, bare);
          const Sheet = own.define('Sheet', { name: DataTypes.STRING }, { ...bare, tableName: 'inserted' });
          Task.belongsTo(Sheet, { as: 'sheet', foreignKey: 'sheetId' });
          return Sheet;
        };
        const Sheet = define(sequelize);
        await sequelize.sync();
        await Sheet.create({ name: 'sheet' });
        // Without a schema before the name.
        const own = new Sequelize(database.url, { logging: false, pool: { max: 1, idle: 60_000 } });
        define(own);
        await own.query(`SET search_path TO "${schemaName}"`);
        const schema = createSchema(own, { writes: true, onFinding: () => {} });
        const { data, errors } = await create(
          schema,
          'createTask(data: { name: "task", sheetId: 1 }) { task { name sheet { name } } errors { code } }',
        );
        await own.close();
        expect({ data, errors }).toEqual({
          data: { createTask: { task: { name: 'task', sheet: { name: 'sheet' } }, errors: [] } },
          errors: undefined,
        });
      });
    }

    it('takes its parents from the rows that the operation may read', async () => {
      const { sequelize } = instance;
      const Task = sequelize.define('Task', { name: DataTypes.STRING }, bare);
      const Project = sequelize.define('Project', { name: DataTypes.STRING }, bare);
      Task.belongsTo(Project, { as: 'project', foreignKey: 'projectId' });
      await sequelize.sync();
      await Project.create({ name: 'a' });
      const answers: unknown[] = [];
      for (const rows of [1, 2]) {
        const schema = createSchema(sequelize, { writes: true, onFinding: () => {}, limits: { rows } });
        const { data, errors } = await create(
          schema,
          'createTask(data: { name: "one", projectId: 1 }) { task { project { name } } }',
        );
        answers.push({ data, codes: errors?.map(({ code }) => code) });
      }
      expect(answers).toEqual([
        { data: null, codes: ['LIMIT_EXCEEDED'] },
        { data: { createTask: { task: { project: { name: 'a' } } } }, codes: undefined },
      ]);
      expect(await Task.count()).toBe(1);
    });

    it('is made where a validator makes another row of the same class', async () => {
      const { sequelize } = instance;
      const Task = sequelize.define(
        'Task',
        {
          name: {
            type: DataTypes.STRING,
            validate: {
              async noted(this: { constructor: typeof Task }, name: string) {
                if (name === 'a') {
                  await this.constructor.create({ name: 'note' });
                }
              },
            },
          },
        },
        bare,
      );
      const schema = await schemaOf(sequelize);
      const { data } = await create(
        schema,
        'createTask(data: { name: "a" }) { task { name } errors { message } }',
      );
      expect(data).toEqual({ createTask: { task: { name: 'a' }, errors: [] } });
      expect(await Task.count()).toBe(2);
    });

    it('is not made once its request has ended while it waited for a connection', async () => {
      instance.sequelize.define('Task', { name: DataTypes.STRING }, bare);
      await instance.sequelize.sync();
      const sequelize = createInstance(database, 'writes_alone_shown', { logging: false, pool: { max: 1 } });
      const Task = sequelize.define('Task', { name: DataTypes.STRING }, bare);
      const schema = createSchema(sequelize, {
        writes: true,
        onFinding: () => {},
        signal: ({ signal }: { signal?: AbortSignal }) => signal,
      });
      const mutation = 'mutation { createTask(data: { name: "a" }) { task { name } } }';
      const run = (contextValue: object) =>
        runQuery(schema, { statements: [] }, mutation, {}, contextValue, { joins: true });
      await run({});
      const { connectionManager } = sequelize as unknown as {
        connectionManager: {
          getConnection(options: object): Promise<object>;
          releaseConnection(connection: object): void;
        };
      };
      const connection = await connectionManager.getConnection({ type: 'INSERT' });
      const end = new AbortController();
      const answer = run({ signal: end.signal });
      await setTimeout(50);
      end.abort(new Error('gone'));
      connectionManager.releaseConnection(connection);
      expect((await answer).errors?.map(({ message }) => message)).toEqual(['gone']);
      expect(await Task.count()).toBe(1);
      await sequelize.close();
    });
  },
);
