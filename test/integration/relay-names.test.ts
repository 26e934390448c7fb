import { describe, expect, it } from '@jest/globals';
import { DataTypes, Sequelize } from 'sequelize';
import { createSchema } from '../../src/build/create-schema.ts';
import { toGlobalId } from '../../src/plan/global-id.ts';
import { onEachDatabase } from '../support/on-each-database.ts';

const bare = { timestamps: false };
const polymorphic = { foreignKey: 'itemId', constraints: false };

describe('an attribute "id" that is not the key, under relay', () => {
  onEachDatabase(
    {
      name: 'relay_other_id',
      define(sequelize) {
        const { INTEGER, STRING } = DataTypes;
        const Badge = sequelize.define(
          'Badge',
          { code: { type: STRING, primaryKey: true }, id: { type: INTEGER, unique: true, allowNull: false } },
          bare,
        );
        const Visit = sequelize.define(
          'Visit',
          { place: STRING, badgeCode: STRING, badgeNumber: INTEGER },
          bare,
        );
        Visit.belongsTo(Badge, { as: 'badge', foreignKey: 'badgeCode' });
        Visit.belongsTo(Badge, {
          as: 'numbered',
          foreignKey: 'badgeNumber',
          targetKey: 'id',
          constraints: false,
        });
        // Sequelize takes no "id" beside no key, but other spellings of it.
        sequelize
          .define('Line', { ID: STRING, text: STRING }, { ...bare, tableName: 'Lines' })
          .removeAttribute('id');
      },
      async fill({ models }) {
        await models.Badge?.bulkCreate([
          { code: 'a', id: 7 },
          { code: 'b', id: 8 },
        ]);
        await models.Visit?.create({ place: 'hall', badgeCode: 'a', badgeNumber: 8 });
        await models.Line?.create({ ID: 'x', text: 'one' });
      },
      options: { relay: true },
    },
    (world) => {
      const badge = (code: string) => toGlobalId('Badge', code);

      it('is "rowId", while "id" is made of the key', async () => {
        const { data, errors } = await world().query(
          `query ($id: ID!) {
            badges { id rowId code }
            byId: badges(where: { id: { eq: $id } }) { code }
            byRowId: badges(where: { rowId: { gt: 7 } }, orderBy: [{ rowId: ASC }]) { code }
            one: badge(id: $id) { rowId }
            key: badgeBy(key: { rowId: 8 }) { id }
            node(id: $id) { ... on Badge { rowId } }
          }`,
          { id: badge('a') },
        );
        expect(errors).toBeUndefined();
        expect(data).toEqual({
          badges: [
            { id: badge('a'), rowId: 7, code: 'a' },
            { id: badge('b'), rowId: 8, code: 'b' },
          ],
          byId: [{ code: 'a' }],
          byRowId: [{ code: 'b' }],
          one: { rowId: 7 },
          key: { id: badge('b') },
          node: { rowId: 7 },
        });
      });

      it('is shown as it is by a foreign key that refers to it', async () => {
        const { data } = await world().query(
          '{ visits { badgeCode badgeNumber badge { rowId } numbered { rowId id } } }',
        );
        expect(data).toEqual({
          visits: [
            {
              badgeCode: badge('a'),
              badgeNumber: 8,
              badge: { rowId: 7 },
              numbered: { rowId: 8, id: badge('b') },
            },
          ],
        });
      });

      it('is "rowId" as well where rows have no global id', async () => {
        const { data } = await world().query('{ lines { rowId text } }');
        expect(data).toEqual({ lines: [{ rowId: 'x', text: 'one' }] });
        await expect(world().query('{ lines { id } }')).rejects.toThrow(
          'Cannot query field "id" on type "Line"',
        );
      });
    },
  );
});

