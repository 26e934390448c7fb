import { describe, expect, it } from '@jest/globals';
import { DataTypes, type Sequelize } from 'sequelize';
import { onEachDatabase, type World } from '../support/on-each-database.ts';

const bare = { timestamps: false };

async function answer(world: World, query: string, variables?: Record<string, unknown>): Promise<unknown> {
  const { data, errors } = await world.query(query, variables);
  expect(errors).toBeUndefined();
  return data;
}

function defineManyToMany(sequelize: Sequelize): void {
  const { STRING } = DataTypes;
  const Prod = sequelize.define('Prod', { n: STRING }, bare);
  const Attr = sequelize.define('Attr', { n: STRING }, bare);
  const PA = sequelize.define('PA', { value: STRING }, bare);
  Prod.belongsToMany(Attr, { as: 'attrs', through: PA, foreignKey: 'prodId', otherKey: 'attrId' });
  const Grp = sequelize.define('Grp', { n: STRING }, bare);
  const Usr = sequelize.define('Usr', { n: STRING }, bare);
  const Mem = sequelize.define('Mem', { role: STRING }, { paranoid: true });
  Grp.belongsToMany(Usr, { as: 'users', through: Mem, foreignKey: 'grpId', otherKey: 'usrId' });
  Usr.belongsToMany(Grp, { as: 'groups', through: Mem, foreignKey: 'usrId', otherKey: 'grpId' });
  const Song = sequelize.define('Song', { t: STRING }, bare);
  const Mix = sequelize.define('Mix', { n: STRING }, bare);
  const links = { through: 'MixSong', timestamps: false };
  Mix.belongsToMany(Song, { ...links, as: 'songs', foreignKey: 'mixId', otherKey: 'songId' });
  Song.belongsToMany(Mix, { ...links, as: 'mixes', foreignKey: 'songId', otherKey: 'mixId' });
}

async function fillManyToMany({ models }: Sequelize): Promise<void> {
  const { Prod, Attr, PA, Grp, Usr, Mem, Mix, Song, MixSong } = models;
  await Prod?.bulkCreate([{ n: 'one' }, { n: 'two' }]);
  await Attr?.create({ n: 'colour' });
  await PA?.bulkCreate([
    { prodId: 1, attrId: 1, value: 'red' },
    { prodId: 2, attrId: 1, value: 'blue' },
  ]);
  await Grp?.create({ n: 'g' });
  await Usr?.bulkCreate([{ n: 'a' }, { n: 'b' }]);
  await Mem?.bulkCreate([
    { grpId: 1, usrId: 1, role: 'x' },
    { grpId: 1, usrId: 2, role: 'x' },
  ]);
  await Mem?.destroy({ where: { usrId: 1 } });
  await Mix?.bulkCreate([{ n: 'one' }, { n: 'two' }, { n: 'three' }]);
  await Song?.bulkCreate([{ t: 'a' }, { t: 'b' }, { t: 'c' }]);
  await MixSong?.bulkCreate([
    { mixId: 1, songId: 1 },
    { mixId: 1, songId: 2 },
    { mixId: 1, songId: 3 },
    { mixId: 2, songId: 3 },
  ]);
}

