import { StartupError } from '../errors/startup-error.ts';

/** A Postgres inside this process, reached like any other, over a socket of this machine only. */
export interface EmbeddedPostgres {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts PGlite, in memory, behind a socket on a free port of 127.0.0.1, so that Sequelize and the ordinary driver talk to
 * it. One session stands behind all connections: an open transaction makes every other connection wait, and settings and
 * names of prepared statements are shared.
 *
 * @throws StartupError naming the packages to install where they are missing; they are optional.
 */
export async function startEmbeddedPostgres(): Promise<EmbeddedPostgres> {
  const { PGlite, PGLiteSocketServer } = await importPglite();
  const db = await PGlite.create();
  // Above its limit the socket server drops clients without a word, and its own limit is one.
  const server = new PGLiteSocketServer({
    db,
    host: '127.0.0.1',
    port: await freePort(),
    maxConnections: 100,
  });
  await server.start();
  return {
    url: `postgres://postgres@${server.getServerConn()}/postgres`,
    async stop() {
      await server.stop();
      await db.close();
    },
  };
}

async function importPglite() {
  try {
    const [{ PGlite }, { PGLiteSocketServer }] = await Promise.all([
      import('@electric-sql/pglite'),
      import('@electric-sql/pglite-socket'),
    ]);
    return { PGlite, PGLiteSocketServer };
  } catch (error) {
    throw new StartupError(
      [
        'The embedded Postgres needs two packages: npm install @electric-sql/pglite@0.5.14 @electric-sql/pglite-socket@0.2.17',
      ],
      { cause: error },
    );
  }
}

/** The socket server takes port 0 for its default, 5432, so that a free one has to be found for it. */
async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
