import type { Sequelize } from 'sequelize';
import { StartupError } from '../errors/startup-error.ts';
import { existingFile } from './create-instance.ts';
import { dialectOfUrl, storageOfUrl } from './database-url.ts';
import { toLoadError } from './load-error.ts';

type Settings = Record<string, unknown>;

interface Pool {
  drain(): Promise<unknown>;
  destroyAllNow(): Promise<unknown>;
}

/** What Sequelize's declarations leave out. */
interface SequelizeRuntime {
  readonly config: Settings;
  readonly options: Settings & { dialectOptions?: Settings };
  /** The base class, also where the instance is of a class that extends it with another constructor. */
  readonly Sequelize: new (
    url: string,
    options: object,
  ) => SequelizeRuntime;
  readonly connectionManager: {
    readonly config: Settings;
    readonly pool: Pool;
    readonly connections?: Record<string, { close(done: (error: unknown) => void): void }>;
    initPools(): void;
  };
}

/** The settings that say where the database is and who asks it. Everything else stays the team's. */
const connectionSettings = ['database', 'username', 'password', 'host', 'port', 'protocol', 'ssl'] as const;

/** Driver options that belong to the place the models were written for, and not to the one they are pointed at. */
const connectionOptions = new Set([
  'database',
  'host',
  'password',
  'port',
  'socketPath',
  'ssl',
  'sslmode',
  'stream',
  'uri',
  'user',
  'username',
]);

/**
 * Points an instance at another database of its dialect. Models are bound to their instance, so it is the instance that
 * changes: its configuration, the copy of that which its connection manager took, and the pools made of the copy, which
 * are lazy and hold a connection only where the team's own module has used one already. Replication is given up, as one
 * URL names one server; pool, hooks, time zone, logging and every option of the driver that is not the connection stay.
 *
 * @throws StartupError where the URL is of another dialect or no URL.
 */
export async function replaceConnection(sequelize: Sequelize, url: string): Promise<void> {
  const dialect = sequelize.getDialect();
  const urlDialect = dialectOfUrl(url, '--database');
  if (!isSameServer(urlDialect, dialect)) {
    throw new StartupError([
      `--database is a ${urlDialect} URL, but the models' Sequelize instance speaks ${dialect}.`,
    ]);
  }
  const runtime = sequelize as unknown as SequelizeRuntime;
  const storage = storageOfUrl(url);
  if (storage !== null) {
    await replaceFile(runtime, storage);
    return;
  }
  const manager = runtime.connectionManager;
  const other = read(runtime, url.replace(/^\w+:/, `${dialect}:`));
  const dialectOptions = { ...withoutConnection(runtime.options.dialectOptions), ...driverOptions(other) };

  for (const name of connectionSettings) {
    const value = other.config[name];
    runtime.config[name] = value;
    runtime.options[name] = value;
    manager.config[name] = value;
  }
  for (const settings of [runtime.config, runtime.options, manager.config]) {
    settings.dialectOptions = dialectOptions;
    settings.replication = false;
  }
  await manager.pool.drain();
  await manager.pool.destroyAllNow();
  manager.initPools();
}

/** SQLite's connections are in no pool, and each is made when it is needed. */
async function replaceFile({ options, connectionManager }: SequelizeRuntime, storage: string): Promise<void> {
  const { connections = {} } = connectionManager;
  await Promise.all(
    Object.entries(connections).map(([name, connection]) => {
      delete connections[name];
      return new Promise((resolve) => connection.close(resolve));
    }),
  );
  options.storage = storage;
  options.dialectOptions = { ...options.dialectOptions, ...existingFile };
}

/** The URL as Sequelize itself reads it. No more is done with this instance: it never connects. */
function read({ Sequelize, options }: SequelizeRuntime, url: string): SequelizeRuntime {
  try {
    return new Sequelize(url, {
      dialectModule: options.dialectModule,
      dialectModulePath: options.dialectModulePath,
      dialectOptions: {},
    });
  } catch (error) {
    throw toLoadError(error, '--database');
  }
}

/** MySQL's protocol is MariaDB's: which driver speaks it is the models' choice, not the URL's. */
function isSameServer(urlDialect: string, dialect: string): boolean {
  const family = (name: string) => (name === 'mariadb' ? 'mysql' : name);
  return family(urlDialect) === family(dialect);
}

function withoutConnection(dialectOptions: Settings = {}): Settings {
  return Object.fromEntries(Object.entries(dialectOptions).filter(([name]) => !connectionOptions.has(name)));
}

/** MySQL's drivers take `ssl` as an object, which a URL can only hold as JSON. */
function driverOptions({ config }: SequelizeRuntime): Settings {
  const options = { ...(config.dialectOptions as Settings) };
  if (typeof options.ssl === 'string' && /^(?:\{.*\}|true|false)$/.test(options.ssl)) {
    options.ssl = JSON.parse(options.ssl);
  }
  return options;
}
