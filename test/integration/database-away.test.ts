import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GraphQLSchema, graphql } from 'graphql';
import { DataTypes, Sequelize } from 'sequelize';
import { createSchema } from '../../src/build/create-schema.ts';
import { databases, openDatabase, schemaNameOf, type TestInstance } from '../support/databases.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

/** A file does not go away. */
const servers = databases.filter(({ name }) => name !== 'sqlite');

describe.each(servers)('a database that goes away ($name)', (database) => {
  let instance: TestInstance;
  let proxy: TcpProxy;
  let sequelize: Sequelize;
  let schema: GraphQLSchema;

  beforeAll(async () => {
    instance = await openDatabase(database, 'database_away');
    define(instance.sequelize);
    await instance.sequelize.sync();
    await instance.sequelize.models.User?.create({ name: 'Ada' });
    await instance.sequelize.models.Task?.create({ name: 'a', userId: 1 });
    const { hostname, port } = new URL(database.url);
    proxy = await startTcpProxy(hostname, Number(port));
    const url = new URL(database.url);
    url.port = String(proxy.port);
    if (database.name === 'mariadb') {
      url.pathname = `/${schemaNameOf(database, 'database_away')}`;
    }
    sequelize = new Sequelize(url.href, {
      logging: false,
      pool: { max: 2 },
      ...(database.name !== 'mariadb' && { define: { schema: schemaNameOf(database, 'database_away') } }),
    });
    define(sequelize);
    // What waiting for it does is in reads-retried.test.ts.
    schema = createSchema(sequelize, { onFinding: () => undefined, readRetryMilliseconds: 0 });
  });

  afterAll(async () => {
    await sequelize.close();
    await proxy.cut();
    await instance.close();
  });

  const ask = () => graphql({ schema, source: '{ tasks { name user { name } } }' });
  const answer = { data: { tasks: [{ name: 'a', user: { name: 'Ada' } }] } };

  it('is answered for by SERVICE_UNAVAILABLE, and used again as soon as it is back', async () => {
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
