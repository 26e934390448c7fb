import { describe, expect, it } from '@jest/globals';
import { DataTypes, type ModelAttributes, type Sequelize } from 'sequelize';
import { fromGlobalId, toGlobalId } from '../../src/plan/global-id.ts';
import { onEachDatabase, type World, type WorldOptions } from '../support/on-each-database.ts';

const bare = { timestamps: false };
const relay = { relay: true };

interface KeyCase {
  readonly title: string;
  readonly name: string;
  readonly only?: WorldOptions['only'];
  readonly type: unknown;
  readonly foreignType?: unknown;
  readonly values: readonly unknown[];
  /** The key as `rowId` shows it, where it is not the value itself. */
  readonly shown?: readonly unknown[];
  /** The key as it stands in the global id. */
  readonly texts: readonly string[];
}

const longText = 'x'.repeat(200);
const texts = [
  'plain',
  'a b',
  `"quoted" 'and' \\`,
  '["User","1"]',
  'ä ß 漢字 🙂',
  '%_`;--',
  '\t\n',
  longText,
];

const cases: readonly KeyCase[] = [
  { title: 'an integer', name: 'integer', type: DataTypes.INTEGER, values: [1, -5], texts: ['1', '-5'] },
  {
    title: 'a BIGINT beyond 2^53',
    name: 'bigint',
    type: DataTypes.BIGINT,
    values: ['9007199254740993', '9007199254740992', '-9223372036854775808'],
    texts: ['9007199254740993', '9007199254740992', '-9223372036854775808'],
  },
  {
    title: 'a UUID',
    name: 'uuid',
    type: DataTypes.UUID,
    values: ['7c4e0000-1111-4222-8333-44445555aa02'],
    texts: ['7c4e0000-1111-4222-8333-44445555aa02'],
  },
  { title: 'a text with any characters', name: 'text', type: DataTypes.STRING, values: texts, texts },
  {
    title: 'a DECIMAL of fifteen digits that is referred to by another scale',
    name: 'decimal_short',
    type: DataTypes.DECIMAL(30, 2),
    foreignType: DataTypes.DECIMAL(30, 4),
    values: ['1234567890123.10', '0.50'],
    shown: ['1234567890123.10', '0.50'],
    texts: ['1234567890123.1', '0.5'],
  },
  {
    title: 'a DECIMAL that is referred to by another scale',
    name: 'decimal',
    only: ['embedded', 'postgres', 'mariadb'],
    type: DataTypes.DECIMAL(30, 2),
    foreignType: DataTypes.DECIMAL(30, 4),
    values: ['1234567890123456789012345.10', '0.50'],
    shown: ['1234567890123456789012345.10', '0.50'],
    texts: ['1234567890123456789012345.1', '0.5'],
  },
  {
    title: 'a day',
    name: 'date',
    type: DataTypes.DATEONLY,
    values: ['2024-01-31', '0999-12-31'],
    texts: ['2024-01-31', '0999-12-31'],
  },
  {
    title: 'an instant',
    name: 'instant',
    type: DataTypes.DATE(6),
    values: ['2024-01-31T10:00:00.123Z'],
    texts: ['2024-01-31T10:00:00.123Z'],
  },
  {
    title: 'an enum',
    name: 'enum',
    type: DataTypes.ENUM('in progress', 'done'),
    values: ['in progress', 'done'],
    shown: ['in_progress', 'done'],
    texts: ['in progress', 'done'],
  },
  {
    title: 'a boolean',
    name: 'boolean',
    type: DataTypes.BOOLEAN,
    values: [true, false],
    texts: ['true', 'false'],
  },
  {
    title: 'a number with a fraction',
    name: 'float',
    type: DataTypes.DOUBLE,
    values: [0.1, 1e21],
    texts: ['0.1', '1e+21'],
  },
];

