// How long it takes to be ready, and whether requests take longer, as the number of models grows.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { askServer } from './ask-server.ts';
import { median } from './measure.ts';
import { writeOutput } from './output.ts';
import { startServer } from './server-process.ts';
import { kinqlCommand } from './servers/index.ts';
import { databaseUrl } from './settings.ts';
import type { BuildFigures } from './startup-build.ts';

const { values } = parseArgs({ options: { models: { type: 'string', default: '10,100,500,1000' } } });
const counts = values.models.split(',').map(Number);
const schema = 'kinql_bench_startup';

/** Statements of their own: Postgres holds a lock for each table that a transaction makes or drops. */
async function eachTable(
  client: pg.Client,
  count: number,
  statement: (table: string) => string,
): Promise<void> {
  for (let index = 0; index < count; index++) {
    await client.query(statement(`${schema}.thing${index}s`));
  }
}

const createTable = (table: string): string => `CREATE TABLE IF NOT EXISTS ${table} (
  id serial PRIMARY KEY, name varchar(40) NOT NULL, label varchar(40), email varchar(40), kind ${schema}.kind, amount integer,
  price numeric(12, 2), ratio double precision, is_active boolean NOT NULL DEFAULT true, starts_on date,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
  owner_id integer, origin_id integer, template_id integer)`;

const query = JSON.stringify({
  query: '{ thing0s(limit: 20) { id name kind price startsOn owner { id name } } }',
});

async function build(count: number): Promise<BuildFigures> {
  const child = fork(new URL('./startup-build.ts', import.meta.url), {
    execArgv: ['--expose-gc'],
    env: { ...process.env, BENCH_MODELS: String(count), NODE_ENV: 'production' },
  });
  const [figures] = (await once(child, 'message')) as [BuildFigures];
  child.kill();
  return figures;
}

interface ServerFigures {
  readonly ready: number;
  readonly first: number;
  readonly hundredth: number;
  readonly megabytes: number | null;
}

async function serve(count: number): Promise<ServerFigures> {
  process.env.BENCH_MODELS = String(count);
  const begin = performance.now();
  const server = await startServer({
    name: 'kinql',
    title: `KinQL with ${count} models`,
    dialect: 'kinql',
    command: kinqlCommand('kinql.config.ts', 'startup-models.ts'),
  });
  const ready = performance.now() - begin;
  try {
    const times: number[] = [];
    for (let request = 0; request < 150; request++) {
      const sent = performance.now();
      await askServer(server.url, query);
      times.push(performance.now() - sent);
    }
    return { ready, first: times[0]!, hundredth: median(times.slice(50)), megabytes: server.peakMemory() };
  } finally {
    await server.stop();
  }
}

const client = new pg.Client({ connectionString: databaseUrl });
await client.connect();
const largest = Math.max(...counts);
const lines = [
  '### Starting with many models',
  '',
  'Models of twelve attributes and three parents each, all of them served with writes. A request is for 20 rows with their parent.',
  '',
  '| models | types | schema built in ms | heap it holds, MB | process ready after ms | first request ms | requests 50 to 150, median ms | peak MB |',
  '| --- | --- | --- | --- | --- | --- | --- | --- |',
];
try {
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
  await client.query(
    `DO $$ BEGIN CREATE TYPE ${schema}.kind AS ENUM ('small', 'medium', 'large'); EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
  );
  await eachTable(client, largest, createTable);
  await client.query(`TRUNCATE ${schema}.thing0s, ${schema}.thing1s`);
  await client.query(
    `INSERT INTO ${schema}.thing1s (name) SELECT 'Owner ' || i FROM generate_series(1, 20) i`,
  );
  await client.query(
    `INSERT INTO ${schema}.thing0s (name, kind, price, starts_on, owner_id) SELECT 'Thing ' || i, 'small', i, '2026-01-01', i FROM generate_series(1, 20) i`,
  );
  for (const count of counts) {
    const built = await build(count);
    const served = await serve(count);
    const figures = [
      count,
      built.types,
      built.milliseconds.toFixed(0),
      built.heapMegabytes.toFixed(0),
      served.ready.toFixed(0),
      served.first.toFixed(0),
      served.hundredth.toFixed(2),
      served.megabytes?.toFixed(0) ?? '',
    ];
    lines.push(`| ${figures.join(' | ')} |`);
    console.log(lines.at(-1));
  }
} finally {
  await eachTable(client, largest, (table) => `DROP TABLE IF EXISTS ${table}`);
  await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
  await client.end();
}
writeOutput('startup.md', `${lines.join('\n')}\n`);
console.log(lines.join('\n'));
