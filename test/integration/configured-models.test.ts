import { describe, expect, it } from '@jest/globals';
import { DataTypes, Model, type ModelAttributes } from 'sequelize';
import { onEachDatabase } from '../support/on-each-database.ts';

const { ENUM, INTEGER, STRING, VIRTUAL } = DataTypes;

describe('models that the options configure', () => {
  onEachDatabase(
    {
      name: 'configured_models',
      define(sequelize) {
        const isPostgres = sequelize.getDialect() === 'postgres';
        const User = sequelize.define(
          'User',
          {
            name: { type: STRING, unique: true },
            password: STRING,
            names: {
              type: VIRTUAL,
              get(this: Model) {
                return [this.getDataValue('name'), 'x'];
              },
            },
            length: {
              type: VIRTUAL,
              get(this: Model) {
                return String(this.getDataValue('name')).length;
              },
            },
            mood: isPostgres ? 'text' : 'VARCHAR(20)',
          } as ModelAttributes,
          { timestamps: false },
        );
        sequelize.define('Task', { title: STRING }, { timestamps: false }).belongsTo(User);
      },
      async fill({ models }) {
        await models.User?.create({ id: 1, name: 'ada', password: 'x', mood: 'so-so' });
        await models.User?.create({ id: 2, name: 'bob', password: 'y', mood: 'furious' });
        await models.Task?.create({ title: 'Write', UserId: 1 });
      },
      options: {
        models: {
          User: {
            name: 'Person',
            attributes: {
              name: { name: 'handle' },
              password: { expose: 'write-only' },
              names: { type: '[STRING]' },
              length: { type: INTEGER },
              mood: { type: ENUM('fine', 'so-so') },
            },
            associations: { tasks: { name: 'work' } },
          },
        },
      },
    },
    (world) => {
      it('are read under the names and types that these give', async () => {
        expect(
          await world().query(
            '{ personBy(key: { handle: "ada" }) { handle names length mood work { title user { handle } } } }',
          ),
        ).toMatchObject({
          data: {
            personBy: {
              handle: 'ada',
              names: ['ada', 'x'],
              length: 3,
              mood: 'so_so',
              work: [{ title: 'Write', user: { handle: 'ada' } }],
            },
          },
        });
        expect(world().findings).toEqual([]);
      });

      it('are filtered and ordered by them', async () => {
        const { data, errors } = await world().query(
          '{ people(where: { mood: { eq: so_so }, work: { some: {} } }, orderBy: [{ handle: DESC }]) { handle } }',
        );
        expect(errors).toBeUndefined();
        expect(data).toEqual({ people: [{ handle: 'ada' }] });
      });

      it('say so where a column does not hold what it is said to', async () => {
        const { data, errors } = await world().query('{ person(id: 2) { handle mood } }');
        expect(data).toEqual({ person: { handle: 'bob', mood: null } });
        expect(errors?.map(({ message }) => message)).toEqual([
          'A value of User.mood does not fit its type.',
        ]);
      });

      it('show nothing that is write-only', async () => {
        await expect(world().query('{ people { password } }')).rejects.toThrow(
          'Cannot query field "password" on type "Person".',
        );
      });
    },
  );
});

describe('a class with code of its own', () => {
  onEachDatabase(
    {
      name: 'class_code',
      define(sequelize) {
        class Account extends Model {
          // Keeps Sequelize from warning of the fields on the console when it builds an instance.
          static readonly _overwrittenAttributesChecked = true;
          iban!: string;
          owner = 'nobody';
          override toJSON() {
            return {};
          }
        }
        Account.init(
          { iban: STRING, owner: STRING },
          { sequelize, timestamps: false, hooks: { afterFind: () => undefined } },
        );
        Object.defineProperty(Account.prototype, 'owner', { get: () => 'masked' });
      },
      fill: (sequelize) =>
        sequelize
          .getQueryInterface()
          .bulkInsert(sequelize.models.Account?.getTableName() as string, [
            { id: 1, iban: 'DE00', owner: 'ada' },
          ]),
    },
    (world) => {
      it('is served by its rows, and its findings say so', async () => {
        expect((await world().query('{ account(id: 1) { iban owner } }')).data).toEqual({
          account: { iban: 'DE00', owner: 'ada' },
        });
        expect(world().findings.map(({ code, place }) => [code, place])).toEqual([
          ['TO_JSON_NOT_CALLED', 'Account'],
          ['CLASS_FIELDS_SHADOW', 'Account'],
          ['ACCESSOR_NOT_CALLED', 'Account.owner'],
        ]);
      });
    },
  );
});
