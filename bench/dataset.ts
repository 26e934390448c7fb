import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { databaseSchema, databaseUrl } from './settings.ts';

/** How many rows each table has; creates add to them, and `removeCreatedRows` takes those away again. */
export const rowCounts = { companies: 200, users: 20_000, projects: 2_000, tasks: 200_000 } as const;

/** Changes whenever the rows do, so that an older data set is made anew. */
const version = `KinQL's benchmark, data set 1, ${JSON.stringify(rowCounts)}`;

/**
 * All values follow from the number of the row, so that every machine has the same rows.
 * Tasks 1 to 100 000: among any 20 000 in a row no user comes twice. Tasks 100 001 to 190 000: some
 * of the users 1 to 4 000 have many more. Tasks 190 001 to 200 000: every thousand is of five users. Every project has 100 tasks.
 */
const tables = `
  CREATE TABLE companies (
    id serial PRIMARY KEY,
    name text NOT NULL,
    city text NOT NULL
  );
  CREATE TABLE users (
    id serial PRIMARY KEY,
    first_name text NOT NULL,
    last_name text NOT NULL,
    email text NOT NULL UNIQUE,
    company_id integer NOT NULL REFERENCES companies
  );
  CREATE TABLE projects (
    id serial PRIMARY KEY,
    name text NOT NULL,
    company_id integer NOT NULL REFERENCES companies
  );
  CREATE TABLE tasks (
    id serial PRIMARY KEY,
    title text NOT NULL,
    status text NOT NULL,
    priority integer NOT NULL,
    is_billable boolean NOT NULL DEFAULT false,
    due_on date,
    created_at timestamptz NOT NULL DEFAULT now(),
    user_id integer NOT NULL REFERENCES users,
    project_id integer NOT NULL REFERENCES projects
  );
  INSERT INTO companies (name, city)
    SELECT 'Company ' || i, (ARRAY['Lyon', 'Ōsaka', 'Bergen', 'Porto', 'Gdańsk'])[1 + i % 5]
    FROM generate_series(1, ${rowCounts.companies}) i;
  INSERT INTO users (first_name, last_name, email, company_id)
    SELECT (ARRAY['Ada', 'Grace', 'Zoë', 'Linus', 'Łukasz', 'Noor', 'Kenji'])[1 + i % 7], 'Name ' || i,
           'user' || i || '@example.org', 1 + (i * 37) % ${rowCounts.companies}
    FROM generate_series(1, ${rowCounts.users}) i;
  INSERT INTO projects (name, company_id)
    SELECT 'Project ' || i, 1 + (i * 13) % ${rowCounts.companies} FROM generate_series(1, ${rowCounts.projects}) i;
  INSERT INTO tasks (title, status, priority, is_billable, due_on, created_at, user_id, project_id)
    SELECT 'Task ' || i || ': write down what was said', (ARRAY['open', 'doing', 'done', 'blocked'])[1 + (i / 7) % 4],
           1 + (i * 31) % 5, i % 3 = 0, CASE WHEN i % 10 > 0 THEN date '2026-01-01' + (i * 17) % 365 END,
           timestamptz '2026-01-01 00:00:00Z' + i * interval '1 minute',
           CASE WHEN i <= 100000 THEN 1 + (i * 7919::bigint) % ${rowCounts.users}
                WHEN i <= 190000 THEN 1 + (i::bigint * i * 31 + i * 17) % 4000
                ELSE 1 + (i - 190001) / 1000 * 5 + i % 5 END,
           1 + (i * 773::bigint) % ${rowCounts.projects}
    FROM generate_series(1, ${rowCounts.tasks}) i;
  CREATE INDEX ON users (company_id);
  CREATE INDEX ON projects (company_id);
  CREATE INDEX ON tasks (user_id);
  CREATE INDEX ON tasks (project_id);
`;

async function withClient<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Makes the tables and their rows where they are not there yet, or are of another version. */
export async function makeDataset(): Promise<void> {
  await withClient(async (client) => {
    const found = await client.query<{ comment: string | null }>(
      `SELECT obj_description(oid, 'pg_namespace') AS comment FROM pg_namespace WHERE nspname = $1`,
      [databaseSchema],
    );
    if (found.rows[0]?.comment === version) {
      return;
    }
    await client.query(`
      BEGIN;
      DROP SCHEMA IF EXISTS ${databaseSchema} CASCADE;
      CREATE SCHEMA ${databaseSchema};
      SET LOCAL search_path TO ${databaseSchema};
      ${tables}
      COMMENT ON SCHEMA ${databaseSchema} IS '${version.replaceAll("'", "''")}';
      COMMIT;
    `);
  });
  await settle();
}

/** Takes away the rows that creates have added. */
export async function removeCreatedRows(): Promise<void> {
  await withClient(async (client) => {
    await client.query(`
      SET search_path TO ${databaseSchema};
      DELETE FROM tasks WHERE id > ${rowCounts.tasks};
      DELETE FROM projects WHERE id > ${rowCounts.projects};
    `);
  });
  await settle();
}

async function settle(): Promise<void> {
  await withClient(async (client) => {
    for (const table of Object.keys(rowCounts)) {
      await client.query(`VACUUM ANALYZE ${databaseSchema}.${table}`);
    }
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await makeDataset();
}
