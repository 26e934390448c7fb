import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { createSchema } from '../build/create-schema.ts';
import { StartupError } from '../errors/startup-error.ts';
import { loadOptions } from './load-config.ts';
import { loadModels } from './load-models.ts';
import { divertStdout, writeResult } from './output.ts';

export interface PrintOptions {
  readonly models: string;
  readonly database?: string;
  readonly config?: string;
  readonly writes?: boolean;
  readonly out?: string;
}

/** Prints the schema that the models imply, or writes it to a file. Connects to no database. Gives the exit code. */
export async function print({ models, database, config, writes, out }: PrintOptions): Promise<number> {
  const restoreStdout = divertStdout();
  const options = await loadOptions({ config, writes });
  const sequelize = await loadModels(models, { database, offline: true });
  const schema = createSchema(sequelize, options);
  restoreStdout();
  const text = `${printSchema(lexicographicSortSchema(schema))}\n`;
  if (out === undefined) {
    await writeResult(text);
  } else {
    writeFile(out, text);
  }
  return 0;
}

function writeFile(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    throw new StartupError(
      [`--out: ${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`],
      { cause: error },
    );
  }
}
