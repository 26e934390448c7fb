import { describe, expect, it } from '@jest/globals';
import {
  DataTypes,
  type FindOptions,
  type Includeable,
  type Model,
  type ModelStatic,
  Op,
  type Sequelize,
} from 'sequelize';
import { onEachDatabase, type World } from '../support/on-each-database.ts';

const bare = { timestamps: false };

type Models = Record<string, ModelStatic<Model>>;

function key(field: string) {
  return { type: DataTypes.INTEGER, primaryKey: true, field };
}

function includes(...include: unknown[]): FindOptions {
  return { include: include as Includeable[] };
}

/** A name of parts as the dialect quotes it, for a literal. */
function quoted(sequelize: Sequelize, ...parts: string[]): string {
  const quote = sequelize.getDialect() === 'mysql' ? '`' : '"';
  return parts.map((part) => `${quote}${part}${quote}`).join('.');
}

function discussed(sequelize: Sequelize): FindOptions {
  const { fn, col, where } = sequelize.constructor as typeof Sequelize;
  return {
    ...includes({ association: 'comments', attributes: [] }),
    group: ['Post.post_no'],
    having: where(fn('COUNT', col('comments.id')), { [Op.gte]: 2 }),
  };
}

/** Scopes of `Post` that narrow its rows by more than a `where`, or look as if they did. */
const postScopes: Readonly<Record<string, (sequelize: Sequelize) => FindOptions>> = {
  signed: () => includes({ association: 'author', required: true }),
  signedByAna: ({ models }) => includes({ model: models.Author, as: 'author', where: { name: 'ana' } }),
  commented: () => includes({ association: 'comments', required: true }),
  commentedYes: () => ({
    ...includes({ association: 'comments', where: { body: 'yes' } }),
    where: { rank: { [Op.gt]: 3 }, title: { [Op.ne]: "it's $1 :a ?" } },
  }),
  labelled: () => includes('label'),
  approved: () => includes({ association: 'approvedComments', required: true }),
  approvedByScope: ({ models }) => includes({ model: models.Comment?.scope('approved'), as: 'comments' }),
  ofFirm: () =>
    includes({ association: 'author', required: true, include: [{ association: 'firm', required: true }] }),
  perhapsOfFirm: () =>
    includes({ association: 'author', include: [{ association: 'firm', where: { name: 'Acme' } }] }),
  everSigned: () => includes({ association: 'author', required: true, paranoid: false }),
  tagged: () => includes({ association: 'tags', required: true }),
  taggedRed: ({ models }) => includes({ model: models.Tag, as: 'tags', where: { name: 'red' } }),
  pinned: () => includes({ association: 'tags', required: true, through: { where: { pinned: true } } }),
  byNestedColumn: () => ({
    ...includes('author'),
    where: { '$author.full_name$': { [Op.in]: ['bo', 'cy'] } },
  }),
  byDeepColumn: () => ({
    ...includes({ association: 'author', include: ['firm'] }),
    where: { [Op.or]: [{ '$author.firm.name$': 'Zinc' }, { rank: 8 }] },
  }),
  withoutAuthor: () => ({ ...includes('author'), where: { '$author.id$': null } }),
  byLiteral: (sequelize) => ({
    ...includes('author'),
    where: sequelize.literal(
      `${quoted(sequelize, 'author', 'full_name')} < 'b' AND ${quoted(sequelize, 'Post', 'rank')} > 1`,
    ) as never,
  }),
  fromTheRight: () =>
    includes({ association: 'author', right: true, where: { name: 'ana' }, required: false }),
  onlyJoined: () => ({ ...includes('author', 'comments', 'tags'), where: { rank: 4 } }),
  separate: () => includes({ association: 'comments', separate: true, where: { body: 'yes' } }),
  discussed,
  discussedHigh: (sequelize) => ({ ...discussed(sequelize), where: { rank: { [Op.gt]: 3 } } }),
  grouped: () => ({ group: ['post_no'], where: { rank: { [Op.lt]: 5 } } }),
  everything: () => ({ ...includes({ all: true }), where: { rank: { [Op.lt]: 8 } } }),
  ordered: () => ({ ...includes({ association: 'author', required: true }), order: [['rank', 'DESC']] }),
};

/**
 * Posts of authors of firms, with comments and tags; columns have names of their own. A shelf has all posts, once in each
 * scope, and a ticket for each post finds it in each scope.
 */
function definePosts(sequelize: Sequelize): void {
  const Firm = sequelize.define('Firm', { name: DataTypes.STRING }, bare);
  const Author = sequelize.define(
    'Author',
    { name: { type: DataTypes.STRING, field: 'full_name' } },
    { paranoid: true },
  );
  const Post = sequelize.define(
    'Post',
    {
      id: { ...key('post_no'), autoIncrement: true },
      title: { type: DataTypes.STRING, field: 'post_title' },
      rank: DataTypes.INTEGER,
    },
    bare,
  );
  const Comment = sequelize.define(
    'Comment',
    { body: DataTypes.STRING, approved: DataTypes.BOOLEAN },
    { ...bare, scopes: { approved: { where: { approved: true } } } },
  );
  const Label = sequelize.define(
    'Label',
    { text: DataTypes.STRING, live: DataTypes.BOOLEAN },
    { ...bare, defaultScope: { where: { live: true } } },
  );
  const Tag = sequelize.define('Tag', { name: DataTypes.STRING }, bare);
  const PostTag = sequelize.define('PostTag', { pinned: DataTypes.BOOLEAN }, bare);
  Author.belongsTo(Firm, { as: 'firm', foreignKey: { name: 'firmId', field: 'firm_no' } });
  Post.belongsTo(Author, { as: 'author', foreignKey: { name: 'authorId', field: 'author_no' } });
  Post.hasMany(Comment, { as: 'comments', foreignKey: 'postId' });
  Post.hasMany(Comment.scope('approved'), { as: 'approvedComments', foreignKey: 'postId' });
  Post.belongsTo(Label, { as: 'label', foreignKey: 'labelId' });
  Post.belongsToMany(Tag, { as: 'tags', through: PostTag, foreignKey: 'postId', otherKey: 'tagId' });
  const Shelf = sequelize.define('Shelf', {}, bare);
  const Ticket = sequelize.define('Ticket', {}, bare);
  Shelf.hasMany(Post, { as: 'posts', foreignKey: 'shelfId' });
  for (const [name, scope] of Object.entries(postScopes)) {
    Post.addScope(name, scope(sequelize));
    Shelf.hasMany(Post.scope(name), { as: name, foreignKey: 'shelfId' });
    Ticket.belongsTo(Post.scope(name), { as: name, foreignKey: 'postId', constraints: false });
  }
}

