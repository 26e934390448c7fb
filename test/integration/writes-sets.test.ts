import { describe, expect, it } from '@jest/globals';
import { DataTypes, type Sequelize } from 'sequelize';
import { onEachDatabase, type World } from '../support/on-each-database.ts';
import { textsOf } from '../support/write-statements.ts';

/** What hooks saw, by model. */
const seen: string[] = [];

function define(sequelize: Sequelize): void {
  const plain = { timestamps: false };
  const Shop = sequelize.define('Shop', { name: DataTypes.STRING(20) }, plain);
  const Sale = sequelize.define(
    'Sale',
    {
      code: { type: DataTypes.STRING(20), unique: true },
      amount: { type: DataTypes.INTEGER, validate: { min: 0 } },
    },
    { ...plain, version: true },
  );
  Sale.belongsTo(Shop, { as: 'shop', foreignKey: 'shopId' });
  Shop.hasMany(Sale, { as: 'sales', foreignKey: 'shopId' });
  const Hooked = sequelize.define('Hooked', { n: DataTypes.INTEGER, twice: DataTypes.INTEGER }, plain);
  Hooked.beforeSave((row) => {
    seen.push(`save ${row.get('n')}`);
    row.set('twice', 2 * Number(row.get('n')));
  });
  Hooked.afterDestroy((row) => {
    seen.push(`gone ${row.get('n')}`);
  });
  const Bulk = sequelize.define('Bulk', { n: DataTypes.INTEGER }, plain);
  for (const hook of ['beforeBulkCreate', 'beforeBulkUpdate', 'beforeBulkDestroy'] as const) {
    Bulk.addHook(hook, () => {
      seen.push(hook);
    });
  }
}

const options = { writes: { maxRows: 1_000 }, page: { max: 1_000 } };
const errors = 'errors { code path message }';

async function run(world: World, source: string, variables: Record<string, unknown>) {
  const { data, errors: refusals, statements } = await world.query(source, variables);
  expect(refusals).toBeUndefined();
  return { answer: (data as { it: Record<string, unknown> }).it, texts: textsOf(statements) };
}

const rows = (count: number, row: (index: number) => object): object[] =>
  Array.from({ length: count }, (_, index) => row(index));

/** SQLite gives no keys of rows that are made together: they are written one by one there. */
const only = ['embedded', 'postgres', 'mariadb'] as const;

