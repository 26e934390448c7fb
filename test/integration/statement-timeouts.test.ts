import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { graphql } from 'graphql';
import { DataTypes, type Options, type Sequelize } from 'sequelize';
import { createSchema } from '../../src/build/create-schema.ts';
import { translateError } from '../../src/execute/translate-error.ts';
import { createInstance, databases, openDatabase, type TestDatabase } from '../support/databases.ts';

/** Rows that take a minute to find, by which a statement is known among those of the server too. */
const waits = { postgres: 'pg_sleep(60) IS NOT NULL', mariadb: 'SLEEP(60) = 0' };

const running = {
  postgres: `SELECT pid AS id FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(60)%' AND query LIKE '%timed_rows%' AND pid <> pg_backend_pid()`,
  mariadb: `SELECT id FROM information_schema.processlist WHERE info LIKE '%SLEEP(60)%' AND info LIKE '%timed_rows%' AND id <> CONNECTION_ID()`,
};

const servers = databases.filter(
  (database): database is TestDatabase & { name: 'postgres' | 'mariadb' } =>
    database.name === 'postgres' || database.name === 'mariadb',
);

describe('what a database says of a statement that took too long', () => {
  it.each([
    ['Postgres', '57014'],
    ['MariaDB', 'ER_STATEMENT_TIMEOUT'],
    ['MySQL', 'ER_QUERY_TIMEOUT'],
  ])('is TIMEOUT to the client: %s', (_, code) => {
    const error = Object.assign(new Error('canceling statement'), {
      name: 'SequelizeDatabaseError',
      original: { code },
    });
    expect(translateError(error)).toMatchObject({ extensions: { code: 'TIMEOUT' } });
  });
});

// Neither embedded Postgres nor SQLite ends a statement by itself.
for (const database of servers) {
  describe(`a statement that takes too long (${database.name})`, () => {
    const name = 'statement_timeouts';
    const closing: (() => Promise<unknown>)[] = [];
    afterEach(async () => {
      for (const close of closing.splice(0).reverse()) {
        await close();
      }
    });

    /** What a slow query is answered with, on an instance of these options. */
    async function askSlowly(options: Options, prepare: (sequelize: Sequelize) => void = () => undefined) {
      const instance = await openDatabase(database, name);
      closing.push(() => instance.close());
      const define = (sequelize: Sequelize) =>
        sequelize.define(
          'Slow',
          { name: DataTypes.STRING },
          {
            timestamps: false,
            tableName: 'timed_rows',
            defaultScope: { where: sequelize.literal(waits[database.name]) as never },
          },
        );
      define(instance.sequelize);
      await instance.sequelize.sync();
      await instance.sequelize.models.Slow?.create({ name: 'a' });
      const sequelize = createInstance(database, name, { pool: { max: 1 }, ...options });
      closing.push(() => sequelize.close());
      define(sequelize);
      prepare(sequelize);
      const schema = createSchema(sequelize, { onFinding: () => undefined });
      const { data, errors } = await graphql({ schema, source: '{ slows { name } }' });
      // The list of processes has a statement for a moment after its end, so one that is gone soon is gone.
      let left: unknown[] = [];
      for (let look = 0; look < 20; look++) {
        [left] = await instance.sequelize.query(running[database.name]);
        if (left.length === 0) {
          break;
        }
        await delay(25);
      }
      return {
        data,
        errors: errors?.map(({ message, extensions }) => [extensions.code, message]),
        left: (left as { id: number }[]).map(({ id }) => id),
        instance,
        sequelize,
      };
    }

    const timeout = [['TIMEOUT', 'The database took too long to answer.']];

    if (database.name === 'postgres') {
      it('is cancelled by statement_timeout, on the server too, and the connection goes on', async () => {
        const { data, errors, left, sequelize } = await askSlowly({
          dialectOptions: { statement_timeout: 200 },
        });
        expect({ data, errors, left }).toEqual({ data: null, errors: timeout, left: [] });
        expect(await sequelize.query('SELECT 1 AS one', { plain: true })).toEqual({ one: 1 });
      });

      it('is only given up by query_timeout: it goes on on the server', async () => {
        const { errors, left, instance } = await askSlowly({ dialectOptions: { query_timeout: 200 } });
        expect(errors).toEqual(timeout);
        expect(left).toHaveLength(1);
        await instance.sequelize.query(`SELECT pg_terminate_backend(${left[0]})`);
      });
    } else {
      it('is cancelled by max_statement_time, on the server too, and the connection goes on', async () => {
        const { data, errors, left, sequelize } = await askSlowly({}, (made) => {
          made.addHook('afterConnect', async (connection: unknown) => {
            const { promise } = connection as { promise(): { query(text: string): Promise<unknown> } };
            await promise.call(connection).query('SET SESSION max_statement_time = 0.2');
          });
        });
        expect({ data, errors, left }).toEqual({ data: null, errors: timeout, left: [] });
        expect(await sequelize.query('SELECT 1 AS one', { plain: true })).toEqual({ one: 1 });
      });
    }
  });
}
