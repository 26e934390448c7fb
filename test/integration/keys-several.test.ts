import { describe, expect, it } from '@jest/globals';
import { DataTypes } from 'sequelize';
import { onEachDatabase } from '../support/on-each-database.ts';

const bare = { timestamps: false };
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('a unique key of several attributes', () => {
  onEachDatabase(
    {
      name: 'several_composite',
      define(sequelize) {
        sequelize.define(
          'Seat',
          {
            hall: { type: DataTypes.STRING, primaryKey: true },
            row: { type: DataTypes.INTEGER, primaryKey: true, field: 'row_no' },
            code: { type: DataTypes.STRING, unique: 'code_and_kind' },
            kind: { type: DataTypes.ENUM('a b', 'c'), unique: 'code_and_kind' },
            note: DataTypes.STRING,
          },
          bare,
        );
      },
      async fill({ models }) {
        await models.Seat?.bulkCreate([
          { hall: 'A', row: 1, code: 'x', kind: 'a b', note: 'A1' },
          { hall: 'A', row: 2, code: 'x', kind: 'c', note: 'A2' },
          { hall: 'B', row: 1, code: 'y', kind: 'c', note: 'B1' },
        ]);
      },
    },
    (world) => {
      it('finds one row by all of them, in one statement for each key', async () => {
        const { data, statements } = await world().query(`{
          a2: seat(hall: "A", row: 2) { note }
          b1: seat(row: 1, hall: "B") { note }
          b2: seat(hall: "B", row: 2) { note }
          byKey: seatBy(key: { hallAndRow: { hall: "A", row: 1 } }) { note }
          x: seatBy(key: { codeAndKind: { code: "x", kind: a_b } }) { note kind }
          y: seatBy(key: { codeAndKind: { code: "y", kind: a_b } }) { note }
        }`);
        expect(data).toEqual({
          a2: { note: 'A2' },
          b1: { note: 'B1' },
          b2: null,
          byKey: { note: 'A1' },
          x: { note: 'A1', kind: 'a_b' },
          y: null,
        });
        expect(statements).toHaveLength(2);
      });
    },
  );
});

describe('a target key without a unique index', () => {
  onEachDatabase(
    {
      name: 'several_ambiguous',
      define(sequelize) {
        const User = sequelize.define('User', { name: DataTypes.STRING, age: DataTypes.INTEGER }, bare);
        const Task = sequelize.define('Task', {}, bare);
        Task.belongsTo(User, { as: 'owner', foreignKey: 'ownerName', targetKey: 'name', constraints: false });
      },
      async fill({ models }) {
        await models.User?.bulkCreate([
          { id: 3, name: 'Ada', age: 33 },
          { id: 1, name: 'Ada', age: 31 },
          { id: 2, name: 'Bob', age: 22 },
          { id: 4, name: 'Bob', age: 24 },
        ]);
        await models.Task?.bulkCreate([
          { ownerName: 'Ada' },
          { ownerName: 'Bob' },
          { ownerName: 'Ada' },
          { ownerName: 'Cy' },
        ]);
      },
    },
    (world) => {
      it('gives the row that comes first by primary key, once for each row that names it', async () => {
        const { data } = await world().query('{ tasks { owner { age } } }');
        expect(data).toEqual({
          tasks: [{ owner: { age: 31 } }, { owner: { age: 22 } }, { owner: { age: 31 } }, { owner: null }],
        });
      });

      it('was announced', () => {
        expect(world().findings.map(({ code }) => code)).toEqual(['TARGET_KEY_AMBIGUOUS']);
      });
    },
  );
});

