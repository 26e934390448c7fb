// A little of what `npm run test:faults` does for minutes: see docs/reliability.md. Over a proxy, so that it is the same for
// each database; where PostgreSQL is installed, a cluster of its own is restarted as well.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databases, openDatabase, schemaNameOf, type TestInstance, urlOf } from '../support/databases.ts';
import { startWithoutDatabase } from '../support/faults/down.ts';
import { type FaultWorld, openFaultWorld } from '../support/faults/fault-world.ts';
import { wait } from '../support/faults/load.ts';
import { endConnections, restartDatabase } from '../support/faults/restarts.ts';
import {
  hasPostgres,
  type PrivatePostgres,
  startPrivatePostgres,
} from '../support/kills/private-postgres.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

const name = 'faults';

/** Sequelize and pg say on stderr each time that a connection breaks. */
const { warn } = console;
beforeAll(() => {
  console.warn = () => undefined;
});
afterAll(() => {
  console.warn = warn;
});

const servers = databases.filter((database) => database.name !== 'sqlite');

describe.each(servers)('a server under load ($name)', (database) => {
  let instance: TestInstance;
  let proxy: TcpProxy;
  let world: FaultWorld;

  beforeAll(async () => {
    instance = await openDatabase(database, name);
    const url = urlOf(database, name);
    proxy = await startTcpProxy(url.hostname, Number(url.port));
    const throughProxy = new URL(url);
    throughProxy.port = String(proxy.port);
    world = await openFaultWorld(url.href, schemaNameOf(database, name), throughProxy.href);
  });
  afterAll(async () => {
    await world?.close();
    await proxy?.cut();
    await instance?.close();
  });

  it('fails no read when its connections break again and again, and tells the truth of writes', async () => {
    const { figures, broken } = await endConnections(world, 3, async () => {
      proxy.drop();
      return 1;
    });
    expect(broken).toEqual([]);
    expect(figures['connections ended']).toBe(3);
  }, 60_000);

  it('fails no read when the database is away for a moment', async () => {
    const restart = async (): Promise<void> => {
      await proxy.cut();
      await wait(400);
      await proxy.mend();
    };
    expect((await restartDatabase(world, restart, 2)).broken).toEqual([]);
  }, 60_000);
});

const clusters = hasPostgres() ? [startPrivatePostgres] : [];

for (const start of clusters) {
  describe('a server whose PostgreSQL', () => {
    let postgres: PrivatePostgres;
    let world: FaultWorld;

    beforeAll(async () => {
      postgres = await start();
      world = await openFaultWorld(postgres.url, name);
    }, 60_000);
    afterAll(async () => {
      await world?.close();
      await postgres?.remove();
    });

    it.each(['stop', 'crash'] as const)(
      'restarts under load, by %s, fails no read',
      async (end) => {
        const restart = async (): Promise<void> => {
          await postgres[end]();
          await postgres.start();
        };
        expect((await restartDatabase(world, restart, 1)).broken).toEqual([]);
      },
      60_000,
    );

    it('is down when it starts is live, says that it is not ready, and is so once it is back', async () => {
      expect((await startWithoutDatabase(world, postgres)).broken).toEqual([]);
    }, 60_000);
  });
}
