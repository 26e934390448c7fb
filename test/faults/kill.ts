// Kills the server and its database in the middle of writes, and looks whether every answer was true:
// npm run test:kill -- --kills 200. See docs/reliability.md.
import { parseArgs } from 'node:util';
import { Sequelize } from 'sequelize';
import { createJudge } from '../support/kills/judge.ts';
import { type KilledServer, startKilledServer } from '../support/kills/killed-server.ts';
import { defineKilledModels, prepareKilledTables } from '../support/kills/models.ts';
import { type PrivatePostgres, startPrivatePostgres } from '../support/kills/private-postgres.ts';
import { backendsOf, breakDatabase, type KillWorld, killServer } from '../support/kills/rounds.ts';
import { createWriter } from '../support/kills/writer.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

const writerCount = 8;

/** Ctrl-C ends the run after the round that it is in: what was found until then is printed. */
let isInterrupted = false;
process.once('SIGINT', () => {
  isInterrupted = true;
});

/** Sequelize and pg say on stderr each time that a connection breaks. */
console.warn = () => undefined;

async function open(postgres: PrivatePostgres, schema: string): Promise<KillWorld> {
  const sequelize = new Sequelize(postgres.url, { logging: false, pool: { max: 2 }, define: { schema } });
  await sequelize.query(`CREATE SCHEMA "${schema}"`);
  defineKilledModels(sequelize);
  await prepareKilledTables(sequelize, schema, writerCount);
  return {
    sequelize,
    writers: Array.from({ length: writerCount }, (_, index) => createWriter(index + 1)),
    judge: createJudge(sequelize, schema),
    hasBackends: true,
  };
}

/** How many servers start while one works: a start takes longer than a round. */
const startedAhead = 3;

async function killServers(postgres: PrivatePostgres, kills: number): Promise<boolean> {
  const schema = 'killed_servers';
  const world = await open(postgres, schema);
  const start = (): Promise<KilledServer> => startKilledServer(postgres.url, schema);
  const next = Array.from({ length: startedAhead }, start);
  for (let kill = 1; kill <= kills && !isInterrupted; kill++) {
    const server = (await next.shift()) as KilledServer;
    next.push(start());
    await killServer(world, server);
    progress('server', kill);
  }
  for (const server of next) {
    await (await server).kill();
  }
  return finish('The server killed by SIGKILL', world);
}

type Break = (postgres: PrivatePostgres, proxy: TcpProxy, backends: readonly number[]) => Promise<void>;

const crashes: readonly Break[] = [
  async (postgres) => {
    await postgres.crash();
    await postgres.start();
  },
  async (postgres) => {
    await postgres.killPostmaster();
    await postgres.start();
  },
  // One process that ends so takes all others with it: Postgres trusts none of its shared memory any more.
  async (_postgres, _proxy, backends) => {
    process.kill(backends[Math.floor(Math.random() * backends.length)] as number, 'SIGKILL');
  },
];

const cuts: readonly Break[] = [async (_postgres, proxy) => proxy.drop()];

async function breakDatabases(
  postgres: PrivatePostgres,
  {
    title,
    schema,
    breaks,
    count,
  }: { title: string; schema: string; breaks: readonly Break[]; count: number },
): Promise<boolean> {
  const world = await open(postgres, schema);
  const proxy = await startTcpProxy(postgres.host, postgres.port);
  const server = await startKilledServer(postgres.url.replace(`:${postgres.port}`, `:${proxy.port}`), schema);
  for (let kill = 0; kill < count && !isInterrupted; kill++) {
    await breakDatabase(world, server, async () => {
      const backends = await backendsOf(world.sequelize, server.name);
      await breaks[kill % breaks.length]?.(postgres, proxy, backends);
    });
    progress(schema, kill + 1);
  }
  const isAlive = server.isAlive();
  await server.kill();
  await proxy.cut();
  return (await finish(title, world)) && isAlive;
}

function progress(what: string, kill: number): void {
  if (kill % 10 === 0) {
    console.error(`${what}: ${kill}`);
  }
}

/** Prints what was found; gives whether every answer was true. */
async function finish(title: string, { judge, sequelize }: KillWorld): Promise<boolean> {
  await judge.judgeAll();
  await sequelize.close();
  const { others, wrong, ...counts } = judge.tally;
  console.log(`\n${title}`);
  for (const [name, value] of Object.entries({ ...counts, others: others.length })) {
    console.log(`  ${name.padEnd(16)} ${value}`);
  }
  for (const text of new Set([...wrong, ...others])) {
    console.log(`  ! ${text}`);
  }
  return wrong.length + others.length === 0;
}

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '20' }, only: { type: 'string' } },
});
const kills = Number(values.kills);
const postgres = await startPrivatePostgres();
try {
  console.log(`${postgres.version}, Node ${process.version}, ${writerCount} writers, ${kills} kills of each`);
  const parts = {
    server: () => killServers(postgres, kills),
    database: () =>
      breakDatabases(postgres, {
        title: 'The database crashed: stopped at once, the postmaster killed, a process of it killed',
        schema: 'killed_databases',
        breaks: crashes,
        count: kills,
      }),
    connections: () =>
      breakDatabases(postgres, {
        title: 'All connections between the server and the database cut',
        schema: 'cut_connections',
        breaks: cuts,
        count: kills,
      }),
  };
  for (const [name, part] of Object.entries(parts)) {
    if ((values.only === undefined || values.only === name) && !(await part())) {
      process.exitCode = 1;
    }
  }
} finally {
  await postgres.remove();
}
