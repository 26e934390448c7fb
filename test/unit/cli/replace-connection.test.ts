import { describe, expect, it } from '@jest/globals';
import { type Options, Sequelize } from 'sequelize';
import { describeDatabase } from '../../../src/cli/database-url.ts';
import { replaceConnection } from '../../../src/cli/replace-connection.ts';
import { sqliteOptions } from '../../support/databases.ts';

interface Internals {
  readonly config: Record<string, unknown>;
  readonly options: Record<string, unknown>;
  readonly connectionManager: {
    readonly config: Record<string, unknown>;
    readonly pool: { readonly name?: string };
  };
}

function createInstance(options: Options): Sequelize {
  return new Sequelize('shop', 'team', 'secret', { logging: false, host: 'old.host', port: 1, ...options });
}

function internals(sequelize: Sequelize): Internals {
  return sequelize as unknown as Internals;
}

describe('replaceConnection', () => {
  it('replaces what says where the database is, everywhere Sequelize keeps it', async () => {
    const sequelize = createInstance({ dialect: 'postgres', pool: { max: 7 }, timezone: '+02:00' });
    await replaceConnection(sequelize, 'postgresql://ada:p%40ss@db.example:6543/new');
    const connection = {
      database: 'new',
      username: 'ada',
      password: 'p@ss',
      host: 'db.example',
      port: '6543',
      replication: false,
    };
    const { config, options, connectionManager } = internals(sequelize);
    expect(config).toMatchObject(connection);
    expect(options).toMatchObject({ ...connection, timezone: '+02:00', pool: { max: 7 } });
    expect(connectionManager.config).toMatchObject({ ...connection, pool: { max: 7 } });
    expect(describeDatabase(sequelize)).toBe('db.example:6543/new');
  });

  it('uses the port of the dialect where the URL has none', async () => {
    const sequelize = createInstance({ dialect: 'mysql' });
    await replaceConnection(sequelize, 'mysql://root@localhost/new');
    expect(describeDatabase(sequelize)).toBe('localhost:3306/new');
  });

  it('keeps the options of the driver that do not belong to the place, and takes those of the URL', async () => {
    const sequelize = createInstance({
      dialect: 'mysql',
      dialectOptions: { ssl: { ca: 'old' }, socketPath: '/old', charset: 'utf8mb4', connectTimeout: 5 },
    });
    await replaceConnection(
      sequelize,
      'mysql://root@localhost/new?connectTimeout=9&ssl={"rejectUnauthorized":false}',
    );
    const dialectOptions = { charset: 'utf8mb4', connectTimeout: '9', ssl: { rejectUnauthorized: false } };
    expect(internals(sequelize).config.dialectOptions).toEqual(dialectOptions);
    expect(internals(sequelize).connectionManager.config.dialectOptions).toEqual(dialectOptions);
  });

  it('gives up replication: one URL is one server', async () => {
    const sequelize = createInstance({
      dialect: 'postgres',
      replication: { read: [{ host: 'one' }, { host: 'two' }], write: { host: 'three' } },
    });
    expect(describeDatabase(sequelize)).toBe('three:1/shop');
    await replaceConnection(sequelize, 'postgres://ada@db.example/new');
    expect(internals(sequelize).connectionManager.pool.name).toBe('sequelize');
    expect(describeDatabase(sequelize)).toBe('db.example:5432/new');
  });

  it('takes a URL of mysql for the driver of mariadb: the protocol is the same', async () => {
    const sequelize = createInstance({ dialect: 'mariadb', dialectModule: {} });
    await replaceConnection(sequelize, 'mysql://root@localhost/new');
    expect(sequelize.getDialect()).toBe('mariadb');
    expect(describeDatabase(sequelize)).toBe('localhost:3306/new');
  });

  it('works where the class of the instance has a constructor of its own', async () => {
    class TeamSequelize extends Sequelize {
      constructor({ name }: { name: string }) {
        super(name, 'team', 'secret', { dialect: 'postgres', logging: false });
      }
    }
    const sequelize = new TeamSequelize({ name: 'shop' });
    await replaceConnection(sequelize, 'postgres://ada@db.example/new');
    expect(describeDatabase(sequelize)).toBe('db.example:5432/new');
  });

  it('refuses a URL of another dialect and changes nothing', async () => {
    const sequelize = createInstance({ dialect: 'mysql' });
    await expect(replaceConnection(sequelize, 'postgres://ada:secret@db.example/new')).rejects.toThrow(
      "--database is a postgres URL, but the models' Sequelize instance speaks mysql.",
    );
    expect(describeDatabase(sequelize)).toBe('old.host:1/shop');
  });

  it.each([
    ['sqlite:data/shop.db', 'data/shop.db'],
    ['sqlite://data/shop.db', 'data/shop.db'],
    ['sqlite:///srv/shop.db', '/srv/shop.db'],
    ['sqlite::memory:', ':memory:'],
  ])('points an instance on SQLite at another file, which has to be there: %s', async (url, storage) => {
    const sequelize = new Sequelize({ ...sqliteOptions(), storage: 'old.db', dialectOptions: { mode: 6 } });
    await replaceConnection(sequelize, url);
    expect(internals(sequelize).options).toMatchObject({ storage, dialectOptions: { mode: 2 } });
    expect(describeDatabase(sequelize)).toBe(storage);
  });
});
