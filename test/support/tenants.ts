import { Sequelize } from 'sequelize';
import type { Statement, TestDatabase } from './databases.ts';

/** The same models in a schema for each tenant, and an instance whose models name none. */
export interface Tenants {
  readonly sequelize: Sequelize;
  /** By the number of the tenant, from 1. */
  readonly schemaOf: (tenant: number) => string;
  readonly statements: Statement[];
  close(): Promise<void>;
}

/** Makes a schema with tables for each of two tenants on a Postgres, and fills it. `name` belongs to one test file alone. */
export async function openTenants(
  database: TestDatabase,
  name: string,
  define: (sequelize: Sequelize) => void,
  fill: (sequelize: Sequelize, tenant: number) => Promise<unknown>,
): Promise<Tenants> {
  const schemaOf = (tenant: number) => `kinql_${name}_${tenant}`;
  const admin = new Sequelize(database.url, { logging: false });
  for (const tenant of [1, 2]) {
    const schema = schemaOf(tenant);
    await admin.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`);
    await admin.query(`CREATE SCHEMA "${schema}"`);
    const own = new Sequelize(database.url, { logging: false, define: { schema } });
    define(own);
    await own.sync();
    await fill(own, tenant);
    await own.close();
  }
  const statements: Statement[] = [];
  const sequelize = new Sequelize(database.url, {
    pool: { max: 3 },
    logging: (text, options?: unknown) => {
      const { bind = [] } = (options ?? {}) as { readonly bind?: readonly unknown[] };
      statements.push({ text: text.replace(/^Executing \([^)]*\): /, ''), bind });
    },
  });
  define(sequelize);
  return {
    sequelize,
    schemaOf,
    statements,
    async close() {
      await sequelize.close();
      for (const tenant of [1, 2]) {
        await admin.query(`DROP SCHEMA "${schemaOf(tenant)}" CASCADE`);
      }
      await admin.close();
    },
  };
}
