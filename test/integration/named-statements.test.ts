import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { DataTypes, Sequelize as Instance, type Sequelize, type Transaction } from 'sequelize';
import { createSchema, type KinqlOptions } from '../../src/build/create-schema.ts';
import { execute } from '../../src/build/execute.ts';
import { databases, openDatabase, type TestDatabase } from '../support/databases.ts';

interface Prepared {
  readonly name: string;
  readonly statement: string;
}

interface Asked {
  /** Answers a query, which must not fail. */
  readonly ask: (source: string, contextValue?: object) => Promise<unknown>;
  /** What is prepared on the one connection. */
  readonly prepared: (transaction?: Transaction) => Promise<readonly Prepared[]>;
  readonly sequelize: Sequelize;
}

/** A model on one connection of a Postgres server, for as long as `use` runs. */
async function withConnection(
  database: TestDatabase,
  use: (asked: Asked) => Promise<void>,
  { parameters = '', options = {} }: { parameters?: string; options?: KinqlOptions } = {},
): Promise<void> {
  const instance = await openDatabase(database, 'named_statements');
  const sequelize = new Instance(`${database.url}${parameters}`, {
    logging: false,
    pool: { max: 1 },
    define: { schema: 'kinql_named_statements', timestamps: false },
  });
  try {
    defineTasks(sequelize);
    await sequelize.sync();
    await sequelize.models.Task?.bulkCreate([
      { name: 'a', rank: 1 },
      { name: 'b', rank: 2 },
    ]);
    await sequelize.query('DEALLOCATE ALL');
    const schema = createSchema(sequelize, { onFinding: () => {}, ...options });
    await use({
      sequelize,
      ask: async (source, contextValue = {}) => {
        const { data, errors } = await execute({ schema, document: parse(source), contextValue });
        expect(errors).toBeUndefined();
        return JSON.parse(JSON.stringify(data));
      },
      prepared: async (transaction) => {
        const [rows] = await sequelize.query('SELECT name, statement FROM pg_prepared_statements', {
          transaction: transaction ?? null,
        });
        return rows as Prepared[];
      },
    });
  } finally {
    await sequelize.close();
    await instance.close();
  }
}

function defineTasks(sequelize: Sequelize): void {
  sequelize.define('Task', { name: DataTypes.STRING, rank: DataTypes.INTEGER });
}

const pageOf = (limit: number): string => `{ tasks(limit: ${limit}) { name } }`;

