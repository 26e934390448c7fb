import type { Sequelize } from 'sequelize';

/** How long what runs is waited for, and then how long for what was cancelled; in milliseconds. */
export interface ClosePatience {
  readonly running?: number;
  readonly cancelled?: number;
}

/** A connection of pg's or mysql2's, as far as ending it goes. */
interface DriverConnection {
  readonly processID?: number;
  readonly threadId?: number;
  readonly connection?: { readonly stream?: { destroy(): void } };
  query(text: string, callback: (error: Error | null) => void): void;
  destroy?(): void;
}

interface Pool {
  destroy(connection: DriverConnection): Promise<void> | void;
  readonly _inUseObjects?: readonly { readonly resource: DriverConnection }[];
  readonly read?: Pool;
  readonly write?: Pool;
}

interface ConnectionManager {
  readonly pool?: Pool;
  readonly config: { readonly replication?: { readonly write: object } | false };
  connect(config: object): Promise<DriverConnection>;
  disconnect(connection: DriverConnection): Promise<void>;
}

/**
 * Closes a Sequelize instance as its `close` does, but in a time that is known: what still runs after `running` (3 000 ms) is
 * cancelled on the server, and what does not end after `cancelled` (1 000 ms) either has its connection cut. To be given to
 * `createServer` as `close`, with both together below its `closeMilliseconds`.
 *
 * @throws Error where anything had to be cancelled or cut, once it is closed all the same.
 */
export async function closeConnections(
  sequelize: Sequelize,
  { running = 3_000, cancelled = 1_000 }: ClosePatience = {},
): Promise<void> {
  const manager = (sequelize as unknown as { connectionManager: ConnectionManager }).connectionManager;
  const closing = sequelize.close();
  if (await settlesWithin(closing, running)) {
    return closing;
  }
  const late = connectionsInUse(manager.pool);
  const cancelling = cancelStatements(sequelize, manager, late);
  await settlesWithin(cancelling, cancelled);
  if (await settlesWithin(closing, cancelled)) {
    await closing;
    throw new Error(
      `${late.length} connections to the database were still in use after ${running} ms: their statements were cancelled.`,
    );
  }
  const left = connectionsInUse(manager.pool);
  for (const connection of left) {
    connection.connection?.stream?.destroy();
    connection.destroy?.();
    // Or the pool goes on looking whether it comes back.
    await settlesWithin(Promise.resolve(manager.pool?.destroy(connection)), cancelled);
  }
  throw new Error(`${left.length} connections to the database did not end and were cut.`);
}

function connectionsInUse(pool: Pool | undefined): readonly DriverConnection[] {
  return [pool, pool?.read, pool?.write].flatMap((part) =>
    (part?._inUseObjects ?? []).map(({ resource }) => resource),
  );
}

/** Over a connection of its own: the pool gives none any more. */
async function cancelStatements(
  sequelize: Sequelize,
  manager: ConnectionManager,
  connections: readonly DriverConnection[],
): Promise<void> {
  const statements = connections.flatMap(({ processID, threadId }) =>
    sequelize.getDialect() === 'postgres'
      ? [`SELECT pg_cancel_backend(${Number(processID)})`]
      : threadId === undefined
        ? []
        : [`KILL QUERY ${Number(threadId)}`],
  );
  if (statements.length === 0) {
    return;
  }
  const { replication } = manager.config;
  const connection = await manager.connect(replication ? replication.write : manager.config);
  for (const text of statements) {
    // One that has just ended is no longer there to be cancelled.
    await new Promise<void>((resolve) => connection.query(text, () => resolve()));
  }
  await manager.disconnect(connection);
}

async function settlesWithin(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  const settled = promise.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([settled, late]);
  } finally {
    clearTimeout(timer);
  }
}
