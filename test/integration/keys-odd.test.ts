import { describe, expect, it } from '@jest/globals';
import { DataTypes } from 'sequelize';
import { onEachDatabase } from '../support/on-each-database.ts';

const bare = { timestamps: false };
const { INTEGER, STRING } = DataTypes;

describe('a target key that is unique by an index of its column (T4)', () => {
  onEachDatabase(
    {
      name: 'keys_index',
      define(sequelize) {
        const User = sequelize.define(
          'User',
          { email: { type: STRING, field: 'e_mail' }, name: STRING },
          { ...bare, indexes: [{ unique: true, fields: ['e_mail'] }] },
        );
        const Post = sequelize.define('Post', { title: STRING }, bare);
        Post.belongsTo(User, { as: 'author', foreignKey: 'authorEmail', targetKey: 'email' });
      },
      async fill({ models }) {
        await models.User?.bulkCreate(['a', 'b'].map((name) => ({ name, email: `${name}@x` })));
        await models.Post?.bulkCreate(
          ['b@x', 'a@x', null].map((authorEmail) => ({ title: 't', authorEmail })),
        );
      },
    },
    (world) => {
      it('finds the row, and is a key of requests', async () => {
        const { data } = await world().query(
          '{ posts { author { name } } userBy(key: { email: "a@x" }) { postsByAuthor { id } } }',
        );
        expect(data).toEqual({
          posts: [{ author: { name: 'b' } }, { author: { name: 'a' } }, { author: null }],
          userBy: { postsByAuthor: [{ id: '2' }] },
        });
        expect(world().findings).toEqual([]);
      });
    },
  );
});

describe('a target with a primary key of several attributes (T14)', () => {
  onEachDatabase(
    {
      name: 'keys_composite',
      define(sequelize) {
        const key = () => ({ type: INTEGER, primaryKey: true });
        const Tenant = sequelize.define(
          'Tenant',
          { a: key(), b: key(), code: { type: STRING, unique: true } },
          bare,
        );
        const Bill = sequelize.define('Bill', { sum: INTEGER }, bare);
        Bill.belongsTo(Tenant, { as: 'tenant', targetKey: 'code' });
        Bill.belongsTo(Tenant, { as: 'half', constraints: false });
      },
      async fill({ models }) {
        await models.Tenant?.bulkCreate([
          { a: 1, b: 1, code: 'x' },
          { a: 1, b: 2, code: 'y' },
        ]);
        await models.Bill?.bulkCreate([
          { sum: 5, tenantA: 'y' },
          { sum: 6, tenantA: null },
        ]);
      },
    },
    (world) => {
      it('is found by a unique target key, and by its first attribute not at all', async () => {
        const { data } = await world().query('{ bills { sum tenantA tenant { a b } } }');
        expect(data).toEqual({
          bills: [
            { sum: 5, tenantA: 'y', tenant: { a: 1, b: 2 } },
            { sum: 6, tenantA: null, tenant: null },
          ],
        });
        expect(world().findings.map(({ code, place }) => [code, place])).toEqual([
          ['COMPOSITE_TARGET_KEY', 'Bill.belongsTo(Tenant, as: "half")'],
        ]);
      });
    },
  );
});

describe('models without a primary key (T15, T16)', () => {
  onEachDatabase(
    {
      name: 'keys_none',
      define(sequelize) {
        const Currency = sequelize.define(
          'Currency',
          { code: { type: STRING, unique: true, allowNull: false }, name: STRING },
          bare,
        );
        Currency.removeAttribute('id');
        const Rate = sequelize.define('Rate', { value: INTEGER, note: STRING }, bare);
        Rate.removeAttribute('id');
        Rate.belongsTo(Currency, { as: 'currency', foreignKey: 'code', targetKey: 'code' });
        Currency.hasMany(Rate, { as: 'rates', foreignKey: 'code', sourceKey: 'code' });
      },
      async fill({ models }) {
        await models.Currency?.bulkCreate([
          { code: 'EUR', name: 'Euro' },
          { code: 'CHF', name: 'Franc' },
        ]);
        await models.Rate?.bulkCreate([
          { value: 2, note: 'b', code: 'EUR' },
          { value: 1, note: 'c', code: 'CHF' },
          { value: 2, note: 'a', code: 'EUR' },
          { value: 3, note: 'd', code: null },
        ]);
      },
    },
    (world) => {
      it('are targets by a unique key, and sources, in an order that stays', async () => {
        const { data } = await world().query(
          '{ rates { note currency { name } } currencies { code rates { note } } page: rates(limit: 2, offset: 1) { note } }',
        );
        expect(data).toEqual({
          rates: [
            { note: 'c', currency: { name: 'Franc' } },
            { note: 'a', currency: { name: 'Euro' } },
            { note: 'b', currency: { name: 'Euro' } },
            { note: 'd', currency: null },
          ],
          currencies: [
            { code: 'CHF', rates: [{ note: 'c' }] },
            { code: 'EUR', rates: [{ note: 'a' }, { note: 'b' }] },
          ],
          page: [{ note: 'a' }, { note: 'b' }],
        });
      });

      it('are found by the unique key, and by nothing without one', async () => {
        const { data } = await world().query('{ currency(code: "EUR") { name } }');
        expect(data).toEqual({ currency: { name: 'Euro' } });
        await expect(world().query('{ rate(code: "EUR") { note } }')).rejects.toThrow(
          'Cannot query field "rate" on type "Query".',
        );
      });
    },
  );
});

