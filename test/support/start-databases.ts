import { startEmbeddedPostgres } from '../../src/server/embedded-postgres.ts';

/** Starts the embedded Postgres that all test files share, each in a schema of its own. */
export default async function startDatabases(): Promise<void> {
  if (process.env.KINQL_TEST_EMBEDDED_URL !== undefined) {
    return; // a second project of the same run
  }
  const embedded = await startEmbeddedPostgres();
  process.env.KINQL_TEST_EMBEDDED_URL = embedded.url;
  Object.assign(globalThis, { kinqlEmbeddedPostgres: embedded });
}
