// A connection on which the database says nothing any more, as when the process behind it is frozen: only the driver's
// `query_timeout` ends what waits for it. SQLite has no connections, and MySQL's driver has no such time.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { graphql } from 'graphql';
import { DataTypes, type Sequelize } from 'sequelize';
import { createSchema } from '../../src/build/create-schema.ts';
import { databases } from '../support/databases.ts';
import { openProxiedDatabase, type ProxiedDatabase } from '../support/proxied-database.ts';

function define(sequelize: Sequelize): void {
  sequelize.define('User', { name: DataTypes.STRING }, { timestamps: false });
}

async function fill({ models }: Sequelize): Promise<void> {
  await models.User?.create({ name: 'Ada' });
}

const servers = databases.filter((database) => ['embedded', 'postgres'].includes(database.name));

describe.each(servers)('a connection that falls silent ($name)', (database) => {
  let proxied: ProxiedDatabase;
  /** Where the console is told of each transaction that could not be rolled back. */
  const { warn } = console;

  beforeAll(async () => {
    console.warn = () => undefined;
    proxied = await openProxiedDatabase(
      database,
      { name: 'connections_silent', define, fill },
      { pool: { max: 1 }, dialectOptions: { query_timeout: 1_000 } },
    );
  });

  afterAll(async () => {
    proxied?.proxy.drop();
    await proxied?.close();
    console.warn = warn;
  });

  const run = async (source: string) => {
    const schema = createSchema(proxied.sequelize, { onFinding: () => undefined, writes: true });
    const { data, errors } = await graphql({ schema, source });
    return { data, codes: errors?.map(({ extensions }) => extensions.code) };
  };
  const answer = { data: { users: [{ name: 'Ada' }] }, codes: undefined };

  it('ends a query with TIMEOUT, and is used by no other', async () => {
    expect(await run('{ users { name } }')).toEqual(answer);
    const happened = proxied.proxy.dropAt(/FROM .*Users/, 'never');
    expect(await run('{ users { name } }')).toEqual({ data: null, codes: ['TIMEOUT'] });
    expect(happened()).toBe(true);
    expect(await run('{ users { name } }')).toEqual(answer);
  });

  it('ends a write with TIMEOUT, and is used by no other', async () => {
    const happened = proxied.proxy.dropAt(/INSERT INTO/, 'never');
    expect(await run('mutation { createUser(data: { name: "Bo" }) { user { name } } }')).toEqual({
      data: null,
      codes: ['TIMEOUT'],
    });
    expect(happened()).toBe(true);
    // The embedded Postgres has one session: the transaction of the silent connection ends when that is cut.
    proxied.proxy.drop();
    expect(await run('{ users { name } }')).toEqual(answer);
  });
});
