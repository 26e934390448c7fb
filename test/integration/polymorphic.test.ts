import { describe, expect, it } from '@jest/globals';
import { DataTypes } from 'sequelize';
import { onEachDatabase } from '../support/on-each-database.ts';

const bare = { timestamps: false };
const key = { foreignKey: 'itemId', constraints: false };

describe('a polymorphic key whose kind is a text', () => {
  onEachDatabase(
    {
      name: 'polymorphic_text',
      define(sequelize) {
        const Image = sequelize.define('Image', { url: DataTypes.STRING }, bare);
        const Video = sequelize.define('Video', { url: DataTypes.STRING }, bare);
        const Comment = sequelize.define(
          'Comment',
          { text: DataTypes.STRING, itemKind: DataTypes.STRING },
          bare,
        );
        Image.hasMany(Comment, { ...key, as: 'comments', scope: { itemKind: 'image' } });
        Video.hasMany(Comment, { ...key, as: 'comments', scope: { itemKind: 'vidéo' } });
        Comment.belongsTo(Image, { ...key, as: 'image' });
        Comment.belongsTo(Video, { ...key, as: 'video' });
      },
      async fill({ models }) {
        await models.Image?.create({ url: 'i1' });
        await models.Video?.create({ url: 'v1' });
        const kinds = ['image', 'IMAGE', 'image ', 'vidéo', 'video', null];
        await models.Comment?.bulkCreate(
          kinds.map((itemKind) => ({ text: String(itemKind), itemKind, itemId: 1 })),
        );
      },
    },
    (world) => {
      it('is told apart to the letter, by fields, filters and orders alike', async () => {
        const { data } = await world().query(`{
          comments { text image { url } video { url } }
          ofImages: comments(where: { image: {} }) { text }
          ofVideos: comments(where: { video: { url: { eq: "v1" } } }) { text }
          ordered: comments(orderBy: [{ image: { url: ASC } }, { video: { url: ASC } }]) { text }
        }`);
        expect(data).toEqual({
          comments: [
            { text: 'image', image: { url: 'i1' }, video: null },
            { text: 'IMAGE', image: null, video: null },
            { text: 'image ', image: null, video: null },
            { text: 'vidéo', image: null, video: { url: 'v1' } },
            { text: 'video', image: null, video: null },
            { text: 'null', image: null, video: null },
          ],
          ofImages: [{ text: 'image' }],
          ofVideos: [{ text: 'vidéo' }],
          ordered: ['image', 'vidéo', 'IMAGE', 'image ', 'video', 'null'].map((text) => ({ text })),
        });
      });
    },
  );
});

describe('a foreign key that names rows of several models (T18)', () => {
  onEachDatabase(
    {
      name: 'polymorphic',
      define(sequelize) {
        const Image = sequelize.define('Image', { url: DataTypes.STRING }, bare);
        const Video = sequelize.define('Video', { url: DataTypes.STRING }, bare);
        const Comment = sequelize.define(
          'Comment',
          { text: DataTypes.STRING, itemKind: DataTypes.ENUM('image', 'video') },
          bare,
        );
        Image.hasMany(Comment, { ...key, as: 'comments', scope: { itemKind: 'image' } });
        Video.hasMany(Comment, { ...key, as: 'comments', scope: { itemKind: 'video' } });
        Comment.belongsTo(Image, { ...key, as: 'image' });
        Comment.belongsTo(Video, { ...key, as: 'video' });
      },
      async fill({ models }) {
        await models.Image?.bulkCreate([{ url: 'i1' }, { url: 'i2' }]);
        await models.Video?.bulkCreate([{ url: 'v1' }, { url: 'v2' }]);
        await models.Comment?.bulkCreate([
          { text: 'a', itemKind: 'image', itemId: 1 },
          { text: 'b', itemKind: 'video', itemId: 1 },
          { text: 'c', itemKind: 'video', itemId: 2 },
          { text: 'd', itemKind: null, itemId: 2 },
        ]);
      },
    },
    (world) => {
      it('leads to the row of the model that the scope of the way back names, and to no other', async () => {
        const { data, statements } = await world().query('{ comments { text image { url } video { url } } }');
        expect(data).toEqual({
          comments: [
            { text: 'a', image: { url: 'i1' }, video: null },
            { text: 'b', image: null, video: { url: 'v1' } },
            { text: 'c', image: null, video: { url: 'v2' } },
            { text: 'd', image: null, video: null },
          ],
        });
        expect(statements).toHaveLength(3);
      });

      it('leads back by the same scope', async () => {
        const { data } = await world().query('{ images { comments { text } } videos { comments { text } } }');
        expect(data).toEqual({
          images: [{ comments: [{ text: 'a' }] }, { comments: [] }],
          videos: [{ comments: [{ text: 'b' }] }, { comments: [{ text: 'c' }] }],
        });
      });
    },
  );
});
