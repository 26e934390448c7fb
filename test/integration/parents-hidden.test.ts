import { describe, expect, it } from '@jest/globals';
import { DataTypes } from 'sequelize';
import { onEachDatabase } from '../support/on-each-database.ts';

const bare = { timestamps: false };

describe('a NOT NULL foreign key to a row that is hidden (B07)', () => {
  onEachDatabase(
    {
      name: 'parents_hidden',
      define(sequelize) {
        const Dep = sequelize.define(
          'Dep',
          { name: DataTypes.STRING, open: DataTypes.BOOLEAN },
          {
            timestamps: true,
            createdAt: false,
            updatedAt: false,
            paranoid: true,
            defaultScope: { where: { open: true } },
          },
        );
        const Wkr = sequelize.define('Wkr', { n: DataTypes.STRING }, bare);
        const Desk = sequelize.define(
          'Desk',
          { place: DataTypes.STRING },
          { ...bare, defaultScope: { where: { place: 'A' } } },
        );
        Wkr.belongsTo(Dep, { as: 'dep', foreignKey: { name: 'depId', allowNull: false } });
        Wkr.belongsTo(Dep, {
          as: 'last',
          foreignKey: { name: 'lastId', allowNull: false },
          constraints: false,
        });
        Wkr.hasOne(Desk, { as: 'desk', foreignKey: { name: 'wkrId', allowNull: false } });
      },
      async fill({ models }) {
        await models.Dep?.bulkCreate([
          { name: 'deleted', open: true },
          { name: 'alive', open: true },
          { name: 'closed', open: false },
        ]);
        await models.Wkr?.bulkCreate([
          { n: 'a', depId: 1, lastId: 2 },
          { n: 'b', depId: 2, lastId: 99 },
          { n: 'c', depId: 3, lastId: 1 },
        ]);
        await models.Desk?.bulkCreate([
          { place: 'A', wkrId: 1 },
          { place: 'B', wkrId: 2 },
        ]);
        await models.Dep?.destroy({ where: { name: 'deleted' } });
      },
    },
    (world) => {
      it('gives null for the parent alone, without an error', async () => {
        const { data, errors } = await world().query(
          '{ wkrs { n depId dep { name } last { name } desk { place } } }',
        );
        expect(errors).toBeUndefined();
        expect(data).toEqual({
          wkrs: [
            { n: 'a', depId: '1', dep: null, last: { name: 'alive' }, desk: { place: 'A' } },
            { n: 'b', depId: '2', dep: { name: 'alive' }, last: null, desk: null },
            { n: 'c', depId: '3', dep: null, last: null, desk: null },
          ],
        });
      });
    },
  );
});

describe('a belongsTo with a scope (T19)', () => {
  onEachDatabase(
    {
      name: 'parents_scoped',
      define(sequelize) {
        const Owner = sequelize.define('Owner', { name: DataTypes.STRING, vip: DataTypes.BOOLEAN }, bare);
        const Ship = sequelize.define('Ship', { name: DataTypes.STRING }, bare);
        Ship.belongsTo(Owner, { as: 'owner', foreignKey: 'ownerId' });
        Ship.belongsTo(Owner, { as: 'vip', foreignKey: 'ownerId', scope: { vip: true } });
      },
      async fill({ models }) {
        await models.Owner?.bulkCreate([
          { name: 'ana', vip: true },
          { name: 'bo', vip: false },
        ]);
        await models.Ship?.bulkCreate([
          { name: 's', ownerId: 1 },
          { name: 't', ownerId: 2 },
        ]);
      },
    },
    (world) => {
      it('gives the rows that an include gives, which applies the scope, and not those of a getter, which does not', async () => {
        const { data } = await world().query('{ ships { name owner { name } vip { name } } }');
        expect(data).toEqual({
          ships: [
            { name: 's', owner: { name: 'ana' }, vip: { name: 'ana' } },
            { name: 't', owner: { name: 'bo' }, vip: null },
          ],
        });
        const ships = await world().sequelize.models.Ship?.findAll({ include: ['vip'], order: ['id'] });
        expect(ships?.map((ship) => ship.get('vip') !== null)).toEqual([true, false]);
      });
    },
  );
});
