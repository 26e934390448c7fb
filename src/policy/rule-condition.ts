import {
  type Catalog,
  type CatalogAssociation,
  type CatalogAttribute,
  type CatalogModel,
  getModel,
  isToMany,
} from '../catalog/catalog.ts';
import type { Names } from '../inflection/name-catalog.ts';
import { allOf, type Condition, type Operator, quantifiers } from './condition.ts';
import type { RuleWhere } from './rules.ts';

/** A rule that says nothing that could be held: the message names the place. */
export class RuleProblem extends Error {}

/** A value of the viewer that a rule needs and the viewer does not have: then nothing is allowed. */
export class MissingViewerValue extends Error {}

/** What the names in a rule mean. */
export interface RuleNames {
  readonly catalog: Catalog;
  readonly names: Names;
}

/** Gives the value of a viewer's property; a startup check gives anything. */
export type ReadViewer = (property: string) => unknown;

const operators: ReadonlySet<string> = new Set<Operator>([
  ...(['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'in', 'notIn', 'isNull'] as const),
  ...([
    'contains',
    'startsWith',
    'endsWith',
    'iEq',
    'iContains',
    'iStartsWith',
    'iEndsWith',
    'like',
    'iLike',
  ] as const),
]);

/**
 * The condition that a rule's `where` says of rows of a model, with the viewer's values in it.
 *
 * @throws RuleProblem for a name or operator that is none, MissingViewerValue where the viewer lacks a value.
 */
export function ruleCondition(
  context: RuleNames,
  model: CatalogModel,
  where: RuleWhere,
  viewer: ReadViewer,
  place: string,
): Condition {
  return allOf(
    Object.entries(where).map(([name, given]): Condition => {
      const here = `${place}.${name}`;
      if (given === undefined || given === null) {
        throw new MissingViewerValue(`${here} is ${given}.`);
      }
      if (name === 'and' || name === 'or') {
        const conditions = (given as readonly RuleWhere[]).map((item) =>
          ruleCondition(context, model, item, viewer, here),
        );
        return name === 'and' ? allOf(conditions) : { kind: 'any', conditions };
      }
      if (name === 'not') {
        return { kind: 'not', conditions: [ruleCondition(context, model, given as RuleWhere, viewer, here)] };
      }
      const member = findMember(context, model, name);
      if (member === undefined) {
        throw new RuleProblem(`${here}: ${model.name} has no attribute and no association of this name.`);
      }
      return 'column' in member
        ? comparisons(member, given, viewer, here)
        : relation(context, member, given as RuleWhere, viewer, here);
    }),
  );
}

/** An attribute or association, by its name in the API or in the model. */
function findMember(
  { names }: RuleNames,
  model: CatalogModel,
  name: string,
): CatalogAttribute | CatalogAssociation | undefined {
  const naming = names.models[model.name];
  const called = (members: Readonly<Record<string, string>> | undefined): string | undefined =>
    Object.entries(members ?? {}).find(([, field]) => field === name)?.[0];
  const attribute = called(naming?.attributes) ?? name;
  const association = called(naming?.associations);
  return (
    model.attributes.find((candidate) => candidate.name === attribute && candidate.stored) ??
    model.associations.find(({ id, alias }) =>
      association === undefined ? alias === name : id === association,
    )
  );
}

function comparisons(
  attribute: CatalogAttribute,
  given: unknown,
  viewer: ReadViewer,
  place: string,
): Condition {
  if (typeof given !== 'object' || Array.isArray(given)) {
    throw new RuleProblem(`${place}: an attribute is compared by an operator, such as { eq: 1 }.`);
  }
  return allOf(
    Object.entries(given as object).map(([operator, operand]): Condition => {
      if (!operators.has(operator)) {
        throw new RuleProblem(`${place}.${operator} is no operator of rules.`);
      }
      const value = operandValue(operand, viewer, `${place}.${operator}`);
      const isNull = value === null && (operator === 'eq' || operator === 'ne');
      if (value === null && !isNull) {
        throw new MissingViewerValue(`${place}.${operator} is null.`);
      }
      return {
        kind: 'attribute',
        attribute: attribute.name,
        operator: isNull ? 'isNull' : (operator as Operator),
        value: isNull ? operator === 'eq' : value,
      };
    }),
  );
}

/** Null is compared with only where it stands in the rule itself: a viewer without a company is not one of no company. */
function operandValue(operand: unknown, viewer: ReadViewer, place: string): unknown {
  if (Array.isArray(operand)) {
    return operand.map((item) => operandValue(item, viewer, place));
  }
  const isReference = typeof operand === 'object' && operand !== null && 'viewer' in operand;
  const value = isReference ? viewer(String((operand as { viewer: unknown }).viewer)) : operand;
  if (value === undefined || (isReference && value === null)) {
    throw new MissingViewerValue(`${place} has no value.`);
  }
  return value;
}

function relation(
  context: RuleNames,
  association: CatalogAssociation,
  given: RuleWhere,
  viewer: ReadViewer,
  place: string,
): Condition {
  const target = getModel(context.catalog, association.target);
  if (!isToMany(association.kind)) {
    return {
      kind: 'relation',
      association: association.id,
      quantifier: 'some',
      condition: ruleCondition(context, target, given, viewer, place),
      through: null,
    };
  }
  return allOf(
    Object.entries(given).map(([name, where]): Condition => {
      const quantifier = quantifiers.find((candidate) => candidate === name);
      if (quantifier === undefined) {
        throw new RuleProblem(`${place}.${name}: many rows are asked about by some, every or none.`);
      }
      return {
        kind: 'relation',
        association: association.id,
        quantifier,
        condition: ruleCondition(context, target, where as RuleWhere, viewer, `${place}.${name}`),
        through: null,
      };
    }),
  );
}
