import { describe, expect, it } from '@jest/globals';
import { DataTypes } from 'sequelize';
import { onEachDatabase } from '../support/on-each-database.ts';

const bare = { timestamps: false };

describe('a deep chain of relations with long names (B27)', () => {
  onEachDatabase(
    {
      name: 'names_long',
      define(sequelize) {
        const [L1, L2, L3] = ['L1', 'L2', 'L3'].map((name) => sequelize.define(name, {}, bare));
        const L4 = sequelize.define(
          'L4',
          {
            effectiveSettlementTimestamp: DataTypes.STRING,
            effectiveSettlementTimestampOverride: DataTypes.STRING,
          },
          bare,
        );
        L1?.belongsTo(L2 as typeof L4, { as: 'responsibleDepartment', foreignKey: 'l2Id' });
        L2?.belongsTo(L3 as typeof L4, { as: 'administrativeRegion', foreignKey: 'l3Id' });
        L3?.belongsTo(L4, { as: 'contract', foreignKey: 'l4Id' });
      },
      async fill({ models }) {
        await models.L4?.create({
          effectiveSettlementTimestamp: 'P',
          effectiveSettlementTimestampOverride: 'Q',
        });
        await models.L3?.create({ l4Id: 1 });
        await models.L2?.create({ l3Id: 1 });
        await models.L1?.create({ l2Id: 1 });
      },
    },
    (world) => {
      it('loses and swaps no column', async () => {
        const { data } = await world().query(`{
          l1s { responsibleDepartment { administrativeRegion { contract {
            effectiveSettlementTimestamp effectiveSettlementTimestampOverride
          } } } }
        }`);
        const contract = { effectiveSettlementTimestamp: 'P', effectiveSettlementTimestampOverride: 'Q' };
        expect(data).toEqual({
          l1s: [{ responsibleDepartment: { administrativeRegion: { contract } } }],
        });
      });

      it('finds and orders rows by what stands at its end', async () => {
        const chain = (last: string) =>
          `{ responsibleDepartment: { administrativeRegion: { contract: ${last} } } }`;
        const name = 'effectiveSettlementTimestamp';
        const { data } = await world().query(`{
          found: l1s(
            where: ${chain(`{ ${name}: { eq: "P" }, ${name}Override: { eq: "Q" } }`)}
            orderBy: [${chain(`{ ${name}: ASC }`)}, ${chain(`{ ${name}Override: DESC }`)}]
          ) { id }
          swapped: l1s(where: ${chain(`{ ${name}: { eq: "Q" } }`)}) { id }
        }`);
        expect(data).toEqual({ found: [{ id: '1' }], swapped: [] });
      });
    },
  );
});

describe('tables and columns whose names are none in GraphQL (B32)', () => {
  onEachDatabase(
    {
      name: 'names_odd',
      define(sequelize) {
        const { INTEGER, STRING } = DataTypes;
        sequelize.define(
          'odd-table',
          {
            'unit-price': INTEGER,
            '3pl': STRING,
            $site: STRING,
            'two words': STRING,
            __secret: STRING,
            unit_price: INTEGER,
            æ: STRING,
          },
          bare,
        );
      },
      async fill({ models }) {
        await models['odd-table']?.bulkCreate([
          {
            'unit-price': 5,
            '3pl': 'x',
            $site: 's',
            'two words': 'w',
            __secret: 'h',
            unit_price: 6,
            æ: 'z',
          },
        ]);
      },
    },
    (world) => {
      it('are reached under legal names of their own, or left out with a warning', async () => {
        const { data } = await world().query(`{
          oddTables { id unitPrice _3pl twoWords unitPriceAttribute name_d15b8f5d }
          __type(name: "OddTable") { fields { name } }
        }`);
        const row = {
          id: '1',
          unitPrice: 5,
          _3pl: 'x',
          twoWords: 'w',
          unitPriceAttribute: 6,
          name_d15b8f5d: 'z',
        };
        expect(data).toEqual({
          oddTables: [row],
          __type: { fields: Object.keys(row).map((name) => ({ name })) },
        });
        expect(world().findings.map(({ code, place }) => [code, place])).toEqual([
          ['ATTRIBUTE_HIDDEN', 'odd-table.__secret'],
          ['ATTRIBUTE_HIDDEN', 'odd-table.$site'],
          ['NAME_CLASH', 'odd-table.unit_price'],
        ]);
      });

      it('are filtered and ordered by under the same names', async () => {
        const { data } = await world().query(`{
          found: oddTables(where: { unitPrice: { eq: 5 } }, orderBy: [{ unitPrice: ASC }]) { id }
          other: oddTables(where: { unitPriceAttribute: { eq: 5 } }, orderBy: [{ unitPriceAttribute: ASC }]) { id }
        }`);
        expect(data).toEqual({ found: [{ id: '1' }], other: [] });
      });
    },
  );
});