describe('many-to-many relations as others reported them', () => {
  onEachDatabase({ name: 'reported_many', define: defineManyToMany, fill: fillManyToMany }, (world) => {
    it("give each row the link's own columns, where both lead to one row (B49)", async () => {
      const edges = '{ edges { node { n } through { value } } }';
      expect(
        await answer(
          world(),
          `{ prods(orderBy: [{ id: ASC }]) { attrsConnection ${edges} red: attrsConnection(through: { value: { eq: "red" } }) ${edges} } }`,
        ),
      ).toEqual({
        prods: [
          {
            attrsConnection: { edges: [{ node: { n: 'colour' }, through: { value: 'red' } }] },
            red: { edges: [{ node: { n: 'colour' }, through: { value: 'red' } }] },
          },
          {
            attrsConnection: { edges: [{ node: { n: 'colour' }, through: { value: 'blue' } }] },
            red: { edges: [] },
          },
        ],
      });
    });

    it('are not there any more where the link is deleted: lists, counts, filters, orders (B54)', async () => {
      const none = { eq: 'a' };
      expect(
        await answer(
          world(),
          `query ($a: UsrWhere!) {
              grps(orderBy: [{ users: { count: DESC } }]) {
                users { n } few: users(limit: 5) { n }
                usersConnection { totalCount aggregate { count } edges { node { n } through { role } } }
              }
              usrs(orderBy: [{ groups: { count: DESC } }, { n: ASC }]) { n groups { n } groupsConnection { totalCount } }
              some: grps(where: { users: { some: $a } }) { n }
              every: grps(where: { users: { every: { n: { eq: "b" } } } }) { n }
              none: grps(where: { users: { none: $a } }) { n }
              count: grpsAggregate(where: { users: { some: $a } }) { count }
            }`,
          { a: { n: none } },
        ),
      ).toEqual({
        grps: [
          {
            users: [{ n: 'b' }],
            few: [{ n: 'b' }],
            usersConnection: {
              totalCount: 1,
              aggregate: { count: 1 },
              edges: [{ node: { n: 'b' }, through: { role: 'x' } }],
            },
          },
        ],
        usrs: [
          { n: 'b', groups: [{ n: 'g' }], groupsConnection: { totalCount: 1 } },
          { n: 'a', groups: [], groupsConnection: { totalCount: 0 } },
        ],
        some: [],
        every: [{ n: 'g' }],
        none: [{ n: 'g' }],
        count: { count: 0 },
      });
    });

    it('are counted by rows and not by what a filter on many meets (B72)', async () => {
      const where = 'where: { songs: { some: { t: { in: ["a", "b", "c"] } } } }';
      expect(
        await answer(
          world(),
          `{
              mixesConnection(${where}, first: 1) { totalCount nodes { n } pageInfo { hasNextPage } aggregate { count countDistinct { n } } }
              mixesAggregate(${where}) { count }
              mixesGroupBy(by: [{ n: VALUE }], ${where}) { keys { n } count }
              songs(where: { t: { eq: "c" } }) { mixesConnection(${where}) { totalCount nodes { n } } }
            }`,
        ),
      ).toEqual({
        mixesConnection: {
          totalCount: 2,
          nodes: [{ n: 'one' }],
          pageInfo: { hasNextPage: true },
          aggregate: { count: 2, countDistinct: { n: 2 } },
        },
        mixesAggregate: { count: 2 },
        mixesGroupBy: [
          { keys: { n: 'one' }, count: 1 },
          { keys: { n: 'two' }, count: 1 },
        ],
        songs: [{ mixesConnection: { totalCount: 2, nodes: [{ n: 'one' }, { n: 'two' }] } }],
      });
    });

    it('are shown whole, whatever picked the rows that they stand under (B87)', async () => {
      const songs = 'songs(orderBy: [{ t: ASC }]) { t }';
      const all = { songs: [{ t: 'a' }, { t: 'b' }, { t: 'c' }] };
      expect(
        await answer(
          world(),
          `{
              mixes(where: { songs: { some: { t: { eq: "b" } } } }) { ${songs} }
              mixesConnection(where: { songs: { some: { t: { eq: "b" } } } }) { nodes { ${songs} songsConnection { totalCount } } }
              songs(where: { mixes: { some: { n: { eq: "two" } } } }) { mixes { n } }
            }`,
        ),
      ).toEqual({
        mixes: [all],
        mixesConnection: { nodes: [{ ...all, songsConnection: { totalCount: 3 } }] },
        songs: [{ mixes: [{ n: 'one' }, { n: 'two' }] }],
      });
    });
  });
});

function defineOneToMany(sequelize: Sequelize): void {
  const { BIGINT, INTEGER, STRING } = DataTypes;
  const key = () => ({ type: INTEGER, primaryKey: true });
  sequelize.define('Seat', { hallId: key(), seatNo: key(), holder: STRING }, bare);
  sequelize.define('Hit', { n: INTEGER, big: BIGINT, grp: STRING }, bare);
  const Post = sequelize.define('Post', { headline: { type: STRING, field: 'post_title' } }, bare);
  const Media = sequelize.define('Media', { src: { type: STRING, field: 'media_source' } }, bare);
  Post.hasMany(Media, { as: 'media', foreignKey: 'postId' });
  Media.belongsTo(Post, { as: 'post', foreignKey: 'postId' });
  const Shop = sequelize.define('Shop', { name: STRING }, bare);
  const Sale = sequelize.define('Sale', { year: INTEGER, amt: { type: INTEGER, allowNull: false } }, bare);
  Shop.hasMany(Sale, { as: 'sales', foreignKey: 'shopId' });
  Sale.belongsTo(Shop, { as: 'shop', foreignKey: 'shopId' });
  const Acct = sequelize.define('Acct', { n: STRING }, bare);
  const Xfer = sequelize.define('Xfer', { amt: INTEGER }, bare);
  Xfer.belongsTo(Acct, { as: 'payer', foreignKey: 'payerId' });
  Xfer.belongsTo(Acct, { as: 'payee', foreignKey: 'payeeId' });
  Acct.hasMany(Xfer, { as: 'sent', foreignKey: 'payerId' });
  Acct.hasMany(Xfer, { as: 'got', foreignKey: 'payeeId' });
}

