// A few kills of those that `npm run test:kill` does by the hundred: see docs/reliability.md.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  databases,
  openDatabase,
  schemaNameOf,
  type TestDatabase,
  type TestInstance,
} from '../support/databases.ts';
import { createJudge, type Tally } from '../support/kills/judge.ts';
import { type KilledServer, startKilledServer } from '../support/kills/killed-server.ts';
import { defineKilledModels, prepareKilledTables } from '../support/kills/models.ts';
import { backendsOf, breakDatabase, type KillWorld, killServer } from '../support/kills/rounds.ts';
import { createWriter } from '../support/kills/writer.ts';

const writers = 4;
const kills = { server: 5, connections: 3 };

/** What must be so of every run, however the writes fell. */
const allTrue = { lost: 0, halves: 0, deniedButThere: 0, duplicates: 0, wrong: [], others: [] };

async function openWorld(
  database: TestDatabase,
  name: string,
): Promise<{ instance: TestInstance; world: KillWorld }> {
  const instance = await openDatabase(database, name);
  const { sequelize } = instance;
  const schema = schemaNameOf(database, name);
  defineKilledModels(sequelize);
  await prepareKilledTables(sequelize, schema, writers);
  const world = {
    sequelize,
    writers: Array.from({ length: writers }, (_, index) => createWriter(index + 1)),
    judge: createJudge(sequelize, schema),
    hasBackends: database.name === 'postgres',
  };
  return { instance, world };
}

/** The tally of a run that had something to judge. */
async function judged({ judge }: KillWorld, kills: number): Promise<Tally> {
  await judge.judgeAll();
  expect(judge.tally.kills).toBe(kills);
  expect(judge.tally.acknowledged).toBeGreaterThanOrEqual(kills * writers);
  return judge.tally;
}

const server = databases.find(({ name }) => name === 'postgres');
const embedded = databases.find(({ name }) => name === 'embedded') as TestDatabase;

describe('writes of a server that is killed', () => {
  const database = server ?? embedded;
  const name = 'writes_killed';
  let opened: Awaited<ReturnType<typeof openWorld>>;

  beforeAll(async () => {
    opened = await openWorld(database, name);
  });
  afterAll(() => opened?.instance.close());

  it('are there whole where they were acknowledged, and else whole or not at all', async () => {
    const { world } = opened;
    const servers = Array.from({ length: kills.server }, () =>
      startKilledServer(database.url, schemaNameOf(database, name)),
    );
    for (const starting of servers) {
      await killServer(world, await starting);
    }
    expect(await judged(world, kills.server)).toMatchObject(allTrue);
  }, 120_000);
});

const onServer = server === undefined ? [] : [server];

for (const database of onServer) {
  describe('writes whose connections the database ends', () => {
    const name = 'writes_ended';
    let opened: Awaited<ReturnType<typeof openWorld>>;
    let running: KilledServer;

    beforeAll(async () => {
      opened = await openWorld(database, name);
      running = await startKilledServer(database.url, schemaNameOf(database, name));
    });
    afterAll(async () => {
      await running?.kill();
      await opened?.instance.close();
    });

    it('are answered by the truth, and the same process writes again over new connections', async () => {
      const { world } = opened;
      for (let kill = 0; kill < kills.connections; kill++) {
        await breakDatabase(world, running, async () => {
          const backends = await backendsOf(world.sequelize, running.name);
          expect(backends.length).toBeGreaterThan(0);
          await world.sequelize.query('SELECT pg_terminate_backend(pid) FROM unnest($pids::int[]) AS pid', {
            bind: { pids: backends },
          });
        });
      }
      expect(running.isAlive()).toBe(true);
      expect(await judged(world, kills.connections)).toMatchObject(allTrue);
    }, 120_000);
  });
}
