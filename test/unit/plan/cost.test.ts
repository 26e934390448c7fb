import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { DataTypes, Sequelize } from 'sequelize';
import { createSchema } from '../../../src/build/create-schema.ts';
import { checkOperation } from '../../../src/plugins/limits/check-operation.ts';

const limit = 1;

function createBlogSchema(cost: number) {
  const sequelize = new Sequelize({ dialect: 'postgres', define: { timestamps: false } });
  const Author = sequelize.define('Author', { name: DataTypes.STRING, tags: DataTypes.JSON });
  const Post = sequelize.define('Post', { title: DataTypes.STRING });
  const Card = sequelize.define('Card', { text: DataTypes.STRING });
  Post.belongsTo(Author, { as: 'author', foreignKey: 'authorId' });
  Author.hasMany(Post, { as: 'posts', foreignKey: 'authorId' });
  Author.hasOne(Card, { as: 'card', foreignKey: 'authorId' });
  return createSchema(sequelize, {
    page: { default: 10, max: 50 },
    limits: { cost },
    writes: true,
    relay: true,
    onFinding: () => undefined,
  });
}

const schema = createBlogSchema(limit);

/** Every one of these operations is over a budget of one, so that its refusal says what it costs. */
function costOf(source: string, variableValues: Record<string, unknown> = {}): number | undefined {
  const problem = checkOperation({ schema, document: parse(source), variableValues });
  return (problem?.extensions.limit as { found: number } | undefined)?.found;
}