describe.each(cases)(
  'the global id of $title',
  ({ name, only, type, foreignType, values, shown, texts: keys }) => {
    onEachDatabase(
      {
        name: `relay_keys_${name}`,
        ...(only && { only }),
        define(sequelize) {
          const Depot = sequelize.define(
            'Depot',
            { id: { type, primaryKey: true, autoIncrement: false } } as ModelAttributes,
            bare,
          );
          const Parcel = sequelize.define(
            'Parcel',
            { number: DataTypes.INTEGER, depotId: foreignType ?? type } as ModelAttributes,
            bare,
          );
          Parcel.belongsTo(Depot, { as: 'depot', foreignKey: 'depotId', constraints: false });
        },
        async fill({ models }) {
          for (const [index, value] of values.entries()) {
            await models.Depot?.create({ id: value });
            await models.Parcel?.create({ number: index, depotId: value });
          }
          await models.Parcel?.create({ number: values.length, depotId: null });
        },
        options: relay,
      },
      (world) => {
        const ids = keys.map((key) => toGlobalId('Depot', key));

        it('holds its key, and finds the row again by node, by argument and by filter', async () => {
          const { data } = await world().query('{ depots { id rowId } }');
          const { depots } = data as { depots: { id: string; rowId: unknown }[] };
          const byId = new Map(depots.map((depot) => [depot.id, depot]));
          expect([...byId.keys()].sort()).toEqual([...ids].sort());
          for (const [index, id] of ids.entries()) {
            expect(fromGlobalId(id)).toEqual({ type: 'Depot', key: [keys[index]] });
            const again = await world().query(
              `query ($id: ID!) {
              node(id: $id) { id ... on Depot { rowId } }
              depot(id: $id) { id rowId }
              depotBy(key: { id: $id }) { id rowId }
              depots(where: { id: { eq: $id } }) { id rowId }
            }`,
              { id },
            );
            const row = { id, rowId: (shown ?? values)[index] };
            expect(again.errors).toBeUndefined();
            expect(again.data).toEqual({ node: row, depot: row, depotBy: row, depots: [row] });
          }
        });

        it('is what a foreign key shows, and finds by it', async () => {
          const { data } = await world().query(
            '{ parcels(orderBy: [{ number: ASC }]) { depotId depot { id } } }',
          );
          expect(data).toEqual({
            parcels: [...ids.map((id) => ({ depotId: id, depot: { id } })), { depotId: null, depot: null }],
          });
          for (const [index, id] of ids.entries()) {
            const found = await world().query(
              'query ($id: ID!) { parcels(where: { depotId: { eq: $id } }) { number } }',
              { id },
            );
            expect(found.data).toEqual({ parcels: [{ number: index }] });
          }
        });
      },
    );
  },
);

/** Places by two keys, their prices under both, and notes on prices without a key of their own. */
function defineComposite(sequelize: Sequelize): void {
  const Shop = sequelize.define('Shop', { code: { type: DataTypes.STRING, primaryKey: true } }, bare);
  const Price = sequelize.define(
    'Price',
    {
      shopCode: { type: DataTypes.STRING, primaryKey: true },
      article: { type: DataTypes.BIGINT, primaryKey: true },
      amount: DataTypes.DECIMAL(10, 2),
    },
    bare,
  );
  Price.belongsTo(Shop, { as: 'shop', foreignKey: 'shopCode' });
  Shop.hasMany(Price, { as: 'prices', foreignKey: 'shopCode' });
}

