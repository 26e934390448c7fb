import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GraphQLSchema, graphql } from 'graphql';
import { DataTypes, type Sequelize } from 'sequelize';
import { createSchema } from '../../src/build/create-schema.ts';
import { databases } from '../support/databases.ts';
import { openProxiedDatabase, type ProxiedDatabase } from '../support/proxied-database.ts';

/** A file does not go away. */
const servers = databases.filter(({ name }) => name !== 'sqlite');

describe.each(servers)('a database that goes away ($name)', (database) => {
  let proxied: ProxiedDatabase;
  let schema: GraphQLSchema;

  beforeAll(async () => {
    proxied = await openProxiedDatabase(
      database,
      { name: 'database_away', define, fill },
      { pool: { max: 2 } },
    );
    // What waiting for it does is in reads-retried.test.ts.
    schema = createSchema(proxied.sequelize, { onFinding: () => undefined, readRetryMilliseconds: 0 });
  });

  afterAll(async () => {
    await proxied?.close();
  });

  const ask = () => graphql({ schema, source: '{ tasks { name user { name } } }' });
  const answer = { data: { tasks: [{ name: 'a', user: { name: 'Ada' } }] } };

  it('is answered for by SERVICE_UNAVAILABLE, and used again as soon as it is back', async () => {
    const { proxy } = proxied;
    await proxy.cut();
    for (let attempt = 0; attempt < 3; attempt++) {
      const { data, errors } = await ask();
      expect({ data, errors: errors?.map(({ message, extensions }) => [extensions.code, message]) }).toEqual({
        data: null,
        errors: [['SERVICE_UNAVAILABLE', 'The database cannot be reached at the moment.']],
      });
    }
    await proxy.mend();
    expect(await ask()).toEqual(answer);

    await proxy.cut();
    const lost = await ask();
    expect(lost.errors?.map(({ extensions }) => extensions.code)).toEqual(['SERVICE_UNAVAILABLE']);
    await proxy.mend();
    expect(await ask()).toEqual(answer);
  });
});

function define(sequelize: Sequelize): void {
  const User = sequelize.define('User', { name: DataTypes.STRING }, { timestamps: false });
  const Task = sequelize.define('Task', { name: DataTypes.STRING }, { timestamps: false });
  Task.belongsTo(User, { as: 'user', foreignKey: 'userId' });
}

async function fill({ models }: Sequelize): Promise<void> {
  await models.User?.create({ name: 'Ada' });
  await models.Task?.create({ name: 'a', userId: 1 });
}