describe('the cost of an operation', () => {
  it.each<[string, string, number]>([
    ['fields one each', '{ author(id: "x") { name rowId } }', 1 + 2],
    ['a list as often as its page is long by default', '{ authors { name rowId } }', 1 + 10 * 2],
    ['a list as often as asked for', '{ authors(limit: 20) { name rowId } }', 1 + 20 * 2],
    ['a list as often as the largest page has rows', '{ authors(limit: 9999) { name rowId } }', 1 + 50 * 2],
    ['a list of no rows', '{ __typename authors(limit: 0) { name } }', 2],
    ['a negative limit, which the list itself refuses', '{ __typename authors(limit: -5) { name } }', 2],
    ['lists within lists', '{ authors { posts(limit: 5) { title } } }', 1 + 10 * (1 + 5)],
    ['a parent and a single child once', '{ posts(limit: 2) { author { card { text } } } }', 1 + 2 * 3],
    [
      'a connection by "first"',
      '{ authorsConnection(first: 3) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { name } } } }',
      // The connection, totalCount, pageInfo with its two, and each edge: itself, its cursor, its node, a name.
      1 + 1 + 3 + 3 * (1 + 1 + 2),
    ],
    ['a connection by "last"', '{ authorsConnection(last: 4) { nodes { name } } }', 1 + 4 * 2],
    ['a connection by default', '{ authorsConnection { nodes { name } } }', 1 + 10 * 2],
    ['aggregates once', '{ authorsAggregate { count } }', 2],
    ['groups as a list', '{ authorsGroupBy(by: [{ name: VALUE }], limit: 7) { count } }', 1 + 7],
    ['rows by their global ids', '{ nodes(ids: ["a", "b", "c"]) { ... on Author { name } } }', 1 + 3],
    [
      'an abstract type as its dearest',
      '{ node(id: "a") { id ... on Author { name rowId } ... on Post { title } } }',
      1 + 3,
    ],
    [
      'fields of one name once',
      '{ authors { name } authors { name rowId } ...F } fragment F on Query { authors { name } }',
      1 + 10 * 2,
    ],
    ['nothing for what is left out', '{ authors(limit: 1) { name posts @skip(if: true) { title } } }', 1 + 1],
    ['introspection like a value', '{ __typename __schema { types { name } } }', 2],
    [
      'a row that is made as ten',
      'mutation { createAuthor(data: { name: "a" }) { author { name } } }',
      1 + 10 + 1 + 1,
    ],
    [
      'every row of an input, the nested ones too',
      `mutation { createAuthors(data: [
         { name: "a", tags: [{ x: {} }, {}], posts: { create: [{ title: "1" }, { title: "2" }] } },
         { name: "b", card: { create: { text: "c" } } }
       ]) { count } }`,
      1 + 5 * 10 + 1,
    ],
    [
      'what a bulk write shows as often as it shows rows',
      'mutation { deleteAuthors(all: true) { count authors { name rowId } } }',
      1 + 10 + 1 + 50 * (1 + 2),
    ],
  ])('counts %s', (_what, source, cost) => {
    expect(costOf(source)).toBe(cost);
  });

  it('is that of the variables', () => {
    const source =
      'query ($n: Int = 3, $posts: Int, $deep: Boolean!) { authors(limit: $n) { name posts(limit: $posts) @include(if: $deep) { title } } }';
    expect(costOf(source, { deep: false })).toBe(1 + 3);
    expect(costOf(source, { deep: false, n: 7 })).toBe(1 + 7);
    expect(costOf(source, { deep: true, n: 7, posts: 20 })).toBe(1 + 7 * (1 + 1 + 20));
    expect(costOf(source, { deep: true, n: null })).toBe(1 + 10 * (1 + 1 + 10));
  });

  it('counts the rows of an input that comes in a variable', () => {
    const source = 'mutation ($data: [AuthorCreate!]!) { createAuthors(data: $data) { authors { name } } }';
    const data = Array.from({ length: 40 }, () => ({ posts: { create: [{ title: 't' }] } }));
    expect(costOf(source, { data })).toBe(1 + 80 * 10 + 40 * 2);
  });

  it('leaves variables that do not fit to execution', () => {
    expect(costOf('query ($n: Int) { authors(limit: $n) { name } }', { n: 'many' })).toBeUndefined();
  });

  it('counts fragments that spread each other twice over once each, and multiplies', () => {
    const depth = 24;
    const fragments = Array.from(
      { length: depth },
      (_, index) =>
        `fragment F${index} on Author { a: posts(limit: 1) { author { ...F${index + 1} } } b: posts(limit: 1) { author { ...F${index + 1} } } }`,
    );
    const source = `{ authors(limit: 1) { ...F0 } } ${fragments.join(' ')} fragment F${depth} on Author { name }`;
    // Each level has two lists with a parent each, for every way to it; the last one has a name: 2^24 of them.
    expect(costOf(source)).toBe(1 + 4 * (2 ** depth - 1) + 2 ** depth);
  });

  it('ends in a number that can be printed, however deep lists lie within each other', () => {
    const source = `{ authors(limit: 50) ${'{ posts(limit: 50) { author '.repeat(40)}{ name }${' } }'.repeat(40)} }`;
    expect(costOf(source)).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe('the refusal', () => {
  it('names the cost, the budget, the field with most of it and the setting', () => {
    const document = parse(
      '{ few: authors(limit: 1) { name } mine: authors(limit: 50) { name works: posts(limit: 50) { title } } }',
    );
    const problem = checkOperation({ schema: createBlogSchema(2_500), document });
    expect(problem?.toJSON()).toEqual({
      message:
        'The operation asks for up to 2603 rows times fields, most of it under "mine.works"; 2500 are allowed: ask for shorter lists or fewer fields (limits.cost).',
      extensions: { code: 'LIMIT_EXCEEDED', limit: { setting: 'cost', allowed: 2500, found: 2603 } },
    });
    expect(checkOperation({ schema: createBlogSchema(2_603), document })).toBeNull();
  });

  it('names the first field where many share the cost', () => {
    const aliases = Array.from({ length: 9 }, (_, index) => `a${index}: posts(limit: 5) { title }`);
    const document = parse(`{ authors { ${aliases.join(' ')} } }`);
    expect(checkOperation({ schema: createBlogSchema(10), document })?.message).toContain(
      'most of it under "authors";',
    );
  });
});