describe('belongsToMany over keys of the team (T22)', () => {
  onEachDatabase(
    {
      name: 'several_through',
      define(sequelize) {
        const Song = sequelize.define('Song', { code: { type: DataTypes.STRING(20), unique: true } }, bare);
        const Mix = sequelize.define('Mix', { label: { type: DataTypes.STRING(20), unique: true } }, bare);
        const MixSong = sequelize.define(
          'MixSong',
          { kind: DataTypes.STRING, id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true } },
          { paranoid: true },
        );
        const options = { through: { model: MixSong, unique: false }, constraints: false };
        Mix.belongsToMany(Song, {
          ...options,
          as: 'songs',
          foreignKey: 'mixLabel',
          otherKey: 'songCode',
          sourceKey: 'label',
          targetKey: 'code',
        });
        Mix.belongsToMany(Song, {
          as: 'intros',
          through: { model: MixSong, unique: false, scope: { kind: 'intro' } },
          constraints: false,
          foreignKey: 'mixLabel',
          otherKey: 'songCode',
          sourceKey: 'label',
          targetKey: 'code',
        });
        Song.belongsToMany(Mix, {
          ...options,
          as: 'mixes',
          foreignKey: 'songCode',
          otherKey: 'mixLabel',
          sourceKey: 'code',
          targetKey: 'label',
        });
      },
      async fill({ models }) {
        await models.Song?.bulkCreate([{ code: 'one' }, { code: 'two' }, { code: 'three' }]);
        await models.Mix?.bulkCreate([{ label: 'slow' }, { label: 'fast' }, { label: 'none' }]);
        await models.MixSong?.bulkCreate([
          { mixLabel: 'slow', songCode: 'one', kind: 'intro' },
          { mixLabel: 'slow', songCode: 'two', kind: 'body' },
          { mixLabel: 'fast', songCode: 'two', kind: 'intro' },
          { mixLabel: 'fast', songCode: 'three', kind: 'body' },
        ]);
        await models.MixSong?.destroy({ where: { songCode: 'three' } });
      },
    },
    (world) => {
      it('goes over these keys in both directions, and not over what a paranoid through model deleted', async () => {
        const { data } = await world().query(
          '{ mixes { label songs { code } intros { code } } songs { code mixes { label } } }',
        );
        expect(data).toEqual({
          mixes: [
            { label: 'slow', songs: [{ code: 'one' }, { code: 'two' }], intros: [{ code: 'one' }] },
            { label: 'fast', songs: [{ code: 'two' }], intros: [{ code: 'two' }] },
            { label: 'none', songs: [], intros: [] },
          ],
          songs: [
            { code: 'one', mixes: [{ label: 'slow' }] },
            { code: 'two', mixes: [{ label: 'slow' }, { label: 'fast' }] },
            { code: 'three', mixes: [] },
          ],
        });
      });
    },
  );
});

describe('more keys than one statement takes', () => {
  const count = 25;
  onEachDatabase(
    {
      name: 'several_batches',
      define(sequelize) {
        const User = sequelize.define('User', { code: { type: DataTypes.STRING, unique: true } }, bare);
        const Task = sequelize.define('Task', {}, bare);
        Task.belongsTo(User, { as: 'byId', foreignKey: 'userId' });
        Task.belongsTo(User, { as: 'byCode', foreignKey: 'userCode', targetKey: 'code' });
      },
      async fill({ models }) {
        const all = numbers(count);
        await models.User?.bulkCreate(all.map((number) => ({ id: number, code: `c${number}` })));
        await models.Task?.bulkCreate(
          all.map((number) => ({ userId: number, userCode: `c${count + 1 - number}` })),
        );
      },
      options: { maxBatchSize: 10 },
    },
    (world) => {
      it('make as many statements as they need, and find every row', async () => {
        const { data, statements } = await world().query('{ tasks { byId { id } byCode { id } } }');
        expect(data).toEqual({
          tasks: numbers(count).map((number) => ({
            byId: { id: String(number) },
            byCode: { id: String(count + 1 - number) },
          })),
        });
        expect(statements).toHaveLength(1 + 3 + 3);
      });

      it('find every row of the way back', async () => {
        const { data, statements } = await world().query('{ users { tasksByById(limit: 1) { userId } } }');
        expect(data).toEqual({
          users: numbers(count).map((number) => ({ tasksByById: [{ userId: String(number) }] })),
        });
        expect(statements).toHaveLength(1 + 3);
      });
    },
  );
});

describe('as many keys as one statement takes by default', () => {
  const count = 1_000;
  onEachDatabase(
    {
      name: 'several_most',
      define(sequelize) {
        const User = sequelize.define('User', { code: { type: DataTypes.STRING, unique: true } }, bare);
        const Task = sequelize.define('Task', {}, bare);
        Task.belongsTo(User, { as: 'user', foreignKey: 'userCode', targetKey: 'code' });
      },
      async fill({ models }) {
        const all = numbers(count);
        await models.User?.bulkCreate(all.map((number) => ({ code: `c${number}` })));
        await models.Task?.bulkCreate(all.map((number) => ({ userCode: `c${number}` })));
      },
    },
    (world) => {
      it('are found in one statement, up and down', async () => {
        const { data, statements } = await world().query(
          `{ tasks(limit: ${count}) { user { code tasksByUser { userCode } } } }`,
        );
        expect(data).toEqual({
          tasks: numbers(count).map((number) => ({
            user: { code: `c${number}`, tasksByUser: [{ userCode: `c${number}` }] },
          })),
        });
        expect(statements).toHaveLength(3);
      });
    },
  );
});
