import { describe, expect, it, jest } from '@jest/globals';
import { DataTypes, Model, Sequelize } from 'sequelize';
import { onEachDatabase } from '../support/on-each-database.ts';

const bare = { timestamps: false };

describe('a class whose fields shadow its attributes', () => {
  onEachDatabase(
    {
      name: 'models_fields',
      define(sequelize) {
        class Land extends Model {
          id = 0;
          name = 'shadow';
        }
        class Town extends Model {
          name: string | undefined = undefined;
          landId = -1;
          size = 5;
          get large(): boolean {
            return this.size > 1;
          }
        }
        Land.init({ name: DataTypes.STRING }, { ...bare, sequelize });
        Town.init(
          {
            name: DataTypes.STRING,
            size: { type: DataTypes.INTEGER, get: sizeTimesTen },
            label: { type: DataTypes.VIRTUAL(DataTypes.STRING, ['name']), get: labelOf },
          },
          { ...bare, sequelize },
        );
        Town.belongsTo(Land, { as: 'land', foreignKey: 'landId' });
      },
      async fill(sequelize) {
        // Not by instances, whose values the fields shadow as well.
        const { Land, Town } = sequelize.models;
        await sequelize.getQueryInterface().bulkInsert(Land?.getTableName() as string, [{ name: 'X' }]);
        await sequelize
          .getQueryInterface()
          .bulkInsert(Town?.getTableName() as string, [{ name: 't', size: 2, landId: 1 }]);
      },
    },
    (world) => {
      it('shows the values of the columns', async () => {
        // Sequelize warns of such fields when it builds the first instance.
        const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
        const { data } = await world().query(
          '{ towns { id name size label landId land { id name townsByLand { name } } } }',
        );
        warn.mockRestore();
        expect(data).toEqual({
          towns: [
            {
              id: '1',
              name: 't',
              size: 20,
              label: 'town t',
              landId: '1',
              land: { id: '1', name: 'X', townsByLand: [{ name: 't' }] },
            },
          ],
        });
      });
    },
  );
});

function sizeTimesTen(this: Model): number {
  return Number(this.getDataValue('size')) * 10;
}

function labelOf(this: Model): string {
  return `town ${this.getDataValue('name')}`;
}

describe('a model that is defined again after it was associated', () => {
  onEachDatabase(
    {
      name: 'models_again',
      define(sequelize) {
        const Land = sequelize.define('Land', { name: DataTypes.STRING }, bare);
        const Town = sequelize.define('Town', { name: DataTypes.STRING }, bare);
        const Road = sequelize.define('Road', { name: DataTypes.STRING }, bare);
        Town.belongsTo(Land, { as: 'land', foreignKey: 'landId' });
        Road.belongsTo(Town, { as: 'town', foreignKey: 'townId' });
        sequelize.define('Town', { name: DataTypes.STRING, size: DataTypes.INTEGER }, bare);
      },
      async fill({ models }) {
        await models.Town?.create({ name: 't', size: 2 });
        await models.Road?.create({ name: 'r', townId: 1 });
      },
    },
    (world) => {
      it('is served as it was defined last, and the association to what it was is left out', async () => {
        const { data } = await world().query('{ towns { name size } roads { name townId } }');
        expect(data).toEqual({ towns: [{ name: 't', size: 2 }], roads: [{ name: 'r', townId: 1 }] });
        await expect(world().query('{ roads { town { name } } }')).rejects.toThrow(
          'Cannot query field "town" on type "Road".',
        );
        expect(world().findings.map(({ code, place }) => [code, place])).toEqual([
          ['TARGET_STALE', 'Road.belongsTo(Town, as: "town")'],
        ]);
      });
    },
  );
});

describe('a target of another Sequelize instance', () => {
  onEachDatabase(
    {
      name: 'models_foreign',
      define(sequelize) {
        const other = new Sequelize({ dialect: 'postgres' });
        const User = other.define('User', { name: DataTypes.STRING }, bare);
        const Task = sequelize.define('Task', { title: DataTypes.STRING }, bare);
        Task.belongsTo(User, { as: 'user', foreignKey: 'userId', constraints: false });
      },
      async fill({ models }) {
        await models.Task?.create({ title: 't', userId: 7 });
      },
    },
    (world) => {
      it('is left out, and the key stays', async () => {
        const { data } = await world().query('{ tasks { title userId } }');
        expect(data).toEqual({ tasks: [{ title: 't', userId: 7 }] });
        expect(world().findings).toEqual([
          {
            code: 'TARGET_IN_OTHER_INSTANCE',
            severity: 'warning',
            place: 'Task.belongsTo(User, as: "user")',
            message:
              'The target belongs to another Sequelize instance, so that its rows are in another database.',
            mend: 'Define both models on one Sequelize instance.',
            served: 'the association is left out.',
          },
        ]);
      });
    },
  );
});
