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
    db: keepSequencesWhole(db),
    host: '127.0.0.1',
    port: await freePort(),
    maxConnections: 100,
  });
  await server.start();
  return {
    url: `postgres://postgres@${server.getServerConn()}/postgres?preparedStatements=false`,
    async stop() {
      await server.stop();
      await db.close();
    },
  };
}

/** What the socket server uses of the database to decide whose message is next. */
interface ProtocolDatabase {
  isInTransaction(): boolean;
  execProtocolRawStream(message: Uint8Array, options: object): Promise<void>;
  execProtocolRaw(message: Uint8Array): Promise<unknown>;
  exec(text: string): Promise<unknown>;
}

/** The messages of one statement with parameters: Parse, Bind, Describe, Execute, Close, Flush. Sync ends them. */
const sequenceMessages = new Set([...'PBDECH'].map((type) => type.charCodeAt(0)));
const syncMessage = new Uint8Array(['S'.charCodeAt(0), 0, 0, 0, 4]);

/**
 * The same database, to which a statement that is still being sent counts as a transaction. The socket server takes one message
 * after the other from all connections, unless one of them is in a transaction; between two messages of a statement another
 * connection would replace what was parsed, and get its rows.
 */
function keepSequencesWhole<Database extends ProtocolDatabase>(db: Database): Database {
  let isSending = false;
  const replaced: Partial<ProtocolDatabase> = {
    isInTransaction: () => isSending || db.isInTransaction(),
    execProtocolRawStream: (message, options) => {
      isSending = sequenceMessages.has(message[0] ?? 0);
      return db.execProtocolRawStream(message, options);
    },
    // Called when a connection ends within its transaction, or here, within its statement.
    exec: async (text) => {
      if (isSending) {
        isSending = false;
        await db.execProtocolRaw(syncMessage);
      }
      return db.exec(text);
    },
  };
  return new Proxy(db, {
    get(target, name) {
      const value: unknown = replaced[name as keyof ProtocolDatabase] ?? Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
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
