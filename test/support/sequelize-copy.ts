import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Options, Sequelize } from 'sequelize';

/** Sequelize as another copy on the disk, as an app and a library of it may each have one. */
export interface SequelizeCopy {
  readonly Sequelize: new (url: string, options: Options) => Sequelize;
  readonly DataTypes: typeof import('sequelize').DataTypes;
  readonly Op: typeof import('sequelize').Op;
  remove(): Promise<void>;
}

/** Copies Sequelize into a folder of its own, where it finds the packages it needs beside the copy. */
export async function copySequelize(): Promise<SequelizeCopy> {
  const original = dirname(require.resolve('sequelize/package.json'));
  const folder = await mkdtemp(join(tmpdir(), 'kinql-sequelize-'));
  const copy = join(folder, 'node_modules', 'sequelize');
  await cp(original, copy, { recursive: true, filter: (path) => !path.endsWith('.map') });
  await symlink(dirname(original), join(copy, 'node_modules'));
  const load = createRequire(join(folder, basename(folder)));
  return {
    ...(load('sequelize') as Pick<SequelizeCopy, 'Sequelize' | 'DataTypes' | 'Op'>),
    remove: () => rm(folder, { recursive: true }),
  };
}
