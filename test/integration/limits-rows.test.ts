// What `limits.rows` counts beside the rows of queries, which limits.test.ts is about.
import { expect, it } from '@jest/globals';
import { DataTypes, type Sequelize } from 'sequelize';
import { createSchema } from '../../src/build/create-schema.ts';
import type { PrepareSettings } from '../../src/execute/answer/prepare-operation.ts';
import { onEachDatabase } from '../support/on-each-database.ts';
import { runQuery } from '../support/run-query.ts';

function define(sequelize: Sequelize): void {
  const Sale = sequelize.define('Sale', { amount: DataTypes.INTEGER }, { timestamps: false });
  const Shop = sequelize.define(
    'Shop',
    {
      name: DataTypes.STRING,
      sold: {
        type: DataTypes.VIRTUAL(DataTypes.INTEGER),
        get() {
          return (this.get('sales') as unknown[] | undefined)?.length ?? null;
        },
      },
    },
    { timestamps: false, defaultScope: { include: [{ model: Sale, as: 'sales' }] } },
  );
  const Tag = sequelize.define('Tag', { name: DataTypes.STRING }, { timestamps: false });
  Shop.hasMany(Sale, { as: 'sales', foreignKey: 'shopId' });
  Sale.belongsTo(Shop, { as: 'shop', foreignKey: 'shopId' });
  Shop.belongsToMany(Tag, { as: 'tags', through: 'ShopTag', timestamps: false });
}

async function fill({ models }: Sequelize): Promise<void> {
  await models.Shop?.bulkCreate([{ name: 'a' }, { name: 'b' }]);
  await models.Sale?.bulkCreate([1, 2, 3, 4, 5].map((amount) => ({ amount, shopId: 1 + (amount % 2) })));
  await models.Tag?.bulkCreate([{ name: 'x' }, { name: 'y' }]);
  await models.ShopTag?.bulkCreate([1, 2].map((TagId) => ({ ShopId: 1, TagId })));
}

onEachDatabase({ name: 'limits_rows', define, fill }, (world) => {
  const run = (rows: number, source: string, settings?: PrepareSettings) => {
    const schema = createSchema(world().sequelize, {
      onFinding: () => undefined,
      writes: true,
      limits: { rows },
    });
    return runQuery(schema, world(), source, {}, {}, settings);
  };

  /** The operation may read as many rows and no fewer, and below that nothing is written. */
  async function expectRows(rows: number, source: string, settings?: PrepareSettings) {
    const names = async () =>
      (await world()
        .sequelize.models.Shop?.unscoped()
        .findAll({ raw: true, order: ['id'] })) ?? [];
    const before = await names();
    const refused = await run(rows - 1, source, settings);
    expect(refused.errors?.[0]).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      message: `The operation has read ${rows} rows; ${rows - 1} are allowed: ask for shorter lists or fewer relations (limits.rows).`,
    });
    expect(await names()).toEqual(before);
    expect((await run(rows, source, settings)).errors).toBeUndefined();
  }

  it('counts what a default scope includes for getters', async () => {
    const shops = 2;
    const again = shops + 5;
    await expectRows(shops + again, '{ shops { sold } }');
  });

  it('counts parents that come along with the rows that name them, each once, as those of statements of their own', async () => {
    const source = '{ sales { amount shop { name } again: shop { id } } }';
    await expectRows(5 + 2, source, { joins: true });
    await expectRows(5 + 2, source, { joins: false });
    const { statements } = await run(7, source, { joins: true });
    expect(statements).toHaveLength(1);
  });

  it('counts the rows that an update by a filter finds, and locks', async () => {
    await expectRows(
      2 + 2,
      'mutation { updateSales(where: { amount: { lte: 2 } }, data: { amount: 2 }) { count } }',
    );
  });

  it('counts the written rows that are shown', async () => {
    await expectRows(
      2 + 2 + 2,
      'mutation { updateShops(where: { name: { ne: "z" } }, data: { name: "c" }) { shops { name } } }',
    );
  });

  it('counts the connecting rows that a write reads', async () => {
    const source =
      'mutation { updateShop(key: { id: 1 }, data: { tags: { set: [{ id: 1 }, { id: 2 }] } }) { errors { code } } }';
    const shop = 1;
    const tags = 2;
    // Locked, and looked at once more as the viewer sees them.
    const links = tags + tags;
    await expectRows(shop + shop + tags + links, source);
  });

  it('counts all fields of a mutation together', async () => {
    const update = 'updateSales(where: { amount: { eq: 5 } }, data: { amount: 5 }) { count }';
    expect((await run(4, `mutation { a: ${update} b: ${update} }`)).errors).toBeUndefined();
    const { data, errors } = await run(3, `mutation { a: ${update} b: ${update} }`);
    expect(data).toBeNull();
    expect(errors?.map(({ path }) => path)).toEqual([['b']]);
  });

  it('has the database find no more rows for a write than are needed to know', async () => {
    const { errors, statements } = await run(
      3,
      'mutation { deleteSales(where: { amount: { gt: 0 } }) { count } }',
    );
    expect(errors?.[0]?.message).toMatch(/^The operation has read 4 rows; 3 are allowed/);
    expect(statements.map(({ text }) => text).find((text) => text.includes('SELECT'))).toMatch(/ LIMIT 4$/);
    expect(await world().sequelize.models.Sale?.count()).toBe(5);
  });

  it('refuses a write that finds rows where none may be read any more', async () => {
    const { errors } = await run(
      1,
      'mutation { a: createSale(data: { amount: 9 }) { sale { amount } } b: deleteSales(where: { amount: { eq: 9 } }) { count } }',
    );
    expect(errors?.map(({ path, code }) => [path, code])).toEqual([[['b'], 'LIMIT_EXCEEDED']]);
    expect(await world().sequelize.models.Sale?.count()).toBe(6);
    await world().sequelize.models.Sale?.destroy({ where: { amount: 9 } });
  });
});
