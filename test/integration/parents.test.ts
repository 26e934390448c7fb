import { describe, expect, it } from '@jest/globals';
import { DataTypes } from 'sequelize';
import { onEachDatabase } from '../support/on-each-database.ts';

const bare = { timestamps: false };

describe('a parent whose key attributes have other columns (B56)', () => {
  onEachDatabase(
    {
      name: 'parents_renamed',
      define(sequelize) {
        const Country = sequelize.define(
          'Country',
          {
            id: { type: DataTypes.INTEGER, primaryKey: true, field: 'ctry_pk' },
            iso: { type: DataTypes.STRING, unique: true, field: 'iso_cd' },
          },
          bare,
        );
        const Port = sequelize.define(
          'Port',
          { name: DataTypes.STRING, countryIso: { type: DataTypes.STRING, field: 'ctry_iso' } },
          { ...bare, underscored: true },
        );
        Port.belongsTo(Country, { as: 'country', foreignKey: 'countryIso', targetKey: 'iso' });
        Country.hasMany(Port, { as: 'ports', foreignKey: 'countryIso', sourceKey: 'iso' });
      },
      async fill({ models }) {
        await models.Country?.bulkCreate([
          { id: 7, iso: 'NO' },
          { id: 8, iso: 'IT' },
        ]);
        await models.Port?.bulkCreate([
          { name: 'Bergen', countryIso: 'NO' },
          { name: 'Genoa', countryIso: 'IT' },
        ]);
      },
    },
    (world) => {
      it('is found in both directions, one statement for each level', async () => {
        const up = await world().query('{ ports { name country { iso } } }');
        expect(up.data).toEqual({
          ports: [
            { name: 'Bergen', country: { iso: 'NO' } },
            { name: 'Genoa', country: { iso: 'IT' } },
          ],
        });
        expect(up.statements).toHaveLength(2);

        const down = await world().query('{ countries { iso ports { name } } }');
        expect(down.data).toEqual({
          countries: [
            { iso: 'NO', ports: [{ name: 'Bergen' }] },
            { iso: 'IT', ports: [{ name: 'Genoa' }] },
          ],
        });
        expect(down.statements).toHaveLength(2);
      });
    },
  );
});

describe('one relation asked for in several fragments (B64)', () => {
  onEachDatabase(
    {
      name: 'parents_fragments',
      define(sequelize) {
        const Ship = sequelize.define('Ship', { name: DataTypes.STRING }, bare);
        const Owner = sequelize.define(
          'Owner',
          { name: DataTypes.STRING, taxNo: DataTypes.STRING, vip: DataTypes.BOOLEAN },
          bare,
        );
        Ship.belongsTo(Owner, { as: 'owner', foreignKey: 'ownerId' });
      },
      async fill({ models }) {
        await models.Owner?.create({ name: 'Kai', taxNo: 'T9', vip: true });
        await models.Ship?.create({ name: 'Ark', ownerId: 1 });
      },
    },
    (world) => {
      const owner = { id: '1', name: 'Kai', taxNo: 'T9', vip: true };

      it.each([
        '...A ...B ... on Ship { owner { vip } }',
        '... on Ship { owner { vip } } ...B ...A',
        '...B ... on Ship { owner { vip } } ...A',
      ])('has what each of them selects: %s', async (spreads) => {
        const { data, statements } = await world().query(
          `query { ships { ${spreads} } } fragment A on Ship { owner { id } } fragment B on Ship { owner { id name taxNo } }`,
        );
        expect(data).toEqual({ ships: [{ owner: expect.objectContaining(owner) }] });
        expect(statements).toHaveLength(2);
      });

      it('reads only what is included', async () => {
        const { data, statements } = await world().query(
          'query ($no: Boolean!) { ships { name owner @skip(if: true) { id } o: owner @include(if: $no) { taxNo } __typename } }',
          { no: false },
        );
        expect(data).toEqual({ ships: [{ name: 'Ark', __typename: 'Ship' }] });
        expect(statements).toHaveLength(1);
      });
    },
  );
});

