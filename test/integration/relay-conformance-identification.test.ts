import { describe, expect, it } from '@jest/globals';
import { type GraphQLInterfaceType, type GraphQLObjectType, isObjectType } from 'graphql';
import { DataTypes, type Sequelize } from 'sequelize';
import { toGlobalId } from '../../src/plan/global-id.ts';
import { onEachDatabase, type World } from '../support/on-each-database.ts';

// The sections of https://relay.dev/graphql/objectidentification.htm, in their order; a test for each thing that one demands.

const bare = { timestamps: false };

/** People under managers, in teams that have a leader; a model that is called Node, and one without a key. */
function define(sequelize: Sequelize): void {
  const { STRING } = DataTypes;
  const Team = sequelize.define('Team', { code: { type: STRING, primaryKey: true }, name: STRING }, bare);
  const Person = sequelize.define('Person', { name: STRING }, { ...bare, paranoid: true, timestamps: true });
  Person.belongsTo(Person, { as: 'manager', foreignKey: 'managerId' });
  Person.belongsTo(Team, { as: 'team', foreignKey: 'teamCode' });
  Team.hasMany(Person, { as: 'people', foreignKey: 'teamCode' });
  sequelize.define('Node', { title: STRING }, bare);
  const Line = sequelize.define('Line', { text: STRING }, bare);
  Line.removeAttribute('id');
}

async function fill({ models }: Sequelize): Promise<void> {
  await models.Team?.bulkCreate([
    { code: 'a', name: 'Apollo' },
    { code: 'b', name: 'Boreas' },
  ]);
  await models.Person?.bulkCreate([
    { name: 'Ada', teamCode: 'a' },
    { name: 'Bob', teamCode: 'a', managerId: 1 },
    { name: 'Cid', teamCode: 'b', managerId: 1 },
    { name: 'Dan', teamCode: 'b', managerId: 3 },
  ]);
  await models.Person?.destroy({ where: { name: 'Dan' } });
  await models.Node?.create({ title: 'root' });
}

const person = (key: number) => toGlobalId('Person', key);
const team = (key: string) => toGlobalId('Team', key);
const requiredId = { kind: 'NON_NULL', ofType: { name: 'ID', kind: 'SCALAR' } };

async function answer(world: World, query: string, variables?: Record<string, unknown>): Promise<unknown> {
  const { data, errors } = await world.query(query, variables);
  expect(errors).toBeUndefined();
  return data;
}

