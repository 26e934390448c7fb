import { describe, expect, it } from '@jest/globals';
import { DataTypes, type Model, type Sequelize } from 'sequelize';
import { onEachDatabase, type World } from '../support/on-each-database.ts';
import { textsOf } from '../support/write-statements.ts';

const seen: string[] = [];

function define(sequelize: Sequelize): void {
  const Note = sequelize.define(
    'Note',
    { text: { type: DataTypes.STRING(20), unique: true } },
    { paranoid: true, updatedAt: false, createdAt: false },
  );
  const Log = sequelize.define('Log', { text: DataTypes.STRING(20) }, { paranoid: true });
  Log.addHook('beforeRestore', (row) => {
    seen.push(`restore ${(row as Model).get('text')}`);
  });
  const Tag = sequelize.define('Tag', { name: DataTypes.STRING(20) }, { timestamps: false });
  const NoteTag = sequelize.define('NoteTag', { why: DataTypes.STRING(20) }, { paranoid: true });
  Note.belongsToMany(Tag, { as: 'tags', through: NoteTag, foreignKey: 'noteId', otherKey: 'tagId' });
}

async function fill({ models }: Sequelize): Promise<void> {
  await models.Note?.bulkCreate([{ text: 'a' }, { text: 'b' }, { text: 'c' }]);
  await models.Log?.bulkCreate([{ text: 'x' }, { text: 'y' }]);
  await models.Tag?.bulkCreate([{ name: 'red' }, { name: 'blue' }]);
  await models.NoteTag?.bulkCreate([
    { noteId: 1, tagId: 1, why: 'w' },
    { noteId: 1, tagId: 2 },
  ]);
}

const options = { writes: true, models: { Note: { deleted: true } } };
const errors = 'errors { code path message }';

async function run(world: World, source: string): Promise<Record<string, unknown>> {
  const { data, errors: refusals } = await world.query(`mutation { it: ${source} }`);
  expect(refusals).toBeUndefined();
  return (data as { it: Record<string, unknown> }).it;
}

const notFound = (model: string) => ({
  code: 'NOT_FOUND',
  path: ['key'],
  message: `There is no ${model} with this key.`,
});

describe('rows of a paranoid model', () => {
  onEachDatabase({ name: 'writes_paranoid', define, fill, options }, (world) => {
    const count = (model: string, where: object): Promise<number> | undefined =>
      world().sequelize.models[model]?.count({ where: where as never, paranoid: false });

    it('are marked as deleted, and then not there', async () => {
      const { data, statements } = await world().query(
        `mutation { deleteNote(key: { text: "a" }) { note { text } ${errors} } }`,
      );
      expect(data).toEqual({ deleteNote: { note: { text: 'a' }, errors: [] } });
      expect(textsOf(statements)).toEqual([
        'START TRANSACTION',
        'SELECT FROM Notes',
        `SELECT FROM Notes${world().database.name === 'sqlite' ? '' : ' FOR UPDATE'}`,
        'SELECT FROM Notes',
        'UPDATE Notes',
        'COMMIT',
      ]);
      expect(await count('Note', { text: 'a' })).toBe(1);
      for (const field of ['deleteNote(key: { text: "a" })', 'updateNote(key: { text: "a" }, data: {})']) {
        expect(await run(world(), `${field} { note { text } ${errors} }`)).toEqual({
          note: null,
          errors: [notFound('Note')],
        });
      }
    });

    it('come back, once, with what they had', async () => {
      expect(
        await run(world(), `restoreNote(key: { id: 1 }) { note { text tags { name } } ${errors} }`),
      ).toEqual({ note: { text: 'a', tags: [{ name: 'red' }, { name: 'blue' }] }, errors: [] });
      expect(await run(world(), `restoreNote(key: { id: 1 }) { note { text } ${errors} }`)).toEqual({
        note: null,
        errors: [notFound('Note')],
      });
    });

    it('still have what must be unique, which the message says', async () => {
      await run(world(), 'deleteNotes(where: { text: { eq: "b" } }) { count }');
      expect(await run(world(), `createNote(data: { text: "b" }) { note { text } ${errors} }`)).toEqual({
        note: null,
        errors: [
          { code: 'UNIQUE', path: ['data', 'text'], message: 'There is another Note with the same text.' },
        ],
      });
    });

    it('leave the table for good where that is asked for, also when they are marked already', async () => {
      expect(
        await run(world(), `deleteNote(key: { text: "b" }, hard: true) { note { text } ${errors} }`),
      ).toEqual({ note: { text: 'b' }, errors: [] });
      expect(await count('Note', { text: 'b' })).toBe(0);
      expect(
        await run(
          world(),
          `deleteNotes(where: { text: { eq: "c" } }, hard: true) { count notes { text } ${errors} }`,
        ),
      ).toEqual({ count: 1, notes: [{ text: 'c' }], errors: [] });
      expect(await count('Note', { text: 'c' })).toBe(0);
    });

    it('that clients may not see once they are marked cannot be found by a hard delete either', async () => {
      await run(world(), 'deleteLog(key: { id: 1 }) { log { text } }');
      expect(await run(world(), `deleteLog(key: { id: 1 }, hard: true) { log { text } ${errors} }`)).toEqual({
        log: null,
        errors: [notFound('Log')],
      });
      expect(await count('Log', {})).toBe(2);
    });

    it('come back through the hooks of the model', async () => {
      seen.length = 0;
      expect(await run(world(), `restoreLog(key: { id: 1 }) { log { text } ${errors} }`)).toEqual({
        log: { text: 'x' },
        errors: [],
      });
      expect(seen).toEqual(['restore x']);
    });

    it('connect again by the row that was marked, whose key no other one may have', async () => {
      const tags = 'note { tagsConnection { edges { node { name } through { why } } } }';
      await run(
        world(),
        `updateNote(key: { id: 1 }, data: { tags: { disconnect: [{ id: 1 }] } }) { ${tags} }`,
      );
      expect(await count('NoteTag', { noteId: 1 })).toBe(2);
      expect(
        await run(
          world(),
          `updateNote(key: { id: 1 }, data: { tags: { connect: [{ key: { id: 1 }, through: { why: "again" } }] } }) { ${tags} ${errors} }`,
        ),
      ).toEqual({
        note: {
          tagsConnection: {
            edges: [
              { node: { name: 'red' }, through: { why: 'again' } },
              { node: { name: 'blue' }, through: { why: null } },
            ],
          },
        },
        errors: [],
      });
      expect(await count('NoteTag', { noteId: 1 })).toBe(2);
    });
  });
});
