import { describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { databases } from '../support/databases.ts';

describe.each(databases.filter(({ name }) => name === 'embedded' || name === 'postgres'))(
  'connections to $name',
  ({ url }) => {
    it('do not meet, though one may be sending a statement while another sends its own', async () => {
      const clients = await Promise.all(
        Array.from({ length: 6 }, async () => {
          const client = new Client({ connectionString: url });
          await client.connect();
          return client;
        }),
      );
      // Texts that take several packets: the parts of two statements then arrive in turns.
      const ask = async (client: Client, index: number): Promise<string[]> => {
        const wrong: string[] = [];
        for (let round = 0; round < 40; round++) {
          const text = `${index} ${round} ${'x'.repeat(round * 2_000)}`;
          const answer = await client.query(`SELECT $1::text AS text, ${index} AS asked`, [text]).then(
            ({ rows }) => rows[0] as { text: string; asked: number },
            (error: Error) => ({ text: error.message, asked: -1 }),
          );
          if (answer.text !== text || answer.asked !== index) {
            wrong.push(`${index}: ${answer.asked} ${answer.text.slice(0, 60)}`);
          }
        }
        return wrong;
      };
      const wrong = await Promise.all(clients.map(ask));
      await Promise.all(clients.map((client) => client.end()));
      expect(wrong.flat()).toEqual([]);
    });

    it('do not see what another one has not committed, nor fail because another one did', async () => {
      const clients = await Promise.all(
        Array.from({ length: 5 }, async () => {
          const client = new Client({ connectionString: url });
          await client.connect();
          return client;
        }),
      );
      const [admin, ...others] = clients as [Client, ...Client[]];
      await admin.query('DROP TABLE IF EXISTS kinql_apart; CREATE TABLE kinql_apart (id int PRIMARY KEY)');
      const wrong: string[] = [];
      const write = async (client: Client, index: number): Promise<void> => {
        for (let round = 0; round < 30; round++) {
          const id = index * 1_000 + round;
          await client.query('BEGIN');
          await client.query('SAVEPOINT one');
          await client.query('INSERT INTO kinql_apart VALUES ($1)', [id]);
          await client.query('INSERT INTO kinql_apart VALUES ($1)', [id]).catch(() => {});
          await client.query('ROLLBACK TO SAVEPOINT one');
          await client.query('INSERT INTO kinql_apart VALUES ($1)', [id]);
          if (round % 2 === 0) {
            await client.query('SELECT 1/0').catch(() => {});
          }
          await client.query('ROLLBACK');
        }
      };
      const read = async (client: Client): Promise<void> => {
        for (let round = 0; round < 60; round++) {
          const found = await client
            .query('SELECT $1::int AS round, count(*) AS n FROM kinql_apart', [round])
            .then(
              ({ rows }) => `${rows[0].round} ${rows[0].n}`,
              (error: Error) => error.message,
            );
          if (found !== `${round} 0`) {
            wrong.push(found);
          }
        }
      };
      await Promise.all(
        others.map((client, index) => (index % 2 === 0 ? write(client, index) : read(client))),
      );
      await admin.query('DROP TABLE kinql_apart');
      await Promise.all(clients.map((client) => client.end()));
      expect(wrong).toEqual([]);
    });
  },
);
