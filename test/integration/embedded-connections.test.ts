import { describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { databases } from '../support/databases.ts';

describe.each(databases.filter(({ name }) => name !== 'mariadb'))('connections to $name', ({ url }) => {
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
});
