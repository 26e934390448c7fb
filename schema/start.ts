import { Sequelize } from 'sequelize';
import { createSchema } from '../src/build/create-schema.ts';
import { sampleQuery } from '../src/build/sample-query.ts';
import { StartupError } from '../src/errors/startup-error.ts';
import { closeConnections } from '../src/execute/close-connections.ts';
import { createLogger } from '../src/server/create-logger.ts';
import { createServer } from '../src/server/create-server.ts';
import { startEmbeddedPostgres } from '../src/server/embedded-postgres.ts';
import { listen } from '../src/server/listen.ts';
import { readPort } from '../src/server/read-port.ts';
import { stopOnSignals } from '../src/server/stop-on-signals.ts';
import createModels from './models/index.ts';
import { sampleOptions } from './options.ts';
import { fillSample, prepareSampleSchema, sampleSchema } from './prepare-database.ts';

/** The sample's models on a database that has their tables and rows. */
interface SampleDatabase {
  readonly sequelize: Sequelize;
  /** Which database it is, for a person; without a password. */
  readonly description: string;
  close(): Promise<void>;
}

async function openEmbedded(): Promise<SampleDatabase> {
  const embedded = await startEmbeddedPostgres();
  const sequelize = createModels({ url: embedded.url });
  await fillSample(sequelize);
  return {
    sequelize,
    description:
      'embedded Postgres, in memory: what is written is gone when it stops (DATABASE_URL names another)',
    async close() {
      await sequelize.close();
      await embedded.stop();
    },
  };
}

async function openServer(url: string): Promise<SampleDatabase> {
  if (!/^(postgres|postgresql|mysql|mariadb):\/\//.test(url)) {
    throw new StartupError(['DATABASE_URL has to begin with postgres://, mysql:// or mariadb://.']);
  }
  const server = new Sequelize(url, { logging: false });
  const isPostgres = server.getDialect() === 'postgres';
  const sampleUrl = new URL(url);
  if (!isPostgres) {
    sampleUrl.pathname = `/${sampleSchema}`;
  }
  const sequelize = createModels(isPostgres ? { url, schema: sampleSchema } : { url: sampleUrl.href });
  try {
    await prepareSampleSchema(server, sequelize);
  } finally {
    await server.close();
  }
  const { host, pathname } = new URL(url);
  return {
    sequelize,
    description: `${server.getDialect()} at ${host}${isPostgres ? pathname : ''}, in the schema ${sampleSchema}`,
    close: () => closeConnections(sequelize),
  };
}

/** Serves the sample; see the README. `DATABASE_URL`, `PORT`, `HOST` and `NODE_ENV` are read from the environment. */
async function start(): Promise<void> {
  const { DATABASE_URL, PORT, HOST = '127.0.0.1', NODE_ENV } = process.env;
  const port = readPort(PORT);
  const logger = createLogger();
  const database = DATABASE_URL ? await openServer(DATABASE_URL) : await openEmbedded();
  try {
    const schema = createSchema(database.sequelize, sampleOptions);
    const mode = NODE_ENV === 'production' ? 'production' : 'development';
    const server = createServer({
      schema,
      mode,
      logger,
      sampleQuery: sampleQuery(schema),
      checkDatabase: async () => void (await database.sequelize.query('SELECT 1')),
      close: database.close,
    });
    const running = await listen(server, { host: HOST, port });
    stopOnSignals(running, { logger });
    console.log(`
KinQL serves the sample, a work tracker.

  GraphQL    ${running.url}/graphql${mode === 'development' ? `\n  Explorer   ${running.url}/explorer\n  Sandbox    ${running.url}/` : ''}
  Database   ${database.description}

A query to try:

  curl ${running.url}/graphql -H 'content-type: application/json' \\
    -d '{"query":"{ tasks(limit: 3) { taskName user { firstName company { name } } } }"}'

Ctrl-C stops it.
`);
  } catch (error) {
    await database.close();
    throw error;
  }
}

start().catch((error: unknown) => {
  console.error(describe(error));
  process.exitCode = 1;
});

function describe(error: unknown): string {
  if (error instanceof StartupError) {
    return error.message;
  }
  if (error instanceof Error && error.name.startsWith('Sequelize')) {
    return `The database in DATABASE_URL cannot be used: ${error.message}.`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
