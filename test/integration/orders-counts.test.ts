import { describe, expect, it } from '@jest/globals';
import { DataTypes } from 'sequelize';
import { onEachDatabase } from '../support/on-each-database.ts';

const bare = { timestamps: false };

describe("an order by the number of a parent's rows", () => {
  onEachDatabase(
    {
      name: 'orders_counts',
      define(sequelize) {
        const Team = sequelize.define('Team', { name: DataTypes.STRING }, bare);
        const User = sequelize.define('User', { name: DataTypes.STRING }, bare);
        User.belongsTo(Team, { as: 'team', foreignKey: 'teamId', constraints: false });
        Team.hasMany(User, { as: 'users', foreignKey: 'teamId', constraints: false });
        Team.hasMany(User, { as: 'guests', foreignKey: 'guestOfId', constraints: false });
      },
      async fill({ models }) {
        await models.Team?.bulkCreate([{ name: 'two' }, { name: 'one' }]);
        await models.User?.bulkCreate([
          { name: 'ida', teamId: 1 },
          { name: 'jon', teamId: null },
          { name: 'kim', teamId: 2, guestOfId: 1 },
          { name: 'lea', teamId: 77 },
          { name: 'max', teamId: 1 },
        ]);
      },
    },
    (world) => {
      it.each([
        ['users', 'ASC', ['kim', 'ida', 'max', 'jon', 'lea']],
        ['users', 'DESC', ['jon', 'lea', 'ida', 'max', 'kim']],
        ['guests', 'ASC', ['kim', 'ida', 'max', 'jon', 'lea']],
        ['guests', 'ASC_NULLS_FIRST', ['jon', 'lea', 'kim', 'ida', 'max']],
      ])('puts rows without a parent among the nulls: %s %s', async (list, direction, names) => {
        const { data } = await world().query(
          `{ users(orderBy: [{ team: { ${list}: { count: ${direction} } } }]) { name } }`,
        );
        expect((data as { users: { name: string }[] }).users.map(({ name }) => name)).toEqual(names);
      });
    },
  );
});
