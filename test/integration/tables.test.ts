import { describe, expect, it } from '@jest/globals';
import { DataTypes, type Sequelize } from 'sequelize';
import { onEachDatabase } from '../support/on-each-database.ts';

const bare = { timestamps: false };

/** The table of a name as it stands in a statement of the test's own. */
function tableOf(sequelize: Sequelize, name: string): string {
  const { define } = (sequelize as unknown as { options: { define?: { schema?: string } } }).options;
  return define?.schema === undefined ? `\`${name}\`` : `"${define.schema}"."${name}"`;
}

describe('models in two schemas of one database (T32)', () => {
  const second = 'kinql_tables_second';
  onEachDatabase(
    {
      name: 'tables_schemas',
      only: ['embedded', 'postgres'],
      define(sequelize) {
        const User = sequelize.define('User', { name: DataTypes.STRING }, { ...bare, schema: second });
        const Task = sequelize.define('Task', { title: DataTypes.STRING }, bare);
        const Tag = sequelize.define('Tag', { label: DataTypes.STRING }, { ...bare, schema: second });
        // One table name in both schemas.
        const Note = sequelize.define(
          'Note',
          { text: DataTypes.STRING },
          { ...bare, tableName: 'Tasks', schema: second },
        );
        Task.belongsTo(User, { as: 'owner', foreignKey: 'ownerId' });
        Note.belongsTo(Task, { as: 'task', foreignKey: 'taskId' });
        Task.belongsToMany(Tag, { as: 'tags', through: 'TaskTags', timestamps: false });
        sequelize.beforeBulkSync(async () => {
          // A run that was cut off may have left it.
          await sequelize.query(`DROP SCHEMA IF EXISTS ${second} CASCADE`);
          await sequelize.createSchema(second, {});
        });
      },
      async fill({ models }) {
        await models.User?.create({ name: 'ada' });
        await models.Task?.bulkCreate([{ title: 'a', ownerId: 1 }, { title: 'b' }]);
        await models.Note?.create({ text: 'n', taskId: 2 });
        await models.Tag?.create({ label: 'red' });
        await models.TaskTags?.create({ TaskId: 1, TagId: 1 });
      },
    },
    (world) => {
      it('are joined by their associations in every direction', async () => {
        try {
          const { data } = await world().query(`{
            tasks { title owner { name } notesByTask { text } tags { label } }
            users { tasksByOwner { title } }
            notes { task { title } }
          }`);
          expect(data).toEqual({
            tasks: [
              { title: 'a', owner: { name: 'ada' }, notesByTask: [], tags: [{ label: 'red' }] },
              { title: 'b', owner: null, notesByTask: [{ text: 'n' }], tags: [] },
            ],
            users: [{ tasksByOwner: [{ title: 'a' }] }],
            notes: [{ task: { title: 'b' } }],
          });
        } finally {
          await world().sequelize.query(`DROP SCHEMA "${second}" CASCADE`);
        }
      });
    },
  );
});

describe('a clone of a model in another schema as a target', () => {
  const archive = 'kinql_tables_archive';
  onEachDatabase(
    {
      name: 'tables_clone',
      define(sequelize) {
        const User = sequelize.define('User', { name: DataTypes.STRING }, bare);
        const Task = sequelize.define('Task', { title: DataTypes.STRING }, bare);
        Task.belongsTo(User, { as: 'user', foreignKey: 'userId', constraints: false });
        Task.belongsTo(User.schema(archive), { as: 'former', foreignKey: 'userId', constraints: false });
      },
      async fill(sequelize) {
        const Former = sequelize.models.User?.schema(archive);
        await sequelize.createSchema(archive, {});
        // Former.sync() takes the other table of this name for its own, on SQLite.
        await sequelize
          .getQueryInterface()
          .createTable(Former?.getTableName() as never, Former?.getAttributes() as never);
        await Former?.create({ name: 'old' });
        await sequelize.models.User?.create({ name: 'new' });
        await sequelize.models.Task?.create({ title: 't', userId: 1 });
      },
    },
    (world, { name }) => {
      it('is read there, and the model where it is', async () => {
        const { data, statements } = await world().query(
          '{ tasks { user { name } former { name } } users { name } }',
        );
        expect(data).toEqual({
          tasks: [{ user: { name: 'new' }, former: { name: 'old' } }],
          users: [{ name: 'new' }],
        });
        expect(statements).toHaveLength(4);
        if (name === 'embedded' || name === 'postgres') {
          await world().sequelize.query(`DROP SCHEMA "${archive}" CASCADE`);
        }
      });
    },
  );
});

