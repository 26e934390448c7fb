import { describe, expect, it } from '@jest/globals';
import { extendSchema, type GraphQLObjectType, parse } from 'graphql';
import { DataTypes, type FindOptions, type Sequelize } from 'sequelize';
import { onEachDatabase, type World } from '../support/on-each-database.ts';
import { runQuery } from '../support/run-query.ts';

const bare = { timestamps: false };
/** What a row of Team holds that is not deleted. */
const never = new Date('9999-12-31T00:00:00Z');

/** Firms have teams, teams have people: each is paranoid in its own way. A person's badge is as well. */
function definePeople(sequelize: Sequelize): void {
  const Firm = sequelize.define(
    'Firm',
    { name: DataTypes.STRING },
    { paranoid: true, createdAt: false, updatedAt: false, deletedAt: 'closedAt' },
  );
  const Team = sequelize.define(
    'Team',
    { name: DataTypes.STRING, deletedAt: { type: DataTypes.DATE, defaultValue: never, field: 'gone_at' } },
    { paranoid: true, createdAt: false, updatedAt: false },
  );
  const Person = sequelize.define(
    'Person',
    {
      name: { type: DataTypes.STRING, unique: true },
      active: DataTypes.BOOLEAN,
      deletedAt: { type: DataTypes.DATE, field: 'removed_on' },
    },
    {
      paranoid: true,
      createdAt: false,
      updatedAt: false,
      scopes: { everybody: { paranoid: false }, active: { where: { active: true } } },
    },
  );
  const Badge = sequelize.define(
    'Badge',
    { code: DataTypes.STRING },
    { paranoid: true, createdAt: false, updatedAt: false },
  );
  const Skill = sequelize.define(
    'Skill',
    { name: DataTypes.STRING },
    { paranoid: true, createdAt: false, updatedAt: false },
  );
  Team.belongsTo(Firm, { as: 'firm', foreignKey: 'firmId' });
  Firm.hasMany(Team, { as: 'teams', foreignKey: 'firmId' });
  Person.belongsTo(Team, { as: 'team', foreignKey: 'teamId' });
  Team.hasMany(Person, { as: 'people', foreignKey: 'teamId' });
  Badge.belongsTo(Person, { as: 'person', foreignKey: 'personId' });
  Person.hasOne(Badge, { as: 'badge', foreignKey: 'personId' });
  const Level = sequelize.define('Level', { level: DataTypes.INTEGER }, bare);
  Person.belongsToMany(Skill, { as: 'skills', through: Level, foreignKey: 'personId', otherKey: 'skillId' });
  sequelize.define(
    'Flag',
    { deleted: { type: DataTypes.INTEGER, primaryKey: true }, text: DataTypes.STRING },
    { paranoid: true, createdAt: false, updatedAt: false },
  );
}

async function fillPeople({ models }: Sequelize): Promise<void> {
  const { Firm, Team, Person, Badge, Skill, Level, Flag } = models;
  await Firm?.bulkCreate([{ name: 'Acme' }, { name: 'Closed' }]);
  await Team?.bulkCreate([
    { name: 'red', firmId: 1 },
    { name: 'blue', firmId: 2 },
    { name: 'old', firmId: 1 },
  ]);
  await Person?.bulkCreate([
    { name: 'ana', teamId: 1, active: true },
    { name: 'bo', teamId: 1, active: false },
    { name: 'cy', teamId: 3, active: true },
    { name: 'di', teamId: 3, active: true },
  ]);
  await Badge?.bulkCreate([
    { code: 'A', personId: 1 },
    { code: 'B', personId: 2 },
  ]);
  await Skill?.bulkCreate([{ name: 'sql' }, { name: 'cobol' }]);
  await Level?.bulkCreate([
    { personId: 1, skillId: 1, level: 3 },
    { personId: 1, skillId: 2, level: 5 },
  ]);
  await Flag?.bulkCreate([
    { deleted: 1, text: 'here' },
    { deleted: 2, text: 'gone' },
  ]);
  await Firm?.destroy({ where: { name: 'Closed' } });
  await Team?.destroy({ where: { name: 'old' } });
  await Person?.destroy({ where: { name: ['bo', 'di'] } });
  await Badge?.destroy({ where: { code: 'A' } });
  await Skill?.destroy({ where: { name: 'cobol' } });
  await Flag?.destroy({ where: { deleted: 2 } });
}