describe('names from the options, under relay', () => {
  const build = (attributes: Record<string, { name: string }>) => {
    const sequelize = new Sequelize({ dialect: 'postgres' });
    sequelize.define('Task', { slug: DataTypes.STRING }, bare);
    return createSchema(sequelize, {
      relay: true,
      onFinding: () => undefined,
      models: { Task: { attributes } },
    });
  };

  it('cannot be "id", which is the global id', () => {
    expect(() => build({ slug: { name: 'id' } })).toThrow(
      'The options call it id, and the field of Task id is already taken by the global id.',
    );
    expect(() => build({ id: { name: 'id' } })).toThrow(
      'The options call it id, and the field of Task id is already taken by the global id.',
    );
  });

  it('may be given to the key, which is called so instead of "rowId"', () => {
    const type = build({ id: { name: 'number' } }).getType('Task');
    expect(Object.keys((type as unknown as { getFields(): object }).getFields())).toEqual([
      'id',
      'number',
      'slug',
    ]);
  });

  it('may be "rowId" for another attribute; the key has another name then, with a finding', () => {
    const type = build({ slug: { name: 'rowId' } }).getType('Task');
    expect(Object.keys((type as unknown as { getFields(): object }).getFields())).toEqual([
      'id',
      'rowIdAttribute',
      'rowId',
    ]);
  });
});

describe('a foreign key that names rows of several models, under relay', () => {
  onEachDatabase(
    {
      name: 'relay_polymorphic',
      define(sequelize) {
        const { ENUM, INTEGER, STRING } = DataTypes;
        const Image = sequelize.define('Image', { url: STRING }, bare);
        const Video = sequelize.define('Video', { url: STRING }, bare);
        const Comment = sequelize.define('Comment', { text: STRING, itemKind: ENUM('image', 'video') }, bare);
        Image.hasMany(Comment, { ...polymorphic, as: 'comments', scope: { itemKind: 'image' } });
        Video.hasMany(Comment, { ...polymorphic, as: 'comments', scope: { itemKind: 'video' } });
        Comment.belongsTo(Image, { ...polymorphic, as: 'image' });
        Comment.belongsTo(Video, { ...polymorphic, as: 'video' });
        // Nothing tells whose row this one's key names.
        const Like = sequelize.define('Like', { itemId: INTEGER }, bare);
        Like.belongsTo(Image, { ...polymorphic, as: 'image' });
        Like.belongsTo(Video, { ...polymorphic, as: 'video' });
      },
      async fill({ models }) {
        await models.Image?.bulkCreate([{ url: 'i1' }, { url: 'i2' }]);
        await models.Video?.bulkCreate([{ url: 'v1' }, { url: 'v2' }]);
        await models.Comment?.bulkCreate([
          { text: 'a', itemKind: 'image', itemId: 1 },
          { text: 'b', itemKind: 'video', itemId: 1 },
          { text: 'c', itemKind: 'video', itemId: 2 },
          { text: 'd', itemKind: null, itemId: 2 },
          { text: 'e', itemKind: 'image', itemId: null },
        ]);
        await models.Like?.create({ itemId: 2 });
      },
      options: { relay: true },
    },
    (world) => {
      const image = (key: number) => toGlobalId('Image', key);
      const video = (key: number) => toGlobalId('Video', key);
      const texts = async (where: string, id: string | readonly string[]) => {
        const type = typeof id === 'string' ? 'ID!' : '[ID!]!';
        const { data, errors } = await world().query(
          `query ($id: ${type}) { comments(where: ${where}, orderBy: [{ text: ASC }]) { text } }`,
          { id },
        );
        expect(errors).toBeUndefined();
        return (data as { comments: { text: string }[] }).comments.map(({ text }) => text);
      };

      it('is the global id of the row that is meant, and null where none is', async () => {
        const { data } = await world().query(
          '{ comments(orderBy: [{ text: ASC }]) { itemId image { id } video { id } } }',
        );
        expect(data).toEqual({
          comments: [
            { itemId: image(1), image: { id: image(1) }, video: null },
            { itemId: video(1), image: null, video: { id: video(1) } },
            { itemId: video(2), image: null, video: { id: video(2) } },
            { itemId: null, image: null, video: null },
            { itemId: null, image: null, video: null },
          ],
        });
      });

      it('is filtered by with the global ids of either model', async () => {
        expect(await texts('{ itemId: { eq: $id } }', image(1))).toEqual(['a']);
        expect(await texts('{ itemId: { eq: $id } }', video(1))).toEqual(['b']);
        expect(await texts('{ itemId: { eq: $id } }', image(2))).toEqual([]);
        expect(await texts('{ itemId: { eq: $id } }', toGlobalId('Comment', 1))).toEqual([]);
        expect(await texts('{ itemId: { in: $id } }', [image(1), video(2)])).toEqual(['a', 'c']);
        expect(await texts('{ itemId: { ne: $id } }', video(1))).toEqual(['a', 'c', 'd', 'e']);
        expect(await texts('{ itemId: { notIn: $id } }', [image(1), video(2)])).toEqual(['b', 'd', 'e']);
      });

      it('is shown as it is in a group, in which what tells the model may be missing', async () => {
        const { data } = await world().query(
          '{ commentsGroupBy(by: [{ itemId: VALUE }]) { keys { itemId } count } }',
        );
        const { commentsGroupBy } = data as { commentsGroupBy: unknown[] };
        expect(commentsGroupBy).toHaveLength(3);
        expect(commentsGroupBy).toEqual(
          expect.arrayContaining([
            { keys: { itemId: 1 }, count: 2 },
            { keys: { itemId: 2 }, count: 2 },
            { keys: { itemId: null }, count: 1 },
          ]),
        );
      });

      it('is shown as it is where nothing tells whose row it names', async () => {
        const { data } = await world().query('{ likes(where: { itemId: { eq: 2 } }) { id itemId } }');
        expect(data).toEqual({ likes: [{ id: toGlobalId('Like', 1), itemId: 2 }] });
      });
    },
  );
});

