import { describe, expect, it } from '@jest/globals';
import { DataTypes, type Sequelize } from 'sequelize';
import { schemaNameOf } from '../support/databases.ts';
import { onEachDatabase } from '../support/on-each-database.ts';

/** Rules of Postgres that turn a statement into nothing, as triggers and policies may. */
async function holdBack(sequelize: Sequelize, table: string): Promise<void> {
  for (const action of ['UPDATE', 'DELETE']) {
    await sequelize.query(`CREATE RULE held_${action} AS ON ${action} TO ${table} DO INSTEAD NOTHING`);
  }
}

describe('a write that the database turns into nothing', () => {
  onEachDatabase(
    {
      name: 'writes_held_back',
      only: ['embedded', 'postgres'],
      define(sequelize) {
        sequelize.define('Note', { text: DataTypes.STRING }, { timestamps: false });
      },
      async fill(sequelize) {
        await sequelize.models.Note?.bulkCreate([{ text: 'a' }, { text: 'b' }]);
      },
      options: { writes: true },
    },
    (world, database) => {
      it('is no success: of one row and of several, changed and deleted', async () => {
        await holdBack(world().sequelize, `"${schemaNameOf(database, 'writes_held_back')}"."Notes"`);
        const { data, errors } = await world().query(`mutation {
          a: updateNote(key: { id: 1 }, data: { text: "x" }) { note { text } }
        }`);
        expect(data).toBeNull();
        expect(errors?.map(({ message }) => message)).toEqual([
          'A statement that should have changed a row of Note changed none.',
        ]);
        for (const field of [
          'updateNotes(all: true, data: { text: "x" }) { count }',
          'deleteNote(key: { id: 1 }) { note { text } }',
          'deleteNotes(all: true) { count }',
        ]) {
          const held = await world().query(`mutation { ${field} }`);
          expect(held.data).toBeNull();
        }
        expect((await world().query('{ notes { text } }')).data).toEqual({
          notes: [{ text: 'a' }, { text: 'b' }],
        });
      });
    },
  );
});
