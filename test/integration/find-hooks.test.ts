import { describe, expect, it } from '@jest/globals';
import { DataTypes, type Model, Op, type Sequelize } from 'sequelize';
import { onEachDatabase } from '../support/on-each-database.ts';

const bare = { timestamps: false };

interface FindOptions {
  where?: object;
  limit?: number;
}

function defineGuarded(sequelize: Sequelize): void {
  const User = sequelize.define(
    'User',
    { name: DataTypes.STRING, tenant: { type: DataTypes.INTEGER, field: 'tenant_no' } },
    bare,
  );
  const Task = sequelize.define('Task', { name: DataTypes.STRING }, bare);
  Task.belongsTo(User, { as: 'user', foreignKey: 'userId' });
  User.hasMany(Task, { as: 'tasks', foreignKey: 'userId' });
  const Group = sequelize.define('Group', { name: DataTypes.STRING }, bare);
  const Membership = sequelize.define('Membership', { tenant: DataTypes.INTEGER }, bare);
  Group.belongsToMany(User, {
    as: 'members',
    through: Membership,
    foreignKey: 'groupId',
    otherKey: 'userId',
  });
  User.addHook('beforeFind', (options: FindOptions) => {
    options.where = { ...options.where, tenant: { [Op.eq]: 1 } };
  });
  Membership.addHook('beforeFind', (options: FindOptions) => {
    options.where = { [Op.and]: [options.where ?? {}, { tenant: 1 }] };
  });
}

describe('a beforeFind hook that narrows the rows', () => {
  onEachDatabase(
    {
      name: 'find_hooks_before',
      define: defineGuarded,
      async fill({ models }) {
        const options = { hooks: false };
        await models.User?.bulkCreate([
          { name: 'own', tenant: 1 },
          { name: 'foreign', tenant: 2 },
          { name: 'other own', tenant: 1 },
        ]);
        await models.Task?.bulkCreate(
          [1, 2, null].map((userId, index) => ({ name: `task ${index}`, userId })),
        );
        await models.Group?.bulkCreate([{ name: 'all' }], options);
        await models.Membership?.bulkCreate([
          { groupId: 1, userId: 1, tenant: 1 },
          { groupId: 1, userId: 2, tenant: 1 },
          { groupId: 1, userId: 3, tenant: 2 },
        ]);
      },
    },
    (world) => {
      it('holds in lists, by key, for parents and through other models', async () => {
        const { data, statements } = await world().query(
          '{ users { name } own: user(id: 1) { name tasks { name } } foreign: user(id: 2) { name } tasks { user { name } } groups { members { name } } }',
        );
        expect(data).toEqual({
          users: [{ name: 'own' }, { name: 'other own' }],
          own: { name: 'own', tasks: [{ name: 'task 0' }] },
          foreign: null,
          tasks: [{ user: { name: 'own' } }, { user: null }, { user: null }],
          groups: [{ members: [{ name: 'own' }] }],
        });
        expect(statements.length).toBeLessThanOrEqual(7);
      });
    },
  );
});

describe('a find hook that asks for more than a condition', () => {
  onEachDatabase(
    {
      name: 'find_hooks_refused',
      define(sequelize) {
        const Task = sequelize.define('Task', { name: DataTypes.STRING }, bare);
        Task.addHook('beforeFind', (options: FindOptions) => {
          options.limit = 1;
        });
      },
    },
    (world) => {
      it('is refused, naming what it asks for', async () => {
        const { data, errors } = await world().query('{ tasks { name } }');
        expect(data).toBeNull();
        expect(errors?.map(({ message }) => message)).toEqual([
          'A find hook of Task sets the option "limit": only where can be applied to the rows of several parents at once.',
        ]);
      });
    },
  );
});

describe('an afterFind hook', () => {
  onEachDatabase(
    {
      name: 'find_hooks_after',
      define(sequelize) {
        const User = sequelize.define(
          'User',
          { name: DataTypes.STRING, born: DataTypes.DATE, shy: DataTypes.BOOLEAN, secret: DataTypes.STRING },
          bare,
        );
        const Task = sequelize.define('Task', { name: DataTypes.STRING }, bare);
        Task.belongsTo(User, { as: 'user', foreignKey: 'userId' });
        User.addHook('afterFind', (found: readonly Model[]) => {
          const users = found as Model[];
          for (const user of users) {
            user.set(
              'name',
              `${user.get('name')}, ${(user.get('born') as Date).getUTCFullYear()}, ${user.get('secret')}`,
            );
          }
          const shy = users.findIndex((user) => user.get('shy') === true);
          if (shy >= 0) {
            users.splice(shy, 1);
          }
        });
      },
      async fill({ models }) {
        const born = new Date(Date.UTC(1815, 11, 10));
        await models.User?.bulkCreate([
          { name: 'Ada', born, shy: false, secret: 'x' },
          { name: 'Bo', born, shy: true, secret: 'y' },
        ]);
        await models.Task?.bulkCreate([
          { name: 'a', userId: 1 },
          { name: 'b', userId: 2 },
        ]);
      },
    },
    (world) => {
      it('sees whole instances, changes what is shown, and may take rows away', async () => {
        const { data } = await world().query(
          '{ users { name born } tasks { name user { name } } user(id: 2) { id } }',
        );
        expect(data).toEqual({
          users: [{ name: 'Ada, 1815, x', born: '1815-12-10T00:00:00.000Z' }],
          tasks: [
            { name: 'a', user: { name: 'Ada, 1815, x' } },
            { name: 'b', user: null },
          ],
          user: null,
        });
      });
    },
  );
});
