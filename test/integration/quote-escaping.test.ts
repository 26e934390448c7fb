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
      // Not the embedded database: it has one session for all its connections, those of other test files too.
      only: ['postgres', 'mariadb'],
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
        expect(await Promise.all([ask(), ask(), ask()])).toEqual(Array(3).fill({ kept: setting.kept }));
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

  onEachDatabase(
    {
      name: 'quote_escaping_as_usual',
      define: (sequelize) => sequelize.define('Note', { title: DataTypes.STRING }, bare),
    },
    (world, { name }) => {
      it(name === 'mariadb' ? 'are looked for' : 'are not looked for where there can be none', () => {
        const { hooks } = (world().sequelize as unknown as { options: { hooks: Record<string, unknown[]> } })
          .options;
        expect(hooks.afterPoolAcquire ?? []).toHaveLength(name === 'mariadb' ? 1 : 0);
      });
    },
  );
});