describe('groups under relay', () => {
  onEachDatabase(
    {
      name: 'relay_groups',
      define(sequelize) {
        const Person = sequelize.define('Person', { name: DataTypes.STRING }, bare);
        const Job = sequelize.define('Job', { title: DataTypes.STRING }, bare);
        Job.belongsTo(Person, { as: 'person', foreignKey: 'personId' });
      },
      async fill({ models }) {
        await models.Person?.bulkCreate([{ name: 'Ada' }, { name: 'Bob' }]);
        await models.Job?.bulkCreate(
          [1, 2, 2, null].map((personId, index) => ({ title: `job ${index}`, personId })),
        );
      },
      options: { relay: true },
    },
    (world) => {
      it('by a foreign key have the global id of the row that it names, which finds their rows', async () => {
        const { data, errors } = await world().query(
          '{ jobsGroupBy(by: [{ personId: VALUE }], orderBy: [{ count: DESC }, { keys: { personId: ASC } }]) { keys { personId } count } }',
        );
        expect(errors).toBeUndefined();
        const person = (key: number) => toGlobalId('Person', key);
        expect(data).toEqual({
          jobsGroupBy: [
            { keys: { personId: person(2) }, count: 2 },
            { keys: { personId: person(1) }, count: 1 },
            { keys: { personId: null }, count: 1 },
          ],
        });
        const found = await world().query(
          'query ($id: ID!) { jobs(where: { personId: { eq: $id } }) { title } node(id: $id) { ... on Person { name } } }',
          { id: person(2) },
        );
        expect(found.data).toEqual({ jobs: [{ title: 'job 1' }, { title: 'job 2' }], node: { name: 'Bob' } });
      });

      it('by the own key have "rowId"', async () => {
        const { data } = await world().query(
          '{ jobsGroupBy(by: [{ rowId: VALUE }], where: { personId: { isNull: true } }) { keys { rowId } count } }',
        );
        expect(data).toEqual({ jobsGroupBy: [{ keys: { rowId: 4 }, count: 1 }] });
      });
    },
  );
});
