import { analyseModels } from '../build/create-schema.ts';
import { printFinding } from '../catalog/finding.ts';
import { loadOptions } from './load-config.ts';
import { loadModels } from './load-models.ts';
import { divertStdout, warn, writeResult } from './output.ts';

export interface CheckOptions {
  readonly models: string;
  readonly database?: string;
  readonly config?: string;
  readonly writes?: boolean;
  readonly strict?: boolean;
}

/**
 * Prints everything that is found about the models, one a line, and a line that sums it up on stderr. Connects to no
 * database. Gives the exit code: 1 where a finding is fatal, or under `strict` where there is any.
 */
export async function check({ models, database, config, writes, strict }: CheckOptions): Promise<number> {
  const restoreStdout = divertStdout();
  const options = await loadOptions({ config, writes });
  const sequelize = await loadModels(models, { database, offline: true });
  const { catalog, findings } = analyseModels(sequelize, options);
  restoreStdout();
  await writeResult(findings.map((finding) => `${printFinding(finding)}\n`).join(''));
  const fatal = findings.filter(({ severity }) => severity === 'fatal').length;
  warn(
    `${count(catalog.models.length, 'model')}: ${count(fatal, 'fatal finding')}, ${count(findings.length - fatal, 'warning')}.`,
  );
  const isStrict = strict === true || options.strict === true;
  return fatal > 0 || (isStrict && findings.length > 0) ? 1 : 0;
}

function count(number: number, noun: string): string {
  return `${number === 0 ? 'no' : number} ${noun}${number === 1 ? '' : 's'}`;
}