async function fillOneToMany({ models }: Sequelize): Promise<void> {
  const { Seat, Hit, Post, Media, Shop, Sale, Acct, Xfer } = models;
  await Seat?.bulkCreate([
    { hallId: 1, seatNo: 2, holder: 'ida' },
    { hallId: 2, seatNo: 1, holder: 'jon' },
  ]);
  await Hit?.bulkCreate([
    { n: 2_000_000_000, big: '9007199254740993', grp: 'a' },
    { n: 2_000_000_000, big: 0, grp: 'a' },
  ]);
  await Post?.bulkCreate([{ headline: 'b' }, { headline: 'a' }, { headline: 'c' }]);
  await Media?.bulkCreate([1, 2, 3, 1, 2, 3].map((postId, index) => ({ postId, src: `${9 - index}` })));
  await Shop?.bulkCreate(Array.from({ length: 50 }, (_, index) => ({ name: `shop ${index}` })));
  await Sale?.bulkCreate([
    { shopId: 1, year: 2023, amt: 5 },
    { shopId: 1, year: 2024, amt: 9 },
    { shopId: 1, year: 2024, amt: 7 },
    { shopId: 2, year: 2023, amt: 1 },
    { shopId: 50, year: 2023, amt: 3 },
  ]);
  await Acct?.bulkCreate([{ n: 'a' }, { n: 'b' }]);
  await Xfer?.bulkCreate([
    { amt: 10, payerId: 1, payeeId: 2 },
    { amt: 20, payerId: 2, payeeId: 1 },
    { amt: 30, payerId: 1, payeeId: 1 },
  ]);
}

