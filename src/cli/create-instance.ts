import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { DataTypes, Options, Sequelize } from 'sequelize';
import { StartupError } from '../errors/startup-error.ts';
import { dialectOfUrl, storageOfUrl } from './database-url.ts';
import { missingDriver } from './load-error.ts';

interface SequelizePackage {
  readonly Sequelize: new (...parameters: [url: string, options: Options] | [options: Options]) => Sequelize;
  readonly DataTypes: typeof DataTypes;
}

/** SQLite's OPEN_READWRITE alone: a file that is not there is a mistake, and not to be made. */
export const existingFile: object = { mode: 2 };

/** Where KinQL itself makes the instance, because the models do not. */
export interface DatabaseChoice {
  /** As given by --database. */
  readonly database?: string | undefined;
  /** Whether nothing will connect, so that without a URL the dialect alone will do. */
  readonly offline: boolean;
}

/** An instance for models that come without one, and the DataTypes of the same copy of Sequelize. */
export interface CreatedInstance {
  readonly sequelize: Sequelize;
  readonly DataTypes: typeof DataTypes;
}

/**
 * Makes the instance for the models in `folder`, of the team's own copy of Sequelize where there is one; decorated models
 * need the class of sequelize-typescript. The URL is the one of --database, else the environment's DATABASE_URL, which shows the password to no list of processes.
 *
 * @throws StartupError where a URL is needed and none was given, and for one that cannot be.
 */
export function createInstance(
  folder: string,
  { database, offline }: DatabaseChoice,
  packageName: 'sequelize' | 'sequelize-typescript' = 'sequelize',
): CreatedInstance {
  const { DataTypes } = requireSequelize(folder);
  const { Sequelize } = requireSequelize(folder, packageName);
  const [url, source] =
    database === undefined ? [process.env.DATABASE_URL, 'DATABASE_URL'] : [database, '--database'];
  if (url === undefined || url === '') {
    if (!offline) {
      throw new StartupError([
        'These models come without a Sequelize instance: name the database by --database URL, or by DATABASE_URL in the environment.',
      ]);
    }
    return { sequelize: new Sequelize({ dialect: 'postgres', logging: false }), DataTypes };
  }
  const dialect = dialectOfUrl(url, source);
  try {
    const storage = storageOfUrl(url);
    const sequelize =
      storage === null
        ? new Sequelize(url, { logging: false })
        : new Sequelize({ dialect: 'sqlite', storage, logging: false, dialectOptions: existingFile });
    return { sequelize, DataTypes };
  } catch (error) {
    const driver = missingDriver(error);
    if (driver === undefined) {
      throw error;
    }
    throw new StartupError([`The database driver for ${dialect} is not installed: npm install ${driver}`], {
      cause: error,
    });
  }
}

/** The package that the models themselves import: a literal of another copy would be refused by the instance. */
export function requireSequelize(folder: string, packageName = 'sequelize'): SequelizePackage {
  for (const from of [`${pathToFileURL(folder).href}/`, import.meta.url]) {
    try {
      return createRequire(from)(packageName) as SequelizePackage;
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'MODULE_NOT_FOUND') {
        throw error;
      }
    }
  }
  throw new StartupError([`The package ${packageName} is not installed: npm install ${packageName}`]);
}
