import { describe, expect, it } from '@jest/globals';
import { DataTypes, type Model, type ModelStatic, type Sequelize, type Transaction } from 'sequelize';
import { onEachDatabase } from '../support/on-each-database.ts';
import { runQuery } from '../support/run-query.ts';
import { withResolver } from '../support/with-resolver.ts';

const bare = { timestamps: false };
const { DATE, INTEGER, STRING, VIRTUAL } = DataTypes;

type Fields = Readonly<Record<string, unknown>>;

/** What the row of an association holds, as a getter reads it: `this.user.name`. */
function nameOf(row: Model, alias: string): unknown {
  return (row as unknown as Record<string, Fields | null>)[alias]?.name;
}

/** An attribute that a getter makes of what the default scope includes. */
function computed(get: (this: Model) => unknown) {
  return { type: new VIRTUAL(STRING), get };
}

function defineTasks(sequelize: Sequelize): void {
  const Company = sequelize.define('Company', { name: STRING }, bare);
  const User = sequelize.define(
    'User',
    {
      name: STRING,
      employer: computed(function () {
        return nameOf(this, 'company');
      }),
    },
    { ...bare, defaultScope: { include: ['company'] } },
  );
  const Step = sequelize.define('Step', { name: STRING, rank: INTEGER, open: DataTypes.BOOLEAN }, bare);
  const Task = sequelize.define(
    'Task',
    {
      name: {
        type: STRING,
        get(this: Model) {
          return `${this.getDataValue('name')} (${nameOf(this, 'user')})`;
        },
      },
      deletedAt: DATE,
      by: computed(function () {
        const user = (this as unknown as { user: Model | null }).user;
        return user === null ? 'nobody' : `${nameOf(this, 'user')} of ${nameOf(user, 'company')}`;
      }),
      steps: computed(function () {
        const steps = (this as unknown as { parts: Fields[] }).parts;
        return steps.map(({ name }) => name).join(' ');
      }),
      plain: {
        type: new VIRTUAL(STRING, ['userId']),
        get(this: Model) {
          return `of ${this.get('userId')}`;
        },
      },
    },
    {
      timestamps: true,
      createdAt: false,
      updatedAt: false,
      paranoid: true,
      defaultScope: {
        attributes: { exclude: ['deletedAt'] },
        where: { '$parts.open$': true },
        include: ['user', 'parts'],
        order: [['parts', 'rank', 'DESC']],
      } as object,
    },
  );
  User.belongsTo(Company, { as: 'company', foreignKey: 'companyId' });
  Task.belongsTo(User, { as: 'user', foreignKey: 'userId' });
  Task.hasMany(Step, { as: 'parts', foreignKey: 'taskId' });
  Step.belongsTo(Task, { as: 'task', foreignKey: 'taskId' });
  User.hasMany(Task, { as: 'tasks', foreignKey: 'userId' });
}

async function fillTasks({ models }: Sequelize): Promise<void> {
  const { Company, User, Task, Step } = models as Record<string, ModelStatic<Model>>;
  await Company?.create({ name: 'Acme' });
  await User?.bulkCreate([
    { name: 'Ada', companyId: 1 },
    { name: 'Bob', companyId: 1 },
  ]);
  await Task?.bulkCreate([
    { name: 'plan', userId: 1 },
    { name: 'build', userId: 2 },
    { name: 'drop', userId: null },
    { name: 'closed', userId: 1 },
    { name: 'gone', userId: 1, deletedAt: new Date(0) },
  ]);
  await Step?.bulkCreate([
    { taskId: 1, name: 'a', rank: 1, open: true },
    { taskId: 1, name: 'b', rank: 2, open: true },
    { taskId: 1, name: 'c', rank: 3, open: false },
    { taskId: 2, name: 'd', rank: 1, open: true },
    { taskId: 3, name: 'e', rank: 1, open: true },
    { taskId: 4, name: 'f', rank: 1, open: false },
    { taskId: 5, name: 'g', rank: 1, open: true },
  ]);
}

