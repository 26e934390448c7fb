import { describe, expect, it } from '@jest/globals';
import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  getNamedType,
  isObjectType,
} from 'graphql';
import { DataTypes, type Sequelize } from 'sequelize';
import { onEachDatabase, type World } from '../support/on-each-database.ts';

// The sections of https://relay.dev/graphql/connections.htm, in their order; a test for each thing that one demands.

const bare = { timestamps: false };

/** Beside three models in the usual relations some whose names are the specification's own. */
function define(sequelize: Sequelize): void {
  const { ENUM, STRING } = DataTypes;
  const Shelf = sequelize.define('Shelf', { name: STRING }, bare);
  const Book = sequelize.define('Book', { title: STRING }, bare);
  const Topic = sequelize.define('Topic', { name: STRING }, bare);
  const BookTopic = sequelize.define('BookTopic', { note: STRING }, bare);
  Book.belongsTo(Shelf, { as: 'shelf', foreignKey: 'shelfId' });
  Shelf.hasMany(Book, { as: 'books', foreignKey: 'shelfId' });
  Book.belongsToMany(Topic, { as: 'topics', through: BookTopic, foreignKey: 'bookId', otherKey: 'topicId' });
  sequelize.define('PageInfo', { title: STRING }, bare);
  sequelize.define('ShelfConnection', { title: STRING }, bare);
  sequelize.define('Socket', { connection: ENUM('open', 'closed') }, bare);
  sequelize.define('BookTopics', { title: STRING }, { ...bare, tableName: 'OtherBookTopics' });
}

const titles = ['a', 'b', 'c', 'd', 'e'];

async function fill({ models }: Sequelize): Promise<void> {
  await models.Shelf?.bulkCreate([{ name: 'one' }, { name: 'two' }]);
  await models.Book?.bulkCreate([
    ...['c', 'e', 'a', 'd', 'b'].map((title) => ({ title, shelfId: 1 })),
    { title: 'f', shelfId: 2 },
  ]);
  await models.Topic?.create({ name: 'sea' });
  await models.BookTopic?.create({ bookId: 1, topicId: 1, note: 'much of it' });
}

type Field = GraphQLField<unknown, unknown>;

