// A read outside of transactions is done again where its connection breaks; a write and what a transaction reads never.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type GraphQLSchema, graphql } from 'graphql';
import { DataTypes, type Sequelize, type Transaction } from 'sequelize';
import { createSchema, type KinqlOptions } from '../../src/build/create-schema.ts';
import { databases } from '../support/databases.ts';
import { openProxiedDatabase, type ProxiedDatabase } from '../support/proxied-database.ts';

function define(sequelize: Sequelize): void {
  const User = sequelize.define('User', { name: DataTypes.STRING }, { timestamps: false });
  const Task = sequelize.define(
    'Task',
    {
      name: DataTypes.STRING,
      userName: {
        type: DataTypes.VIRTUAL(DataTypes.STRING),
        get() {
          return (this.get('user') as { name: string } | null)?.name ?? null;
        },
      },
    },
    { timestamps: false, defaultScope: { include: [{ model: User, as: 'user' }] } },
  );
  Task.belongsTo(User, { as: 'user', foreignKey: 'userId' });
}

async function fill({ models }: Sequelize): Promise<void> {
  await models.User?.create({ name: 'Ada' });
  await models.Task?.create({ name: 'a', userId: 1 });
}

/** A file has no connection that breaks. */
const servers = databases.filter((database) => database.name !== 'sqlite');

describe.each(servers)('a connection that breaks ($name)', (database) => {
  let proxied: ProxiedDatabase;
  const statements: string[] = [];
  /** Where the console is told of each connection that broke. */
  const { warn } = console;

  beforeAll(async () => {
    console.warn = () => undefined;
    proxied = await openProxiedDatabase(
      database,
      { name: 'reads_retried', define, fill },
      { logging: (text) => statements.push(text), pool: { max: 2 } },
    );
  });

  afterAll(async () => {
    await proxied?.close();
    console.warn = warn;
  });

  beforeEach(() => {
    statements.length = 0;
  });

  const schemaOf = (options: KinqlOptions = {}): GraphQLSchema =>
    createSchema(proxied.sequelize, { onFinding: () => undefined, writes: true, ...options });
  const source = '{ tasks { name user { name } } }';
  const answer = { data: { tasks: [{ name: 'a', user: { name: 'Ada' } }] } };
  /** Those of KinQL's own: the driver has some of its own for a new connection. */
  const sent = (pattern: RegExp) => statements.filter((text) => pattern.test(text)).length;

  it.each(['before', 'after'] as const)(
    'is not seen by a query: lost %s the database answered',
    async (when) => {
      const happened = proxied.proxy.dropAt(/FROM .*Tasks/, when);
      expect(await graphql({ schema: schemaOf(), source })).toEqual(answer);
      expect(happened()).toBe(true);
      expect([sent(/FROM .*Tasks/), sent(/FROM .*Users/)]).toEqual([2, 1]);
    },
  );

  it('is not seen by what a getter includes', async () => {
    const happened = proxied.proxy.dropAt(/LEFT OUTER JOIN/, 'before');
    expect(await graphql({ schema: schemaOf(), source: '{ tasks { userName } }' })).toEqual({
      data: { tasks: [{ userName: 'Ada' }] },
    });
    expect(happened()).toBe(true);
    expect(sent(/LEFT OUTER JOIN/)).toBe(2);
  });

  it('is not seen by queries that come while the database is away for a moment', async () => {
    const { proxy, sequelize } = proxied;
    await proxy.cut();
    const schema = schemaOf();
    let refusals = 0;
    const seen = new Promise<void>((resolve) => {
      sequelize.addHook('beforeConnect', 'count', () => {
        refusals += 1;
        if (refusals === 4) {
          resolve();
        }
      });
    });
    const asked = [graphql({ schema, source }), graphql({ schema, source })];
    await seen;
    await proxy.mend();
    expect(await Promise.all(asked)).toEqual([answer, answer]);
    sequelize.removeHook('beforeConnect', 'count');
  });

  const failed = async (answered: ReturnType<typeof graphql>) =>
    (await answered).errors?.map(({ extensions }) => extensions.code);

  it('fails a query where reads are not to be retried', async () => {
    const happened = proxied.proxy.dropAt(/FROM .*Tasks/, 'before');
    const schema = schemaOf({ readRetryMilliseconds: 0 });
    expect(await failed(graphql({ schema, source }))).toEqual(['SERVICE_UNAVAILABLE']);
    expect(happened()).toBe(true);
    expect(sent(/FROM .*Tasks/)).toBe(1);
  });

  it('fails a query in a transaction, which is lost as a whole', async () => {
    const transaction: Transaction = await proxied.sequelize.transaction();
    const happened = proxied.proxy.dropAt(/FROM .*Tasks/, 'before');
    const schema = schemaOf({ transaction: () => transaction });
    expect(await failed(graphql({ schema, source }))).toEqual(['SERVICE_UNAVAILABLE']);
    expect(happened()).toBe(true);
    expect(sent(/FROM .*Tasks/)).toBe(1);
    await transaction.rollback().catch(() => undefined);
  });

  it('fails a write, which is sent once', async () => {
    const happened = proxied.proxy.dropAt(/INSERT INTO/, 'before');
    const write = 'mutation { createUser(data: { name: "Bo" }) { user { name } errors { code } } }';
    expect(await failed(graphql({ schema: schemaOf(), source: write }))).toEqual(['SERVICE_UNAVAILABLE']);
    expect(happened()).toBe(true);
    expect(sent(/INSERT INTO/)).toBe(1);
    expect(await proxied.direct.models.User?.count()).toBe(1);
  });
});