describe('several models on one table (T17)', () => {
  onEachDatabase(
    {
      name: 'tables_shared',
      define(sequelize) {
        const tableName = 'pets';
        const kind = DataTypes.STRING;
        const Owner = sequelize.define('Owner', { name: DataTypes.STRING }, bare);
        const Pet = sequelize.define('Pet', { name: DataTypes.STRING, kind }, { ...bare, tableName });
        const scoped = (value: string) => ({ ...bare, tableName, defaultScope: { where: { kind: value } } });
        const Cat = sequelize.define('Cat', { name: DataTypes.STRING, kind }, scoped('cat'));
        const Dog = sequelize.define('Dog', { name: DataTypes.STRING, kind }, scoped('dog'));
        for (const model of [Pet, Cat, Dog]) {
          model.belongsTo(Owner, { as: 'owner', foreignKey: 'ownerId' });
        }
        const Walk = sequelize.define('Walk', {}, bare);
        Walk.belongsTo(Pet, { as: 'pet', foreignKey: 'petId' });
        Walk.belongsTo(Cat, { as: 'cat', foreignKey: 'catId', constraints: false });
        Walk.belongsTo(Dog, { as: 'dog', foreignKey: 'dogId', constraints: false });
      },
      async fill({ models }) {
        await models.Owner?.create({ name: 'ana' });
        await models.Pet?.bulkCreate([
          { name: 'tom', kind: 'cat', ownerId: 1 },
          { name: 'rex', kind: 'dog', ownerId: 1 },
        ]);
        await models.Walk?.bulkCreate([
          { petId: 1, catId: 1, dogId: 1 },
          { petId: 2, catId: 2, dogId: 2 },
        ]);
      },
    },
    (world) => {
      it('each show their own rows, in lists and as parents', async () => {
        const { data } = await world().query(`{
          pets { name } cats { name } dogs { name }
          walks { pet { name } cat { name } dog { name } }
          owners { petsByOwner { name } catsByOwner { name } dogsByOwner { name } }
        }`);
        const [tom, rex] = [{ name: 'tom' }, { name: 'rex' }];
        expect(data).toEqual({
          pets: [tom, rex],
          cats: [tom],
          dogs: [rex],
          walks: [
            { pet: tom, cat: tom, dog: null },
            { pet: rex, cat: null, dog: rex },
          ],
          owners: [{ petsByOwner: [tom, rex], catsByOwner: [tom], dogsByOwner: [rex] }],
        });
      });
    },
  );
});

describe('a model on a view without a key', () => {
  onEachDatabase(
    {
      name: 'tables_view',
      define(sequelize) {
        const Shop = sequelize.define('Shop', { name: DataTypes.STRING }, bare);
        sequelize.define('Sale', { amount: DataTypes.INTEGER, shopId: DataTypes.INTEGER }, bare);
        const Total = sequelize.define(
          'Total',
          { shopId: DataTypes.INTEGER, sum: { type: DataTypes.INTEGER, field: 'total_sum' } },
          { ...bare, tableName: 'totals' },
        );
        Total.removeAttribute('id');
        Total.belongsTo(Shop, { as: 'shop', foreignKey: 'shopId', constraints: false });
      },
      async fill(sequelize) {
        const { Shop, Sale } = sequelize.models;
        await Shop?.bulkCreate([{ name: 'a' }, { name: 'b' }]);
        await Sale?.bulkCreate([
          { amount: 2, shopId: 2 },
          { amount: 3, shopId: 2 },
          { amount: 1, shopId: 1 },
        ]);
        const quote = sequelize.getDialect() === 'mysql' ? '`' : '"';
        const view = tableOf(sequelize, 'totals');
        await sequelize.query(`DROP TABLE ${view}`);
        await sequelize.query(
          `CREATE VIEW ${view} AS SELECT ${quote}shopId${quote}, SUM(amount) AS total_sum FROM ${tableOf(sequelize, 'Sales')} GROUP BY ${quote}shopId${quote}`,
        );
      },
    },
    (world) => {
      it('has lists, parents and the way back, in an order that stays', async () => {
        const { data } = await world().query(
          '{ totals { sum shop { name } } shops { totalsByShop { sum } } page: totals(limit: 1, offset: 1) { sum } }',
        );
        expect(data).toEqual({
          totals: [
            { sum: 1, shop: { name: 'a' } },
            { sum: 5, shop: { name: 'b' } },
          ],
          shops: [{ totalsByShop: [{ sum: 1 }] }, { totalsByShop: [{ sum: 5 }] }],
          page: [{ sum: 5 }],
        });
      });
    },
  );
});

describe('a table that changes while it is served (T30)', () => {
  onEachDatabase(
    {
      name: 'tables_changed',
      define(sequelize) {
        const Land = sequelize.define('Land', { name: DataTypes.STRING }, bare);
        const Town = sequelize.define('Town', { name: DataTypes.STRING(20), size: DataTypes.INTEGER }, bare);
        Town.belongsTo(Land, { as: 'land', foreignKey: 'landId' });
      },
      async fill({ models }) {
        await models.Land?.create({ name: 'X' });
        await models.Town?.create({ name: 't', size: 1, landId: 1 });
      },
    },
    (world, { name }) => {
      it('is read as before on the same connections, after a column was added or had its type changed', async () => {
        const query = '{ towns { name size land { name townsByLand { name size } } } }';
        const expected = {
          towns: [{ name: 't', size: 1, land: { name: 'X', townsByLand: [{ name: 't', size: 1 }] } }],
        };
        const towns = tableOf(world().sequelize, 'Towns');
        const retyping = {
          mariadb: ['MODIFY size BIGINT', 'MODIFY name TEXT'],
          sqlite: [], // which has no such statement
          postgres: ['ALTER size TYPE bigint', 'ALTER name TYPE text'],
        }[name === 'embedded' ? 'postgres' : name];
        const changes = ['ADD COLUMN extra INT', ...retyping];
        expect((await world().query(query)).data).toEqual(expected);
        for (const change of changes) {
          await world().sequelize.query(`ALTER TABLE ${towns} ${change}`);
          for (let time = 0; time < 4; time += 1) {
            const { data, errors } = await world().query(query);
            expect(errors).toBeUndefined();
            expect(data).toEqual(expected);
          }
        }
      });
    },
  );
});