describe('a foreign key of zero or the empty string (B68)', () => {
  onEachDatabase(
    {
      name: 'parents_zero',
      define(sequelize) {
        const Level = sequelize.define(
          'Level',
          { id: { type: DataTypes.INTEGER, primaryKey: true }, word: DataTypes.STRING },
          bare,
        );
        const Alert = sequelize.define('Alert', { text: DataTypes.STRING, levelId: DataTypes.INTEGER }, bare);
        Alert.belongsTo(Level, { as: 'level', foreignKey: 'levelId' });
        Level.hasMany(Alert, { as: 'alerts', foreignKey: 'levelId' });
        const Shelf = sequelize.define(
          'Shelf',
          { code: { type: DataTypes.STRING, unique: true }, room: DataTypes.STRING },
          bare,
        );
        const Book = sequelize.define('Book', { title: DataTypes.STRING }, bare);
        Book.belongsTo(Shelf, { as: 'shelf', foreignKey: 'shelfCode', targetKey: 'code' });
      },
      async fill(sequelize) {
        const { models } = sequelize;
        await models.Level?.create({ id: 3, word: 'loud' });
        await sequelize.transaction(async (transaction) => {
          if (sequelize.getDialect() === 'mysql') {
            // Else an inserted 0 means "the next number" in an AUTO_INCREMENT column.
            await sequelize.query("SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO'", { transaction });
          }
          await models.Level?.create({ id: 0, word: 'quiet' }, { transaction });
        });
        await models.Alert?.bulkCreate([
          { text: 'x', levelId: 0 },
          { text: 'y', levelId: 3 },
          { text: 'z', levelId: null },
        ]);
        await models.Shelf?.bulkCreate([{ code: '', room: 'hall' }]);
        await models.Book?.bulkCreate([
          { title: 'A', shelfCode: '' },
          { title: 'B', shelfCode: null },
        ]);
      },
    },
    (world) => {
      it('is a key like any other, and null is none', async () => {
        const { data } = await world().query(
          '{ alerts { level { word } } level(id: 0) { word alerts { text } } books { shelf { room } } }',
        );
        expect(data).toEqual({
          alerts: [{ level: { word: 'quiet' } }, { level: { word: 'loud' } }, { level: null }],
          level: { word: 'quiet', alerts: [{ text: 'x' }] },
          books: [{ shelf: { room: 'hall' } }, { shelf: null }],
        });
      });
    },
  );
});

describe('parents by a unique column and by primary key (B79)', () => {
  onEachDatabase(
    {
      name: 'parents_target_key',
      define(sequelize) {
        const Sku = sequelize.define(
          'Sku',
          { code: { type: DataTypes.STRING, unique: true }, title: DataTypes.STRING },
          bare,
        );
        const Line = sequelize.define('Line', { qty: DataTypes.INTEGER, skuCode: DataTypes.STRING }, bare);
        Line.belongsTo(Sku, { as: 'sku', foreignKey: 'skuCode', targetKey: 'code' });
        Line.belongsTo(Sku, { as: 'spare', foreignKey: 'spareId' });
      },
      async fill({ models }) {
        await models.Sku?.bulkCreate([
          { code: 'B7', title: 'bolt' },
          { code: '1', title: 'nut' },
        ]);
        await models.Line?.bulkCreate([
          { qty: 4, skuCode: 'B7', spareId: 2 },
          { qty: 6, skuCode: '1', spareId: 1 },
        ]);
      },
    },
    (world) => {
      it('are told apart, though a code may look like an id', async () => {
        const { data } = await world().query('{ lines { qty sku { id title } spare { id title } } }');
        expect(data).toEqual({
          lines: [
            { qty: 4, sku: { id: '1', title: 'bolt' }, spare: { id: '2', title: 'nut' } },
            { qty: 6, sku: { id: '2', title: 'nut' }, spare: { id: '1', title: 'bolt' } },
          ],
        });
      });
    },
  );
});

