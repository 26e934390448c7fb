import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GraphQLSchema } from 'graphql';
import * as ours from 'sequelize';
import { createSchema } from '../../src/build/create-schema.ts';
import type { Finding } from '../../src/catalog/finding.ts';
import { databases, openDatabase, type TestInstance } from '../support/databases.ts';
import { runQuery } from '../support/run-query.ts';
import { copySequelize, type SequelizeCopy } from '../support/sequelize-copy.ts';

/** Models that use whatever Sequelize tells apart by its own classes. */
function define({ DataTypes, Op }: SequelizeCopy, sequelize: ours.Sequelize): void {
  const { fn, col, where } = sequelize.constructor as typeof ours.Sequelize;
  const Team = sequelize.define('Team', { name: DataTypes.STRING }, { timestamps: false });
  const Task = sequelize.define(
    'Task',
    {
      title: DataTypes.STRING,
      rank: DataTypes.INTEGER,
      state: DataTypes.ENUM('open', 'done'),
      price: DataTypes.DECIMAL(8, 2),
      loud: { type: new DataTypes.VIRTUAL(DataTypes.STRING, ['title']), get: shout },
    },
    {
      paranoid: true,
      defaultScope: {
        where: {
          [Op.and]: [
            { rank: { [Op.between]: [1, 5] } },
            where(fn('lower', col('Task.title')), { [Op.ne]: 'x' }),
          ],
        },
        include: [{ association: 'team', where: { name: { [Op.like]: 'A%' } } } as ours.Includeable],
      },
    },
  );
  const Tag = sequelize.define('Tag', { name: DataTypes.STRING }, { timestamps: false });
  Task.belongsTo(Team, { as: 'team', foreignKey: 'teamId' });
  Team.hasMany(Task, { as: 'tasks', foreignKey: 'teamId', scope: { rank: { [Op.gt]: 1 } } });
  Team.hasMany(Task.unscoped(), { as: 'all', foreignKey: 'teamId' });
  Task.belongsToMany(Tag, { as: 'tags', through: 'TaskTags', timestamps: false });
  Tag.belongsToMany(Task, { as: 'tasks', through: 'TaskTags', timestamps: false });
  Task.addHook('afterFind', (rows: ours.Model[]) => {
    for (const row of rows) {
      row.set('title', `${row.get('title')}!`);
    }
  });
}

function shout(this: ours.Model): string {
  return String(this.getDataValue('title')).toUpperCase();
}

describe('models of another copy of Sequelize than ours', () => {
  let copy: SequelizeCopy;
  beforeAll(async () => {
    copy = await copySequelize();
  });
  afterAll(() => copy?.remove());

  for (const database of databases) {
    describe(`on ${database.name}`, () => {
      let instance: TestInstance;
      let sequelize: ours.Sequelize;
      let schema: GraphQLSchema;
      const findings: Finding[] = [];

      beforeAll(async () => {
        instance = await openDatabase(database, 'sequelize_copy');
        const { config, options } = instance.sequelize as unknown as {
          config: { database: string };
          options: ours.Options;
        };
        if (database.name === 'sqlite') {
          sequelize = new copy.Sequelize('sqlite://', { ...options, logging: false });
        } else {
          const url = new URL(database.url);
          url.pathname = `/${config.database}`;
          sequelize = new copy.Sequelize(url.href, { logging: false, define: options.define ?? {} });
        }
        define(copy, sequelize);
        await sequelize.sync();
        const { Team, Task, Tag, TaskTags } = sequelize.models;
        await Team?.bulkCreate([{ name: 'Ants' }, { name: 'Bees' }]);
        await Tag?.create({ name: 'red' });
        await Task?.bulkCreate(
          [
            ['a', 1, 1],
            ['b', 3, 1],
            ['c', 9, 1],
            ['X', 2, 1],
            ['d', 2, 2],
            ['gone', 2, 1],
          ].map(([title, rank, teamId]) => ({ title, rank, teamId, state: 'done', price: '1.50' })),
        );
        await TaskTags?.create({ TaskId: 2, TagId: 1 });
        await Task?.unscoped().destroy({ where: { title: 'gone' } });
        schema = createSchema(sequelize, { onFinding: (finding) => findings.push(finding) });
      });

      afterAll(async () => {
        await sequelize?.close();
        await instance?.close();
      });

      it('are none of ours', () => {
        expect(copy.Sequelize).not.toBe(ours.Sequelize);
        expect(sequelize.models.Task?.prototype).not.toBeInstanceOf(ours.Model);
      });

      it('are served as if they were', async () => {
        const { data, errors } = await runQuery(
          schema,
          instance,
          '{ tasks { id title loud state price team { name } tags { name } } teams { name tasks { title } all { title } } tags { tasks { title } } }',
        );
        expect(errors).toBeUndefined();
        const task = { state: 'done', price: '1.50', team: { name: 'Ants' } };
        expect(data).toEqual({
          tasks: [
            { id: '1', title: 'a!', loud: 'A!', ...task, tags: [] },
            { id: '2', title: 'b!', loud: 'B!', ...task, tags: [{ name: 'red' }] },
          ],
          teams: [
            {
              name: 'Ants',
              tasks: [{ title: 'b!' }],
              all: ['a!', 'b!', 'c!', 'X!'].map((title) => ({ title })),
            },
            { name: 'Bees', tasks: [], all: [{ title: 'd!' }] },
          ],
          tags: [{ tasks: [{ title: 'b!' }] }],
        });
      });
    });
  }
});
