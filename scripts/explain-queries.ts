import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execute, parse } from 'graphql';
import { QueryTypes, Sequelize } from 'sequelize';
import createModels from '../schema/models/index.ts';
import { seedSample } from '../schema/seed/seed.ts';
import { createSchema } from '../src/build/create-schema.ts';
import { judge } from './query-plans/judge.ts';
import { mariadbReads } from './query-plans/mariadb-plans.ts';
import { postgresReads } from './query-plans/postgres-plans.ts';
import type { Statement, TableRead } from './query-plans/table-read.ts';

// Writes docs/query-plans.md: how Postgres and MariaDB read for each query of test/queries on the sample with many rows.
// Takes DATABASE_URL, a Postgres on which a schema of its own may be made and dropped, MARIADB_URL, a MariaDB on which a
// database may be, and the number of tasks. Fails where a large table is read whole that should not be.

const taskCount = Number(process.argv[2] ?? 200_000);
const schemaName = 'kinql_query_plans';
const root = join(import.meta.dirname, '..');

/** A database with the sample in it. */
interface Place {
  readonly name: string;
  readonly sequelize: Sequelize;
  readonly reads: (statement: Statement) => Promise<TableRead[]>;
  /** What would be read if whole tables were dear; null where the database cannot say. */
  readonly cautiousReads: ((statement: Statement) => Promise<TableRead[]>) | null;
  /** Drops the sample, and disconnects. */
  readonly close: () => Promise<void>;
}

async function openPostgres(url: string): Promise<Place> {
  const sequelize = createModels({ url, schema: schemaName });
  await sequelize.query(`DROP SCHEMA IF EXISTS ${schemaName} CASCADE; CREATE SCHEMA ${schemaName}`);
  return {
    name: `PostgreSQL ${await versionOf(sequelize)}`,
    sequelize,
    reads: (statement) => postgresReads(sequelize, statement),
    cautiousReads: (statement) => postgresReads(sequelize, statement, true),
    async close() {
      await sequelize.query(`DROP SCHEMA IF EXISTS ${schemaName} CASCADE`);
      await sequelize.close();
    },
  };
}

async function openMariadb(url: string): Promise<Place> {
  const admin = new Sequelize(url, { logging: false });
  await admin.query(`DROP DATABASE IF EXISTS ${schemaName}`);
  await admin.query(`CREATE DATABASE ${schemaName} CHARACTER SET utf8mb4`);
  const inside = new URL(url);
  inside.pathname = `/${schemaName}`;
  const sequelize = createModels({ url: inside.href });
  return {
    name: `MariaDB ${await versionOf(sequelize)}`,
    sequelize,
    reads: (statement) => mariadbReads(sequelize, statement),
    cautiousReads: null,
    async close() {
      await sequelize.close();
      await admin.query(`DROP DATABASE ${schemaName}`);
      await admin.close();
    },
  };
}

async function versionOf(sequelize: Sequelize): Promise<string> {
  const [row] = await sequelize.query<{ version: string }>('SELECT version() AS version', {
    type: QueryTypes.SELECT,
  });
  return /\d+(\.\d+)+/.exec(row?.version ?? '')?.[0] ?? '';
}

/** Sequelize's declarations hide them. */
function optionsOf(sequelize: Sequelize): {
  logging: false | ((text: string, options?: unknown) => void);
} {
  return (sequelize as unknown as { options: ReturnType<typeof optionsOf> }).options;
}

/** The statements of each query of test/queries, in the order of their texts, since those of one level run side by side. */
async function* runQueries(
  sequelize: Sequelize,
): AsyncGenerator<readonly [name: string, readonly Statement[]]> {
  const schema = createSchema(sequelize, { onFinding: () => undefined });
  const folder = join(root, 'test', 'queries');
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.graphql'))) {
    const statements: Statement[] = [];
    optionsOf(sequelize).logging = (text, options) => {
      const { bind } = (options ?? {}) as unknown as { bind?: readonly unknown[] };
      statements.push({ text: text.replace(/^Executing \([^)]*\): /, ''), bind: bind ?? [] });
    };
    const { errors } = await execute({ schema, document: parse(readFileSync(join(folder, file), 'utf8')) });
    optionsOf(sequelize).logging = false;
    if (errors !== undefined) {
      throw new Error(`${file}: ${errors[0]?.message}`);
    }
    yield [file.replace('.graphql', ''), statements.sort((left, right) => (left.text < right.text ? -1 : 1))];
  }
}

