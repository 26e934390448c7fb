import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Options, Sequelize } from 'sequelize';
import * as sqliteDriver from './sqlite-driver.ts';

/** A database of the test matrix. */
export interface TestDatabase {
  readonly name: 'embedded' | 'postgres' | 'mariadb' | 'sqlite';
  readonly url: string;
}

/** Whether only servers are asked for, since the tests were run on the others already: `TEST_DATABASES=servers`. */
const serversOnly = process.env.TEST_DATABASES === 'servers';

/** The embedded Postgres and SQLite always, unless servers alone are asked for; a server where its variable names one. */
export const databases: readonly TestDatabase[] = [
  { name: 'embedded' as const, url: process.env.KINQL_TEST_EMBEDDED_URL },
  { name: 'postgres' as const, url: process.env.TEST_POSTGRES_URL },
  { name: 'mariadb' as const, url: process.env.TEST_MARIADB_URL },
  { name: 'sqlite' as const, url: 'sqlite::memory:' },
].filter(
  (database): database is TestDatabase =>
    database.url !== undefined &&
    !(serversOnly && (database.name === 'embedded' || database.name === 'sqlite')),
);

/** A statement that reached the database, and the values bound to it. */
export interface Statement {
  readonly text: string;
  readonly bind: readonly unknown[];
}

/** A Sequelize instance over an empty schema (on MariaDB a database, on SQLite a file) that is gone again after `close`. */
export interface TestInstance {
  readonly sequelize: Sequelize;
  readonly database: TestDatabase;
  /** Every statement since the last `statements.length = 0`. */
  readonly statements: Statement[];
  close(): Promise<void>;
}

/** Makes the schema `name`, empty, on a database of the matrix. `name` belongs to one test file alone. */
export async function openDatabase(database: TestDatabase, name: string): Promise<TestInstance> {
  const schema = schemaNameOf(database, name);
  const statements: Statement[] = [];
  const logging = (text: string, options?: unknown) => {
    const { bind } = (options ?? {}) as { bind?: readonly unknown[] };
    statements.push({
      text: text.replace(/^Executing \([^)]*\): /, '').replaceAll(`"${schema}".`, ''),
      bind: bind ?? [],
    });
  };
  if (database.name === 'sqlite') {
    return openSqlite(database, logging, statements);
  }
  const admin = new Sequelize(database.url, { logging: false });
  if (database.name === 'mariadb') {
    await admin.query(`DROP DATABASE IF EXISTS \`${schema}\``);
    await admin.query(`CREATE DATABASE \`${schema}\` CHARACTER SET utf8mb4`);
  } else {
    await admin.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`);
    await admin.query(`CREATE SCHEMA "${schema}"`);
  }
  const sequelize = createInstance(database, name, { logging, pool: { max: 3 } });
  return {
    sequelize,
    database,
    statements,
    async close() {
      await sequelize.close();
      await admin.query(
        database.name === 'mariadb' ? `DROP DATABASE \`${schema}\`` : `DROP SCHEMA "${schema}" CASCADE`,
      );
      await admin.close();
    },
  };
}

/**
 * One more instance over the schema `name` of a database server, without models; who makes it closes it. Its connections go to
 * `port` of this machine where one is given.
 */
export function createInstance(
  database: TestDatabase,
  name: string,
  options: Options = {},
  port?: number,
): Sequelize {
  const url = urlOf(database, name);
  if (port !== undefined) {
    url.host = `127.0.0.1:${port}`;
  }
  return new Sequelize(url.href, {
    logging: false,
    ...options,
    ...(database.name !== 'mariadb' && { define: { schema: schemaNameOf(database, name) } }),
  });
}

/** Where the schema `name` of a database server is: on MariaDB the URL says so, on Postgres only each model. */
export function urlOf(database: TestDatabase, name: string): URL {
  const url = new URL(database.url);
  if (database.name === 'mariadb') {
    url.pathname = `/${schemaNameOf(database, name)}`;
  }
  return url;
}

/** What Sequelize needs for SQLite: our driver, unless TEST_SQLITE_DRIVER names the package that is installed beside. */
export function sqliteOptions(): Options {
  return process.env.TEST_SQLITE_DRIVER === undefined
    ? { dialect: 'sqlite', dialectModule: sqliteDriver }
    : { dialect: 'sqlite' };
}

/** A file of its own, so that each transaction has its connection. */
function openSqlite(
  database: TestDatabase,
  logging: NonNullable<Options['logging']>,
  statements: Statement[],
): TestInstance {
  const folder = mkdtempSync(join(tmpdir(), 'kinql-'));
  const sequelize = new Sequelize({ ...sqliteOptions(), storage: join(folder, 'test.sqlite'), logging });
  return {
    sequelize,
    database,
    statements,
    async close() {
      await sequelize.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/**
 * The schema of a test file. On MariaDB, where a schema is a database, it begins with the name of the database in the URL:
 * two runs that are given two of them do not meet.
 */
export function schemaNameOf(database: TestDatabase, name: string): string {
  if (database.name === 'sqlite') {
    return 'main';
  }
  const prefix = database.name === 'mariadb' ? new URL(database.url).pathname.slice(1) : 'kinql';
  return `${prefix}_${name}`;
}
