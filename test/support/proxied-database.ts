import type { Options, Sequelize } from 'sequelize';
import { createInstance, openDatabase, type TestDatabase } from './databases.ts';
import type { WorldOptions } from './on-each-database.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

/** A set of models on a database server, synced and filled, and an instance whose connections to it can be broken. */
export interface ProxiedDatabase {
  readonly proxy: TcpProxy;
  /** Through the proxy. */
  readonly sequelize: Sequelize;
  /** On the database itself, with the same models. */
  readonly direct: Sequelize;
  close(): Promise<void>;
}

/** `options` are those of the instance whose connections can be broken. */
export async function openProxiedDatabase(
  database: TestDatabase,
  { name, define, fill }: Pick<WorldOptions, 'name' | 'define' | 'fill'>,
  options: Options,
): Promise<ProxiedDatabase> {
  const instance = await openDatabase(database, name);
  define(instance.sequelize);
  await instance.sequelize.sync();
  await fill?.(instance.sequelize);
  const { hostname, port } = new URL(database.url);
  const proxy = await startTcpProxy(hostname, Number(port));
  const sequelize = createInstance(database, name, options, proxy.port);
  define(sequelize);
  return {
    proxy,
    sequelize,
    direct: instance.sequelize,
    async close() {
      await sequelize.close();
      await proxy.cut();
      await instance.close();
    },
  };
}