async function fillPosts({ models }: Sequelize): Promise<void> {
  const { Firm, Author, Post, Comment, Label, Tag, PostTag, Shelf, Ticket } = models as Models;
  await Firm?.bulkCreate([{ name: 'Acme' }, { name: 'Zinc' }]);
  await Author?.bulkCreate([
    { name: 'ana', firmId: 1 },
    { name: 'bo', firmId: 2 },
    { name: 'cy', firmId: null },
    { name: 'gone', firmId: 1 },
  ]);
  await Label?.bulkCreate([
    { text: 'news', live: true },
    { text: 'old', live: false },
  ]);
  await Shelf?.create();
  await Post?.bulkCreate(
    [
      ['p1', 1, 3, 1],
      ['p2', 1, 1, 2],
      ['p3', 1, 2, null],
      ['p4', 2, 5, 1],
      ['p5', 2, 4, null],
      ['p6', 3, 7, 1],
      ['p7', 4, 6, 1],
      ['p8', null, 8, 2],
    ].map(([title, authorId, rank, labelId]) => ({ title, authorId, rank, labelId, shelfId: 1 })),
  );
  await Comment?.bulkCreate(
    [
      [1, 'yes', true],
      [1, 'yes', false],
      [1, 'no', true],
      [2, 'no', false],
      [4, 'yes', false],
      [4, 'yes', true],
      [6, 'no', true],
      [8, 'yes', true],
    ].map(([postId, body, approved]) => ({ postId, body, approved })),
  );
  await Tag?.bulkCreate([{ name: 'red' }, { name: 'blue' }]);
  await PostTag?.bulkCreate(
    [
      [1, 1, true],
      [1, 2, false],
      [3, 2, true],
      [4, 1, false],
      [7, 1, true],
    ].map(([postId, tagId, pinned]) => ({ postId, tagId, pinned })),
  );
  await Ticket?.bulkCreate([1, 2, 3, 4, 5, 6, 7, 8].map((postId) => ({ postId })));
  await Author?.destroy({ where: { name: 'gone' } });
}

/** What `findAll` gives, by title; in the order of the key where the scope has none. */
async function findTitles({ sequelize }: World, scope: string): Promise<unknown[]> {
  const posts = (await sequelize.models.Post?.scope(scope).findAll()) ?? [];
  const titles = posts.map((post) => post.get('title')).filter((title) => title !== null);
  return scope === 'ordered' ? titles : titles.sort();
}

describe('a scope that narrows rows by more than a where', () => {
  onEachDatabase({ name: 'scopes_of_targets', define: definePosts, fill: fillPosts }, (world) => {
    it.each(Object.keys(postScopes))('gives in a list the rows that findAll gives: %s', async (scope) => {
      const { data, errors } = await world().query(`{ shelf(id: 1) { rows: ${scope} { title } } }`);
      expect(errors).toBeUndefined();
      const { rows } = (data as { shelf: { rows: { title: string }[] } }).shelf;
      expect(rows.map(({ title }) => title)).toEqual(await findTitles(world(), scope));
    });

    it.each(Object.keys(postScopes))('gives as parents the rows that findAll gives: %s', async (scope) => {
      const { data, errors, statements } = await world().query(`{ tickets { row: ${scope} { title } } }`);
      expect(errors).toBeUndefined();
      expect(statements).toHaveLength(2);
      const { tickets } = data as { tickets: { row: { title: string } | null }[] };
      const titles = tickets.flatMap(({ row }) => (row === null ? [] : [row.title]));
      expect(titles).toEqual((await findTitles(world(), scope)).sort());
    });

    it('is different rows in each, some in all but few', async () => {
      expect(await findTitles(world(), 'signed')).toEqual(['p1', 'p2', 'p3', 'p4', 'p5', 'p6']);
      expect(await findTitles(world(), 'commentedYes')).toEqual(['p4', 'p8']);
      expect(await findTitles(world(), 'ofFirm')).toEqual(['p1', 'p2', 'p3', 'p4', 'p5']);
      expect(await findTitles(world(), 'byDeepColumn')).toEqual(['p4', 'p5', 'p8']);
      expect(await findTitles(world(), 'discussed')).toEqual(['p1', 'p4']);
      expect(await findTitles(world(), 'ordered')).toEqual(['p6', 'p4', 'p5', 'p1', 'p3', 'p2']);
    });

    it('takes no subquery where the include can hide no row', async () => {
      const { statements } = await world().query(
        '{ shelf(id: 1) { onlyJoined { title } separate { title } } }',
      );
      expect(statements.filter(({ text }) => / IN \(SELECT (?!value FROM json_each)/.test(text))).toEqual([]);
    });

    it('is served without a word', () => {
      expect(world().findings).toEqual([]);
    });
  });
});