describe('a thousand rows in one mutation', () => {
  onEachDatabase({ name: 'writes_sets', only, define, options }, (world, { name }) => {
    const counter = name === 'mariadb' ? ['SELECT @@auto_increment_increment AS increment'] : [];

    it('are made by one statement, and read back by one', async () => {
      const { answer, texts } = await run(
        world(),
        `mutation ($data: [SaleCreate!]!) { it: createSales(data: $data) { count sales { code } ${errors} } }`,
        { data: rows(1_000, (index) => ({ code: `c${index}`, amount: index })) },
      );
      expect(answer).toMatchObject({ count: 1_000, errors: [] });
      expect(answer.sales).toEqual(rows(1_000, (index) => ({ code: `c${index}` })));
      expect(texts).toEqual([
        'START TRANSACTION',
        ...counter,
        'SAVEPOINT',
        'INSERT INTO Sales',
        'SELECT FROM Sales',
        'COMMIT',
      ]);
    });

    it('are changed by one statement, each counting its version', async () => {
      const { answer, texts } = await run(
        world(),
        `mutation { it: updateSales(where: { amount: { gte: 0 } }, data: { amount: 7 }) { count ${errors} } }`,
        {},
      );
      expect(answer).toEqual({ count: 1_000, errors: [] });
      expect(texts).toEqual([
        'START TRANSACTION',
        'SELECT FROM Sales',
        'SELECT FROM Sales FOR UPDATE',
        'UPDATE Sales',
        'COMMIT',
      ]);
      expect(await world().sequelize.models.Sale?.count({ where: { amount: 7, version: 1 } })).toBe(1_000);
    });

    it('take a statement for each level when they are nested, however many there are', async () => {
      const { answer, texts } = await run(
        world(),
        `mutation ($data: [ShopCreate!]!) { it: createShops(data: $data) { count ${errors} } }`,
        {
          data: rows(200, (index) => ({
            name: `s${index}`,
            sales: {
              create: [{ code: `x${index}` }, { code: `y${index}` }],
              connect: [{ code: `c${index}` }],
            },
          })).slice(0, 200),
        },
      );
      expect(answer).toEqual({ count: 200, errors: [] });
      // Rows that are connected go to 200 different shops.
      expect(texts.filter((text) => !/^(UPDATE|SELECT FROM Sales FOR UPDATE)/.test(text))).toEqual([
        'START TRANSACTION',
        ...counter,
        'SAVEPOINT',
        'INSERT INTO Shops',
        'SELECT FROM Sales',
        ...counter,
        'SAVEPOINT',
        'INSERT INTO Sales',
        'COMMIT',
      ]);
    });

    it('name each row that is wrong: by its validators', async () => {
      const { answer } = await run(
        world(),
        `mutation ($data: [SaleCreate!]!) { it: createSales(data: $data) { count ${errors} } }`,
        { data: rows(1_000, (index) => ({ amount: index % 400 === 7 ? -1 : 1 })) },
      );
      expect(answer).toEqual({
        count: 0,
        errors: [7, 407, 807].map((index) => ({
          code: 'VALIDATION',
          path: ['data', String(index), 'amount'],
          message: 'Sale.amount must be: at least 0.',
        })),
      });
    });

    it('name each row that is wrong: by the keys of the database, among themselves too', async () => {
      const { answer } = await run(
        world(),
        `mutation ($data: [SaleCreate!]!) { it: createSales(data: $data) { count ${errors} } }`,
        { data: [{ code: 'n1' }, { code: 'c3' }, { code: 'n2' }, { code: 'n1' }] },
      );
      expect(answer).toEqual({
        count: 0,
        errors: ['1', '3'].map((index) => ({
          code: 'UNIQUE',
          path: ['data', index, 'code'],
          message: 'There is another Sale with the same code.',
        })),
      });
      expect(await world().sequelize.models.Sale?.count({ where: { code: ['n1', 'n2'] } })).toBe(0);
    });

    it('keep the keys that they are given beside keys that the database gives', async () => {
      const { answer } = await run(
        world(),
        `mutation ($data: [ShopCreate!]!) { it: createShops(data: $data) { shops { name } ${errors} } }`,
        { data: [{ name: 'p' }, { name: 'q' }, { name: 'r' }] },
      );
      expect(answer).toEqual({ shops: [{ name: 'p' }, { name: 'q' }, { name: 'r' }], errors: [] });
    });

    it('are deleted by one statement', async () => {
      const { answer, texts } = await run(
        world(),
        `mutation { it: deleteSales(where: { amount: { eq: 7 } }) { count ${errors} } }`,
        {},
      );
      expect(answer).toEqual({ count: 1_000, errors: [] });
      expect(texts).toEqual([
        'START TRANSACTION',
        'SELECT FROM Sales',
        'SELECT FROM Sales FOR UPDATE',
        'DELETE FROM Sales',
        'COMMIT',
      ]);
    });
  });
});

describe('rows of a model whose hooks see each row', () => {
  onEachDatabase({ name: 'writes_hooked', only, define, options }, (world) => {
    it('are written one by one, so that the hooks do', async () => {
      seen.length = 0;
      const created = await run(
        world(),
        'mutation { it: createHookeds(data: [{ n: 1 }, { n: 2 }]) { hookeds { n twice } errors { code } } }',
        {},
      );
      expect(created.answer).toEqual({
        hookeds: [
          { n: 1, twice: 2 },
          { n: 2, twice: 4 },
        ],
        errors: [],
      });
      const updated = await run(
        world(),
        'mutation { it: updateHookeds(all: true, data: { n: 5 }) { hookeds { n twice } errors { code } } }',
        {},
      );
      expect(updated.answer).toEqual({
        hookeds: [
          { n: 5, twice: 10 },
          { n: 5, twice: 10 },
        ],
        errors: [],
      });
      await run(world(), 'mutation { it: deleteHookeds(all: true) { count } }', {});
      expect(seen).toEqual(['save 1', 'save 2', 'save 5', 'save 5', 'gone 5', 'gone 5']);
    });

    it('are written in sets where only bulk hooks are there, which run', async () => {
      seen.length = 0;
      await run(world(), 'mutation { it: createBulks(data: [{ n: 1 }, { n: 2 }]) { count } }', {});
      await run(world(), 'mutation { it: updateBulks(all: true, data: { n: 3 }) { count } }', {});
      await run(world(), 'mutation { it: deleteBulks(all: true) { count } }', {});
      expect(seen).toEqual(['beforeBulkCreate', 'beforeBulkUpdate', 'beforeBulkDestroy']);
    });
  });
});