describe('keys that the client does not select (B81)', () => {
  onEachDatabase(
    {
      name: 'parents_unselected',
      define(sequelize) {
        const Team = sequelize.define('Team', { name: DataTypes.STRING }, bare);
        const Player = sequelize.define('Player', { nick: DataTypes.STRING }, bare);
        Team.hasMany(Player, { as: 'players', foreignKey: 'teamId' });
        Player.belongsTo(Team, { as: 'team', foreignKey: 'teamId' });
        // A name that hides the attribute from clients must not hide it from the association.
        const Badge = sequelize.define(
          'Badge',
          { label: DataTypes.STRING, playerPassword: DataTypes.INTEGER },
          bare,
        );
        Badge.belongsTo(Player, { as: 'player', foreignKey: 'playerPassword' });
      },
      async fill({ models }) {
        await models.Team?.create({ name: 'red' });
        await models.Player?.bulkCreate([
          { nick: 'a', teamId: 1 },
          { nick: 'b', teamId: 1 },
        ]);
        await models.Badge?.create({ label: 'gold', playerPassword: 2 });
      },
    },
    (world) => {
      it('are read all the same', async () => {
        const { data } = await world().query('{ teams { name players(limit: 1) { nick team { name } } } }');
        expect(data).toEqual({ teams: [{ name: 'red', players: [{ nick: 'a', team: { name: 'red' } }] }] });
      });

      it('are read also where clients cannot select them', async () => {
        const { data } = await world().query(
          '{ badges { player { nick } } players { nick badgesByPlayer { label } } }',
        );
        expect(data).toEqual({
          badges: [{ player: { nick: 'b' } }],
          players: [
            { nick: 'a', badgesByPlayer: [] },
            { nick: 'b', badgesByPlayer: [{ label: 'gold' }] },
          ],
        });
        expect(Object.keys(world().schema.getType('Badge')?.toConfig() as never)).not.toContain(
          'playerPassword',
        );
        await expect(world().query('{ badges { playerPassword } }')).rejects.toThrow(
          'Cannot query field "playerPassword"',
        );
      });
    },
  );
});

describe('two parents of one model (B93)', () => {
  onEachDatabase(
    {
      name: 'parents_two',
      define(sequelize) {
        const Acct = sequelize.define('Acct', { n: DataTypes.STRING }, bare);
        const Xfer = sequelize.define('Xfer', { amt: DataTypes.INTEGER }, bare);
        Xfer.belongsTo(Acct, { as: 'payer', foreignKey: 'payerId' });
        Xfer.belongsTo(Acct, { as: 'payee', foreignKey: 'payeeId' });
        Acct.hasMany(Xfer, { as: 'sent', foreignKey: 'payerId' });
        Acct.hasMany(Xfer, { as: 'got', foreignKey: 'payeeId' });
      },
      async fill({ models }) {
        await models.Acct?.bulkCreate([{ n: 'a' }, { n: 'b' }]);
        await models.Xfer?.create({ amt: 10, payerId: 1, payeeId: 2 });
      },
    },
    (world) => {
      it('are not mixed up, and share one statement', async () => {
        const { data, statements } = await world().query(
          '{ xfers { payer { n got { amt } } payee { n sent { amt } got { amt } } } }',
        );
        expect(data).toEqual({
          xfers: [{ payer: { n: 'a', got: [] }, payee: { n: 'b', sent: [], got: [{ amt: 10 }] } }],
        });
        expect(statements).toHaveLength(4); // transfers, both accounts, sent, got
      });
    },
  );
});

describe('missing and repeated keys (B102)', () => {
  onEachDatabase(
    {
      name: 'parents_missing',
      define(sequelize) {
        const Kid = sequelize.define('Kid', { n: DataTypes.STRING }, bare);
        const Par = sequelize.define('Par', { title: DataTypes.STRING }, bare);
        Kid.belongsTo(Par, { as: 'par', foreignKey: 'parId', constraints: false });
        Par.hasMany(Kid, { as: 'kids', foreignKey: 'parId', constraints: false });
      },
      async fill({ models }) {
        await models.Par?.bulkCreate([{ id: 1 }, { id: 3 }]);
        await models.Kid?.bulkCreate([
          { parId: 3 },
          { parId: 1 },
          { parId: 2 },
          { parId: 3 },
          { parId: null },
        ]);
      },
    },
    (world) => {
      it('leave every row with its own parent', async () => {
        const { data, statements } = await world().query('{ kids { par { id } } }');
        expect(data).toEqual({
          kids: [
            { par: { id: '3' } },
            { par: { id: '1' } },
            { par: null },
            { par: { id: '3' } },
            { par: null },
          ],
        });
        expect(statements).toHaveLength(2);
      });

      it('are looked for once each', async () => {
        const { statements } = await world().query('{ kids { par { id } } }');
        const { text, bind } = statements[1] ?? { text: '', bind: [] };
        const { name } = world().database;
        expect(name === 'mariadb' ? text : bind).toEqual(
          name === 'mariadb'
            ? expect.stringContaining('IN (3, 1, 2)')
            : [name === 'sqlite' ? '[3,1,2]' : [3, 1, 2]],
        );
      });
    },
  );
});
