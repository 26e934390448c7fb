import { describe, expect, it } from '@jest/globals';
import type { GraphQLInputObjectType } from 'graphql';
import { DataTypes, type Model, type Sequelize } from 'sequelize';
import { toGlobalId } from '../../src/plan/global-id.ts';
import { onEachDatabase, type World } from '../support/on-each-database.ts';

const errors = 'errors { code path message }';

async function run(world: World, source: string, variables: Record<string, unknown> = {}): Promise<unknown> {
  const { data, errors: refusals } = await world.query(source, variables);
  expect(refusals).toBeUndefined();
  return data;
}

function inputFields({ schema }: World, name: string): Record<string, string> {
  const type = schema.getType(name) as GraphQLInputObjectType;
  return Object.fromEntries(
    Object.entries(type.getFields()).map(([field, { type: own }]) => [field, String(own)]),
  );
}

describe('B85: the input of a new row', () => {
  onEachDatabase(
    {
      name: 'writes_b85',
      define(sequelize: Sequelize) {
        const Tick = sequelize.define(
          'Tick',
          {
            id: { type: DataTypes.UUID, defaultValue: DataTypes.UUIDV4, primaryKey: true },
            title: { type: DataTypes.STRING, allowNull: false },
            st: { type: DataTypes.ENUM('open', 'shut'), allowNull: false, defaultValue: 'open' },
            n: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 0 },
            slug: { type: DataTypes.STRING, allowNull: false },
          },
          { version: true, paranoid: true },
        );
        Tick.addHook('beforeValidate', (row) => {
          const tick = row as Model;
          tick.set('slug', tick.get('slug') ?? String(tick.get('title')).toLowerCase());
        });
      },
      options: { writes: true, models: { Tick: { attributes: { slug: { required: false } } } } },
    },
    (world) => {
      it('asks for what neither a default, a hook nor Sequelize itself gives', async () => {
        expect(inputFields(world(), 'TickCreate')).toEqual({
          id: 'ID',
          title: 'String!',
          st: 'TickSt',
          n: 'Int',
          slug: 'String',
        });
        expect(inputFields(world(), 'TickUpdate')).toEqual({
          title: 'String',
          st: 'TickSt',
          n: 'Int',
          slug: 'String',
        });
        expect(
          await run(
            world(),
            `mutation { createTick(data: { title: "A" }) { tick { st n slug version } ${errors} } }`,
          ),
        ).toEqual({ createTick: { tick: { st: 'open', n: 0, slug: 'a', version: 0 }, errors: [] } });
      });
    },
  );
});

describe('B61: whole numbers past 2^53, B28: keys of different types', () => {
  onEachDatabase(
    {
      name: 'writes_b61',
      // SQLite's driver gives Sequelize such a number without its last digits, so that it finds no row by it: docs/dialects.md.
      only: ['embedded', 'postgres', 'mariadb'],
      define(sequelize: Sequelize) {
        const bare = { timestamps: false };
        const Led = sequelize.define(
          'Led',
          { id: { type: DataTypes.BIGINT, primaryKey: true }, n: DataTypes.BIGINT },
          bare,
        );
        const Org = sequelize.define(
          'Org',
          { id: { type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true }, name: DataTypes.STRING },
          bare,
        );
        const Member = sequelize.define('Member', { nick: DataTypes.STRING, orgId: DataTypes.INTEGER }, bare);
        Member.belongsTo(Org, { as: 'org', foreignKey: 'orgId', constraints: false });
        Org.hasMany(Member, { as: 'members', foreignKey: 'orgId', constraints: false });
        Led.belongsTo(Led, { as: 'next', foreignKey: 'nextId', constraints: false });
      },
      options: { writes: true },
    },
    (world) => {
      it('go in with all their digits, as literals and as variables, as keys and as values', async () => {
        const created = await run(
          world(),
          `mutation ($n: BigInt) {
            a: createLed(data: { id: "9007199254740993", n: $n }) { led { id n } ${errors} }
            b: createLed(data: { id: 9007199254740995, n: 9223372036854775807, next: { connect: { id: "9007199254740993" } } }) { led { id n nextId next { id } } ${errors} }
            c: updateLed(key: { id: 9007199254740993 }, data: { n: "-9223372036854775808" }) { led { n } ${errors} }
            d: createLed(data: { id: 1, n: "9223372036854775808" }) { led { n } ${errors} }
          }`,
          { n: '9007199254740993' },
        );
        expect(created).toEqual({
          a: { led: { id: '9007199254740993', n: '9007199254740993' }, errors: [] },
          b: {
            led: {
              id: '9007199254740995',
              n: '9223372036854775807',
              nextId: '9007199254740993',
              next: { id: '9007199254740993' },
            },
            errors: [],
          },
          c: { led: { n: '-9223372036854775808' }, errors: [] },
          d: {
            led: null,
            errors: [
              {
                code: 'VALIDATION',
                path: ['data', 'n'],
                message: 'The value of Led.n is not between -9223372036854775808 and 9223372036854775807.',
              },
            ],
          },
        });
      });

      it('connect a row by a BIGINT key whose foreign key is an INTEGER', async () => {
        expect(
          await run(
            world(),
            `mutation { createOrg(data: { name: "north", members: { create: [{ nick: "ana" }] } }) { org { name members { nick org { name } } } ${errors} }
              createMember(data: { nick: "bo", org: { connect: { id: "1" } } }) { member { orgId org { name } } ${errors} } }`,
          ),
        ).toEqual({
          createOrg: {
            org: { name: 'north', members: [{ nick: 'ana', org: { name: 'north' } }] },
            errors: [],
          },
          createMember: { member: { orgId: '1', org: { name: 'north' } }, errors: [] },
        });
      });
    },
  );
});

