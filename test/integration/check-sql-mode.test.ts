import { describe, expect, it } from '@jest/globals';
import { DataTypes, type Sequelize } from 'sequelize';
import { introspectModels } from '../../src/catalog/introspect-models.ts';
import { checkDatabase } from '../../src/execute/check-database.ts';
import { onEachDatabase } from '../support/on-each-database.ts';

const line =
  'The connections have the sql_mode NO_BACKSLASH_ESCAPES, in which Sequelize escapes no quote: what clients give to a named scope, or to rows that are written in bulk, can become SQL. Take the mode away from the connections of this instance.';

describe('connections in a mode of MySQL', () => {
  for (const [mode, expected] of [
    ['NO_BACKSLASH_ESCAPES,STRICT_TRANS_TABLES', [line]],
    ['STRICT_TRANS_TABLES', []],
  ] as const) {
    onEachDatabase(
      {
        name: 'check_sql_mode',
        only: ['mariadb'],
        define(sequelize: Sequelize) {
          sequelize.addHook('afterConnect', async (connection) => {
            const { promise } = connection as { promise(): { query(text: string): Promise<unknown> } };
            await promise.call(connection).query(`SET SESSION sql_mode = '${mode}'`);
          });
          sequelize.define('Task', { name: DataTypes.STRING }, { timestamps: false });
        },
      },
      (world) => {
        it(`are told of where quotes are not escaped: ${mode}`, async () => {
          const { sequelize } = world();
          expect(await checkDatabase(sequelize, introspectModels(sequelize))).toEqual(expected);
        });
      },
    );
  }

  onEachDatabase(
    {
      name: 'check_sql_mode_usual',
      define: (sequelize) => {
        sequelize.define('Task', { name: DataTypes.STRING }, { timestamps: false });
      },
    },
    (world) => {
      it('are not told of where they are as usual', async () => {
        const { sequelize } = world();
        expect(await checkDatabase(sequelize, introspectModels(sequelize))).toEqual([]);
      });
    },
  );
});
