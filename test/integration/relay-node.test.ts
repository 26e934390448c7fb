import { describe, expect, it } from '@jest/globals';
import { extendSchema, type GraphQLObjectType, parse } from 'graphql';
import { DataTypes, type Sequelize } from 'sequelize';
import { toGlobalId } from '../../src/plan/global-id.ts';
import { onEachDatabase } from '../support/on-each-database.ts';
import { runQuery } from '../support/run-query.ts';

const bare = { timestamps: false };

/** Companies, some of them closed; their users, some of them deleted; the tasks of users. */
function define(sequelize: Sequelize): void {
  const Company = sequelize.define(
    'Company',
    { name: DataTypes.STRING, closed: DataTypes.BOOLEAN },
    { ...bare, defaultScope: { where: { closed: false } } },
  );
  const User = sequelize.define('User', { name: DataTypes.STRING }, { paranoid: true });
  const Task = sequelize.define('Task', { title: DataTypes.STRING, secretive: DataTypes.BOOLEAN }, bare);
  User.belongsTo(Company, { as: 'company', foreignKey: 'companyId' });
  Task.belongsTo(User, { as: 'user', foreignKey: 'userId' });
  User.hasMany(Task, { as: 'tasks', foreignKey: 'userId' });
  Task.addHook('beforeFind', (options) => {
    options.where = { ...(options.where as object), secretive: false };
  });
}

async function fill({ models }: Sequelize): Promise<void> {
  await models.Company?.bulkCreate([
    { name: 'Apollo', closed: false },
    { name: 'Gone', closed: true },
  ]);
  await models.User?.bulkCreate([
    { name: 'Ada', companyId: 1 },
    { name: 'Bob', companyId: 2 },
    { name: 'Cid', companyId: null },
  ]);
  await models.User?.destroy({ where: { name: 'Cid' } });
  await models.Task?.bulkCreate([
    { title: 'open', secretive: false, userId: 1 },
    { title: 'hidden', secretive: true, userId: 1 },
  ]);
}

const id = toGlobalId;

