import { analyseModels } from '../build/create-schema.ts';
import type { CatalogModel } from '../catalog/catalog.ts';
import { StartupError } from '../errors/startup-error.ts';
import { findRuleProblems } from '../policy/check-rules.ts';
import { chooses } from '../policy/policy.ts';
import { choosesAssociation } from '../policy/relation-rules.ts';
import type { RuleNames } from '../policy/rule-condition.ts';
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
  await writeResult(printMatrix({ catalog, names }, options.rules));
  return 0;
}

const actions = ['read', 'create', 'update', 'updated', 'delete'] as const;

const kinds = ['not readable', 'not writable', 'not followed', 'no scopes'];

/** The permission matrix in Markdown: a line for each model and role, `-` where nothing is allowed. */
export function printMatrix(context: RuleNames, { models: rulesOf }: RulesOptions): string {
  const header = ['model', 'role', ...actions, ...kinds];
  const rows = context.catalog.models.flatMap((model) => {
    const roles = Object.entries(rulesOf[model.name] ?? {});
    return roles.length === 0
      ? [[model.name, '(nobody)', ...actions.map(() => '-'), ...kinds.map(() => '')]]
      : roles.map(([role, own]) => printRole(context, model, role, own));
  });
  return [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('');
}

function printRole(context: RuleNames, model: CatalogModel, role: string, rules: ModelRules): string[] {
  const { name, attributes, associations, scopes } = model;
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
    associations
      .filter(({ id }) => !choosesAssociation(context, model, rules.associations, id))
      .map(({ id }) => context.names.models[name]?.associations[id])
      .join(', '),
    scopes
      .filter((scope) => scope.offer !== null && !chooses(rules.scopes, scope.name))
      .map((scope) => scope.name)
      .join(', '),
  ];
}

function printRule(rule: RowsRule | undefined): string {
  if (rule === undefined || typeof rule === 'boolean') {
    return rule === true ? 'all' : '-';
  }
  return typeof rule === 'function' ? 'by a function' : `\`${JSON.stringify(rule).replaceAll('|', '\\|')}\``;
}
