import { describe, expect, it } from '@jest/globals';
import { DataTypes, type Sequelize } from 'sequelize';
import { onEachDatabase, type World } from '../support/on-each-database.ts';

const options = { writes: true };
const errors = 'errors { code path message rule }';

describe('a write that a hook has its part in', () => {
  function define(sequelize: Sequelize): void {
    const Note = sequelize.define('Note', { text: DataTypes.STRING }, { timestamps: false });
    Note.addHook('afterCreate', async (note, { transaction = null }) => {
      if (note.get('text') === 'hides') {
        await sequelize.query('SELECT nothing FROM nowhere', { transaction }).catch(() => undefined);
      }
      if (note.get('text') === 'fails after') {
        transaction?.afterCommit(async () => {
          await Note.findAll({ where: sequelize.literal('nothing = 1') });
        });
      }
    });
  }
  const textsIn = async ({ sequelize }: World): Promise<unknown> =>
    (await sequelize.models.Note?.findAll())?.map((note) => note.get('text'));

  onEachDatabase({ name: 'writes_hooks', define, options }, (world, { name }) => {
    // Postgres answers COMMIT by ROLLBACK then; others undo the statement alone.
    it('is no success where the hook hides a failure after which the database undoes everything', async () => {
      const result = await world().query(`mutation { createNote(data: { text: "hides" }) { ${errors} } }`);
      const answer = { data: result.data, errors: result.errors };
      if (name === 'mariadb' || name === 'sqlite') {
        expect(answer).toEqual({ data: { createNote: { errors: [] } }, errors: undefined });
        expect(await textsIn(world())).toEqual(['hides']);
      } else {
        expect(answer).toEqual({
          data: null,
          errors: [
            {
              code: undefined,
              path: ['createNote'],
              message:
                'A statement of this write failed and a hook of the models went on after it, so that Postgres undid the transaction at its end. Let the hook throw, or give the statement a savepoint.',
            },
          ],
        });
        expect(await textsIn(world())).toEqual([]);
      }
      await world().sequelize.models.Note?.destroy({ where: {} });
    });

    it('is neither done nor undone to the client where what runs after COMMIT fails', async () => {
      const result = await world().query(
        `mutation { createNote(data: { text: "fails after" }) { ${errors} } }`,
      );
      expect(result.errors).toEqual([
        {
          code: 'WRITE_OUTCOME_UNKNOWN',
          path: ['createNote'],
          message:
            'Nobody could tell whether the write was completed: look whether it is there before sending it again.',
        },
      ]);
      expect(await textsIn(world())).toEqual(['fails after']);
    });
  });
});

describe('a write that the database refuses at COMMIT', () => {
  function define(sequelize: Sequelize): void {
    const options = { timestamps: false };
    const Owner = sequelize.define('Owner', { name: DataTypes.STRING }, options);
    const Thing = sequelize.define('Thing', { number: DataTypes.INTEGER }, options);
    Owner.hasMany(Thing, { as: 'things', foreignKey: 'ownerId', constraints: false });
  }

  async function fill(sequelize: Sequelize): Promise<void> {
    const { schema } = sequelize.model('Thing').getTableName() as unknown as { schema: string };
    await sequelize.query(`ALTER TABLE "${schema}"."Things"
      ADD UNIQUE (number) DEFERRABLE INITIALLY DEFERRED,
      ADD FOREIGN KEY ("ownerId") REFERENCES "${schema}"."Owners" DEFERRABLE INITIALLY DEFERRED`);
    // As a failed serialization ends, at the time at which it is found.
    await sequelize.query(`CREATE FUNCTION "${schema}".collide() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'collided' USING ERRCODE = 'serialization_failure'; END $$`);
    await sequelize.query(`CREATE CONSTRAINT TRIGGER collide AFTER INSERT ON "${schema}"."Things"
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.number = 13) EXECUTE FUNCTION "${schema}".collide()`);
  }

  onEachDatabase(
    { name: 'writes_deferred', define, fill, options, only: ['embedded', 'postgres'] },
    (world) => {
      it('is refused as at any other time, in all its parts', async () => {
        const { models } = world().sequelize;
        await models.Thing?.create({ number: 1 });
        const { data } = await world().query(`mutation {
          createThing(data: { number: 1 }) { thing { id } ${errors} }
          createOwner(data: { name: "a", things: { create: [{ number: 2 }, { number: 1 }] } }) { owner { id } ${errors} }
          createThings(data: [{ number: 3 }, { number: 4, ownerId: 9 }]) { count ${errors} }
        }`);
        const unique = {
          code: 'UNIQUE',
          path: ['number'],
          message: 'There is another Thing with the same number.',
          rule: 'unique',
        };
        expect(data).toEqual({
          createThing: { thing: null, errors: [unique] },
          createOwner: { owner: null, errors: [unique] },
          createThings: {
            count: 0,
            errors: [
              {
                code: 'FOREIGN_KEY',
                path: ['ownerId'],
                message: 'Thing.ownerId refers to no row that there is.',
                rule: null,
              },
            ],
          },
        });
        expect([await models.Owner?.count(), await models.Thing?.count()]).toEqual([0, 1]);
      });

      it('is CONFLICT where another write came in between', async () => {
        const { data, errors: refusals } = await world().query(
          `mutation { createThings(data: [{ number: 12 }, { number: 13 }]) { count ${errors} } }`,
        );
        expect({ data, refusals }).toEqual({
          data: null,
          refusals: [
            {
              code: 'CONFLICT',
              path: ['createThings'],
              message:
                'Another write changed the same rows at the same time: nothing was written, send it again.',
            },
          ],
        });
        expect(await world().sequelize.models.Thing?.count()).toBe(1);
      });
    },
  );
});
