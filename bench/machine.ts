import { readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import pg from 'pg';
import type { Machine } from './results.ts';
import { databaseUrl } from './settings.ts';

const peers = [
  '@apollo/server',
  'graphql',
  'sequelize',
  'pg',
  'dataloader',
  'postgraphile',
  'postgraphile-plugin-connection-filter',
  '@graphile/simplify-inflection',
  '@graphile/pg-aggregates',
  'graphql-sequelize',
  'dataloader-sequelize',
  'undici',
];

function versionIn(file: string): string {
  return (JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as { version: string }).version;
}

/** The machine and the versions that figures hold for. */
export async function describeMachine(): Promise<Machine> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
  await client.end();
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    postgres: rows[0]!.server_version,
    versions: {
      kinql: versionIn('../package.json'),
      ...Object.fromEntries(peers.map((name) => [name, versionIn(`./node_modules/${name}/package.json`)])),
    },
    date: new Date().toISOString().slice(0, 10),
  };
}
