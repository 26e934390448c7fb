import type { Sequelize } from 'sequelize';
import { StartupError } from '../errors/startup-error.ts';

const dialects: Readonly<Record<string, string>> = {
  'postgres:': 'postgres',
  'postgresql:': 'postgres',
  'mysql:': 'mysql',
  'mariadb:': 'mariadb',
};

/**
 * The dialect that a database's URL is for. `source` says where the URL was given; the URL itself is never repeated, as it
 * holds a password.
 *
 * @throws StartupError where it is no URL, or one of a database that KinQL does not serve.
 */
export function dialectOfUrl(url: string, source: string): string {
  if (storageOfUrl(url) !== null) {
    return 'sqlite';
  }
  const protocol = /^\w+:\/\//.test(url) && URL.canParse(url) ? new URL(url).protocol : undefined;
  if (protocol === undefined) {
    throw new StartupError([
      `${source} is no URL such as postgres://user@host:5432/database, in which special characters are percent-encoded.`,
    ]);
  }
  const dialect = dialects[protocol];
  if (dialect === undefined) {
    throw new StartupError([
      `${source} is a URL of ${protocol.slice(0, -1)}, which KinQL does not serve: use postgres, mysql, mariadb or sqlite.`,
    ]);
  }
  return dialect;
}

/** The file that a URL of SQLite names: `sqlite:shop.db`, `sqlite:///srv/shop.db`; null where it is none. */
export function storageOfUrl(url: string): string | null {
  return /^sqlite:(?:\/\/)?(.+)$/.exec(url)?.[1] ?? null;
}

/** What a Sequelize instance is connected to, for people: `127.0.0.1:5432/shop` or a file, never its user or password. */
export function describeDatabase(sequelize: Sequelize): string {
  const { options } = sequelize as unknown as { options?: FileSettings };
  if (options?.dialect === 'sqlite') {
    return options.storage ?? options.host ?? ':memory:';
  }
  const { host, port, database } = connectionOf(sequelize);
  const place = host.includes(':') ? `[${host}]` : host;
  return `${place}${port === undefined ? '' : `:${port}`}/${database}`;
}

/** The settings that Sequelize connects with; under replication those of the writing server. */
function connectionOf(sequelize: Sequelize) {
  const { config } = sequelize as unknown as { config: ConnectionSettings };
  const written = config.replication === false ? undefined : config.replication?.write;
  const { host = 'localhost', port, database = '' } = { ...config, ...written };
  return { host: host ?? 'localhost', port, database: database ?? '' };
}

interface FileSettings {
  readonly dialect?: string;
  readonly storage?: string;
  readonly host?: string;
}

interface ConnectionSettings {
  readonly host?: string | null;
  readonly port?: string | number;
  readonly database?: string | null;
  readonly replication?: false | { readonly write?: Omit<ConnectionSettings, 'replication'> };
}