const offered = { deleted: true };

const options = {
  models: {
    Firm: offered,
    Team: offered,
    Person: { ...offered, scopes: { everybody: true, active: true } },
    Badge: offered,
    Skill: offered,
    Flag: offered,
  },
  onFinding: () => undefined,
};

/** What `findAll` gives, by name. */
async function findNames({ sequelize }: World, model: string, find: FindOptions): Promise<unknown[]> {
  const rows = (await sequelize.models[model]?.findAll({ ...find, order: ['id'] })) ?? [];
  return rows.map((row) => row.get('name'));
}

describe('the argument deleted', () => {
  onEachDatabase({ name: 'deleted_rows', define: definePeople, fill: fillPeople, options }, (world) => {
    it.each([
      ['Firm', 'firms', ['Closed']],
      ['Team', 'teams', ['old']],
      ['Person', 'people', ['bo', 'di']],
    ])(
      'gives of %s what findAll gives with paranoid: false, or what it leaves out without',
      async (model, list, gone) => {
        const { data, statements } = await world().query(`{
        usual: ${list} { name }
        without: ${list}(deleted: EXCLUDE) { name }
        all: ${list}(deleted: INCLUDE) { name }
        gone: ${list}(deleted: ONLY) { name }
      }`);
        expect(statements).toHaveLength(3);
        const visible = await findNames(world(), model, {});
        const all = await findNames(world(), model, { paranoid: false });
        const named = (names: unknown[]) => names.map((name) => ({ name }));
        expect(data).toEqual({
          usual: named(visible),
          without: named(visible),
          all: named(all),
          gone: named(gone),
        });
        expect(all).toHaveLength(visible.length + gone.length);
      },
    );

    it('counts for connections, their cursors and numbers, for aggregates and for groups', async () => {
      const { data } = await world().query(`{
        peopleConnection(deleted: ONLY, first: 1) { nodes { name } totalCount pageInfo { hasNextPage } }
        peopleAggregate(deleted: INCLUDE) { count max { name } }
        gone: peopleAggregate(deleted: ONLY, where: { active: { eq: true } }) { count }
        peopleGroupBy(by: [{ active: VALUE }], deleted: INCLUDE) { keys { active } count }
      }`);
      expect(data).toEqual({
        peopleConnection: { nodes: [{ name: 'bo' }], totalCount: 2, pageInfo: { hasNextPage: true } },
        peopleAggregate: { count: 4, max: { name: 'di' } },
        gone: { count: 1 },
        peopleGroupBy: [
          { keys: { active: false }, count: 1 },
          { keys: { active: true }, count: 3 },
        ],
      });
    });

    it('finds one row by any key', async () => {
      const { data } = await world().query(`{
        hidden: person(id: 2) { name }
        shown: person(id: 2, deleted: INCLUDE) { name }
        only: person(id: 1, deleted: ONLY) { name }
        byName: personBy(key: { name: "bo" }, deleted: ONLY) { id }
      }`);
      expect(data).toEqual({ hidden: null, shown: { name: 'bo' }, only: null, byName: { id: '2' } });
    });

    it('shows a parent that is deleted, in one statement for all', async () => {
      const { data, statements } = await world().query(
        '{ people(deleted: INCLUDE) { name team { name } anyTeam: team(deleted: INCLUDE) { name firm { name } } } }',
      );
      const red = { name: 'red', firm: { name: 'Acme' } };
      const old = { name: 'old', firm: { name: 'Acme' } };
      expect(data).toEqual({
        people: [
          { name: 'ana', team: { name: 'red' }, anyTeam: red },
          { name: 'bo', team: { name: 'red' }, anyTeam: red },
          { name: 'cy', team: null, anyTeam: old },
          { name: 'di', team: null, anyTeam: old },
        ],
      });
      expect(statements).toHaveLength(4);
    });

    it('reads the deleted parents by a statement with nothing on deletion in it', async () => {
      const { statements } = await world().query('{ badges { person(deleted: INCLUDE) { name } } }');
      expect(statements.map(({ text }) => text).filter((text) => text.includes('removed_on'))).toEqual([]);
      const { statements: only } = await world().query('{ teams { firm(deleted: ONLY) { name } } }');
      expect(only.filter(({ text }) => /NOT \(.Firm.\..closedAt. IS NULL\)/.test(text))).toHaveLength(1);
    });

    it('is of lists, connections and single rows under each parent', async () => {
      const { data, statements } = await world().query(`{ teams(deleted: INCLUDE) {
        name
        people { name }
        gone: people(deleted: ONLY) { name }
        peopleConnection(deleted: INCLUDE) { totalCount nodes { name } }
      } }`);
      expect(data).toEqual({
        teams: [
          {
            name: 'red',
            people: [{ name: 'ana' }],
            gone: [{ name: 'bo' }],
            peopleConnection: { totalCount: 2, nodes: [{ name: 'ana' }, { name: 'bo' }] },
          },
          { name: 'blue', people: [], gone: [], peopleConnection: { totalCount: 0, nodes: [] } },
          {
            name: 'old',
            people: [{ name: 'cy' }],
            gone: [{ name: 'di' }],
            peopleConnection: { totalCount: 2, nodes: [{ name: 'cy' }, { name: 'di' }] },
          },
        ],
      });
      expect(statements).toHaveLength(5);
      const single = await world().query(
        '{ people { name badge { code } any: badge(deleted: INCLUDE) { code } skills { name } old: skills(deleted: ONLY) { name } } }',
      );
      expect(single.data).toEqual({
        people: [
          {
            name: 'ana',
            badge: null,
            any: { code: 'A' },
            skills: [{ name: 'sql' }],
            old: [{ name: 'cobol' }],
          },
          { name: 'cy', badge: null, any: null, skills: [], old: [] },
        ],
      });
    });

    it('leaves filters and orders to what is there', async () => {
      const { data } = await world().query(
        '{ people(deleted: INCLUDE, where: { team: { name: { eq: "old" } } }) { name } }',
      );
      expect(data).toEqual({ people: [] });
    });

    it('leaves a scope alone that shows deleted rows, until it asks for them alone', async () => {
      const { data } = await world().query(`{
        all: people(scopes: { everybody: true }) { name }
        gone: people(scopes: { everybody: true, active: true }, deleted: ONLY) { name }
        active: people(scopes: { active: true }, deleted: INCLUDE) { name }
      }`);
      expect(data).toEqual({
        all: ['ana', 'bo', 'cy', 'di'].map((name) => ({ name })),
        gone: [{ name: 'di' }],
        active: ['ana', 'cy', 'di'].map((name) => ({ name })),
      });
      expect(await findNames(world(), 'Person', { paranoid: false, where: { active: true } })).toEqual([
        'ana',
        'cy',
        'di',
      ]);
    });

    it('gives the parent that an instance carries already, unless it is asked for another', async () => {
      const people = await world().sequelize.models.Person?.findAll({
        paranoid: false,
        include: [{ association: 'team', paranoid: false }],
        order: ['id'],
      });
      const schema = extendSchema(world().schema, parse('extend type Query { found: [Person!]! }'));
      const { found } = (schema.getQueryType() as GraphQLObjectType).getFields();
      Object.assign(found ?? {}, { resolve: () => people });
      const { data, statements } = await runQuery(
        schema,
        world(),
        '{ found { team { name } gone: team(deleted: ONLY) { name } } }',
      );
      expect(data).toEqual({
        found: [
          { team: { name: 'red' }, gone: null },
          { team: { name: 'red' }, gone: null },
          { team: { name: 'old' }, gone: { name: 'old' } },
          { team: { name: 'old' }, gone: { name: 'old' } },
        ],
      });
      expect(statements).toHaveLength(1);
    });

    it('has another name where the key has it', async () => {
      const { data } = await world().query(`{
        hidden: flag(deleted: 2) { text }
        shown: flag(deleted: 2, deletedRows: INCLUDE) { text }
        byKey: flagBy(key: { deleted: 2 }, deleted: ONLY) { text }
      }`);
      expect(data).toEqual({ hidden: null, shown: { text: 'gone' }, byKey: { text: 'gone' } });
    });
  });
});
