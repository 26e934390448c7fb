import type { EmbeddedPostgres } from '../../src/server/embedded-postgres.ts';

/** Stops what `start-databases.ts` started. */
export default async function stopDatabases(): Promise<void> {
  const holder = globalThis as { kinqlEmbeddedPostgres?: EmbeddedPostgres };
  const embedded = holder.kinqlEmbeddedPostgres;
  delete holder.kinqlEmbeddedPostgres;
  await embedded?.stop();
}
