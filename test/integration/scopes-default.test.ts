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
import { onEachDatabase } from '../support/on-each-database.ts';

type Models = Record<string, ModelStatic<Model>>;

const bare = { timestamps: false };

function including(include: unknown): { defaultScope: FindOptions } {
  return { defaultScope: { include: [include as Includeable] } };
}

/** Open and closed lands, and what a default scope shows of open ones only, by every kind of key. */
function defineLands(sequelize: Sequelize): void {
  const open = { association: 'land', where: { open: true } };
  const Land = sequelize.define('Land', { name: DataTypes.STRING, open: DataTypes.BOOLEAN }, bare);
  const Town = sequelize.define(
    'Town',
    { name: DataTypes.STRING, size: DataTypes.INTEGER },
    { ...bare, ...including(open) },
  );
  const x = { type: DataTypes.INTEGER, primaryKey: true };
  const Tile = sequelize.define(
    'Tile',
    { x: { ...x, field: 'tile_x' }, y: { ...x, field: 'tile_y' }, name: DataTypes.STRING },
    { ...bare, ...including(open) },
  );
  const Stamp = sequelize.define(
    'Stamp',
    { code: { type: DataTypes.STRING, allowNull: false, unique: true }, name: DataTypes.STRING },
    { ...bare, ...including(open) },
  );
  Stamp.removeAttribute('id');
  const Person = sequelize.define('Person', { name: DataTypes.STRING }, bare);
  const Visit = sequelize.define('Visit', { rank: DataTypes.INTEGER }, { ...bare, ...including(open) });
  for (const model of [Town, Tile, Stamp, Visit]) {
    model.belongsTo(Land, { as: 'land', foreignKey: 'landId' });
  }
  Land.hasMany(Town, { as: 'cities', foreignKey: 'landId', scope: { size: { [Op.gt]: 5 } } });
  Land.hasMany(Town.unscoped(), { as: 'everyTown', foreignKey: 'landId' });
  Person.belongsToMany(Town.unscoped(), {
    as: 'visited',
    through: Visit,
    foreignKey: 'personId',
    otherKey: 'townId',
    constraints: false,
  });
  Person.belongsTo(Town, { as: 'home', foreignKey: 'homeId', constraints: false });
}

async function fillLands({ models }: Sequelize): Promise<void> {
  const { Land, Town, Tile, Stamp, Person, Visit } = models as Models;
  await Land?.bulkCreate([
    { name: 'open', open: true },
    { name: 'closed', open: false },
  ]);
  const lands = [1, 2, null, 1];
  await Town?.bulkCreate(lands.map((landId, index) => ({ name: `town ${index}`, size: index * 3, landId })));
  await Tile?.bulkCreate(
    lands.map((landId, index) => ({ x: 1 + (index % 2), y: index, name: `tile ${index}`, landId })),
  );
  await Stamp?.bulkCreate(
    lands.map((landId, index) => ({ code: `C${index}`, name: `stamp ${index}`, landId })),
  );
  await Person?.bulkCreate([1, 2, 4].map((homeId) => ({ name: `of ${homeId}`, homeId })));
  await Visit?.bulkCreate(
    lands.map((landId, index) => ({ personId: 1, townId: index + 1, rank: index, landId })),
  );
}

/** The names of what Sequelize's own `findAll` gives. */
async function namesOf(model: ModelStatic<Model> | undefined): Promise<{ name: unknown }[]> {
  const rows = (await model?.findAll({ order: ['name'] })) ?? [];
  return rows.map((row) => ({ name: row.get('name') }));
}

describe('a default scope with an include that must be there', () => {
  onEachDatabase({ name: 'scopes_default', define: defineLands, fill: fillLands }, (world) => {
    it.each([
      ['Town', 'towns', ['town 0', 'town 3']],
      ['Tile', 'tiles', ['tile 0', 'tile 3']],
      ['Stamp', 'stamps', ['stamp 0', 'stamp 3']],
    ])('shows of %s what findAll gives', async (model, field, names) => {
      const { data } = await world().query(`{ ${field} { name } }`);
      expect(data).toEqual({ [field]: names.map((name) => ({ name })) });
      expect(data).toEqual({ [field]: await namesOf(world().sequelize.models[model]) });
    });

    it('holds for rows by key, of one attribute or several', async () => {
      const { data } = await world().query(`{
        shown: town(id: 1) { name }
        hidden: town(id: 2) { name }
        shownTile: tileBy(key: { xAndY: { x: 1, y: 0 } }) { name }
        hiddenTile: tileBy(key: { xAndY: { x: 2, y: 1 } }) { name }
      }`);
      expect(data).toEqual({
        shown: { name: 'town 0' },
        hidden: null,
        shownTile: { name: 'tile 0' },
        hiddenTile: null,
      });
    });

    it('holds for parents and for lists, beside the scope of the association', async () => {
      const { data, statements } = await world().query(
        '{ people { home { name } } lands { name cities { name } everyTown { name } } }',
      );
      expect(data).toEqual({
        people: [{ home: { name: 'town 0' } }, { home: null }, { home: { name: 'town 3' } }],
        lands: [
          {
            name: 'open',
            cities: [{ name: 'town 3' }],
            everyTown: [{ name: 'town 0' }, { name: 'town 3' }],
          },
          { name: 'closed', cities: [], everyTown: [{ name: 'town 1' }] },
        ],
      });
      expect(statements).toHaveLength(5);
    });

    it('holds for the rows of a through model', async () => {
      const { data } = await world().query('{ person(id: 1) { visited { name } } }');
      const person = await world().sequelize.models.Person?.findByPk(1);
      const visited = (
        await (person as unknown as { getVisited(options: object): Promise<Model[]> }).getVisited({
          order: ['name'],
        })
      ).map((town) => ({
        name: town.get('name'),
      }));
      expect(data).toEqual({ person: { visited } });
      expect(visited).toEqual([{ name: 'town 0' }, { name: 'town 3' }]);
    });

    it('says nothing of it', () => {
      expect(world().findings).toEqual([]);
    });
  });
});

