import { describe, expect, it } from '@jest/globals';
import { DataTypes, type Sequelize } from 'sequelize';
import { getOperations } from '../../src/build/build-schema.ts';
import { onEachDatabase, type World } from '../support/on-each-database.ts';

const bare = { timestamps: false };

function defineShops(sequelize: Sequelize): void {
  const Shop = sequelize.define('Shop', { name: DataTypes.STRING }, bare);
  const Sale = sequelize.define(
    'Sale',
    { year: DataTypes.INTEGER, amt: { type: DataTypes.INTEGER, allowNull: false } },
    { ...bare, defaultScope: { order: [['amt', 'DESC']] } },
  );
  Shop.hasMany(Sale, { as: 'sales', foreignKey: 'shopId' });
  Sale.belongsTo(Shop, { as: 'shop', foreignKey: 'shopId' });
}

describe('a list under each of several parents (T24)', () => {
  onEachDatabase(
    {
      name: 'lists_per_parent',
      define: defineShops,
      async fill({ models }) {
        await models.Shop?.bulkCreate([{ name: 'one' }, { name: 'two' }, { name: 'three' }]);
        await models.Sale?.bulkCreate([
          { shopId: 1, amt: 1 },
          { shopId: 1, amt: 2 },
          { shopId: 1, amt: 3 },
          { shopId: 2, amt: 9 },
          { shopId: 2, amt: 8 },
        ]);
      },
    },
    (world) => {
      it('gives each parent its own first rows, in order (B71)', async () => {
        const { data, statements } = await world().query('{ shops { sales(limit: 2) { amt } } }');
        expect(data).toEqual({
          shops: [{ sales: [{ amt: 3 }, { amt: 2 }] }, { sales: [{ amt: 9 }, { amt: 8 }] }, { sales: [] }],
        });
        expect(statements).toHaveLength(2);
      });

      it('skips rows of each parent', async () => {
        const { data } = await world().query('{ shops { sales(limit: 1, offset: 1) { amt } } }');
        expect(data).toEqual({ shops: [{ sales: [{ amt: 2 }] }, { sales: [{ amt: 8 }] }, { sales: [] }] });
      });

      it('is answered for each alias by its own arguments (B57)', async () => {
        const { data, statements } = await world().query(
          '{ shops { top: sales(limit: 1) { amt } rest: sales(offset: 1) { amt } all: sales { amt } } }',
        );
        expect(data).toEqual({
          shops: [
            { top: [{ amt: 3 }], rest: [{ amt: 2 }, { amt: 1 }], all: [{ amt: 3 }, { amt: 2 }, { amt: 1 }] },
            { top: [{ amt: 9 }], rest: [{ amt: 8 }], all: [{ amt: 9 }, { amt: 8 }] },
            { top: [], rest: [], all: [] },
          ],
        });
        expect(statements).toHaveLength(4);
      });

      it('is read once where two aliases have the same arguments, given in whatever way', async () => {
        const { statements } = await world().query(
          'query ($two: Int = 2) { shops { a: sales(limit: 2) { amt } b: sales(limit: $two) { year } c: sales(limit: 2, offset: 0) { id } } }',
        );
        expect(statements).toHaveLength(2);
      });
    },
  );
});

describe('aliased lists under many parents (B42)', () => {
  onEachDatabase(
    {
      name: 'lists_many_parents',
      define: defineShops,
      async fill({ models }) {
        await models.Shop?.bulkCreate(Array.from({ length: 50 }, (_, index) => ({ name: `shop ${index}` })));
        await models.Sale?.bulkCreate(
          Array.from({ length: 150 }, (_, index) => ({ shopId: 1 + (index % 50), amt: index })),
        );
      },
    },
    (world) => {
      it('take one statement each, whatever the number of parents', async () => {
        const { data, statements } = await world().query(
          '{ shops(limit: 50) { a: sales(limit: 2) { amt } b: sales(limit: 1, offset: 2) { amt } } }',
        );
        const { shops } = data as { shops: { a: { amt: number }[]; b: { amt: number }[] }[] };
        expect(shops).toHaveLength(50);
        expect(shops[7]).toEqual({ a: [{ amt: 107 }, { amt: 57 }], b: [{ amt: 7 }] });
        expect(statements).toHaveLength(3);
      });
    },
  );
});

