// A connection on which the database says nothing any more, as when the process behind it is frozen: only the driver's
// `query_timeout` ends what waits for it. SQLite has no connections, and MySQL's driver has no such time.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { graphql } from 'graphql';
import { DataTypes, Sequelize } from 'sequelize';
import { createSchema } from '../../src/build/create-schema.ts';
import { databases, openDatabase, schemaNameOf, type TestInstance } from '../support/databases.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

const name = 'connections_silent';

function define(sequelize: Sequelize): void {
  sequelize.define('User', { name: DataTypes.STRING }, { timestamps: false });
}

const servers = databases.filter((database) => ['embedded', 'postgres'].includes(database.name));

describe.each(servers)('a connection that falls silent ($name)', (database) => {
  let instance: TestInstance;
  let proxy: TcpProxy;
  let sequelize: Sequelize;
  /** Where the console is told of each transaction that could not be rolled back. */
  const { warn } = console;

  beforeAll(async () => {
    console.warn = () => undefined;
    instance = await openDatabase(database, name);
    define(instance.sequelize);
    await instance.sequelize.sync();
    await instance.sequelize.models.User?.create({ name: 'Ada' });
    const { hostname, port } = new URL(database.url);
    proxy = await startTcpProxy(hostname, Number(port));
    const url = new URL(database.url);
    url.port = String(proxy.port);
    sequelize = new Sequelize(url.href, {
      logging: false,
      pool: { max: 1 },
      define: { schema: schemaNameOf(database, name) },
      dialectOptions: { query_timeout: 1_000 },
    });
    define(sequelize);
  });

  afterAll(async () => {
    proxy.drop();
    await sequelize.close();
    await proxy.cut();
    await instance.close();
    console.warn = warn;
  });

  const run = async (source: string) => {
    const schema = createSchema(sequelize, { onFinding: () => undefined, writes: true });
    const { data, errors } = await graphql({ schema, source });
    return { data, codes: errors?.map(({ extensions }) => extensions.code) };
  };
  const answer = { data: { users: [{ name: 'Ada' }] }, codes: undefined };

  it('ends a query with TIMEOUT, and is used by no other', async () => {
    expect(await run('{ users { name } }')).toEqual(answer);
    const happened = proxy.dropAt(/FROM .*Users/, 'never');
    expect(await run('{ users { name } }')).toEqual({ data: null, codes: ['TIMEOUT'] });
    expect(happened()).toBe(true);
    expect(await run('{ users { name } }')).toEqual(answer);
  });

  it('ends a write with TIMEOUT, and is used by no other', async () => {
    const happened = proxy.dropAt(/INSERT INTO/, 'never');
    expect(await run('mutation { createUser(data: { name: "Bo" }) { user { name } } }')).toEqual({
      data: null,
      codes: ['TIMEOUT'],
    });
    expect(happened()).toBe(true);
    // The embedded Postgres has one session: the transaction of the silent connection ends when that is cut.
    proxy.drop();
    expect(await run('{ users { name } }')).toEqual(answer);
  });
});
