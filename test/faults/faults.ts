// What breaks around a server, one thing after the other, and what its clients see of it: npm run test:faults.
// `-- --only restart-fast` for one of them, `-- --seconds 600` for the length of those that last. See docs/reliability.md.
import { parseArgs } from 'node:util';
import { QueryTypes } from 'sequelize';
import { openDatabase, type TestDatabase, urlOf } from '../support/databases.ts';
import { crowd } from '../support/faults/crowd.ts';
import { startWithoutDatabase } from '../support/faults/down.ts';
import { type FaultReport, type FaultWorld, openFaultWorld } from '../support/faults/fault-world.ts';
import { freezeBackends } from '../support/faults/frozen.ts';
import { leaveEarly } from '../support/faults/leaving.ts';
import { endConnections, restartDatabase } from '../support/faults/restarts.ts';
import { soak } from '../support/faults/soak.ts';
import { stopUnderLoad, stopWithStatements } from '../support/faults/stopping.ts';
import { type PrivatePostgres, startPrivatePostgres } from '../support/kills/private-postgres.ts';

const { values } = parseArgs({
  options: { only: { type: 'string' }, seconds: { type: 'string', default: '60' } },
});
const seconds = Number(values.seconds);

/** Sequelize and pg say on stderr each time that a connection breaks. */
console.warn = () => undefined;

type Fault = (world: FaultWorld, postgres: PrivatePostgres) => Promise<FaultReport>;

const faults: Readonly<Record<string, Fault>> = {
  'restart-fast': (world, postgres) =>
    restartDatabase(
      world,
      async () => {
        await postgres.stop();
        await postgres.start();
      },
      5,
    ),
  'restart-immediate': (world, postgres) =>
    restartDatabase(
      world,
      async () => {
        await postgres.crash();
        await postgres.start();
      },
      5,
    ),
  backends: (world) =>
    endConnections(world, seconds, async (server) => {
      const pids = await world.backends(server);
      const pid = pids[Math.floor(Math.random() * pids.length)];
      if (pid === undefined) {
        return 0;
      }
      await world.sequelize.query(`SELECT pg_terminate_backend(${pid})`);
      return 1;
    }),
  frozen: (world) => freezeBackends(world, 3),
  down: (world, postgres) => startWithoutDatabase(world, postgres),
  crowd: (world) => crowd(world, 1_000),
  leaving: (world) => leaveEarly(world, 2_000),
  stopping: (world) => stopUnderLoad(world, 5),
  'stopping-late': (world) => stopWithStatements(world),
  soak: (world) => soak(world, seconds),
};

/** What is ended on MariaDB are connections to a database of this run's own, any but the one that ends them. */
async function endMariadbConnections(url: string): Promise<FaultReport> {
  const database: TestDatabase = { name: 'mariadb', url };
  const instance = await openDatabase(database, 'faults');
  const world = await openFaultWorld(urlOf(database, 'faults').href, '');
  try {
    return await endConnections(world, seconds, async () => {
      const rows = await world.sequelize.query<{ id: number }>(
        'SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()',
        { type: QueryTypes.SELECT },
      );
      const { id } = rows[Math.floor(Math.random() * rows.length)] ?? {};
      if (id === undefined) {
        return 0;
      }
      await world.sequelize.query(`KILL CONNECTION ${id}`);
      return 1;
    });
  } finally {
    await world.close();
    await instance.close();
  }
}

function print(name: string, { figures, broken }: FaultReport): void {
  console.log(`\n${name}`);
  for (const [figure, value] of Object.entries(figures)) {
    console.log(`  ${figure.padEnd(34)} ${value}`);
  }
  for (const promise of broken) {
    console.log(`  ! ${promise}`);
    process.exitCode = 1;
  }
}

const isWanted = (name: string): boolean => values.only === undefined || values.only === name;

const postgres = await startPrivatePostgres();
try {
  console.log(`${postgres.version}, Node ${process.version}`);
  for (const [name, fault] of Object.entries(faults).filter(([name]) => isWanted(name))) {
    const world = await openFaultWorld(postgres.url, `fault_${name.replace('-', '_')}`);
    try {
      print(name, await fault(world, postgres));
    } finally {
      await world.close();
    }
  }
} finally {
  await postgres.remove();
}
const mariadb = process.env.TEST_MARIADB_URL;
if (mariadb !== undefined && isWanted('backends-mariadb')) {
  print('backends-mariadb', await endMariadbConnections(mariadb));
}
