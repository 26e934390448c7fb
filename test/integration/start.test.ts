import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { QueryTypes, Sequelize } from 'sequelize';
import createModels from '../../schema/models/index.ts';
import { prepareSampleSchema } from '../../schema/prepare-database.ts';
import { databases, schemaNameOf, type TestDatabase } from '../support/databases.ts';

// Not on the embedded one, which all test files share: the seed's transaction would make them wait.
for (const database of databases.filter(({ name }) => name === 'postgres' || name === 'mariadb')) {
  describe(`the sample on a server (${database.name})`, () => sampleOnServer(database));
}

function sampleOnServer(database: TestDatabase): void {
  const { name, url } = database;
  const schema = schemaNameOf(database, 'start');
  const server = new Sequelize(url, { logging: false });
  const isMariadb = name === 'mariadb';
  const quoted = isMariadb ? `\`${schema}\`` : `"${schema}"`;

  const drop = () =>
    server.query(isMariadb ? `DROP DATABASE IF EXISTS ${quoted}` : `DROP SCHEMA IF EXISTS ${quoted} CASCADE`);

  /** Prepares the schema, and counts the tasks in it. */
  const prepare = async (): Promise<number> => {
    const inSchema = new URL(url);
    inSchema.pathname = `/${schema}`;
    const sequelize = createModels(isMariadb ? { url: inSchema.href } : { url, schema });
    try {
      await prepareSampleSchema(server, sequelize, schema);
      return (await sequelize.models.Task?.count()) ?? 0;
    } finally {
      await sequelize.close();
    }
  };

  afterAll(async () => {
    await drop();
    await server.close();
  });

  it('is made once, and left as it is from then on', async () => {
    await drop();
    expect(await prepare()).toBe(5_000);
    const [before] = await server.query(`SELECT made_at FROM ${quoted}.kinql_sample_made_by_kinql`);
    expect(await prepare()).toBe(5_000);
    expect((await server.query(`SELECT made_at FROM ${quoted}.kinql_sample_made_by_kinql`))[0]).toEqual(
      before,
    );
  });

  it("does not touch a schema that is somebody else's", async () => {
    await drop();
    await server.query(`CREATE ${isMariadb ? 'DATABASE' : 'SCHEMA'} ${quoted}`);
    await server.query(`CREATE TABLE ${quoted}.mine (id INT)`);
    await expect(prepare()).rejects.toThrow(
      `The schema ${schema} already holds tables that KinQL did not make (mine, for one): rename it, or name another database in DATABASE_URL.`,
    );
    const tables = await server.query(
      'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = :schema',
      { replacements: { schema }, type: QueryTypes.SELECT },
    );
    expect(tables).toEqual([{ name: 'mine' }]);
  });
}

describe('npm start', () => {
  it('serves the sample on embedded Postgres, and stops at Ctrl-C', async () => {
    const root = join(__dirname, '..', '..');
    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, ['--import', 'tsx', 'schema/start.ts'], {
      cwd: root,
      env: { PATH, PORT: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const started = new Promise<string>((resolve, reject) => {
      const read = (chunk: Buffer) => {
        output += chunk;
        const url = /GraphQL\s+(http:\S+)/.exec(output)?.[1];
        if (url !== undefined && output.includes('Ctrl-C stops it.')) {
          resolve(url);
        }
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('close', () => reject(new Error(output)));
    });
    const url = await started;
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ tasks(limit: 1) { taskName user { firstName company { name } } } }' }),
    });
    expect(await response.json()).toEqual({
      data: {
        tasks: [
          {
            taskName: 'Repair the login page',
            user: { firstName: 'Hương', company: { name: 'Padaria do Tejo' } },
          },
        ],
      },
    });
    expect(output).toContain('/explorer');
    expect(output).toContain('embedded Postgres');
    const closed = once(child, 'close');
    child.kill('SIGINT');
    expect(await closed).toEqual([0, null]);
  }, 60_000);
});