describe('limits and offsets (B63)', () => {
  onEachDatabase(
    {
      name: 'lists_limits',
      define: defineShops,
      async fill({ models }) {
        await models.Shop?.bulkCreate([{ name: 'one' }, { name: 'two' }, { name: 'three' }]);
        await models.Sale?.bulkCreate([1, 2, 3, 4].map((amt) => ({ shopId: 1, amt })));
      },
      options: { page: { default: 2, max: 3 } },
    },
    (world) => {
      const ids = async (field: string) => {
        const { data, errors } = await world().query(
          `{ shops(limit: 1) { ${field} { id } } root: ${field} { id } }`,
        );
        return { data, errors };
      };

      it.each(['sales(limit: -1)', 'sales(offset: -1)', 'sales(limit: 1, offset: -2147483648)'])(
        'refuses %s, at the root and inside a relation',
        async (field) => {
          const nested = await world().query(`{ shops(limit: 1) { name ${field} { id } } }`);
          expect(nested.errors?.map(({ code, path }) => [code, path])).toEqual([
            ['BAD_USER_INPUT', ['shops', 0, 'sales']],
          ]);
          const root = await world().query(`{ ${field} { id } }`);
          expect(root.errors?.map(({ code, path }) => [code, path])).toEqual([['BAD_USER_INPUT', ['sales']]]);
          expect(root.statements).toEqual([]);
        },
      );

      it('says what is wrong in one sentence', async () => {
        const { errors } = await world().query('{ sales(limit: -1) { id } }');
        expect(errors?.[0]?.message).toBe('The argument "limit" must not be negative, but it is -1.');
      });

      it('gives nothing for a limit of 0, and asks nothing', async () => {
        const { data, statements } = await world().query(
          '{ sales(limit: 0) { id } shops(limit: 1) { sales(limit: 0) { id } } }',
        );
        expect(data).toEqual({ sales: [], shops: [{ sales: [] }] });
        expect(statements).toHaveLength(1);
      });

      it('lowers a huge limit to the maximum', async () => {
        const { data } = await ids('sales(limit: 2147483647)');
        expect(data).toEqual({
          shops: [{ sales: [{ id: '4' }, { id: '3' }, { id: '2' }] }],
          root: [{ id: '4' }, { id: '3' }, { id: '2' }],
        });
      });

      it('takes an offset without a limit', async () => {
        const { data } = await ids('sales(offset: 3)');
        expect(data).toEqual({ shops: [{ sales: [{ id: '1' }] }], root: [{ id: '1' }] });
      });

      it('finds nothing past the end', async () => {
        const { data } = await ids('sales(offset: 2147483647)');
        expect(data).toEqual({ shops: [{ sales: [] }], root: [] });
      });

      it('treats null as not given', async () => {
        const { data } = await ids('sales(limit: null, offset: null)');
        expect(data).toEqual({
          shops: [{ sales: [{ id: '4' }, { id: '3' }] }],
          root: [{ id: '4' }, { id: '3' }],
        });
      });
    },
  );
});

describe('a list that was cut at a limit of ours', () => {
  onEachDatabase(
    {
      name: 'lists_truncated',
      define: defineShops,
      async fill({ models }) {
        await models.Shop?.bulkCreate([{ name: 'one' }, { name: 'two' }]);
        await models.Sale?.bulkCreate([1, 2, 3, 4].map((amt) => ({ shopId: 1 + (amt > 3 ? 1 : 0), amt })));
      },
      options: { page: { default: 2, max: 3 } },
    },
    (world) => {
      it.each([
        ['{ sales { id } }', [{ path: ['sales'], limit: 2 }]],
        ['{ sales(limit: 2) { id } }', []],
        ['{ sales(limit: 4) { id } }', [{ path: ['sales'], limit: 3 }]],
        ['{ sales(offset: 2) { id } }', []],
        ['{ shops { name sales { id } } }', [{ path: ['shops', 0, 'sales'], limit: 2 }]],
      ])('is told of, and only then: %s', async (source, truncated) => {
        const contextValue = {};
        const record = recordOf(world(), contextValue);
        await world().query(source, {}, contextValue);
        expect(record.truncated).toEqual(truncated);
      });
    },
  );
});

function recordOf({ schema }: World, contextValue: object) {
  const operations = getOperations(schema);
  if (operations === undefined) {
    throw new Error('not a schema of KinQL');
  }
  return operations.records.open(contextValue);
}

describe('nulls in an order (T25)', () => {
  onEachDatabase(
    {
      name: 'lists_nulls',
      define(sequelize) {
        const scopes = { up: { order: ['rank'] }, down: { order: [['rank', 'DESC'] as [string, string]] } };
        const Shop = sequelize.define('Shop', {}, bare);
        const Sale = sequelize.define('Sale', { rank: DataTypes.INTEGER }, { ...bare, scopes });
        Shop.hasMany(Sale, { as: 'sales', foreignKey: 'shopId' });
        Shop.hasMany(Sale.scope('up'), { as: 'up', foreignKey: 'shopId' });
        Shop.hasMany(Sale.scope('down'), { as: 'down', foreignKey: 'shopId' });
      },
      async fill({ models }) {
        await models.Shop?.create();
        await models.Sale?.bulkCreate([2, null, 1, null].map((rank) => ({ rank, shopId: 1 })));
      },
    },
    (world) => {
      it('come last upwards and first downwards, on every database', async () => {
        const { data } = await world().query('{ shops { up { rank id } down { rank id } } }');
        const rows = (...pairs: [number | null, string][]) => pairs.map(([rank, id]) => ({ rank, id }));
        expect(data).toEqual({
          shops: [
            {
              up: rows([1, '3'], [2, '1'], [null, '2'], [null, '4']),
              down: rows([null, '2'], [null, '4'], [2, '1'], [1, '3']),
            },
          ],
        });
      });
    },
  );
});