describe('Global Object Identification', () => {
  onEachDatabase({ name: 'relay_identification', define, fill, options: { relay: true } }, (world) => {
    const queryFields = () => (world().schema.getQueryType() as GraphQLObjectType).getFields();

    describe('1 Reserved Types', () => {
      it('"Node" is an interface and no model\'s type, and "node" is no model\'s field', async () => {
        expect(world().findings.map(({ place, message, served }) => [place, message, served])).toEqual(
          expect.arrayContaining([
            ['Node', 'The type Node is already taken by GraphQL and KinQL.', 'it is called NodeModel.'],
            [
              'one Node',
              'The Query field node is already taken by the option relay.',
              'it is called nodeRow.',
            ],
            [
              'the list of Node',
              'The Query field nodes is already taken by the option relay.',
              'it is called nodesList.',
            ],
          ]),
        );
        expect(await answer(world(), '{ nodesList { __typename id title } }')).toEqual({
          nodesList: [{ __typename: 'NodeModel', id: toGlobalId('NodeModel', 1), title: 'root' }],
        });
      });
    });

    describe('2 Node Interface', () => {
      it('has exactly one field, "id", a non-null ID', () => {
        const fields = (world().schema.getType('Node') as GraphQLInterfaceType).getFields();
        expect(Object.values(fields).map(({ name, type }) => `${name}: ${type}`)).toEqual(['id: ID!']);
      });

      it('is that of every type whose rows have a key', () => {
        const types = world().schema.getPossibleTypes(world().schema.getType('Node') as GraphQLInterfaceType);
        expect(types.map(({ name }) => name).sort()).toEqual(['NodeModel', 'Person', 'Team']);
      });

      it('"id" is of one object only, whatever its type and the key of others', async () => {
        const data = await answer(world(), '{ people { id } teams { id } nodesList { id } }');
        const ids = Object.values(data as Record<string, { id: string }[]>).flatMap((rows) =>
          rows.map(({ id }) => id),
        );
        expect(ids).toHaveLength(6);
        expect(new Set(ids).size).toBe(6);
      });

      it('nothing else in the schema is called "id"', () => {
        for (const type of Object.values(world().schema.getTypeMap()).filter(isObjectType)) {
          const isNode = type.getInterfaces().some(({ name }) => name === 'Node');
          expect([type.name, type.getFields().id !== undefined]).toEqual([type.name, isNode]);
        }
      });

      it('2.1 Introspection', async () => {
        expect(
          await answer(
            world(),
            '{ __type(name: "Node") { name kind fields { name type { kind ofType { name kind } } } } }',
          ),
        ).toEqual({
          __type: { name: 'Node', kind: 'INTERFACE', fields: [{ name: 'id', type: requiredId }] },
        });
      });
    });

    describe('3 Node root field', () => {
      it('"node" returns the interface, and takes exactly one argument, "id", a non-null ID', () => {
        const { type, args } = queryFields().node ?? { type: null, args: [] };
        expect(String(type)).toBe('Node');
        expect(args.map((argument) => `${argument.name}: ${argument.type}`)).toEqual(['id: ID!']);
      });

      it('gives the identical object for the id of every object of every type', async () => {
        const data = await answer(
          world(),
          `{
              people { __typename id team { __typename id } manager { __typename id } }
              teams { __typename id people { __typename id } }
            }`,
        );
        const found = [...JSON.stringify(data).matchAll(/"__typename":"(\w+)","id":"([\w-]+)"/g)];
        expect(found).toHaveLength(3 + 3 + 2 + 2 + 3);
        for (const [, type, id] of found) {
          expect(
            await answer(world(), 'query ($id: ID!) { node(id: $id) { __typename id } }', { id }),
          ).toEqual({
            node: { __typename: type, id },
          });
        }
      });

      it.each([
        ['deleted', person(4)],
        ['never there', person(99)],
        ['of an unknown type', toGlobalId('Robot', 1)],
      ])('is null for an object that is %s', async (_, id) => {
        expect(await answer(world(), 'query ($id: ID!) { node(id: $id) { id } }', { id })).toEqual({
          node: null,
        });
      });

      it('3.1 Introspection', async () => {
        const data = await answer(
          world(),
          '{ __schema { queryType { fields { name type { name kind } args { name type { kind ofType { name kind } } } } } } }',
        );
        const { fields } = (data as { __schema: { queryType: { fields: { name: string }[] } } }).__schema
          .queryType;
        expect(fields.find(({ name }) => name === 'node')).toEqual({
          name: 'node',
          type: { name: 'Node', kind: 'INTERFACE' },
          args: [{ name: 'id', type: requiredId }],
        });
      });
    });

    describe('4 Field stability', () => {
      it('objects with one id are equal, on whatever way they are reached', async () => {
        const ada = '{ id name teamCode team { id name } }';
        const data = (await answer(
          world(),
          `query ($ada: ID!, $bob: ID!, $team: ID!) {
              node(id: $ada) { ... on Person ${ada} }
              nodes(ids: [$bob, $ada]) { ... on Person { manager ${ada} } }
              person(id: $ada) ${ada}
              personBy(key: { rowId: 1 }) ${ada}
              people(where: { id: { eq: $ada } }) ${ada}
              peopleConnection(first: 1, orderBy: [{ id: ASC }]) { edges { node ${ada} } nodes ${ada} }
              team(id: $team) { people(limit: 1, orderBy: [{ name: ASC }]) ${ada} }
            }`,
          { ada: person(1), bob: person(2), team: team('a') },
        )) as object;
        const expected = {
          id: person(1),
          name: 'Ada',
          teamCode: team('a'),
          team: { id: team('a'), name: 'Apollo' },
        };
        expect(data).toEqual({
          node: expected,
          nodes: [{ manager: expected }, { manager: null }],
          person: expected,
          personBy: expected,
          people: [expected],
          peopleConnection: { edges: [{ node: expected }], nodes: [expected] },
          team: { people: [expected] },
        });
      });
    });

    describe('5 Plural identifying root fields', () => {
      it('5.1 Fields: "nodes" has a single argument, a non-null list of non-nulls', () => {
        expect(queryFields().nodes?.args.map(({ name, type }) => `${name}: ${type}`)).toEqual([
          'ids: [ID!]!',
        ]);
      });

      it('5.1 Fields: "nodes" returns a list of the interface, whose items may be null', () => {
        expect(String(queryFields().nodes?.type)).toBe('[Node]!');
      });

      it('5.1 Fields: the response is as long as the argument, and each item corresponds to its own', async () => {
        const ids = [person(2), person(99), team('b'), person(2), toGlobalId('Robot', 1), person(4)];
        const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
        const items = [{ id: person(2) }, null, { id: team('b') }, { id: person(2) }, null, null];
        expect(await answer(world(), query, { ids })).toEqual({ nodes: items });
        for (const order of [
          [5, 4, 3, 2, 1, 0],
          [2, 0, 4, 1, 5, 3],
        ]) {
          expect(await answer(world(), query, { ids: order.map((index) => ids[index]) })).toEqual({
            nodes: order.map((index) => items[index]),
          });
        }
        expect(await answer(world(), query, { ids: [] })).toEqual({ nodes: [] });
      });

      it('5.1 Fields: a text that is no global id leaves the others in their places', async () => {
        const { data, errors } = await world().query('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
          ids: ['?', person(1)],
        });
        expect(data).toEqual({ nodes: [null, { id: person(1) }] });
        expect(errors).toEqual([
          {
            message: 'The value "?" of "ids" is no global id: take one from a field "id".',
            path: ['nodes', 0],
            code: 'BAD_USER_INPUT',
          },
        ]);
      });
    });
  });
});

describe('Global Object Identification, where no row has a global id', () => {
  onEachDatabase(
    {
      name: 'relay_identification_none',
      define(sequelize) {
        sequelize.define('Line', { text: DataTypes.STRING }, bare).removeAttribute('id');
      },
      options: { relay: true },
    },
    (world) => {
      it('2 Node Interface, 3 Node root field: are there, and find nothing', async () => {
        expect(
          await answer(world(), 'query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }', {
            id: toGlobalId('Line', 1),
          }),
        ).toEqual({ node: null, nodes: [null] });
      });
    },
  );
});
