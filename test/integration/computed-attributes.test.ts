import { describe, expect, it } from '@jest/globals';
import type { GraphQLObjectType } from 'graphql';
import { DataTypes, type Model } from 'sequelize';
import { onEachDatabase } from '../support/on-each-database.ts';

const bare = { timestamps: false };

describe('attributes that the model computes', () => {
  onEachDatabase(
    {
      name: 'computed',
      define(sequelize) {
        const User = sequelize.define(
          'User',
          {
            firstName: DataTypes.STRING,
            lastName: { type: DataTypes.STRING, field: 'family_name' },
            born: DataTypes.DATE,
            settings: DataTypes.JSON,
            card: {
              type: DataTypes.STRING,
              get(this: Model) {
                const card = this.getDataValue('card') as string | null;
                return card === null ? null : `…${card.slice(-4)}`;
              },
            },
            fullName: {
              type: new DataTypes.VIRTUAL(DataTypes.STRING, ['firstName', 'lastName']),
              get(this: Model) {
                return `${this.get('firstName')} ${this.get('lastName')}`;
              },
            },
            summary: {
              type: new DataTypes.VIRTUAL(DataTypes.JSON),
              get(this: Model) {
                const born = this.get('born') as Date;
                const settings = this.get('settings') as { theme: string };
                return { year: born.getUTCFullYear(), theme: settings.theme, name: this.get('fullName') };
              },
            },
            untyped: { type: DataTypes.VIRTUAL, get: () => 1 },
            wrong: { type: new DataTypes.VIRTUAL(DataTypes.INTEGER), get: () => 'not a number' },
          },
          bare,
        );
        const Task = sequelize.define(
          'Task',
          {
            name: DataTypes.STRING,
            // A getter on a key is for people; associations go by what the column holds.
            userId: { type: DataTypes.INTEGER, get: () => 42 },
          },
          bare,
        );
        Task.belongsTo(User, { as: 'user', foreignKey: 'userId' });
        User.hasMany(Task, { as: 'tasks', foreignKey: 'userId' });
      },
      async fill({ models }) {
        await models.User?.create({
          firstName: 'Ada',
          lastName: 'Lovelace',
          born: new Date(Date.UTC(1815, 11, 10)),
          settings: { theme: 'dark' },
          card: '4000123412341234',
        });
        await models.Task?.create({ name: 'a', userId: 1 });
      },
    },
    (world) => {
      it('are shown as its getters give them', async () => {
        const { data } = await world().query(
          '{ users { card fullName summary } tasks { userId user { fullName } } }',
        );
        expect(data).toEqual({
          users: [
            {
              card: '…1234',
              fullName: 'Ada Lovelace',
              summary: { year: 1815, theme: 'dark', name: 'Ada Lovelace' },
            },
          ],
          tasks: [{ userId: '42', user: { fullName: 'Ada Lovelace' } }],
        });
      });

      it('read the columns that they say they need, or all of them', async () => {
        const declared = await world().query('{ users { fullName } }');
        expect(declared.statements[0]?.text.replaceAll('`', '"')).toBe(
          'SELECT t."firstName" AS "firstName", t."family_name" AS "lastName" FROM "Users" AS t ORDER BY t."id" LIMIT 101',
        );
        const undeclared = await world().query('{ users { card } }');
        expect(undeclared.statements[0]?.text).toContain('settings');
      });

      it('are left out where their type is not known', () => {
        expect(world().findings.map(({ code, place, mend }) => ({ code, place, mend }))).toEqual([
          {
            code: 'ATTRIBUTE_HIDDEN',
            place: 'User.untyped',
            mend: 'Declare it with one, such as DataTypes.VIRTUAL(DataTypes.STRING), or say in the options: models: { User: { attributes: { untyped: { type: "STRING" } } } } (or expose: "hidden").',
          },
        ]);
      });

      it('are an error of that field alone where the value does not fit', async () => {
        const { data, errors } = await world().query('{ users { wrong firstName } }');
        expect(data).toEqual({ users: [{ wrong: null, firstName: 'Ada' }] });
        expect(errors).toEqual([
          {
            code: 'VALUE_NOT_REPRESENTABLE',
            message: 'A value of User.wrong does not fit its type.',
            path: ['users', 0, 'wrong'],
          },
        ]);
      });
    },
  );
});

