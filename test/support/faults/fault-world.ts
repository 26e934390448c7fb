import { QueryTypes, Sequelize, type Transaction } from 'sequelize';
import { type KilledServer, type KilledServerOptions, startKilledServer } from '../kills/killed-server.ts';
import { defineKilledModels, prepareKilledTables } from '../kills/models.ts';
import { backendsOf } from '../kills/rounds.ts';
import type { LoadTally } from './load.ts';

/** What a fault is done to: a database with the tables of test/support/kills, filled, and servers over it. */
export interface FaultWorld {
  /** On the database directly. */
  readonly sequelize: Sequelize;
  serve(options?: KilledServerOptions): Promise<KilledServer>;
  /** The processes of the database that work for a server. */
  backends(server: KilledServer): Promise<readonly number[]>;
  /** Makes every statement that looks at items wait until the transaction ends. */
  lockItems(): Promise<Transaction>;
  /** Compares what writers were told with what is in the database: a sentence for each that is not so. */
  judge(tally: LoadTally): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** What came of a fault. */
export interface FaultReport {
  readonly figures: Readonly<Record<string, string | number>>;
  /** The promises that were broken, in words. */
  readonly broken: readonly string[];
}

/** What a server is set to that is meant for the world: see "Time" in docs/deployment.md. */
export const timeouts = {
  statement: 2_000,
  query: 3_000,
  connection: 1_000,
  acquire: 3_000,
} as const;

export const worldly: KilledServerOptions = {
  sequelize: {
    pool: { max: 5, acquire: timeouts.acquire },
    dialectOptions: {
      statement_timeout: timeouts.statement,
      query_timeout: timeouts.query,
      connectionTimeoutMillis: timeouts.connection,
    },
  },
};

/**
 * Makes the tables in a schema of their own; on MySQL and MariaDB in the database of the URL. `serverUrl`: another way to the
 * same database, for the servers.
 */
export async function openFaultWorld(
  url: string,
  schema: string,
  serverUrl: string = url,
): Promise<FaultWorld> {
  const isPostgres = url.startsWith('postgres');
  const sequelize = new Sequelize(url, {
    logging: false,
    pool: { max: 2 },
    ...(isPostgres && { define: { schema } }),
  });
  if (isPostgres) {
    await sequelize.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`);
    await sequelize.query(`CREATE SCHEMA "${schema}"`);
  }
  defineKilledModels(sequelize);
  await prepareKilledTables(sequelize, isPostgres ? schema : '', 4);
  const items = isPostgres ? `"${schema}"."Items"` : 'Items';
  const { Project, Task } = sequelize.models;
  for (let project = 1; project <= 5; project++) {
    await Project?.create({ name: `project ${project}` });
    await Task?.bulkCreate([1, 2, 3].map((task) => ({ name: `task ${task}`, projectId: project })));
  }
  return {
    sequelize,
    serve: (options = worldly) => startKilledServer(serverUrl, isPostgres ? schema : '', options),
    backends: (server) => backendsOf(sequelize, server.name),
    async lockItems() {
      const transaction = await sequelize.transaction();
      await sequelize.query(`LOCK TABLE ${items} IN ACCESS EXCLUSIVE MODE`, { transaction });
      return transaction;
    },
    async judge({ marks }) {
      const rows = await sequelize.query<{ batch: string; count: string }>(
        `SELECT batch, count(*) AS count FROM ${items} GROUP BY batch`,
        { type: QueryTypes.SELECT },
      );
      const counts = new Map(rows.map(({ batch, count }) => [batch, Number(count)]));
      return [...marks].flatMap(([mark, answer]) => {
        const count = counts.get(mark) ?? 0;
        const isTrue =
          answer === 'acknowledged'
            ? count === 1
            : answer === 'SERVICE_UNAVAILABLE'
              ? count === 0
              : count <= 1;
        return isTrue ? [] : [`a write answered by ${answer} is there ${count} times`];
      });
    },
    close: () => sequelize.close(),
  };
}

/** The sentence where a promise is broken, and nothing where it holds. */
export function expectThat(isSo: boolean, broken: string): readonly string[] {
  return isSo ? [] : [broken];
}