describe('attributes computed from what the default scope includes', () => {
  onEachDatabase(
    {
      name: 'computed_includes',
      define: defineTasks,
      fill: fillTasks,
      options: { transaction: (context?: { transaction?: Transaction }) => context?.transaction },
    },
    (world) => {
      it('are what they are after a findAll of the model', async () => {
        const { data, errors } = await world().query('{ tasks { id name by steps plain } }');
        expect(errors).toBeUndefined();
        expect(data).toEqual({
          tasks: [
            { id: '1', name: 'plan (Ada)', by: 'Ada of Acme', steps: 'b a', plain: 'of 1' },
            { id: '2', name: 'build (Bob)', by: 'Bob of Acme', steps: 'd', plain: 'of 2' },
            { id: '3', name: 'drop (undefined)', by: 'nobody', steps: 'e', plain: 'of null' },
          ],
        });
        const { Task } = world().sequelize.models as Record<string, ModelStatic<Model>>;
        const rows = await Task?.findAll({ order: ['id'] });
        expect(data).toMatchObject({ tasks: rows?.map((row) => ({ by: row.get('by') })) });
      });

      it('take one statement more, whatever the number of rows and of such attributes', async () => {
        const { statements } = await world().query('{ tasks { id name by steps again: by } }');
        expect(statements).toHaveLength(2);
        expect(statements[0]?.text).toMatch(/^SELECT t.[`"]id[`"] AS [`"]id[`"] FROM /);
        expect(statements[1]?.text).toMatch(/JOIN [`"\w.]*Users/);
      });

      it('take none where no such attribute is asked for', async () => {
        const { statements } = await world().query('{ tasks { id plain userId } }');
        expect(statements).toHaveLength(1);
      });

      it('are there for rows of every kind of field', async () => {
        const { data, errors } = await world().query(
          '{ steps { task { by } } users { employer tasks { by } tasksConnection(first: 1) { nodes { by } } } task(id: 1) { by } }',
        );
        expect(errors).toBeUndefined();
        const ada = { by: 'Ada of Acme' };
        const bob = { by: 'Bob of Acme' };
        const nobody = { by: 'nobody' };
        expect(data).toEqual({
          steps: [ada, ada, ada, bob, nobody, null, null].map((task) => ({ task })),
          users: [
            { employer: 'Acme', tasks: [ada], tasksConnection: { nodes: [ada] } },
            { employer: 'Acme', tasks: [bob], tasksConnection: { nodes: [bob] } },
          ],
          task: ada,
        });
      });

      it('take one statement for each model, for the rows of several parents together', async () => {
        const { statements } = await world().query('{ users { employer tasks { by } } }');
        expect(statements).toHaveLength(4);
      });

      it('are read in the transaction of the request', async () => {
        const { sequelize, query } = world();
        const rollback = new Error('never mind');
        const transacted = sequelize.transaction(async (transaction) => {
          await sequelize.models.User?.update({ name: 'Eve' }, { where: { id: 1 }, transaction });
          const { data } = await query('{ task(id: 1) { name } users { employer } }', {}, { transaction });
          expect(data).toEqual({
            task: { name: 'plan (Eve)' },
            users: [{ employer: 'Acme' }, { employer: 'Acme' }],
          });
          throw rollback;
        });
        await expect(transacted).rejects.toBe(rollback);
      });

      it('take nothing of a row of the app that carries what is included, and its key of any other', async () => {
        const { Task } = world().sequelize.models as Record<string, ModelStatic<Model>>;
        const [whole, bare] = [await Task?.findByPk(1), await Task?.unscoped().findByPk(1)];
        const ask = (row: unknown) =>
          runQuery(
            withResolver(world().schema, () => [row]),
            world(),
            '{ found { by } }',
          );
        for (const [row, count] of [
          [whole, 0],
          [bare, 1],
          [{ id: 1 }, 1],
        ] as const) {
          const { data, statements } = await ask(row);
          expect(data).toEqual({ found: [{ by: 'Ada of Acme' }] });
          expect(statements).toHaveLength(count);
        }
        expect((await ask({ id: 5 })).data).toEqual({ found: [{ by: null }] });
      });

      it('are no finding, but the order that looks at what is included', () => {
        expect(world().findings.map(({ code, place }) => [code, place])).toEqual([
          ['DEFAULT_SCOPE_PARTLY_IGNORED', 'Task'],
          ['ATTRIBUTE_HIDDEN', 'Task.deletedAt'],
        ]);
      });
    },
  );
});

/** Models of every kind of key, each with a getter that reads the included place. */
function defineKeys(sequelize: Sequelize): void {
  const Place = sequelize.define('Place', { name: STRING, open: DataTypes.BOOLEAN }, bare);
  const where = computed(function () {
    return nameOf(this, 'place');
  });
  const scope = { ...bare, defaultScope: { include: 'place' } as object };
  const key = { primaryKey: true };
  sequelize.define('Cell', { x: { type: INTEGER, ...key }, y: { type: STRING, ...key }, where }, scope);
  sequelize.define('Stamp', { code: { type: STRING, unique: true, allowNull: false }, where }, scope);
  sequelize.define('Event', { at: { type: DATE(3), ...key }, where }, scope);
  sequelize.define(
    'Visit',
    { id: { type: DataTypes.UUID, ...key }, where },
    {
      ...bare,
      defaultScope: {
        attributes: ['where', 'placeId'],
        where: { placeId: 1 },
        include: [{ all: true }],
        limit: 1,
      },
      hooks: {
        afterFind: (rows) => {
          for (const row of rows as unknown as readonly Model[]) {
            row.setDataValue('placeId', 100);
          }
        },
      },
    },
  );
  sequelize.define('Note', { text: STRING, where }, scope);
  for (const name of ['Cell', 'Stamp', 'Event', 'Visit', 'Note']) {
    const model = sequelize.models[name] as ModelStatic<Model>;
    model.belongsTo(Place, { as: 'place', foreignKey: 'placeId' });
    if (name === 'Stamp' || name === 'Note') {
      model.removeAttribute('id');
    }
  }
  Place.hasMany((sequelize.models.Visit as ModelStatic<Model>).unscoped(), {
    as: 'everyVisit',
    foreignKey: 'placeId',
  });
}

const visits = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];

async function fillKeys({ models }: Sequelize): Promise<void> {
  const { Place, Cell, Stamp, Event, Visit, Note } = models as Record<string, ModelStatic<Model>>;
  await Place?.bulkCreate([{ name: 'here' }, { name: 'there' }]);
  const places = [1, 2, null];
  await Cell?.bulkCreate(places.map((placeId, x) => ({ x, y: `y${x}`, placeId })));
  await Cell?.create({ x: 0, y: 'y1', placeId: 2 });
  await Stamp?.bulkCreate(places.map((placeId, index) => ({ code: `Code ${index}`, placeId })));
  await Event?.bulkCreate(
    places.map((placeId, index) => ({ at: new Date(Date.UTC(2024, 5, 1) + index), placeId })),
  );
  await Visit?.bulkCreate(visits.map((id, index) => ({ id, placeId: index + 1 })));
  await Note?.create({ text: 'x', placeId: 1 });
}

describe('attributes computed from what is included, by every kind of key', () => {
  onEachDatabase({ name: 'computed_includes_keys', define: defineKeys, fill: fillKeys }, (world) => {
    it('are those of their own row', async () => {
      const { data, errors } = await world().query(
        '{ cells(orderBy: [{ x: ASC }, { y: ASC }]) { y where } stamps { where code } events { where } }',
      );
      expect(errors).toBeUndefined();
      expect(data).toEqual({
        cells: [
          { y: 'y0', where: 'here' },
          { y: 'y1', where: 'there' },
          { y: 'y1', where: 'there' },
          { y: 'y2', where: null },
        ],
        stamps: [
          { code: 'Code 0', where: 'here' },
          { code: 'Code 1', where: 'there' },
          { code: 'Code 2', where: null },
        ],
        events: [{ where: 'here' }, { where: 'there' }, { where: null }],
      });
    });

    it('are there for rows that a find hook saw, or that stand outside of the default scope', async () => {
      const { data, errors } = await world().query('{ visits { where } places { everyVisit { where } } }');
      expect(errors).toBeUndefined();
      expect(data).toEqual({
        visits: [{ where: 'here' }],
        places: [{ everyVisit: [{ where: 'here' }] }, { everyVisit: [{ where: 'there' }] }],
      });
    });

    it('are a finding where rows have no key', () => {
      expect(world().findings.filter(({ code }) => code === 'INCLUDED_ROWS_MISSING')).toEqual([
        {
          code: 'INCLUDED_ROWS_MISSING',
          severity: 'warning',
          place: 'Note.where',
          message:
            'What the default scope includes (place) is not there for the code of where, since Note has no key by which its rows could be read with it.',
          mend: 'Give Note a primary key, or make a VIRTUAL that names the columns it is computed from.',
          served: 'what the code gives without it, or an error on the field.',
        },
      ]);
    });
  });
});