describe('a getter on the key that an association goes by (T20)', () => {
  onEachDatabase(
    {
      name: 'computed_keys',
      define(sequelize) {
        const shown = (attribute: string) => ({
          type: DataTypes.STRING,
          get(this: Model) {
            return `shown ${this.getDataValue(attribute)}`;
          },
        });
        const Sku = sequelize.define('Sku', { code: { ...shown('code'), unique: true } }, bare);
        const Line = sequelize.define('Line', { skuCode: shown('skuCode') }, bare);
        Line.belongsTo(Sku, { as: 'sku', foreignKey: 'skuCode', targetKey: 'code' });
      },
      async fill({ models }) {
        await models.Sku?.bulkCreate([{ code: 'a' }, { code: 'b' }]);
        await models.Line?.bulkCreate([{ skuCode: 'b' }, { skuCode: 'a' }, { skuCode: null }]);
      },
    },
    (world) => {
      it('is for people: rows are matched by what the columns hold, there and back', async () => {
        const { data, errors } = await world().query(
          '{ lines { skuCode sku { code linesBySku { id } } } skuBy(key: { code: "a" }) { id } }',
        );
        expect(errors).toBeUndefined();
        expect(data).toEqual({
          lines: [
            { skuCode: 'shown b', sku: { code: 'shown b', linesBySku: [{ id: '1' }] } },
            { skuCode: 'shown a', sku: { code: 'shown a', linesBySku: [{ id: '2' }] } },
            { skuCode: 'shown null', sku: null },
          ],
          skuBy: { id: '1' },
        });
      });
    },
  );
});

describe('getters that give something else than their columns hold', () => {
  onEachDatabase(
    {
      name: 'getters',
      define(sequelize) {
        const read = (attribute: string) =>
          function (this: Model): unknown {
            return JSON.parse(this.getDataValue(attribute) as string);
          };
        sequelize.define(
          'Project',
          {
            settings: { type: DataTypes.TEXT, allowNull: false, get: read('settings') },
            labels: { type: DataTypes.STRING, get: read('labels') },
            size: { type: DataTypes.STRING, get: read('size') },
            dueOn: {
              type: DataTypes.DATEONLY,
              get(this: Model) {
                const [year, month, day] = (this.getDataValue('dueOn') as string).split('-');
                return `${month}/${day}/${year}`;
              },
            },
            begunAt: {
              type: DataTypes.DATE,
              get(this: Model) {
                return (this.getDataValue('begunAt') as Date).toISOString().slice(0, 10);
              },
            },
            seenAt: {
              type: DataTypes.DATE,
              get(this: Model) {
                return this.getDataValue('seenAt') as Date;
              },
            },
            opensAt: {
              type: DataTypes.TIME,
              get(this: Model) {
                const text = this.getDataValue('opensAt') as string;
                return { toJSON: () => `${text.slice(0, 5)} h` };
              },
            },
            code: { type: DataTypes.STRING, allowNull: false, get: () => undefined },
          },
          bare,
        );
      },
      async fill({ models }) {
        await models.Project?.create({
          settings: '{"theme":"dark","sizes":[1,2]}',
          labels: '["a","b"]',
          size: '12',
          dueOn: '2024-01-31',
          begunAt: new Date(Date.UTC(2024, 1, 29, 10)),
          seenAt: new Date(Date.UTC(2024, 1, 29, 10)),
          opensAt: '08:30:00',
          code: 'x',
        });
      },
    },
    (world) => {
      it('are text: objects and lists as JSON, texts as they are, and nullable', async () => {
        const { data, errors } = await world().query(
          '{ projects { settings labels size dueOn begunAt seenAt opensAt code } }',
        );
        expect(errors).toBeUndefined();
        expect(data).toEqual({
          projects: [
            {
              settings: '{"theme":"dark","sizes":[1,2]}',
              labels: '["a","b"]',
              size: '12',
              dueOn: '01/31/2024',
              begunAt: '2024-02-29',
              seenAt: '2024-02-29T10:00:00.000Z',
              opensAt: '08:30 h',
              code: null,
            },
          ],
        });
      });

      it('are nullable texts in the schema, which says what an instant was', () => {
        const { settings, code, dueOn } = (
          world().schema.getType('Project') as GraphQLObjectType
        ).getFields();
        expect([settings, code, dueOn].map((field) => [String(field?.type), field?.description])).toEqual([
          ['String', null],
          ['String', null],
          ['String', 'A DATE, in the form that the model gives it.'],
        ]);
      });
    },
  );
});