describe('keys, sums and lists as others reported them', () => {
  onEachDatabase({ name: 'reported_lists', define: defineOneToMany, fill: fillOneToMany }, (world) => {
    it('finds a row by a key of two attributes, in whichever order they are given (B20)', async () => {
      const { data, errors, statements } = await world().query(
        `query ($key: SeatKey!) {
            a: seatBy(key: { hallIdAndSeatNo: { hallId: 1, seatNo: 2 } }) { holder }
            b: seatBy(key: { hallIdAndSeatNo: { seatNo: 1, hallId: 2 } }) { holder }
            c: seatBy(key: $key) { holder }
            d: seat(seatNo: 1, hallId: 2) { holder }
            none: seat(hallId: 1, seatNo: 1) { holder }
          }`,
        { key: { hallIdAndSeatNo: { seatNo: 2, hallId: 1 } } },
      );
      expect(errors).toBeUndefined();
      expect(data).toEqual({
        a: { holder: 'ida' },
        b: { holder: 'jon' },
        c: { holder: 'ida' },
        d: { holder: 'jon' },
        none: null,
      });
      expect(statements).toHaveLength(1);
    });

    it('sums up beyond an Int, to the digit (B23)', async () => {
      const sums = 'count sum { n big } avg { n } max { n big }';
      const expected = {
        count: 2,
        sum: { n: '4000000000', big: '9007199254740993' },
        avg: { n: '2000000000' },
        max: { n: 2_000_000_000, big: '9007199254740993' },
      };
      expect(
        await answer(
          world(),
          `{
              hitsGroupBy(by: [{ grp: VALUE }], having: { sum: { n: { gt: 3999999999 } } }) { keys { grp } ${sums} }
              hitsAggregate { ${sums} }
            }`,
        ),
      ).toEqual({ hitsGroupBy: [{ keys: { grp: 'a' }, ...expected }], hitsAggregate: expected });
    });

    it('orders, filters and pages by attributes whose columns have other names, beside lists (B69)', async () => {
      expect(
        await answer(
          world(),
          `{
              posts(orderBy: [{ headline: DESC }], limit: 2) { headline media(orderBy: [{ src: ASC }], limit: 1) { src } }
              postsConnection(orderBy: [{ headline: ASC }], first: 1) { nodes { headline media { src } } }
              list: media(orderBy: [{ post: { headline: ASC } }, { src: DESC }], limit: 3) { src post { headline } }
              filtered: media(where: { post: { headline: { gt: "b" } }, src: { ne: "4" } }) { src }
              mediaGroupBy(by: [{ src: VALUE }], limit: 1) { keys { src } }
            }`,
        ),
      ).toEqual({
        posts: [
          { headline: 'c', media: [{ src: '4' }] },
          { headline: 'b', media: [{ src: '6' }] },
        ],
        postsConnection: { nodes: [{ headline: 'a', media: [{ src: '8' }, { src: '5' }] }] },
        list: [
          { src: '8', post: { headline: 'a' } },
          { src: '5', post: { headline: 'a' } },
          { src: '9', post: { headline: 'b' } },
        ],
        filtered: [{ src: '7' }],
        mediaGroupBy: [{ keys: { src: '4' } }],
      });
    });

    it('answers each alias by its own filter and order (B57)', async () => {
      const { data, statements } = await world().query(
        `{ shops(orderBy: [{ id: ASC }], limit: 2) {
            old: sales(where: { year: { eq: 2023 } }) { amt }
            new: sales(where: { year: { eq: 2024 } }, orderBy: [{ amt: DESC }]) { amt }
            top: sales(orderBy: [{ amt: DESC }], limit: 1) { amt }
            low: sales(orderBy: [{ amt: ASC }], limit: 1) { amt }
          } }`,
      );
      expect(data).toEqual({
        shops: [
          { old: [{ amt: 5 }], new: [{ amt: 9 }, { amt: 7 }], top: [{ amt: 9 }], low: [{ amt: 5 }] },
          { old: [{ amt: 1 }], new: [], top: [{ amt: 1 }], low: [{ amt: 1 }] },
        ],
      });
      expect(statements).toHaveLength(5);
    });

    it('takes one statement for each alias, whatever the number of parents, and for equal ones together (B42)', async () => {
      const { data, statements } = await world().query(
        `query ($least: Int!, $where: SaleWhere!) { shops(limit: 50) {
            a: sales(where: { amt: { gt: 1 } }, limit: 2) { amt }
            b: sales(where: { amt: { gt: 2 } }, limit: 2) { amt }
            c: sales(limit: 2, where: { amt: { gt: $least } }) { year }
            d: sales(limit: 2, where: $where) { year }
          } }`,
        { least: 1, where: { amt: { gt: 2 } } },
      );
      const { shops } = data as { shops: unknown[] };
      expect(shops).toHaveLength(50);
      expect([shops[0], shops[1], shops[49]]).toEqual([
        {
          a: [{ amt: 5 }, { amt: 9 }],
          b: [{ amt: 5 }, { amt: 9 }],
          c: [{ year: 2023 }, { year: 2024 }],
          d: [{ year: 2023 }, { year: 2024 }],
        },
        { a: [], b: [], c: [], d: [] },
        { a: [{ amt: 3 }], b: [{ amt: 3 }], c: [{ year: 2023 }], d: [{ year: 2023 }] },
      ]);
      expect(statements).toHaveLength(3);
    });

    it('cuts the list of each parent after it is filtered and ordered (B71)', async () => {
      expect(
        await answer(
          world(),
          `{ shops(orderBy: [{ id: ASC }], limit: 3) {
              sales(orderBy: [{ amt: DESC }], limit: 2) { amt }
              rest: sales(where: { year: { eq: 2024 } }, orderBy: [{ amt: DESC }], limit: 1, offset: 1) { amt }
            } }`,
        ),
      ).toEqual({
        shops: [
          { sales: [{ amt: 9 }, { amt: 7 }], rest: [{ amt: 7 }] },
          { sales: [{ amt: 1 }], rest: [] },
          { sales: [], rest: [] },
        ],
      });
    });

    it('filters and orders by two parents of one model (B93)', async () => {
      const both = '{ payer: { n: { eq: "a" } }, payee: { n: { eq: "b" } } }';
      expect(
        await answer(
          world(),
          `{
              both: xfers(where: ${both}) { amt payer { n } payee { n } }
              either: xfers(where: { or: [{ payer: { n: { eq: "b" } } }, { payee: { n: { eq: "b" } } }] }) { amt }
              not: xfers(where: { not: ${both} }) { amt }
              ordered: xfers(orderBy: [{ payer: { n: ASC } }, { payee: { n: DESC } }]) { amt }
              accts(where: { sent: { some: { payee: { n: { eq: "b" } } } }, got: { some: { payer: { n: { eq: "b" } } } } }) { n }
              counted: accts(orderBy: [{ sent: { count: DESC } }, { got: { count: ASC } }]) { n }
            }`,
        ),
      ).toEqual({
        both: [{ amt: 10, payer: { n: 'a' }, payee: { n: 'b' } }],
        either: [{ amt: 10 }, { amt: 20 }],
        not: [{ amt: 20 }, { amt: 30 }],
        ordered: [{ amt: 10 }, { amt: 30 }, { amt: 20 }],
        accts: [{ n: 'a' }],
        counted: [{ n: 'a' }, { n: 'b' }],
      });
    });
  });
});
