// How Postgres reads the parents of a page: by their keys, and never their whole table, which it thinks cheaper for a page of a hundred.
import { expect, it } from '@jest/globals';
import { DataTypes } from 'sequelize';
import { postgresReads } from '../../scripts/query-plans/postgres-plans.ts';
import { mergeReads, type TableRead } from '../../scripts/query-plans/table-read.ts';
import { createSchema, type KinqlOptions } from '../../src/build/create-schema.ts';
import { schemaNameOf } from '../support/databases.ts';
import { onEachDatabase } from '../support/on-each-database.ts';
import { runQuery } from '../support/run-query.ts';

const rule = { member: { read: { id: { gte: { viewer: 'least' } } }, readable: { except: [] } } };
const ruled: KinqlOptions = {
  viewer: () => ({ role: 'member', least: 1 }),
  rules: { models: { Company: rule, User: rule, Task: rule } },
};

onEachDatabase(
  {
    name: 'joined_plans',
    only: ['embedded', 'postgres'],
    define: (sequelize) => {
      const options = { timestamps: false, underscored: true };
      const Company = sequelize.define('Company', { name: DataTypes.TEXT }, options);
      const User = sequelize.define('User', { name: DataTypes.TEXT }, options);
      const Task = sequelize.define('Task', { title: DataTypes.TEXT }, options);
      User.belongsTo(Company);
      Company.hasMany(User);
      Task.belongsTo(User);
      User.hasMany(Task);
    },
    fill: async (sequelize) => {
      const { User } = sequelize.models;
      const schema = (User!.getTableName() as unknown as { schema: string }).schema;
      const table = (name: string): string => `"${schema}"."${name}"`;
      for (const statement of [
        `INSERT INTO ${table('companies')} (name) SELECT 'Company ' || i FROM generate_series(1, 200) i`,
        `INSERT INTO ${table('users')} (name, company_id) SELECT 'User ' || i, 1 + i % 200 FROM generate_series(1, 20000) i`,
        `INSERT INTO ${table('tasks')} (title, user_id) SELECT 'Task ' || i, 1 + (i * 7919) % 2000 * 10 FROM generate_series(1, 40000) i`,
        `CREATE INDEX tasks_user_id ON ${table('tasks')} (user_id)`,
        `ANALYZE ${table('companies')}, ${table('users')}, ${table('tasks')}`,
      ]) {
        await sequelize.query(statement);
      }
    },
  },
  (world, database) => {
    /** How the one statement of a query reads each table. */
    async function readsOf(options: KinqlOptions, query: string, rows: number): Promise<TableRead[]> {
      const schema = createSchema(world().sequelize, { ...options, onFinding: () => undefined });
      const { data, statements } = await runQuery(schema, world(), query, {}, {}, { joins: true });
      expect((data as { tasks: unknown[] }).tasks).toHaveLength(rows);
      expect(statements).toHaveLength(1);
      const [{ text, bind }] = statements as [(typeof statements)[number]];
      const inSchema = text.replace(
        /"(companies|users|tasks)"/g,
        `"${schemaNameOf(database, 'joined_plans')}"."$1"`,
      );
      return mergeReads(await postgresReads(world().sequelize, { text: inSchema, bind }));
    }

    it.each([
      ['without rules', {}],
      ['with a rule on every model', ruled],
    ])('looks users up by key, %s', async (_, options) => {
      const query = '{ tasks(limit: 100) { id user { id name company { id name } } } }';

      const reads = await readsOf(options, query, 100);

      expect(reads.find(({ table }) => table === 'tasks')).toMatchObject({ index: 'tasks_pkey', rows: 100 });
      expect(reads.find(({ table }) => table === 'users')).toEqual({
        table: 'users',
        way: 'conditions',
        index: 'users_pkey',
        rows: 100,
      });
    });

    it('reads a small table at most once', async () => {
      const reads = await readsOf(ruled, '{ tasks(limit: 100) { id user { company { id name } } } }', 100);

      expect(reads.find(({ table }) => table === 'companies')!.rows).toBeLessThanOrEqual(200);
    });
  },
);