describe('models whose plural is their singular (B59)', () => {
  onEachDatabase(
    {
      name: 'names_plural',
      define(sequelize) {
        sequelize.define('News', { t: DataTypes.STRING }, bare);
        sequelize.define('Sheep', { n: DataTypes.STRING }, bare);
        sequelize.define('Data', { v: DataTypes.STRING }, bare);
      },
      async fill({ models }) {
        await models.News?.create({ t: 'news' });
        await models.Sheep?.create({ n: 'sheep' });
        await models.Data?.create({ v: 'data' });
      },
    },
    (world) => {
      it('have a field for one row and one for the list, each', async () => {
        const { data } = await world().query(`{
          news(id: 1) { t } newsList { t }
          sheep(id: 1) { n } sheepList { n }
          datum(id: 1) { v } data { v }
        }`);
        expect(data).toEqual({
          news: { t: 'news' },
          newsList: [{ t: 'news' }],
          sheep: { n: 'sheep' },
          sheepList: [{ n: 'sheep' }],
          datum: { v: 'data' },
          data: [{ v: 'data' }],
        });
      });
    },
  );
});

describe('names of tables, columns and plurals that a team chose', () => {
  onEachDatabase(
    {
      name: 'names_chosen',
      define(sequelize) {
        const Person = sequelize.define(
          'Person',
          { firstName: DataTypes.STRING, born: { type: DataTypes.INTEGER, field: 'YearOfBirth' } },
          { ...bare, underscored: true, freezeTableName: true },
        );
        const Loaf = sequelize.define(
          'Loaf',
          { kind: DataTypes.STRING },
          {
            ...bare,
            underscored: true,
            tableName: 'tbl Bread',
            name: { singular: 'bread', plural: 'breads' },
          },
        );
        Loaf.belongsTo(Person, { as: 'bakedBy', foreignKey: { name: 'bakerId', field: 'BAKER' } });
        Loaf.belongsTo(Person, { as: 'eater' });
        Loaf.belongsTo(Person);
      },
      async fill({ models }) {
        await models.Person?.bulkCreate(
          ['ada', 'bo', 'cy'].map((firstName, i) => ({ firstName, born: 1900 + i })),
        );
        await models.Loaf?.create({ kind: 'rye', bakerId: 1, eaterId: 2, PersonId: 3 });
      },
    },
    (world) => {
      it('are in the statements, and those of the models in the schema', async () => {
        const { data, statements } = await world().query(`{
          breads { kind personId bakerId bakedBy { firstName born } eater { firstName breadsByEater { kind } } person { firstName } }
        }`);
        expect(data).toEqual({
          breads: [
            {
              kind: 'rye',
              personId: '3',
              bakerId: '1',
              bakedBy: { firstName: 'ada', born: 1900 },
              eater: { firstName: 'bo', breadsByEater: [{ kind: 'rye' }] },
              person: { firstName: 'cy' },
            },
          ],
        });
        const [first = ''] = statements.map(({ text }) => text.replaceAll('`', '"'));
        expect(first).toBe(
          'SELECT t."kind" AS "kind", t."person_id" AS "PersonId", t."BAKER" AS "bakerId", t."eater_id" AS "eaterId" FROM "tbl Bread" AS t ORDER BY t."id" LIMIT 101',
        );
      });
    },
  );
});
