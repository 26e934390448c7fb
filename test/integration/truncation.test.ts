import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataTypes } from 'sequelize';
import { createLogger } from '../../src/server/create-logger.ts';
import { createServer } from '../../src/server/create-server.ts';
import { listen, type RunningServer } from '../../src/server/listen.ts';
import { onEachDatabase } from '../support/on-each-database.ts';

describe('a list that was cut', () => {
  onEachDatabase(
    {
      name: 'truncation',
      define: (sequelize) => void sequelize.define('Task', { name: DataTypes.STRING }, { timestamps: false }),
      fill: async ({ models }) => models.Task?.bulkCreate([{ name: 'a' }, { name: 'b' }, { name: 'c' }]),
      options: { page: { default: 2, max: 10 } },
    },
    (world) => {
      let running: RunningServer;

      beforeAll(async () => {
        const { schema, sequelize } = world();
        const server = createServer({
          schema,
          mode: 'production',
          logger: createLogger({ level: 'silent' }),
          checkDatabase: async () => void (await sequelize.query('SELECT 1')),
          sampleQuery: '{ tasks { id } }',
        });
        running = await listen(server, { port: 0 });
      });

      afterAll(() => running.stop());

      const ask = async (query: string) => {
        const response = await fetch(`${running.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query }),
        });
        return response.json();
      };

      it('is named in the extensions of the response', async () => {
        expect(await ask('{ tasks { name } }')).toEqual({
          data: { tasks: [{ name: 'a' }, { name: 'b' }] },
          extensions: { truncated: [{ path: ['tasks'], limit: 2 }] },
        });
      });

      it('is not mentioned where the client got what it asked for', async () => {
        expect(await ask('{ tasks(limit: 1) { name } }')).toEqual({ data: { tasks: [{ name: 'a' }] } });
        expect(await ask('{ tasks(limit: 3) { id } }')).toEqual({
          data: { tasks: [{ id: '1' }, { id: '2' }, { id: '3' }] },
        });
      });
    },
  );
});