/** What a statement selects, and of which table. */
function columnsOf(text: string): string[] {
  const [list = ''] = text.split(' FROM ');
  return Array.from(list.matchAll(/ AS ["`](\w+)["`]/g), ([, name]) => String(name));
}

function tableOf(text: string): string {
  return String(/["`](Users|Tasks|Companies)["`]/.exec(text)?.[1]);
}

describe('node and nodes', () => {
  onEachDatabase({ name: 'relay_node', define, fill, options: { relay: true } }, (world) => {
    it('find again whatever has an id: the same row under the same id', async () => {
      const { data } = await world().query('{ companies { id name } users { id name } tasks { id title } }');
      const { companies, users, tasks } = data as Record<string, { id: string }[]>;
      const rows = [...(companies ?? []), ...(users ?? []), ...(tasks ?? [])];
      expect(rows).toHaveLength(4);
      for (const row of rows) {
        const again = await world().query(
          'query ($id: ID!) { node(id: $id) { id ... on Company { name } ... on User { name } ... on Task { title } } }',
          { id: row.id },
        );
        expect(again.data).toEqual({ node: row });
      }
    });

    it('take one statement for each type, whatever the number of ids and fields, and select what that type needs', async () => {
      const { data, errors, statements } = await world().query(
        `query ($ids: [ID!]!, $one: ID!) {
          nodes(ids: $ids) { __typename ... on User { name company { name } } ... on Task { title } }
          again: node(id: $one) { ... on User { name } }
        }`,
        { ids: [id('User', 2), id('Task', 1), id('User', 1), id('User', 2)], one: id('User', 1) },
      );
      expect(errors).toBeUndefined();
      expect(data).toEqual({
        nodes: [
          { __typename: 'User', name: 'Bob', company: null },
          { __typename: 'Task', title: 'open' },
          { __typename: 'User', name: 'Ada', company: { name: 'Apollo' } },
          { __typename: 'User', name: 'Bob', company: null },
        ],
        again: { name: 'Ada' },
      });
      expect(Object.fromEntries(statements.map(({ text }) => [tableOf(text), columnsOf(text)]))).toEqual({
        Users: ['id', 'name', 'companyId'],
        Tasks: ['id', 'title'],
        Companies: ['id', 'name'],
      });
      expect(statements).toHaveLength(3);
    });

    it('share the row with a parent of the same type', async () => {
      const { data, statements } = await world().query(
        'query ($id: ID!) { tasks { user { name } } node(id: $id) { ... on User { id } } }',
        { id: id('User', 1) },
      );
      expect(data).toEqual({ tasks: [{ user: { name: 'Ada' } }], node: { id: id('User', 1) } });
      expect(statements.map(({ text }) => tableOf(text)).sort()).toEqual(['Tasks', 'Users']);
    });

    it('keep the order of the ids, null where no row has one', async () => {
      const ids = [id('Task', 1), id('Task', 99), id('Company', 1), id('Task', 1)];
      const { data, errors } = await world().query(
        'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }',
        { ids },
      );
      expect(errors).toBeUndefined();
      expect(data).toEqual({
        nodes: [
          { __typename: 'Task', id: ids[0] },
          null,
          { __typename: 'Company', id: ids[2] },
          { __typename: 'Task', id: ids[3] },
        ],
      });
    });

    it.each([
      ['a default scope', id('Company', 2)],
      ['a deletion', id('User', 3)],
      ['a find hook', id('Task', 2)],
    ])('show no row that %s hides', async (_, hidden) => {
      const { data, errors } = await world().query(
        'query ($id: ID!) { node(id: $id) { __typename } nodes(ids: [$id]) { id } }',
        { id: hidden },
      );
      expect(errors).toBeUndefined();
      expect(data).toEqual({ node: null, nodes: [null] });
    });

    it.each([
      ['a row that is not there', id('User', 99)],
      ['a type that is not there', id('Robot', 1)],
      ['a type without a global id', id('Query', 1)],
      ['a key that its column cannot hold', id('User', 'one')],
      ['a key beyond its column', id('User', '99999999999999999999')],
      ['a key of too many values', id('User', 1, 1)],
      ['SQL for a key', id('User', "1' OR '1'='1")],
    ])('are null for the id of %s, without an error', async (_, none) => {
      const { data, errors } = await world().query('query ($id: ID!) { node(id: $id) { id } }', { id: none });
      expect(errors).toBeUndefined();
      expect(data).toEqual({ node: null });
    });

    it.each([
      ['a plain key', '1'],
      ['no text at all', ''],
      ['an id with a blank behind it', `${id('User', 1)} `],
      ['half an id', id('User', 1).slice(0, -4)],
      ['JSON of another form', Buffer.from('{"type":"User"}').toString('base64url')],
      ['an id without a key', Buffer.from('["User"]').toString('base64url')],
      ['an id with a number', Buffer.from('["User",1]').toString('base64url')],
      ['a cursor', Buffer.from('["a1b2c3d4",1]').toString('base64url')],
    ])('refuse %s, which is no global id, and ask no database', async (_, text) => {
      const { data, errors, statements } = await world().query(
        'query ($id: ID!) { node(id: $id) { id } user(id: $id) { id } userBy(key: { id: $id }) { id } }',
        { id: text },
      );
      expect(data).toEqual({ node: null, user: null, userBy: null });
      const sorted = errors?.toSorted((a, b) => String(a.path).localeCompare(String(b.path)));
      expect(sorted).toEqual(
        [
          ['node', 'id'],
          ['user', 'id'],
          ['userBy', 'key.id'],
        ].map(([field, place]) => ({
          message: `The value ${JSON.stringify(text)} of "${place}" is no global id: take one from a field "id".`,
          path: [field],
          code: 'BAD_USER_INPUT',
        })),
      );
      expect(statements).toEqual([]);
    });

    it('report a text that is no global id in its place, and find the others', async () => {
      const { data, errors } = await world().query('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
        ids: [id('User', 1), 'none', id('Task', 1)],
      });
      expect(data).toEqual({ nodes: [{ id: id('User', 1) }, null, { id: id('Task', 1) }] });
      expect(errors).toEqual([
        {
          message: 'The value "none" of "ids" is no global id: take one from a field "id".',
          path: ['nodes', 1],
          code: 'BAD_USER_INPUT',
        },
      ]);
    });

    it('take none of no ids, and no more than a list has rows', async () => {
      expect(await world().query('{ nodes(ids: []) { id } }')).toEqual({
        data: { nodes: [] },
        statements: [],
      });
      const { data, errors, statements } = await world().query(
        'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
        { ids: new Array(1_001).fill(id('User', 1)) },
      );
      expect(data).toBeNull();
      expect(errors).toEqual([
        {
          message: 'The argument "ids" must not have more than 1000 ids.',
          path: ['nodes'],
          code: 'BAD_USER_INPUT',
        },
      ]);
      expect(statements).toEqual([]);
    });

    it("see through fragments on the interface, and have lists of the row's own", async () => {
      const { data, errors } = await world().query(
        `query ($id: ID!, $more: Boolean!) {
          node(id: $id) { ...row ... on Node { ... on User { tasks { id title } } } ... on Task @include(if: $more) { title } }
        }
        fragment row on Node { __typename id }`,
        { id: id('User', 1), more: false },
      );
      expect(errors).toBeUndefined();
      expect(data).toEqual({
        node: { __typename: 'User', id: id('User', 1), tasks: [{ id: id('Task', 1), title: 'open' }] },
      });
    });

    it("have their type from an instance that an app's own resolver gave", async () => {
      const { schema, sequelize } = world();
      const extended = extendSchema(schema, parse('extend type Query { favourites: [Node!]! }'));
      const field = (extended.getQueryType() as GraphQLObjectType).getFields().favourites;
      if (field !== undefined) {
        field.resolve = async () => [
          await sequelize.models.User?.findByPk(1, { attributes: ['id'] }),
          await sequelize.models.Company?.scope([]).findByPk(1),
        ];
      }
      const { data, errors } = await runQuery(
        extended,
        world(),
        '{ favourites { id ... on User { name } ... on Company { name } } }',
      );
      expect(errors).toBeUndefined();
      expect(data).toEqual({
        favourites: [
          { id: id('User', 1), name: 'Ada' },
          { id: id('Company', 1), name: 'Apollo' },
        ],
      });
    });
  });
});
