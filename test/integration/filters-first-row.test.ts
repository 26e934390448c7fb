import { describe, expect, it } from '@jest/globals';
import { DataTypes } from 'sequelize';
import { onEachDatabase } from '../support/on-each-database.ts';

const bare = { timestamps: false };

describe('a filter on one row, where the database has several', () => {
  onEachDatabase(
    {
      name: 'filters_first_row',
      define(sequelize) {
        const User = sequelize.define('User', { name: DataTypes.STRING }, bare);
        const Profile = sequelize.define('Profile', { text: DataTypes.STRING }, bare);
        User.hasOne(Profile, { as: 'profile', foreignKey: 'userId' });
      },
      async fill({ models }) {
        await models.User?.bulkCreate([{ name: 'ida' }, { name: 'jon' }, { name: 'kim' }]);
        await models.Profile?.bulkCreate([
          { text: 'shown', userId: 1 },
          { text: 'second', userId: 1 },
          { text: 'second', userId: 2 },
        ]);
      },
    },
    (world) => {
      it('asks about the row that is shown', async () => {
        const { data } = await world().query(`{
          shown: users(where: { profile: { text: { eq: "shown" } } }) { name profile { text } }
          second: users(where: { profile: { text: { eq: "second" } } }) { name profile { text } }
          any: users(where: { profile: {} }) { name }
          none: users(where: { not: { profile: {} } }) { name }
        }`);
        expect(data).toEqual({
          shown: [{ name: 'ida', profile: { text: 'shown' } }],
          second: [{ name: 'jon', profile: { text: 'second' } }],
          any: [{ name: 'ida' }, { name: 'jon' }],
          none: [{ name: 'kim' }],
        });
      });
    },
  );
});
