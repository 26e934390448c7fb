import { analyseModels } from '../build/create-schema.ts';
import type { CatalogModel } from '../catalog/catalog.ts';
import { StartupError } from '../errors/startup-error.ts';
import { findRuleProblems } from '../policy/check-rules.ts';
import { chooses } from '../policy/policy.ts';
import type { ModelRules, RowsRule, RulesOptions } from '../policy/rules.ts';
import { loadOptions } from './load-config.ts';
import { loadModels } from './load-models.ts';
import { divertStdout, writeResult } from './output.ts';

export interface RulesCommandOptions {
  readonly models: string;
  readonly database?: string;
  readonly config?: string;
  readonly writes?: boolean;
}

/** Prints what each role may do with each model, as a table. Connects to no database. Gives the exit code. */
export async function rules({ models, database, config, writes }: RulesCommandOptions): Promise<number> {
  const restoreStdout = divertStdout();
  const options = await loadOptions({ config, writes });
  const sequelize = await loadModels(models, { database, offline: true });
  const { catalog, names } = analyseModels(sequelize, options);
  restoreStdout();
  if (typeof options.rules !== 'object') {
    await writeResult('There are no rules: everybody may do everything.\n');
    return 0;
  }
  const problems = findRuleProblems({ catalog, names }, options.rules);
  if (problems.length > 0) {
    throw new StartupError(problems);
  }
  await writeResult(printMatrix(catalog.models, options.rules));
  return 0;
}

const actions = ['read', 'create', 'update', 'updated', 'delete'] as const;

/** The permission matrix in Markdown: a line for each model and role, `-` where nothing is allowed. */
export function printMatrix(models: readonly CatalogModel[], { models: rulesOf }: RulesOptions): string {
  const header = ['model', 'role', ...actions, 'not readable', 'not writable'];
  const rows = models.flatMap((model) => {
    const roles = Object.entries(rulesOf[model.name] ?? {});
    return roles.length === 0
      ? [[model.name, '(nobody)', ...actions.map(() => '-'), '', '']]
      : roles.map(([role, own]) => printRole(model, role, own));
  });
  return [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('');
}

function printRole({ name, attributes }: CatalogModel, role: string, rules: ModelRules): string[] {
  const kept = (choice: ModelRules['readable']): string =>
    attributes
      .filter((attribute) => attribute.hidden === null && !chooses(choice, attribute.name))
      .map((attribute) => attribute.name)
      .join(', ');
  return [
    name,
    role,
    ...actions.map((action) =>
      printRule(action === 'updated' ? (rules.updated ?? rules.update) : rules[action]),
    ),
    kept(rules.readable),
    kept(rules.writable),
  ];
}

function printRule(rule: RowsRule | undefined): string {
  if (rule === undefined || typeof rule === 'boolean') {
    return rule === true ? 'all' : '-';
  }
  return typeof rule === 'function' ? 'by a function' : `\`${JSON.stringify(rule).replaceAll('|', '\\|')}\``;
}