describe('a foreign key that is the primary key', () => {
  onEachDatabase(
    {
      name: 'keys_shared',
      define(sequelize) {
        const User = sequelize.define(
          'User',
          { no: { type: INTEGER, primaryKey: true }, name: STRING },
          bare,
        );
        const Profile = sequelize.define(
          'Profile',
          { userNo: { type: INTEGER, primaryKey: true, field: 'user_no' }, bio: STRING },
          bare,
        );
        const Photo = sequelize.define(
          'Photo',
          { profileNo: { type: INTEGER, primaryKey: true }, url: STRING },
          bare,
        );
        Profile.belongsTo(User, { as: 'user', foreignKey: 'userNo' });
        User.hasOne(Profile, { as: 'profile', foreignKey: 'userNo' });
        Photo.belongsTo(Profile, { as: 'profile', foreignKey: 'profileNo' });
      },
      async fill({ models }) {
        await models.User?.bulkCreate([
          { no: 7, name: 'ada' },
          { no: 8, name: 'bo' },
        ]);
        await models.Profile?.create({ userNo: 8, bio: 'b' });
        await models.Photo?.create({ profileNo: 8, url: 'u' });
      },
    },
    (world) => {
      it('leads up and down, one row to one row', async () => {
        const { data } = await world().query(`{
          users { no name profile { bio photoByProfile { url } } }
          photos { profileNo profile { userNo user { name } } }
          profile(userNo: 8) { bio }
        }`);
        expect(data).toEqual({
          users: [
            { no: '7', name: 'ada', profile: null },
            { no: '8', name: 'bo', profile: { bio: 'b', photoByProfile: { url: 'u' } } },
          ],
          photos: [{ profileNo: '8', profile: { userNo: '8', user: { name: 'bo' } } }],
          profile: { bio: 'b' },
        });
      });
    },
  );
});

describe('models that refer to each other (T10)', () => {
  onEachDatabase(
    {
      name: 'keys_cycle',
      define(sequelize) {
        const Team = sequelize.define('Team', { name: STRING }, bare);
        const Player = sequelize.define('Player', { name: STRING }, bare);
        Team.belongsTo(Player, { as: 'captain', constraints: false });
        Player.belongsTo(Team, { as: 'team' });
        Player.belongsTo(Player, { as: 'mentor' });
        Player.belongsTo(Player);
      },
      async fill({ models }) {
        await models.Team?.create({ name: 'T', captainId: 2 });
        await models.Player?.bulkCreate([
          { name: 'ana', teamId: 1 },
          { name: 'bo', teamId: 1, mentorId: 1, PlayerId: 2 },
        ]);
      },
    },
    (world) => {
      it('may be followed round and round, each level in one statement', async () => {
        const { data, statements } = await world().query(`{
          players { name team { captain { name team { name } } } mentor { name playersByMentor { name } } player { name } players { name } }
        }`);
        const team = { captain: { name: 'bo', team: { name: 'T' } } };
        expect(data).toEqual({
          players: [
            { name: 'ana', team, mentor: null, player: null, players: [] },
            {
              name: 'bo',
              team,
              mentor: { name: 'ana', playersByMentor: [{ name: 'bo' }] },
              player: { name: 'bo' },
              players: [{ name: 'bo' }],
            },
          ],
        });
        expect(statements.length).toBeLessThanOrEqual(8);
      });
    },
  );
});

describe('two attributes on one column', () => {
  onEachDatabase(
    {
      name: 'keys_column',
      define(sequelize) {
        const Land = sequelize.define('Land', { name: STRING }, bare);
        const Town = sequelize.define(
          'Town',
          {
            name: STRING,
            landId: { type: INTEGER, field: 'land' },
            landNumber: { type: INTEGER, field: 'land' },
          },
          bare,
        );
        Town.belongsTo(Land, { as: 'country', foreignKey: 'landId', constraints: false });
      },
      async fill({ models }) {
        await models.Land?.create({ name: 'X' });
        await models.Town?.create({ name: 't', landId: 1 }, { fields: ['name', 'landId'] });
      },
    },
    (world) => {
      it('are one field, the one that the association goes by', async () => {
        const { data } = await world().query('{ towns { landId country { name } } }');
        expect(data).toEqual({ towns: [{ landId: '1', country: { name: 'X' } }] });
        await expect(world().query('{ towns { landNumber } }')).rejects.toThrow(
          'Cannot query field "landNumber"',
        );
      });
    },
  );
});