function typesOf(world: World): GraphQLNamedType[] {
  return Object.values(world.schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
}

function connectionTypes(world: World): GraphQLObjectType[] {
  const types = typesOf(world).filter(({ name }) => name.endsWith('Connection'));
  expect(types.map(({ name }) => name).sort()).toEqual([
    'BookConnection',
    'BookTopicConnection',
    'BookTopicsConnection',
    'Book_TopicsConnection',
    'PageInfoModelConnection',
    'ShelfConnection',
    'ShelfConnectionModelConnection',
    'SocketConnection',
    'TopicConnection',
  ]);
  return types as GraphQLObjectType[];
}

function edgeTypes(world: World): GraphQLObjectType[] {
  return connectionTypes(world).map(
    (type) => getNamedType(type.getFields().edges?.type) as GraphQLObjectType,
  );
}

function connectionFields(world: World): Field[] {
  return typesOf(world)
    .filter(isObjectType)
    .flatMap((type) => Object.values(type.getFields()))
    .filter(({ type }) => getNamedType(type).name.endsWith('Connection'));
}

function argumentTypes({ args }: Field): Record<string, string> {
  return Object.fromEntries(args.map(({ name, type }) => [name, String(type)]));
}

/** The answer to the specification's introspection of a type's fields. */
async function introspect(world: World, type: string): Promise<Record<string, unknown>> {
  const { data } = await world.query(
    `{ __type(name: "${type}") { fields { name type { name kind ofType { name kind } } } } }`,
  );
  const { fields } = (data as { __type: { fields: { name: string; type: unknown }[] } }).__type;
  return Object.fromEntries(fields.map((field) => [field.name, field.type]));
}

const required = (name: string, kind: string) => ({ name: null, kind: 'NON_NULL', ofType: { name, kind } });

interface Edge {
  readonly cursor: string;
  readonly node: { readonly title: string };
}

interface Answer {
  readonly edges: readonly Edge[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

interface Arguments {
  readonly first?: number;
  readonly last?: number;
  readonly after?: string;
  readonly before?: string;
}

function printArguments(given: Arguments): string {
  return Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `, ${name}: ${JSON.stringify(value)}`)
    .join('');
}

const selection =
  '{ edges { cursor node { title } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }';
const firstShelf = 'where: { shelf: { name: { eq: "one" } } }, orderBy: [{ title: ASC }]';

/** The books of the first shelf in the order of their titles, once for each set of arguments. */
async function ask(world: World, all: readonly Arguments[]): Promise<readonly Answer[]> {
  const fields = all.map(
    (given, index) => `f${index}: booksConnection(${firstShelf}${printArguments(given)}) ${selection}`,
  );
  const { data, errors } = await world.query(`{ ${fields.join(' ')} }`);
  expect(errors).toBeUndefined();
  return Object.values(data as Record<string, Answer>);
}

async function askOne(world: World, given: Arguments): Promise<Answer> {
  return (await ask(world, [given]))[0] as Answer;
}

async function problemOf(world: World, given: string): Promise<unknown> {
  const { errors } = await world.query(`{ booksConnection(${given}) { edges { cursor } } }`);
  return errors?.map(({ message, code }) => [message, code]);
}

function titlesOf({ edges }: Answer): string[] {
  return edges.map(({ node }) => node.title);
}

/** Sets of arguments over a list: none and every second of its cursors on both sides, numbers below, at and above the length of what is left. */
function* everyArguments(edges: readonly Edge[]): Generator<Arguments> {
  const cursors = edges.filter((_, index) => index % 2 === 0).map(({ cursor }) => cursor);
  const numbers = [undefined, 0, 2, edges.length + 1];
  for (const after of [undefined, ...cursors]) {
    for (const before of [undefined, ...cursors.slice(cursors.indexOf(after ?? '') + 1)]) {
      for (const first of numbers) {
        for (const last of numbers) {
          yield { after, before, first, last } as Arguments;
        }
      }
    }
  }
}

/** ApplyCursorsToEdges of section 4.4. */
function applyCursors(allEdges: readonly Edge[], { before, after }: Arguments): readonly Edge[] {
  let edges = allEdges;
  const afterEdge = edges.findIndex(({ cursor }) => cursor === after);
  if (afterEdge >= 0) {
    edges = edges.slice(afterEdge + 1);
  }
  const beforeEdge = edges.findIndex(({ cursor }) => cursor === before);
  return beforeEdge >= 0 ? edges.slice(0, beforeEdge) : edges;
}

/** EdgesToReturn of section 4.4. */
function edgesToReturn(allEdges: readonly Edge[], given: Arguments): readonly Edge[] {
  let edges = applyCursors(allEdges, given);
  if (given.first !== undefined) {
    edges = edges.slice(0, given.first);
  }
  if (given.last !== undefined) {
    edges = edges.slice(Math.max(0, edges.length - given.last));
  }
  return edges;
}

describe('Cursor Connections', () => {
  onEachDatabase({ name: 'relay_connections', define, fill, options: { relay: true } }, (world) => {
    describe('1 Reserved Types', () => {
      it('no type whose name ends in "Connection" is anything but a connection', () => {
        for (const type of connectionTypes(world())) {
          expect(Object.keys(type.getFields())).toEqual(expect.arrayContaining(['edges', 'pageInfo']));
        }
      });

      it('"PageInfo" is no model\'s', () => {
        expect(Object.keys((world().schema.getType('PageInfo') as GraphQLObjectType).getFields())).toEqual([
          'hasNextPage',
          'hasPreviousPage',
          'startCursor',
          'endCursor',
        ]);
      });

      it('whoever wanted such a name has another, and a finding that says so', () => {
        const clashes = world().findings.filter(({ message }) => message.startsWith('The type '));
        expect(clashes.map(({ place, message, served }) => [place, message, served])).toEqual([
          [
            'PageInfo',
            'The type PageInfo is already taken by GraphQL and KinQL.',
            'it is called PageInfoModel.',
          ],
          [
            'ShelfConnection',
            'The type ShelfConnection is already taken by the connections of the option relay.',
            'it is called ShelfConnectionModel.',
          ],
          [
            'Socket.connection',
            'The type SocketConnection is already taken by the connections of the option relay.',
            'it is called SocketConnectionEnum.',
          ],
          [
            'Connection of Book.topics',
            'The type BookTopicsConnection is already taken by Connection of BookTopics.',
            'they are called Book_TopicsConnection, Book_TopicsEdge, Book_TopicsManyWhere, Book_TopicsOrderBy.',
          ],
        ]);
      });
    });

    describe('2 Connection Types', () => {
      it('are objects', () => {
        expect(connectionTypes(world()).every(isObjectType)).toBe(true);
      });

      it('2.1.1 Edges: "edges" is a list of an edge type', () => {
        for (const type of connectionTypes(world())) {
          const edge = getNamedType(type.getFields().edges?.type)?.name;
          expect(edge).toMatch(/Edge$/);
          expect(String(type.getFields().edges?.type)).toBe(`[${edge}]`);
        }
      });

      it('2.1.2 PageInfo: "pageInfo" is a non-null PageInfo', () => {
        for (const type of connectionTypes(world())) {
          expect(String(type.getFields().pageInfo?.type)).toBe('PageInfo!');
        }
      });

      it('2.2 Introspection', async () => {
        expect(await introspect(world(), 'BookConnection')).toMatchObject({
          pageInfo: required('PageInfo', 'OBJECT'),
          edges: { name: null, kind: 'LIST', ofType: { name: 'BookEdge', kind: 'OBJECT' } },
        });
      });
    });

    describe('3 Edge Types', () => {
      it('are objects', () => {
        expect(edgeTypes(world()).every(isObjectType)).toBe(true);
      });

      it('3.1.1 Node: "node" is an object, and no list', () => {
        for (const type of edgeTypes(world())) {
          expect(isObjectType(type.getFields().node?.type)).toBe(true);
        }
      });

      it('3.1.2 Cursor: "cursor" is a text', () => {
        for (const type of edgeTypes(world())) {
          expect(String(type.getFields().cursor?.type)).toBe('String!');
        }
      });

      it('3.2 Introspection', async () => {
        expect(await introspect(world(), 'BookEdge')).toMatchObject({
          node: { name: 'Book', kind: 'OBJECT', ofType: null },
          cursor: required('String', 'SCALAR'),
        });
      });
    });

    describe('4 Arguments', () => {
      it('4.1 Forward pagination arguments: every connection has "first", an integer, and "after", a cursor', () => {
        expect(connectionFields(world()).map(({ name }) => name)).toContain('topicsConnection');
        for (const field of connectionFields(world())) {
          expect(argumentTypes(field)).toMatchObject({ first: 'Int', after: 'String' });
        }
      });

      it('4.1 Forward pagination arguments: edges after "after", and at most "first"', async () => {
        const [, second] = (await askOne(world(), {})).edges;
        const given = { first: 2, after: second?.cursor as string };
        expect(titlesOf(await askOne(world(), given))).toEqual(['c', 'd']);
      });

      it('4.2 Backward pagination arguments: every connection has "last", an integer, and "before", a cursor', () => {
        for (const field of connectionFields(world())) {
          expect(argumentTypes(field)).toMatchObject({ last: 'Int', before: 'String' });
        }
      });

      it('4.2 Backward pagination arguments: edges before "before", and at most "last"', async () => {
        const [, , , fourth] = (await askOne(world(), {})).edges;
        const given = { last: 2, before: fourth?.cursor as string };
        expect(titlesOf(await askOne(world(), given))).toEqual(['b', 'c']);
      });

      it('4.3 Edge order: the same forwards and backwards', async () => {
        const [forwards, backwards] = await ask(world(), [{ first: 5 }, { last: 5 }]);
        expect(titlesOf(forwards as Answer)).toEqual(titles);
        expect(backwards?.edges).toEqual(forwards?.edges);
      });

      it('4.3 Edge order: the edge closest to "before" comes last, the one closest to "after" first', async () => {
        const [, , third] = (await askOne(world(), {})).edges;
        const { cursor } = third as Edge;
        const [before, after] = await ask(world(), [
          { before: cursor, last: 1 },
          { after: cursor, first: 1 },
        ]);
        expect(titlesOf(before as Answer)).toEqual(['b']);
        expect(titlesOf(after as Answer)).toEqual(['d']);
        const [allBefore, allAfter] = await ask(world(), [{ before: cursor }, { after: cursor }]);
        expect(titlesOf(allBefore as Answer).at(-1)).toBe('b');
        expect(titlesOf(allAfter as Answer).at(0)).toBe('d');
      });

      it('4.4 Pagination algorithm: EdgesToReturn and ApplyCursorsToEdges, for every set of arguments', async () => {
        const { edges } = await askOne(world(), {});
        const all = [...everyArguments(edges)];
        const answers = await ask(world(), all);
        expect(answers.map(titlesOf)).toEqual(
          all.map((given) => edgesToReturn(edges, given).map(({ node }) => node.title)),
        );
      });

      it('4.4 Pagination algorithm: the same for the lists under each of several rows', async () => {
        const { edges } = await askOne(world(), {});
        const all = [...everyArguments(edges)].filter((_, index) => index % 7 === 0);
        const fields = all.map(
          (given, index) =>
            `f${index}: booksConnection(orderBy: [{ title: ASC }]${printArguments(given)}) ${selection}`,
        );
        const { data } = await world().query(`{ shelves(orderBy: [{ name: ASC }]) { ${fields.join(' ')} } }`);
        const [one] = (data as { shelves: Record<string, Answer>[] }).shelves;
        expect(Object.values(one ?? {}).map(titlesOf)).toEqual(
          all.map((given) => edgesToReturn(edges, given).map(({ node }) => node.title)),
        );
      });

      it('4.4 Pagination algorithm: a negative number is an error', async () => {
        expect(await problemOf(world(), 'first: -1')).toEqual([
          ['The argument "first" must not be negative, but it is -1.', 'BAD_USER_INPUT'],
        ]);
        expect(await problemOf(world(), 'last: -1')).toEqual([
          ['The argument "last" must not be negative, but it is -1.', 'BAD_USER_INPUT'],
        ]);
        expect(await problemOf(world(), 'first: 1, last: -1')).toEqual([
          ['The argument "last" must not be negative, but it is -1.', 'BAD_USER_INPUT'],
        ]);
      });

      it('4.4 Pagination algorithm: differs for a cursor of no edge, which keeps its place and does not start again', async () => {
        const { Book } = world().sequelize.models;
        const bb = await Book?.create({ title: 'bb', shelfId: 1 });
        const { edges } = await askOne(world(), {});
        await bb?.destroy();
        const cursor = edges.find(({ node }) => node.title === 'bb')?.cursor as string;
        const [after, before] = await ask(world(), [{ after: cursor }, { before: cursor }]);
        expect(titlesOf(after as Answer)).toEqual(['c', 'd', 'e']);
        expect(titlesOf(before as Answer)).toEqual(['a', 'b']);
      });

      it('4.4 Pagination algorithm: differs for a text that is no cursor, which is an error', async () => {
        expect(await problemOf(world(), 'after: "c"')).toEqual([
          [expect.stringMatching(/^The argument "after" is no cursor of this list/), 'BAD_USER_INPUT'],
        ]);
      });
    });

    describe('5 PageInfo', () => {
      it('5.1 Fields: two non-null booleans and two cursors, which are null where there is no edge', () => {
        const fields = (world().schema.getType('PageInfo') as GraphQLObjectType).getFields();
        expect(Object.values(fields).map(({ name, type }) => `${name}: ${type}`)).toEqual([
          'hasNextPage: Boolean!',
          'hasPreviousPage: Boolean!',
          'startCursor: String',
          'endCursor: String',
        ]);
      });

      it('5.1 Fields: HasPreviousPage, for every set of arguments', async () => {
        const { edges } = await askOne(world(), {});
        const all = [...everyArguments(edges)];
        const answers = await ask(world(), all);
        expect(answers.map(({ pageInfo }) => pageInfo.hasPreviousPage)).toEqual(
          all.map((given) =>
            // Where the client pages forwards, the edge of the cursor itself lies before the page.
            given.last === undefined
              ? given.after !== undefined
              : applyCursors(edges, given).length > given.last,
          ),
        );
      });

      it('5.1 Fields: HasNextPage, for every set of arguments', async () => {
        const { edges } = await askOne(world(), {});
        const all = [...everyArguments(edges)];
        const answers = await ask(world(), all);
        expect(answers.map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual(
          all.map((given) =>
            given.first === undefined
              ? given.last !== undefined && given.before !== undefined
              : applyCursors(edges, given).length > given.first,
          ),
        );
      });

      it('5.1 Fields: "startCursor" and "endCursor" are those of the first and the last edge', async () => {
        const { edges } = await askOne(world(), {});
        const answers = await ask(world(), [...everyArguments(edges)]);
        expect(answers.map(({ pageInfo }) => [pageInfo.startCursor, pageInfo.endCursor])).toEqual(
          answers.map((answer) => [answer.edges[0]?.cursor ?? null, answer.edges.at(-1)?.cursor ?? null]),
        );
      });

      it('5.2 Introspection', async () => {
        const text = { name: 'String', kind: 'SCALAR', ofType: null };
        expect(await introspect(world(), 'PageInfo')).toEqual({
          hasNextPage: required('Boolean', 'SCALAR'),
          hasPreviousPage: required('Boolean', 'SCALAR'),
          startCursor: text,
          endCursor: text,
        });
      });
    });
  });
});
