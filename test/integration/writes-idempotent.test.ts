import { describe, expect, it } from '@jest/globals';
import { DataTypes, type QueryInterface, type Sequelize } from 'sequelize';
import { createSchema } from '../../src/build/create-schema.ts';
import { migrationText } from '../../src/cli/migration.ts';
import { schemaNameOf } from '../support/databases.ts';
import { onEachDatabase, type World } from '../support/on-each-database.ts';
import { runQuery } from '../support/run-query.ts';
import { textsOf } from '../support/write-statements.ts';

function define(sequelize: Sequelize): void {
  sequelize.define(
    'Pay',
    { n: DataTypes.INTEGER, ref: { type: DataTypes.STRING, unique: true } },
    { timestamps: false },
  );
}

interface Migration {
  up(queryInterface: QueryInterface, types: typeof DataTypes): Promise<void>;
  down(queryInterface: QueryInterface): Promise<void>;
}

/** The migration as sequelize-cli would load it. */
function loadMigration(text: string): Migration {
  const module = { exports: {} as Migration };
  new Function('module', text)(module);
  return module.exports;
}

describe('a create with an idempotencyKey', () => {
  onEachDatabase({ name: 'writes_idempotent', define, options: { writes: true } }, (world, database) => {
    const open = async (): Promise<(source: string, variables?: object) => ReturnType<World['query']>> => {
      const { sequelize } = world();
      const schemaName = schemaNameOf(database, 'writes_idempotent');
      const place = ['mariadb', 'sqlite'].includes(database.name) ? {} : { schema: schemaName };
      const migration = loadMigration(migrationText({ table: 'once', ...place }));
      await migration.up(sequelize.getQueryInterface(), DataTypes).catch(() => {});
      const schema = createSchema(sequelize, {
        writes: { idempotencyTable: { tableName: 'once', ...place } },
        onFinding: () => {},
      });
      return (source, variables = {}) =>
        runQuery(schema, world(), source, variables as Record<string, unknown>);
    };
    const create =
      'mutation ($data: PayCreate!, $key: String) { createPay(data: $data, idempotencyKey: $key) { pay { id n } errors { code } } }';

    it('happens once, and answers with the same row when it is sent again', async () => {
      const query = await open();
      const first = await query(create, { data: { n: 1 }, key: 'k1' });
      const again = await query(create, { data: { n: 1 }, key: 'k1' });
      expect(first.data).toMatchObject({ createPay: { pay: { n: 1 }, errors: [] } });
      expect(again.data).toEqual(first.data);
      expect(
        textsOf(again.statements)
          .filter((text) => /Pays|once/.test(text))
          .map((text) => text.replace('INSERT IGNORE', 'INSERT')),
      ).toEqual(['INSERT INTO once', 'SELECT FROM once', 'SELECT FROM Pays']);
      expect(await world().sequelize.models.Pay?.count()).toBe(1);
    });

    it('happens once of many that come at the same time', async () => {
      const query = await open();
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => query(create, { data: { n: 2 }, key: 'k2' })),
      );
      expect(new Set(answers.map(({ data }) => JSON.stringify(data))).size).toBe(1);
      expect(await world().sequelize.models.Pay?.count({ where: { n: 2 } })).toBe(1);
    });

    it('is refused where the key was used for other input, and not confused with a key that looks alike', async () => {
      const query = await open();
      const { errors } = await query(create, { data: { n: 3 }, key: 'k1' });
      expect(errors).toEqual([
        {
          code: 'BAD_USER_INPUT',
          path: ['createPay'],
          message: 'The argument "idempotencyKey" was used for another write: take a new key for each.',
        },
      ]);
      for (const key of ['K1', 'k1 ', 'k\u00e41'.normalize('NFD'), 'k\u00e41']) {
        expect((await query(create, { data: { n: 1 }, key })).data).toMatchObject({
          createPay: { errors: [] },
        });
      }
      expect(await world().sequelize.models.Pay?.count({ where: { n: 1 } })).toBe(5);
    });

    it('takes no key where it fails, so that it can be mended and sent again', async () => {
      const query = await open();
      const bad = { data: { n: 4, ref: 'x' }, key: 'k4' };
      await query(create, { data: { ref: 'x' } });
      expect((await query(create, bad)).data).toEqual({
        createPay: { pay: null, errors: [{ code: 'UNIQUE' }] },
      });
      expect((await query(create, { data: { n: 4, ref: 'y' }, key: 'k4' })).data).toMatchObject({
        createPay: { pay: { n: 4 }, errors: [] },
      });
    });

    it('of many rows gives all of them again', async () => {
      const query = await open();
      const many =
        'mutation { createPays(data: [{ n: 5 }, { n: 6 }], idempotencyKey: "m") { count pays { n } errors { code } } }';
      const first = await query(many);
      expect((await query(many)).data).toEqual(first.data);
      expect(first.data).toEqual({ createPays: { count: 2, pays: [{ n: 5 }, { n: 6 }], errors: [] } });
      expect(await world().sequelize.models.Pay?.count({ where: { n: [5, 6] } })).toBe(2);
    });

    it('must be a text of some length', async () => {
      const query = await open();
      expect((await query(create, { data: {}, key: '' })).errors?.map(({ message }) => message)).toEqual([
        'The argument "idempotencyKey" must not be empty.',
      ]);
    });
  });
});
