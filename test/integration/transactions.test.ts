import { AsyncLocalStorage } from 'node:async_hooks';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GraphQLSchema, graphql } from 'graphql';
import { DataTypes, Sequelize, type Transaction } from 'sequelize';
import { createSchema } from '../../src/build/create-schema.ts';
import { databases, openDatabase, schemaNameOf, type TestInstance } from '../support/databases.ts';
import { onEachDatabase } from '../support/on-each-database.ts';

const query = '{ tasks { name user { name } } users { tasks { name } } }';
const answer = {
  data: {
    tasks: [
      { name: 'a', user: { name: 'Ada' } },
      { name: 'b', user: { name: 'Ada' } },
    ],
    users: [{ tasks: [{ name: 'a' }, { name: 'b' }] }],
  },
};

function define(sequelize: Sequelize): void {
  const User = sequelize.define('User', { name: DataTypes.STRING }, { timestamps: false });
  const Task = sequelize.define('Task', { name: DataTypes.STRING }, { timestamps: false });
  Task.belongsTo(User, { as: 'user', foreignKey: 'userId' });
  User.hasMany(Task, { as: 'tasks', foreignKey: 'userId' });
}

async function fill({ models }: Sequelize, transaction?: Transaction): Promise<void> {
  const options = transaction === undefined ? {} : { transaction };
  await models.User?.create({ name: 'Ada' }, options);
  await models.Task?.bulkCreate(
    [
      { name: 'a', userId: 1 },
      { name: 'b', userId: 1 },
    ],
    options,
  );
}

describe('a request in a transaction that the app manages (T26)', () => {
  onEachDatabase(
    {
      name: 'transactions_managed',
      only: ['embedded', 'postgres', 'mariadb'], // SQLite's connections are in no pool
      define,
      options: { transaction: (context: { transaction?: Transaction }) => context.transaction },
    },
    (world) => {
      it('sees what is not committed yet, in as many statements as ever', async () => {
        const { sequelize, schema, statements } = world();
        const rollback = new Error('never mind');
        const transacted = sequelize.transaction(async (transaction) => {
          await fill(sequelize, transaction);
          statements.length = 0;
          expect(await graphql({ schema, source: query, contextValue: { transaction } })).toEqual(answer);
          expect(statements).toHaveLength(4);
          throw rollback;
        });
        await expect(transacted).rejects.toBe(rollback);
        expect((await graphql({ schema, source: '{ tasks { name } }', contextValue: {} })).data).toEqual({
          tasks: [],
        });
      });

      it('takes no other connection than that of the transaction, of which none may be left', async () => {
        const { sequelize, schema, database } = world();
        // The pool of the tests has three connections; the embedded database has one session behind all of them.
        const count = database.name === 'embedded' ? 1 : 3;
        const transactions = [];
        for (let index = 0; index < count; index += 1) {
          transactions.push(await sequelize.transaction());
        }
        const results = await Promise.all(
          transactions.map((transaction) =>
            graphql({ schema, source: query, contextValue: { transaction } }),
          ),
        );
        await Promise.all(transactions.map((transaction) => transaction.rollback()));
        expect(results).toEqual(transactions.map(() => ({ data: { tasks: [], users: [] } })));
      });

      it('is refused once the transaction has ended', async () => {
        const { sequelize, schema } = world();
        const transaction = await sequelize.transaction();
        await transaction.commit();
        const { errors } = await graphql({
          schema,
          source: '{ tasks { name } }',
          contextValue: { transaction },
        });
        expect(errors?.map(({ message }) => message)).toEqual([
          'The transaction of this request has already ended.',
        ]);
      });
    },
  );
});

describe.each(databases)('a request inside a CLS transaction (T27, $name)', (database) => {
  let instance: TestInstance;
  let schema: GraphQLSchema;
  const storage = new AsyncLocalStorage<Map<string, unknown>>();

  beforeAll(async () => {
    instance = await openDatabase(database, 'transactions_cls');
    // What Sequelize asks of cls-hooked, by the storage that Node has.
    Sequelize.useCLS({
      bind: (fn: () => void) => fn,
      run: (fn: (context: Map<string, unknown>) => unknown) => {
        const context = new Map(storage.getStore() ?? []);
        return storage.run(context, () => fn(context));
      },
      get: (key: string) => storage.getStore()?.get(key),
      set: (key: string, value: unknown) => storage.getStore()?.set(key, value),
    } as never);
    define(instance.sequelize);
    await instance.sequelize.sync();
    schema = createSchema(instance.sequelize, { onFinding: () => undefined });
  });

  afterAll(async () => {
    (Sequelize as unknown as { _cls?: unknown })._cls = undefined;
    await instance.close();
  });

  it('reads in that transaction without being told', async () => {
    const rollback = new Error('never mind');
    const transacted = instance.sequelize.transaction(async () => {
      await fill(instance.sequelize);
      instance.statements.length = 0;
      expect(await graphql({ schema, source: query })).toEqual(answer);
      expect(instance.statements).toHaveLength(4);
      throw rollback;
    });
    await expect(transacted).rejects.toBe(rollback);
    expect((await graphql({ schema, source: '{ tasks { name } }' })).data).toEqual({ tasks: [] });
  });
});

/** SQLite has no other servers. */
const servers = databases.filter(({ name }) => name !== 'sqlite');

describe.each(servers)('a Sequelize instance with replication (T28, $name)', (database) => {
  let instance: TestInstance;
  let replicated: Sequelize;
  const acquired: string[] = [];

  beforeAll(async () => {
    instance = await openDatabase(database, 'transactions_replication');
    define(instance.sequelize);
    await instance.sequelize.sync();
    await fill(instance.sequelize);
    const url = new URL(database.url);
    const place = {
      host: url.hostname,
      port: url.port,
      username: url.username,
      database:
        database.name === 'mariadb'
          ? schemaNameOf(database, 'transactions_replication')
          : url.pathname.slice(1),
    };
    replicated = new Sequelize({
      dialect: database.name === 'mariadb' ? 'mysql' : 'postgres',
      logging: false,
      replication: { read: [place], write: place },
      ...(database.name !== 'mariadb' && {
        define: { schema: schemaNameOf(database, 'transactions_replication') },
      }),
      hooks: {
        beforePoolAcquire: (config) => {
          acquired.push(String((config as { type?: unknown }).type));
        },
      },
    });
    define(replicated);
  });

  afterAll(async () => {
    await replicated.close();
    await instance.close();
  });

  it('is read by its read pool', async () => {
    const schema = createSchema(replicated, { onFinding: () => undefined });
    expect(await graphql({ schema, source: query })).toEqual(answer);
    expect(acquired).toEqual(['SELECT', 'SELECT', 'SELECT', 'SELECT']);
  });
});