describe('the global id of a key of several attributes', () => {
  onEachDatabase(
    {
      name: 'relay_keys_composite',
      define: defineComposite,
      async fill({ models }) {
        await models.Shop?.bulkCreate([{ code: 'a' }, { code: 'a","b' }]);
        await models.Price?.bulkCreate([
          { shopCode: 'a', article: '9007199254740993', amount: '1.50' },
          { shopCode: 'a', article: '9007199254740992', amount: '2.50' },
          { shopCode: 'a","b', article: '1', amount: '3.50' },
        ]);
      },
      options: relay,
    },
    (world) => {
      const price = (shop: string, article: string) => toGlobalId('Price', shop, article);
      const first = price('a', '9007199254740993');
      const second = price('a', '9007199254740992');
      const third = price('a","b', '1');

      it('holds them all, and finds the row by node, by argument and by key', async () => {
        const { data, errors } = await world().query(
          `query ($id: ID!, $shop: ID!) {
            node(id: $id) { id ... on Price { amount shopCode article } }
            price(id: $id) { amount }
            byId: priceBy(key: { id: $id }) { amount }
            byParts: priceBy(key: { shopCodeAndArticle: { shopCode: $shop, article: "9007199254740993" } }) { id }
          }`,
          { id: first, shop: toGlobalId('Shop', 'a') },
        );
        expect(errors).toBeUndefined();
        expect(data).toEqual({
          node: { id: first, amount: '1.50', shopCode: toGlobalId('Shop', 'a'), article: '9007199254740993' },
          price: { amount: '1.50' },
          byId: { amount: '1.50' },
          byParts: { id: first },
        });
      });

      it('is found by several at once, in one statement', async () => {
        const { data, statements } = await world().query(
          'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Price { amount } } }',
          { ids: [third, first, price('b', '1'), second] },
        );
        expect(data).toEqual({ nodes: [{ amount: '3.50' }, { amount: '1.50' }, null, { amount: '2.50' }] });
        expect(statements).toHaveLength(1);
      });

      it('is filtered by, and excluded by', async () => {
        expect(await amounts(world(), { id: { in: [first, third] } })).toEqual(['1.50', '3.50']);
        expect(await amounts(world(), { id: { eq: second } })).toEqual(['2.50']);
        expect(await amounts(world(), { id: { ne: second } })).toEqual(['1.50', '3.50']);
        expect(await amounts(world(), { id: { notIn: [first, third] } })).toEqual(['2.50']);
        expect(await amounts(world(), { id: { isNull: true } })).toEqual([]);
        expect(await amounts(world(), { id: { isNull: false } })).toEqual(['1.50', '2.50', '3.50']);
        expect(await amounts(world(), { id: { eq: toGlobalId('Shop', 'a') } })).toEqual([]);
        expect(await amounts(world(), { id: { in: [toGlobalId('Price', 'a')] } })).toEqual([]);
      });

      it('orders by the whole key, upwards and downwards, and pages by it', async () => {
        const up = await world().query('{ prices(orderBy: [{ id: ASC }]) { amount } }');
        expect(up.data).toEqual({ prices: [{ amount: '2.50' }, { amount: '1.50' }, { amount: '3.50' }] });
        const down = await world().query(
          '{ pricesConnection(orderBy: [{ id: DESC }], first: 1) { nodes { amount } pageInfo { endCursor } } }',
        );
        const { pricesConnection } = down.data as {
          pricesConnection: { nodes: unknown; pageInfo: { endCursor: string } };
        };
        expect(pricesConnection.nodes).toEqual([{ amount: '3.50' }]);
        const rest = await world().query(
          'query ($after: String) { pricesConnection(orderBy: [{ id: DESC }], after: $after) { nodes { amount } } }',
          { after: pricesConnection.pageInfo.endCursor },
        );
        expect(rest.data).toEqual({ pricesConnection: { nodes: [{ amount: '1.50' }, { amount: '2.50' }] } });
      });
    },
  );
});

/** The amounts of the prices that a filter finds, in their own order. */
async function amounts(world: World, where: object): Promise<unknown[]> {
  const { data, errors } = await world.query(
    'query ($where: PriceWhere) { prices(where: $where, orderBy: [{ amount: ASC }]) { amount } }',
    { where },
  );
  expect(errors).toBeUndefined();
  return (data as { prices: { amount: unknown }[] }).prices.map(({ amount }) => amount);
}
