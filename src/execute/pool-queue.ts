import type { Engine } from './engine.ts';

interface Pool {
  readonly waiting?: number;
  readonly read?: Pool;
  readonly write?: Pool;
}

/** How many statements wait for a connection of Sequelize's pool; with replication, of the pool where most do. */
export function waitingForConnection({ sequelize }: Engine): number {
  const { pool } = (sequelize as unknown as { connectionManager: { pool?: Pool } }).connectionManager;
  return Math.max(pool?.waiting ?? 0, pool?.read?.waiting ?? 0, pool?.write?.waiting ?? 0);
}
