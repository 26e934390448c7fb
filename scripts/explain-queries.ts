import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execute, parse } from 'graphql';
import { QueryTypes, type Sequelize } from 'sequelize';
import createModels from '../schema/models/index.ts';
import { seedSample } from '../schema/seed/seed.ts';
import { createSchema } from '../src/build/create-schema.ts';

// Writes docs/query-plans.md: how Postgres reads for each query of test/queries on the sample with many rows.
// Takes DATABASE_URL, a Postgres on which a schema of its own may be made and dropped, and the number of tasks.

const taskCount = Number(process.argv[2] ?? 200_000);
const schemaName = 'kinql_query_plans';
const root = join(import.meta.dirname, '..');

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

interface Statement {
  readonly text: string;
  readonly bind: readonly unknown[];
}

/** Which tables a plan reads, and how: `Tasks by tasks_due_on`, `all of Tags`. */
function describeReads(node: PlanNode): string[] {
  const below = (node.Plans ?? []).flatMap(describeReads);
  const { 'Relation Name': table, 'Index Name': index, 'Node Type': type } = node;
  if (type === 'Seq Scan') {
    return [`**all of ${table}**`, ...below];
  }
  if (index !== undefined) {
    return [`${table ?? ''} by ${index}`.trim(), ...below];
  }
  return below;
}

interface PostgresConnection {
  query(statement: { readonly text: string; readonly values: readonly unknown[] }): Promise<{
    readonly rows: readonly { readonly 'QUERY PLAN': readonly [{ readonly Plan: PlanNode }] }[];
  }>;
}

/** On a connection of the pool: Sequelize's own query takes `$` in names for a placeholder. */
async function explain({ connectionManager }: Sequelize, { text, bind }: Statement): Promise<string[]> {
  const connection = await connectionManager.getConnection({ type: 'SELECT' } as never);
  try {
    const { rows } = await (connection as unknown as PostgresConnection).query({
      text: `EXPLAIN (FORMAT JSON) ${text}`,
      values: bind,
    });
    return [...new Set(rows.flatMap((row) => describeReads(row['QUERY PLAN'][0].Plan)))];
  } finally {
    connectionManager.releaseConnection(connection);
  }
}

/** Sequelize's declarations hide them. */
function optionsOf(sequelize: Sequelize): {
  logging: false | ((text: string, options?: unknown) => void);
} {
  return (sequelize as unknown as { options: ReturnType<typeof optionsOf> }).options;
}

async function main(url: string): Promise<void> {
  const statements: Statement[] = [];
  const sequelize = createModels({ url, schema: schemaName });
  await sequelize.query(`DROP SCHEMA IF EXISTS ${schemaName} CASCADE; CREATE SCHEMA ${schemaName}`);
  try {
    await sequelize.sync();
    await seedSample(sequelize, { tasks: taskCount });
    await sequelize.query('ANALYZE');
    const schema = createSchema(sequelize, { onFinding: () => undefined });
    optionsOf(sequelize).logging = (text, options) => {
      const { bind } = (options ?? {}) as unknown as { bind?: readonly unknown[] };
      statements.push({ text: text.replace(/^Executing \([^)]*\): /, ''), bind: bind ?? [] });
    };
    const lines: string[] = [];
    const folder = join(root, 'test', 'queries');
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.graphql'))) {
      statements.length = 0;
      const { errors } = await execute({ schema, document: parse(readFileSync(join(folder, file), 'utf8')) });
      if (errors !== undefined) {
        throw new Error(`${file}: ${errors[0]?.message}`);
      }
      lines.push(`## ${file.replace('.graphql', '')}`, '', '| statement | reads |', '|---|---|');
      for (const statement of [...statements]) {
        const reads = await explain(sequelize, statement);
        const text = statement.text.replaceAll(`"${schemaName}".`, '').replaceAll('|', '\\|');
        lines.push(`| \`${text}\` | ${reads.join(', ')} |`);
      }
      lines.push('');
    }
    writeFileSync(join(root, 'docs', 'query-plans.md'), `${await head(sequelize)}\n${lines.join('\n')}`);
  } finally {
    optionsOf(sequelize).logging = false;
    await sequelize.query(`DROP SCHEMA IF EXISTS ${schemaName} CASCADE`);
    await sequelize.close();
  }
}

async function head(sequelize: Sequelize): Promise<string> {
  const [version] = await sequelize.query<{ server_version: string }>('SHOW server_version', {
    type: QueryTypes.SELECT,
  });
  return `# How the queries of test/queries are read

Made by \`DATABASE_URL=... npm run explain\` on PostgreSQL ${version?.server_version.split(' ')[0]}: the sample with ${taskCount.toLocaleString('en')} tasks, and
for each statement what \`EXPLAIN\` says it reads. A table that is read whole stands out in bold; that is right for a small
table, for a filter that most rows pass, and for what is computed of all rows.
`;
}

const { DATABASE_URL } = process.env;
if (DATABASE_URL === undefined) {
  console.error('DATABASE_URL has to name a Postgres.');
  process.exitCode = 1;
} else {
  await main(DATABASE_URL);
}