describe('a default scope with a having that names what is computed', () => {
  onEachDatabase(
    {
      name: 'scopes_having',
      only: ['mariadb'],
      define(sequelize) {
        const { fn, col } = sequelize.constructor as typeof Sequelize;
        const Vote = sequelize.define('Vote', { weight: DataTypes.INTEGER }, bare);
        const Idea = sequelize.define(
          'Idea',
          { name: DataTypes.STRING },
          {
            ...bare,
            defaultScope: {
              attributes: { include: [[fn('SUM', col('votes.weight')), 'total']] },
              include: [{ association: 'votes', attributes: [] } as Includeable],
              group: ['Idea.id'],
              having: { total: { [Op.gt]: 3 } },
            },
          },
        );
        Idea.hasMany(Vote, { as: 'votes', foreignKey: 'ideaId' });
      },
      async fill({ models }) {
        await models.Idea?.bulkCreate(['a', 'b', 'c'].map((name) => ({ name })));
        await models.Vote?.bulkCreate([
          { ideaId: 1, weight: 2 },
          { ideaId: 1, weight: 2 },
          { ideaId: 2, weight: 3 },
          { ideaId: 3, weight: 9 },
        ]);
      },
    },
    (world) => {
      it('shows what findAll gives, which Postgres refuses', async () => {
        const { data } = await world().query('{ ideas { name } idea(id: 2) { name } }');
        expect(data).toEqual({ ideas: [{ name: 'a' }, { name: 'c' }], idea: null });
        expect(await namesOf(world().sequelize.models.Idea)).toEqual([{ name: 'a' }, { name: 'c' }]);
      });
    },
  );
});

describe('a default scope that is a function', () => {
  onEachDatabase(
    {
      name: 'scopes_function',
      define(sequelize) {
        const Town = sequelize.define('Town', { name: DataTypes.STRING }, bare);
        Town.addScope('defaultScope', () => ({ where: { name: 'a' } }));
      },
      async fill({ models }) {
        await models.Town?.bulkCreate([{ name: 'a' }, { name: 'b' }]);
      },
    },
    (world) => {
      it('is no scope, as for Sequelize, which calls named scopes only', async () => {
        const { data } = await world().query('{ towns { name } }');
        expect(data).toEqual({ towns: [{ name: 'a' }, { name: 'b' }] });
        expect(data).toEqual({ towns: await namesOf(world().sequelize.models.Town) });
      });
    },
  );
});

describe('the order of a list', () => {
  onEachDatabase(
    {
      name: 'scopes_order',
      define(sequelize) {
        const Land = sequelize.define('Land', { name: DataTypes.STRING }, bare);
        const Town = sequelize.define(
          'Town',
          { name: DataTypes.STRING, size: DataTypes.INTEGER },
          {
            ...bare,
            defaultScope: { order: [['name', 'DESC']] },
            scopes: {
              bySize: { order: ['size', ['name', 'DESC']], limit: 1 },
              since: (least: number) => ({ where: { size: { [Op.gte]: least } }, order: [['size', 'DESC']] }),
            },
          },
        );
        Land.hasMany(Town, { as: 'towns', foreignKey: 'landId' });
        Land.hasMany(Town.scope('bySize'), { as: 'bySize', foreignKey: 'landId' });
        Land.hasMany(Town.scope({ method: ['since', 2] }), { as: 'large', foreignKey: 'landId' });
        Land.hasMany(Town.unscoped(), { as: 'unordered', foreignKey: 'landId' });
      },
      async fill({ models }) {
        await models.Land?.create({ name: 'X' });
        await models.Town?.bulkCreate(
          [
            ['b', 2],
            ['a', 3],
            ['d', 1],
            ['c', 2],
          ].map(([name, size]) => ({ name, size, landId: 1 })),
        );
      },
    },
    (world) => {
      it("is that of the target's scope, then the key; a limit of the scope is told of", async () => {
        const { data } = await world().query(`{
          land(id: 1) { towns { name } bySize { name } large { name } unordered { name } page: bySize(limit: 2, offset: 1) { name } }
        }`);
        const names = (text: string) => [...text].map((name) => ({ name }));
        expect(data).toEqual({
          land: {
            towns: names('dcba'),
            bySize: names('dcba'),
            large: names('abc'),
            unordered: names('badc'),
            page: names('cb'),
          },
        });
        expect(world().findings.map(({ code, place }) => [code, place])).toEqual([
          ['SCOPE_PARTLY_IGNORED', 'Land.hasMany(Town, as: "bySize")'],
        ]);
      });
    },
  );
});

describe('a find hook of a model with such a scope', () => {
  onEachDatabase(
    {
      name: 'scopes_hook',
      define(sequelize) {
        defineLands(sequelize);
        sequelize.models.Town?.addHook('beforeFind', ({ where }: { where: Record<string, unknown> }) => {
          where.size = { [Op.lt]: 5 };
        });
      },
      fill: fillLands,
    },
    (world) => {
      it('narrows the rows further', async () => {
        const { data } = await world().query('{ towns { name } }');
        expect(data).toEqual({ towns: [{ name: 'town 0' }] });
      });
    },
  );
});