/** The rows of each table. */
async function sizesOf(sequelize: Sequelize): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  for (const model of Object.values(sequelize.models)) {
    const table = model.getTableName();
    sizes.set(
      typeof table === 'string' ? table : table.tableName,
      await model.unscoped().count({ paranoid: false }),
    );
  }
  return sizes;
}

/** A chapter of the page; and the statements that read a large table whole for no known reason. */
async function describePlace({ name, sequelize, reads, cautiousReads }: Place): Promise<{
  readonly lines: readonly string[];
  readonly faults: readonly string[];
}> {
  await sequelize.sync();
  await seedSample(sequelize, { tasks: taskCount });
  const sizes = await sizesOf(sequelize);
  await analyze(sequelize, [...sizes.keys()]);
  const lines = [`## ${name}`, ''];
  const faults: string[] = [];
  for await (const [query, statements] of runQueries(sequelize)) {
    lines.push(`### ${query}`, '', '| statement | reads | judged |', '|---|---|---|');
    for (const statement of statements) {
      const { shown, verdict, fault } = await judge({ query, statement, sizes, reads, cautiousReads });
      const text = statement.text.replaceAll(`"${schemaName}".`, '').replaceAll('|', '\\|');
      // Two backticks: MariaDB quotes with one.
      lines.push(`| \`\` ${text} \`\` | ${shown} | ${verdict} |`);
      if (fault) {
        faults.push(`${name}, ${query}: ${shown}: ${text}`);
      }
    }
    lines.push('');
  }
  return { lines, faults };
}

async function analyze(sequelize: Sequelize, tables: readonly string[]): Promise<void> {
  if (sequelize.getDialect() === 'postgres') {
    await sequelize.query('VACUUM ANALYZE');
    return;
  }
  for (const table of tables) {
    await sequelize.query(`ANALYZE TABLE \`${table}\` PERSISTENT FOR ALL`);
  }
}

const head = (names: readonly string[]): string => `# How the queries of test/queries are read

Made by \`DATABASE_URL=... MARIADB_URL=... npm run explain\` on ${names.join(' and ')}: the sample with ${taskCount.toLocaleString('en')} tasks, and
for each statement which tables are read, by which index, and how many rows were looked at, as the database's own analysis
has it. A table read whole stands out in bold. The command fails where that is a large table and no reason for it is known.
`;

async function main(urls: readonly [postgres: string, mariadb: string]): Promise<void> {
  const opened = [await openPostgres(urls[0]), await openMariadb(urls[1])];
  try {
    const chapters = [];
    for (const place of opened) {
      chapters.push(await describePlace(place));
    }
    const lines = chapters.flatMap((chapter) => chapter.lines);
    const names = opened.map(({ name }) => name);
    writeFileSync(join(root, 'docs', 'query-plans.md'), `${head(names)}\n${lines.join('\n')}`);
    const faults = chapters.flatMap((chapter) => chapter.faults);
    for (const fault of faults) {
      console.error(fault);
    }
    process.exitCode = faults.length === 0 ? 0 : 1;
  } finally {
    for (const place of opened) {
      await place.close();
    }
  }
}

const { DATABASE_URL, MARIADB_URL } = process.env;
if (DATABASE_URL === undefined || MARIADB_URL === undefined) {
  console.error('DATABASE_URL has to name a Postgres, and MARIADB_URL a MariaDB.');
  process.exitCode = 1;
} else {
  await main([DATABASE_URL, MARIADB_URL]);
}
