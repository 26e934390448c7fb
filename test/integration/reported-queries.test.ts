import { describe, expect, it } from '@jest/globals';
import { DataTypes } from 'sequelize';
import { onEachDatabase, type World } from '../support/on-each-database.ts';

const bare = { timestamps: false };

/** The ids that a list gives. */
async function idsOf(world: World, list: string): Promise<number[]> {
  const { data, errors } = await world.query(`{ list: ${list} { id } }`);
  expect(errors).toBeUndefined();
  return (data as { list: { id: string }[] }).list.map(({ id }) => Number(id));
}

/** All ids of a connection, page by page, and how many pages it took. */
async function walk(world: World, connection: string, size: number, backwards = false): Promise<number[]> {
  const seen: number[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < 20; page++) {
    const [count, place] = backwards ? ['last', 'before'] : ['first', 'after'];
    const from = cursor === null ? '' : `, ${place}: "${cursor}"`;
    const { data } = await world.query(
      `{ list: ${connection.replace('$page', `${count}: ${size}${from}`)} { nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
    );
    const { nodes, pageInfo } = (
      data as {
        list: {
          nodes: { id: string }[];
          pageInfo: Record<'hasNextPage' | 'hasPreviousPage', boolean> &
            Record<'startCursor' | 'endCursor', string | null>;
        };
      }
    ).list;
    const ids = nodes.map(({ id }) => Number(id));
    seen.push(...(backwards ? ids.reverse() : ids));
    if (!(backwards ? pageInfo.hasPreviousPage : pageInfo.hasNextPage)) {
      return seen;
    }
    cursor = backwards ? pageInfo.startCursor : pageInfo.endCursor;
  }
  throw new Error('The walk does not end.');
}

describe('queries as others reported them', () => {
  onEachDatabase(
    {
      name: 'reported_queries',
      define(sequelize) {
        const { DATE, INTEGER, STRING } = DataTypes;
        sequelize.define('File', { name: STRING }, bare);
        sequelize.define('Bid', { score: INTEGER }, bare);
        sequelize.define('Ev', { name: STRING, at: DATE(6) }, bare);
        const Kid = sequelize.define('Kid', { n: STRING }, bare);
        const Par = sequelize.define('Par', { title: STRING }, bare);
        Kid.belongsTo(Par, { as: 'par', foreignKey: 'parId', constraints: false });
        const Order = sequelize.define('Order', { total: INTEGER }, bare);
        const Item = sequelize.define('Item', { sku: STRING }, bare);
        Order.hasMany(Item, { as: 'items', foreignKey: 'orderId' });
      },
      async fill(sequelize) {
        const { models } = sequelize;
        await models.File?.bulkCreate(
          ['foo', 'foo_', 'foobar', '50%', '50x', null].map((name) => ({ name })) as never,
        );
        await models.Bid?.bulkCreate([5, 5, 5, 5, 5, 2, 5].map((score) => ({ score })));
        await models.Par?.bulkCreate([{ title: 'b' }, { title: 'a' }]);
        await models.Kid?.bulkCreate([{ parId: 1 }, { parId: null }, { parId: 2 }]);
        await models.Order?.bulkCreate([{}, {}, {}, {}, {}]);
        const skus = [...Array<number>(10).fill(1), 2, 3, 4, 5];
        await models.Item?.bulkCreate(skus.map((orderId) => ({ sku: 'x', orderId })));
        await models.Ev?.bulkCreate(Array.from({ length: 5 }, () => ({ at: new Date(0) })));
        const table = sequelize.getDialect() === 'postgres' ? 'kinql_reported_queries."Evs"' : '`Evs`';
        await sequelize.query(`UPDATE ${table} SET at = '2024-01-01 00:00:00.123456'`);
      },
    },
    (world) => {
      it('takes a text as it is, wildcards too (B02)', async () => {
        expect(await idsOf(world(), 'files(where: { name: { contains: "_" } })')).toEqual([2]);
        expect(await idsOf(world(), 'files(where: { name: { startsWith: "50%" } })')).toEqual([4]);
        expect(await idsOf(world(), 'files(where: { name: { endsWith: "%" } })')).toEqual([4]);
        expect(await idsOf(world(), 'files(where: { name: { iContains: "O_" } })')).toEqual([2]);
      });

      it('keeps rows without a value in ne, notIn and not (B45)', async () => {
        const others = [2, 3, 4, 5, 6];
        expect(await idsOf(world(), 'files(where: { name: { ne: "foo" } })')).toEqual(others);
        expect(await idsOf(world(), 'files(where: { name: { notIn: ["foo"] } })')).toEqual(others);
        expect(await idsOf(world(), 'files(where: { not: { name: { eq: "foo" } } })')).toEqual(others);
        expect(await idsOf(world(), 'files(where: { name: { notIn: ["foo", null] } })')).toEqual([
          2, 3, 4, 5,
        ]);
        expect(await idsOf(world(), 'files(where: { name: { in: ["foo", null] } })')).toEqual([1, 6]);
      });

      it('finds nothing in an empty list, and all that is not in one (B88)', async () => {
        expect(await idsOf(world(), 'bids(where: { id: { in: [] } })')).toEqual([]);
        expect(await idsOf(world(), 'bids(where: { id: { notIn: [] } })')).toEqual([1, 2, 3, 4, 5, 6, 7]);
      });

      it('fills a page of rows that a list among others filters (B21)', async () => {
        const where = '{ or: [{ total: { gt: 1000 } }, { items: { some: { sku: { eq: "x" } } } }] }';
        expect(await idsOf(world(), `orders(where: ${where}, limit: 3)`)).toEqual([1, 2, 3]);
      });

      it('keeps rows without a parent in an order by the parent (B65)', async () => {
        const order = 'orderBy: [{ par: { title: ASC } }]';
        expect(await idsOf(world(), `kids(${order})`)).toEqual([3, 1, 2]);
        expect(await walk(world(), `kidsConnection(${order}, $page)`, 2)).toEqual([3, 1, 2]);
      });

      it('walks over equal values in both directions (B82, B36)', async () => {
        const list = 'bidsConnection(orderBy: [{ score: DESC }], $page)';
        const order = [1, 2, 3, 4, 5, 7, 6];
        expect(await walk(world(), list, 2)).toEqual(order);
        expect(await walk(world(), list, 2, true)).toEqual([...order].reverse());
      });

      it('walks over instants that differ in no millisecond (B05)', async () => {
        expect(await walk(world(), 'evsConnection(orderBy: [{ at: ASC }], $page)', 2)).toEqual([
          1, 2, 3, 4, 5,
        ]);
        expect(await walk(world(), 'evsConnection(orderBy: [{ at: DESC }], $page)', 2)).toEqual([
          1, 2, 3, 4, 5,
        ]);
      });

      it('knows that a page which is exactly full is the last (B96)', async () => {
        const { data } = await world().query(`{
          full: bidsConnection(first: 7) { pageInfo { hasNextPage } }
          none: bidsConnection(first: 0) { nodes { id } totalCount }
          empty: bidsConnection(where: { id: { in: [] } }) { totalCount pageInfo { hasNextPage startCursor endCursor } }
        }`);
        expect(data).toEqual({
          full: { pageInfo: { hasNextPage: false } },
          none: { nodes: [], totalCount: 7 },
          empty: { totalCount: 0, pageInfo: { hasNextPage: false, startCursor: null, endCursor: null } },
        });
      });

      it('refuses an order that is none of the attributes (B100)', async () => {
        for (const term of [
          '{ constructor: ASC }',
          '{ __proto__: ASC }',
          '"id; drop table x"',
          '{ id: "ASC; x" }',
        ]) {
          await expect(world().query(`{ bids(orderBy: [${term}]) { id } }`)).rejects.toThrow();
        }
      });
    },
  );
});
