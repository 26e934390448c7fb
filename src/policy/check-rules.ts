import type { CatalogModel } from '../catalog/catalog.ts';
import { nearest } from '../util/nearest.ts';
import { chooses } from './policy.ts';
import { findAssociation, namesOf } from './relation-rules.ts';
import { MissingViewerValue, type RuleNames, RuleProblem, ruleCondition } from './rule-condition.ts';
import {
  type AttributeChoice,
  isBoundSql,
  type ModelRules,
  type RowsRule,
  type RulesOptions,
} from './rules.ts';

const rowRules = ['read', 'create', 'update', 'updated', 'delete'] as const;
const keys: readonly string[] = [...rowRules, 'readable', 'writable', 'associations', 'scopes'];

/**
 * What keeps rules from being held, one sentence each: names that are nothing's, operators that there are not. What a function
 * will say is not known before it is asked.
 */
export function findRuleProblems(context: RuleNames, rules: RulesOptions): string[] {
  const { models } = context.catalog;
  return Object.entries(rules.models).flatMap(([name, roles]) => {
    const model = models.find((candidate) => candidate.name === name);
    if (model === undefined) {
      const near = nearest(
        name,
        models.map((candidate) => candidate.name),
      );
      return [
        `rules.models.${name}: there is no model of this name.${near === undefined ? '' : ` Was ${near} meant?`}`,
      ];
    }
    return Object.entries(roles).flatMap(([role, own]) =>
      modelProblems(context, model, own, `rules.models.${name}.${role}`),
    );
  });
}

function modelProblems(context: RuleNames, model: CatalogModel, rules: ModelRules, place: string): string[] {
  return [
    ...Object.keys(rules)
      .filter((key) => !keys.includes(key))
      .map((key) => `${place} has the unknown key ${JSON.stringify(key)}: known are ${keys.join(', ')}.`),
    ...rowRules.flatMap((action) => ruleProblems(context, model, rules[action], `${place}.${action}`)),
    ...(['readable', 'writable'] as const).flatMap((key) =>
      choiceProblems(model, rules[key], `${place}.${key}`),
    ),
    ...unknownNames(rules.associations, (name) => findAssociation(context, model, name) !== undefined).map(
      (name) => `${place}.associations: ${model.name} has no association ${name}.`,
    ),
    ...unknownNames(rules.scopes, (name) =>
      model.scopes.some((scope) => scope.name === name && scope.offer !== null),
    ).map((name) => `${place}.scopes: ${model.name} offers no scope ${name} (option models).`),
  ];
}

function ruleProblems(
  context: RuleNames,
  model: CatalogModel,
  rule: RowsRule | undefined,
  place: string,
): string[] {
  if (rule === undefined || typeof rule === 'boolean' || typeof rule === 'function') {
    return [];
  }
  if (typeof rule !== 'object' || rule === null || isBoundSql(rule)) {
    return [`${place} has to be true, false, a where, or a function that gives one of these.`];
  }
  try {
    ruleCondition(context, model, rule, () => 0, place);
    return [];
  } catch (error) {
    if (error instanceof RuleProblem || error instanceof MissingViewerValue) {
      return [error.message];
    }
    return [`${place} is no where: ${(error as Error).message}`];
  }
}

function choiceProblems(model: CatalogModel, choice: AttributeChoice | undefined, place: string): string[] {
  return unknownNames(choice, (name) => model.attributes.some((attribute) => attribute.name === name)).map(
    (name) => `${place}: ${model.name} has no attribute ${name}.`,
  );
}

function unknownNames(
  choice: AttributeChoice | undefined,
  isKnown: (name: string) => boolean,
): readonly string[] {
  return choice === undefined ? [] : namesOf(choice).filter((name) => !isKnown(name));
}

/** Attributes, as `Model.attribute`, that some role does not see, so that they may be null whatever the model says. */
export function restrictedAttributes({ catalog }: RuleNames, { models }: RulesOptions): ReadonlySet<string> {
  const restricted = new Set<string>();
  for (const { name, attributes } of catalog.models) {
    for (const { readable } of Object.values(models[name] ?? {})) {
      for (const attribute of attributes.filter((candidate) => !chooses(readable, candidate.name))) {
        restricted.add(`${name}.${attribute.name}`);
      }
    }
  }
  return restricted;
}
