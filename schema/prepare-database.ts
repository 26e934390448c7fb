import { QueryTypes, type Sequelize } from 'sequelize';
import { StartupError } from '../src/errors/startup-error.ts';
import { seedSample } from './seed/seed.ts';

/** The schema (on MariaDB and MySQL the database) that holds the sample on a server that others use too. */
export const sampleSchema = 'kinql_sample';

/** Says that the tables beside it are the sample's, and made by KinQL. */
const markerTable = 'kinql_sample_made_by_kinql';

/**
 * Makes the sample's schema with its tables and rows, or completes what an earlier start left half done. It changes nothing
 * but what it made: a schema of that name which is not empty and bears no mark is refused. `server` is connected without
 * that schema, `sequelize` holds the models in it.
 *
 * @throws StartupError where the schema is somebody else's.
 */
export async function prepareSampleSchema(
  server: Sequelize,
  sequelize: Sequelize,
  schema = sampleSchema,
): Promise<void> {
  const tables = await listTables(server, schema);
  if (tables.length > 0 && !tables.includes(markerTable)) {
    throw new StartupError([
      `The schema ${schema} already holds tables that KinQL did not make (${tables[0]}, for one): rename it, or name another database in DATABASE_URL.`,
    ]);
  }
  const quote = server.getDialect() === 'postgres' ? '"' : '`';
  const quoted = `${quote}${schema}${quote}`;
  await server.query(`CREATE ${quote === '"' ? 'SCHEMA' : 'DATABASE'} IF NOT EXISTS ${quoted}`);
  await server.query(
    `CREATE TABLE IF NOT EXISTS ${quoted}.${markerTable} (made_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP)`,
  );
  await fillSample(sequelize);
}

/** Makes the sample's tables and rows where they are missing. */
export async function fillSample(sequelize: Sequelize): Promise<void> {
  await sequelize.sync();
  await seedSample(sequelize);
}

async function listTables(server: Sequelize, schema: string): Promise<string[]> {
  const rows = await server.query<{ name: string }>(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = :schema ORDER BY table_name',
    { replacements: { schema }, type: QueryTypes.SELECT },
  );
  return rows.map(({ name }) => name);
}
