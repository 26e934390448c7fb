import { describe, expect, it } from '@jest/globals';
import { DataTypes, type Sequelize } from 'sequelize';
import { createSchema } from '../../src/build/create-schema.ts';
import { onEachDatabase } from '../support/on-each-database.ts';
import { runQuery } from '../support/run-query.ts';

const bare = { timestamps: false };

/** Brings every new connection into the setting under which Sequelize escapes no quote. */
function breakEscaping(sequelize: Sequelize): void {
  if (sequelize.getDialect() === 'postgres') {
    Object.assign((sequelize as unknown as { options: object }).options, {
      standardConformingStrings: false,
    });
    sequelize.addHook('afterConnect', async (connection) => {
      await (connection as { query(text: string): Promise<unknown> }).query(
        'SET standard_conforming_strings = off; SET backslash_quote = on',
      );
    });
  } else {
    sequelize.addHook('afterConnect', async (connection) => {
      const { promise } = connection as { promise(): { query(text: string): Promise<unknown> } };
      await promise
        .call(connection)
        .query("SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_BACKSLASH_ESCAPES,NO_ENGINE_SUBSTITUTION'");
    });
  }
}

/** Each would find every row, or write another one, where its quote ended the literal. */
const hostile = ["x' OR 1=1 -- ", "x\\' OR 1=1 -- ", "x'), ('stolen') -- ", "x\\'), ('stolen') -- ", 'x\\'];

describe('connections that come with a setting under which Sequelize escapes no quote', () => {
  onEachDatabase(
    {
      name: 'quote_escaping',
      only: ['embedded', 'postgres', 'mariadb'],
      define(sequelize: Sequelize) {
        breakEscaping(sequelize);
        sequelize.define(
          'Note',
          { title: DataTypes.STRING },
          { ...bare, scopes: { titled: (title: string) => ({ where: { title } }) } },
        );
      },
      async fill({ models }) {
        await models.Note?.bulkCreate([{ title: 'first' }, { title: 'second' }]);
      },
      options: {
        models: { Note: { scopes: { titled: { arguments: { title: 'String!' } } } } },
        writes: true,
      },
    },
    (world, database) => {
      it.each(hostile)('find nothing by a named scope: %s', async (title) => {
        const { data, errors } = await world().query(
          'query ($title: String!) { notes(scopes: { titled: { title: $title } }) { title } }',
          { title },
        );
        expect({ data, errors }).toEqual({ data: { notes: [] }, errors: undefined });
      });

      it.each(hostile)('write what was sent, in bulk and alone: %s', async (title) => {
        const { data, errors } = await world().query(
          `mutation ($title: String!) {
            createNotes(data: [{ title: $title }, { title: $title }]) { notes { title } }
            createNote(data: { title: $title }) { note { title } }
            deleteNotes(where: { title: { eq: $title } }) { count }
            left: deleteNotes(where: { title: { eq: "stolen" } }) { count }
          }`,
          { title },
        );
        expect({ data, errors }).toEqual({
          data: {
            createNotes: { notes: [{ title }, { title }] },
            createNote: { note: { title } },
            deleteNotes: { count: 3 },
            left: { count: 0 },
          },
          errors: undefined,
        });
      });

      it('lose the setting alone, and the team hears of it once', async () => {
        const { sequelize, findings } = world();
        const setting =
          database.name === 'mariadb'
            ? { ask: '@@SESSION.sql_mode', kept: 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION' }
            : { ask: "current_setting('standard_conforming_strings')", kept: 'on' };
        const ask = () =>
          sequelize.query(`SELECT ${setting.ask} AS kept`, { type: 'SELECT' as never, plain: true });
        // The connections of the embedded database have one session, which each new one of them brings into the setting.
        const count = database.name === 'embedded' ? 1 : 3;
        expect(await Promise.all(Array.from({ length: count }, ask))).toEqual(
          Array(count).fill({ kept: setting.kept }),
        );
        expect(findings.map(({ code }) => code)).toEqual(['QUOTES_NOT_ESCAPED']);
      });

      it('are looked at once where one instance has two schemas', async () => {
        const { sequelize } = world();
        const schema = createSchema(sequelize, { onFinding: () => {} });
        expect((await runQuery(schema, world(), '{ notes { title } }')).data).toEqual({
          notes: [{ title: 'first' }, { title: 'second' }],
        });
        expect(
          (sequelize as unknown as { options: { hooks: Record<string, unknown[]> } }).options.hooks
            .afterPoolAcquire,
        ).toHaveLength(1);
      });
    },
  );
});
