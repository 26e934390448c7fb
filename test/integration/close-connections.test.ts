import { describe, expect, it } from '@jest/globals';
import { QueryTypes, Sequelize } from 'sequelize';
import { closeConnections } from '../../src/execute/close-connections.ts';
import { databases, sqliteOptions, type TestDatabase } from '../support/databases.ts';

/** A statement of a minute, and how it is found among those that run. */
const slow = {
  postgres: {
    text: "SELECT pg_sleep(60), 'closed'",
    running: `SELECT pid FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(60), ''closed''%' AND pid <> pg_backend_pid()`,
  },
  mariadb: {
    text: "SELECT SLEEP(60), 'closed'",
    running: `SELECT id FROM information_schema.processlist WHERE info LIKE '%SLEEP(60), ''closed''%' AND id <> CONNECTION_ID()`,
  },
};

const open = ({ name, url }: TestDatabase): Sequelize =>
  name === 'sqlite'
    ? new Sequelize({ ...sqliteOptions(), storage: ':memory:', logging: false })
    : new Sequelize(url, { logging: false, pool: { max: 2 } });

describe.each(databases)('closeConnections ($name)', (database) => {
  it('closes what nobody uses, and waits for what runs', async () => {
    const sequelize = open(database);
    const asked = sequelize.query('SELECT 1 AS one', { type: QueryTypes.SELECT });
    await asked;
    await closeConnections(sequelize);
    expect(await asked).toEqual([{ one: 1 }]);
  });
});

describe.each(databases.filter(({ name }) => name !== 'sqlite'))('closeConnections ($name)', (database) => {
  it('cuts a connection that nobody gives back', async () => {
    const sequelize = open(database);
    await sequelize.transaction();
    await expect(closeConnections(sequelize, { running: 50, cancelled: 50 })).rejects.toThrow(
      '1 connections to the database did not end and were cut.',
    );
  });
});

const servers = databases.filter(
  (database): database is TestDatabase & { name: 'postgres' | 'mariadb' } =>
    database.name === 'postgres' || database.name === 'mariadb',
);

// The embedded Postgres cancels nothing.
for (const database of servers) {
  describe(`closeConnections (${database.name})`, () => {
    it('cancels what still runs, on the server too', async () => {
      const { text, running } = slow[database.name];
      const other = open(database);
      const count = async () => (await other.query(running, { type: QueryTypes.SELECT })).length;
      const sequelize = open(database);
      const asked = sequelize.query(text).then(
        () => 'answered',
        () => 'cancelled',
      );
      while ((await count()) === 0) {
        // Until the server has it.
      }
      await expect(closeConnections(sequelize, { running: 50, cancelled: 5_000 })).rejects.toThrow(
        '1 connections to the database were still in use after 50 ms: their statements were cancelled.',
      );
      expect(await asked).toBe('cancelled');
      expect(await count()).toBe(0);
      await other.close();
    });
  });
}