// Embedded Postgres gives all connections one session.
for (const database of databases.filter(({ name }) => name === 'postgres')) {
  describe('statements on a Postgres server', () => {
    it('are prepared from their second use on', async () => {
      await withConnection(database, async ({ ask, prepared }) => {
        await ask(pageOf(1));
        expect(await prepared()).toEqual([]);
        await ask(pageOf(1));
        await ask(pageOf(1));
        expect(await prepared()).toEqual([
          {
            name: expect.stringMatching(/^kinql_[0-9a-f]{40}$/),
            statement:
              'SELECT t."name" AS "name" FROM "kinql_named_statements"."Tasks" AS t ORDER BY t."id" LIMIT 1',
          },
        ]);
      });
    });

    it('are at most a hundred on a connection: the one that was not used for longest is given up', async () => {
      await withConnection(database, async ({ ask, prepared }) => {
        const limits = Array.from({ length: 103 }, (_, index) => index + 1);
        for (const limit of [
          ...limits.slice(0, 100),
          ...limits.slice(0, 100),
          1,
          ...limits.slice(100),
          ...limits.slice(100),
        ]) {
          await ask(pageOf(limit));
        }
        const kept = (await prepared()).map(({ statement }) => Number(/LIMIT (\d+)$/.exec(statement)?.[1]));
        expect(kept.sort((one, other) => one - other)).toEqual(
          limits.filter((limit) => ![2, 3, 4].includes(limit)),
        );
        expect(await ask(pageOf(2))).toEqual({ tasks: [{ name: 'a' }, { name: 'b' }] });
        expect(await prepared()).toHaveLength(100);
      });
    });

    it('are none of a long text: a hundred of them would take hundreds of megabytes of each connection', async () => {
      await withConnection(database, async ({ ask, prepared }) => {
        const ranks = (count: number): string => {
          const items = Array.from({ length: count }, (_, index) => `{ rank: { lte: ${index} } }`);
          return `{ tasks(where: { or: [${items.join(' ')}] }) { name } }`;
        };
        for (const count of [10, 10, 1_000, 1_000, 1_000]) {
          expect(await ask(ranks(count))).toEqual({ tasks: [{ name: 'a' }, { name: 'b' }] });
        }
        expect((await prepared()).map(({ statement }) => statement.length < 10_000)).toEqual([true]);
      });
    });

    it('make way for others within a transaction too, though they be gone already', async () => {
      await withConnection(
        database,
        async ({ ask, sequelize }) => {
          for (const limit of Array.from({ length: 100 }, (_, index) => index + 1)) {
            await ask(pageOf(limit));
            await ask(pageOf(limit));
          }
          await ask(pageOf(101));
          await sequelize.query('DEALLOCATE ALL');
          await sequelize.transaction(async (transaction) => {
            expect(await ask(pageOf(101), { transaction })).toEqual({
              tasks: [{ name: 'a' }, { name: 'b' }],
            });
          });
        },
        { options: { transaction: ({ transaction }: { transaction?: Transaction }) => transaction } },
      );
    });

    it('are run without a name where what was prepared is gone', async () => {
      await withConnection(database, async ({ ask, prepared, sequelize }) => {
        await ask(pageOf(1));
        await ask(pageOf(1));
        await sequelize.query('DISCARD ALL');
        expect(await ask(pageOf(1))).toEqual({ tasks: [{ name: 'a' }] });
        expect(await ask(pageOf(1))).toEqual({ tasks: [{ name: 'a' }] });
        expect(await prepared()).toEqual([]);
      });
    });

    it('are prepared anew where a column has changed', async () => {
      await withConnection(database, async ({ ask, prepared, sequelize }) => {
        const source = '{ tasks(limit: 1) { name rank } }';
        await ask(source);
        await ask(source);
        const before = await prepared();
        await sequelize.query('ALTER TABLE kinql_named_statements."Tasks" ALTER COLUMN rank TYPE bigint');
        await sequelize.query('ALTER TABLE kinql_named_statements."Tasks" ADD COLUMN other text');
        expect(await ask(source)).toEqual({ tasks: [{ name: 'a', rank: 1 }] });
        expect(await prepared()).toEqual([]);
        expect(await ask(source)).toEqual({ tasks: [{ name: 'a', rank: 1 }] });
        expect(await prepared()).toEqual(before);
      });
    });

    it('of several schemas on one connection do not meet', async () => {
      await withConnection(database, async ({ ask, sequelize }) => {
        const other = createSchema(sequelize, { onFinding: () => {} });
        const askOther = async (source: string): Promise<unknown> =>
          (await execute({ schema: other, document: parse(source) })).data;
        for (const _time of [1, 2, 3]) {
          expect(await ask('{ tasks(limit: 1) { name } }')).toEqual({ tasks: [{ name: 'a' }] });
          expect(await askOther('{ tasks(limit: 1) { rank } }')).toEqual({ tasks: [{ rank: 1 }] });
          expect(await askOther('{ tasks(limit: 1) { name } }')).toEqual({ tasks: [{ name: 'a' }] });
        }
      });
    });
  });
}

describe.each(databases.filter(({ name }) => name === 'embedded' || name === 'postgres'))(
  'statements on $name',
  (database) => {
    it('are not prepared where the URL says so', async () => {
      await withConnection(
        database,
        async ({ ask, prepared }) => {
          for (const _time of [1, 2, 3]) {
            await ask(pageOf(1));
          }
          expect(await prepared()).toEqual([]);
        },
        { parameters: `${database.url.includes('?') ? '&' : '?'}preparedStatements=false` },
      );
    });
  },
);