describe('what only the model knows', () => {
  onEachDatabase(
    {
      name: 'writes_model_code',
      define(sequelize: Sequelize) {
        sequelize.define(
          'User',
          {
            email: {
              type: DataTypes.STRING(40),
              unique: true,
              set(value: string) {
                (this as unknown as Model).setDataValue('email' as never, value?.toLowerCase() as never);
              },
              validate: { isEmail: { msg: 'That is no address.' } },
            },
            passwordHash: DataTypes.STRING(80),
            password: {
              type: DataTypes.VIRTUAL(DataTypes.STRING),
              set(value: string) {
                (this as unknown as Model).set('passwordHash' as never, `hashed ${value}` as never);
              },
            },
            from: DataTypes.INTEGER,
            to: DataTypes.INTEGER,
          },
          {
            timestamps: false,
            validate: {
              inOrder() {
                const { from, to } = this as unknown as { from: number; to: number };
                if (from > to) {
                  throw new Error('The start must not come after the end.');
                }
              },
            },
          },
        );
      },
      options: { writes: true, models: { User: { attributes: { password: { expose: 'write-only' } } } } },
    },
    (world) => {
      it('setters, write-only attributes and validators of the whole row, with the words they have', async () => {
        expect(inputFields(world(), 'UserCreate')).toEqual({
          email: 'String',
          password: 'String',
          from: 'Int',
          to: 'Int',
        });
        expect(
          await run(
            world(),
            `mutation {
              a: createUser(data: { email: "Ada@Example.org", password: "pw", from: 1, to: 2 }) { user { email } ${errors} }
              b: createUser(data: { email: "none", from: 3, to: 2 }) { user { email } ${errors} }
              c: updateUsers(all: true, data: { from: 5 }) { count ${errors} }
              d: updateUser(key: { email: "ada@example.org" }, data: { email: "ADA@Example.net" }) { user { email } ${errors} }
            }`,
          ),
        ).toEqual({
          a: { user: { email: 'ada@example.org' }, errors: [] },
          b: {
            user: null,
            errors: [
              { code: 'VALIDATION', path: ['data', 'email'], message: 'That is no address.' },
              { code: 'VALIDATION', path: ['data'], message: 'The start must not come after the end.' },
            ],
          },
          c: {
            count: 0,
            errors: [
              { code: 'VALIDATION', path: ['data'], message: 'The start must not come after the end.' },
            ],
          },
          d: { user: { email: 'ada@example.net' }, errors: [] },
        });
        expect(
          await world().sequelize.models.User?.findAll({ raw: true, attributes: ['passwordHash'] }),
        ).toEqual([{ passwordHash: 'hashed pw' }]);
      });
    },
  );
});

describe('writes with the option relay', () => {
  onEachDatabase(
    {
      name: 'writes_relay',
      define(sequelize: Sequelize) {
        const bare = { timestamps: false };
        const User = sequelize.define('User', { name: DataTypes.STRING }, bare);
        const Task = sequelize.define('Task', { name: DataTypes.STRING }, bare);
        Task.belongsTo(User, { as: 'user', foreignKey: 'userId' });
        User.hasMany(Task, { as: 'tasks', foreignKey: 'userId' });
      },
      options: { writes: true, relay: true },
    },
    (world) => {
      it('take global ids as keys, in relations and as foreign keys', async () => {
        const [ada, task] = [toGlobalId('User', 1), toGlobalId('Task', 1)];
        expect(
          await run(
            world(),
            `mutation {
              a: createUser(data: { name: "Ada" }) { user { id rowId } ${errors} }
              b: createTask(data: { name: "t", userId: "${ada}" }) { task { id userId user { id name } } ${errors} }
              c: updateTask(key: { id: "${task}" }, data: { user: { connect: { rowId: 1 } } }) { task { user { id } } ${errors} }
              d: updateTask(key: { id: "${task}" }, data: { userId: null }) { task { userId } ${errors} }
              e: updateTask(key: { id: "${ada}" }, data: { name: "x" }) { task { id } errors { code } }
            }`,
          ),
        ).toEqual({
          a: { user: { id: ada, rowId: 1 }, errors: [] },
          b: { task: { id: task, userId: ada, user: { id: ada, name: 'Ada' } }, errors: [] },
          c: { task: { user: { id: ada } }, errors: [] },
          d: { task: { userId: null }, errors: [] },
          e: { task: null, errors: [{ code: 'NOT_FOUND' }] },
        });
        const { errors: refusals } = await world().query(
          `mutation { createTask(data: { userId: "${task}" }) { task { id } } }`,
        );
        expect(refusals?.map(({ code, message }) => [code, message])).toEqual([
          ['BAD_USER_INPUT', '"data.userId" is the global id of a Task, where one of a User belongs.'],
        ]);
      });
    },
  );
});
