import { describe, expect, it } from '@jest/globals';
import { DataTypes, type Sequelize } from 'sequelize';
import { onEachDatabase } from '../support/on-each-database.ts';

const bare = { timestamps: false };

describe('texts of clients that are made to break out of a literal', () => {
  onEachDatabase(
    {
      name: 'injection',
      define(sequelize: Sequelize) {
        if (sequelize.getDialect() === 'mysql') {
          // Under this mode a backslash escapes nothing, so that a driver's own escaping opens the literal.
          sequelize.addHook('afterConnect', async (connection) => {
            const { promise } = connection as { promise(): { query(text: string): Promise<unknown> } };
            await promise.call(connection).query("SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES'");
          });
        }
        sequelize.define(
          'User',
          { code: { type: DataTypes.STRING(200), primaryKey: true }, name: DataTypes.STRING },
          bare,
        );
        sequelize.define('Vault', { v: DataTypes.STRING }, { ...bare, freezeTableName: true });
      },
      async fill({ models }) {
        await models.User?.create({ code: 'plain', name: 'Ada' });
        await models.Vault?.create({ v: 'TOPSECRET' });
      },
      options: { models: { exclude: ['Vault'] } },
    },
    (world) => {
      it.each([
        "' AS k0, 1 AS i) AS k JOIN (SELECT v AS code, v AS name FROM Vault) AS t ON 1=1 -- ",
        "\\' AS k0, 1 AS i) AS k JOIN (SELECT v AS code, v AS name FROM Vault) AS t ON 1=1 -- ",
        '\\',
        "plain'",
        "plain' -- ",
        'plain" -- ',
        '{"plain"}',
        "plain'::text; SELECT 1; --",
        "日本\\'; --",
      ])('find nothing and break nothing: %s', async (code) => {
        const { data, errors } = await world().query(
          'query ($code: ID!) { user(code: $code) { code name } plain: user(code: "plain") { name } }',
          { code },
        );
        expect({ data, errors }).toEqual({ data: { user: null, plain: { name: 'Ada' } }, errors: undefined });
      });
    },
  );
});
