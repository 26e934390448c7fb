import type { GraphQLInputObjectType } from 'graphql';
import {
  allOf,
  always,
  type Condition,
  type JsonPart,
  type Operator,
  quantifiers,
} from '../policy/condition.ts';
import { invariant } from '../util/invariant.ts';
import {
  givenEntries,
  givenFields,
  InputProblem,
  inputTypeOf,
  nullProblem,
  requireFields,
} from './given-input.ts';
import { fromGlobalId, type GlobalId, keyOfGlobalId, noGlobalId } from './global-id.ts';
import type { GlobalReference } from './input-source.ts';
import { planScopes } from './plan-source.ts';

/** A `where` as graphql-js coerced it. */
type Fields = Readonly<Record<string, unknown>>;

/**
 * The condition that a value of a generated `where` input says. A field that is not given is no condition; null is one only
 * where it is compared with.
 *
 * @throws InputProblem where null stands in the place of a condition.
 */
export function planCondition(type: GraphQLInputObjectType, value: unknown, place = 'where'): Condition {
  const conditions: Condition[] = [];
  for (const { field, source, given, here } of givenFields(type, value, place)) {
    switch (source.kind) {
      case 'logic':
        conditions.push(planLogic(type, source.operator, given, here));
        break;
      case 'attribute':
        conditions.push(...planOperators(given, source.attribute, here));
        break;
      case 'globalId':
        conditions.push(...planGlobalIds(given, source.references, here));
        break;
      case 'one':
        conditions.push({
          kind: 'relation',
          association: source.association,
          quantifier: 'some',
          condition: planCondition(inputTypeOf(field.type), given, here),
          through: null,
        });
        break;
      case 'many':
        conditions.push(...planQuantifiers(inputTypeOf(field.type), source.association, given, here));
        break;
      default:
        invariant(false, `${here} belongs to no filter`);
    }
  }
  return allOf(conditions);
}

function planLogic(
  type: GraphQLInputObjectType,
  operator: 'and' | 'or' | 'not',
  given: unknown,
  place: string,
): Condition {
  if (operator === 'not') {
    return { kind: 'not', conditions: [planCondition(type, given, place)] };
  }
  if (given === null) {
    throw nullProblem(place);
  }
  const conditions = (given as readonly unknown[]).map((item) => planCondition(type, item, place));
  return operator === 'and' ? allOf(conditions) : { kind: 'any', conditions };
}

function planQuantifiers(
  type: GraphQLInputObjectType,
  association: string,
  given: unknown,
  place: string,
): Condition[] {
  const fields = requireFields(given, place);
  const plan = (name: string): Condition =>
    planCondition(inputTypeOf(type.getFields()[name]?.type), fields[name], `${place}.${name}`);
  const through = fields.through === undefined ? null : plan('through');
  const scopes =
    fields.scopes === undefined
      ? []
      : planScopes(inputTypeOf(type.getFields().scopes?.type), fields.scopes, `${place}.scopes`);
  const narrowed = { through, ...(scopes.length > 0 && { scopes }) };
  const asked = quantifiers.filter((quantifier) => fields[quantifier] !== undefined);
  if (asked.length === 0 && (through !== null || scopes.length > 0)) {
    return [{ kind: 'relation', association, quantifier: 'some', condition: always, ...narrowed }];
  }
  return asked.map((quantifier) => ({
    kind: 'relation',
    association,
    quantifier,
    condition: plan(quantifier),
    ...narrowed,
  }));
}

/** Each operator that is given is one comparison; below `at` and `text` are those on a part of a JSON value. */
function planOperators(given: unknown, attribute: string, place: string, part?: JsonPart): Condition[] {
  return givenEntries(given, place).flatMap(([name, value]) => {
    const here = `${place}.${name}`;
    switch (name) {
      case 'at':
        return planParts(value, attribute, here);
      case 'text':
        return planOperators(value, attribute, here, { path: part?.path ?? [], asText: true });
      default:
        return planOperator(name, value, here).map(
          (comparison): Condition => ({ kind: 'attribute', attribute, ...comparison, ...(part && { part }) }),
        );
    }
  });
}

/** Databases nest JSON no deeper, and a path costs a step for each element. */
const maxPathLength = 100;

function planParts(given: unknown, attribute: string, place: string): Condition[] {
  if (given === null) {
    throw nullProblem(place);
  }
  return (given as readonly Fields[]).flatMap(({ path, ...operators }) => {
    const elements = path as readonly string[];
    if (elements.length > maxPathLength) {
      throw new InputProblem(`"${place}.path" has more than ${maxPathLength} elements.`);
    }
    return planOperators(operators, attribute, place, { path: elements, asText: false });
  });
}

/** Operators on a global id. That of other rows is a value that no row has. */
function planGlobalIds(given: unknown, references: readonly GlobalReference[], place: string): Condition[] {
  return givenEntries(given, place).map(([name, value]) => {
    const here = `${place}.${name}`;
    if (value === null && name !== 'eq' && name !== 'ne') {
      throw nullProblem(here);
    }
    if (name === 'isNull') {
      return value === true ? lacksGlobalId(references) : notOf(lacksGlobalId(references));
    }
    const isOneOf = isOneOfGlobalIds(references, [value].flat(), here);
    return name === 'ne' || name === 'notIn' ? notOf(isOneOf) : isOneOf;
  });
}

function lacksGlobalId(references: readonly GlobalReference[]): Condition {
  return allOf(
    references.map(({ attributes, discriminator }) => {
      const isNull = anyOf(attributes.map((attribute) => compare(attribute, 'isNull', true)));
      const others = equals(Object.entries(discriminator));
      return others.length === 0 ? isNull : anyOf([isNull, notOf(allOf(others))]);
    }),
  );
}

/** Null among the ids stands for the rows that have none. */
function isOneOfGlobalIds(
  references: readonly GlobalReference[],
  ids: readonly unknown[],
  place: string,
): Condition {
  const parsed = ids.filter((id) => id !== null).map((id) => readGlobalId(String(id), place));
  const found = references.flatMap((reference) => {
    const keys = parsed.map((id) => keyOfGlobalId(reference, id)).filter((key) => key !== null);
    return keys.length === 0 ? [] : [refersToOneOf(reference, keys)];
  });
  return anyOf(ids.includes(null) ? [...found, lacksGlobalId(references)] : found);
}

function refersToOneOf(
  { attributes, discriminator }: GlobalReference,
  keys: readonly (readonly unknown[])[],
): Condition {
  const [attribute = ''] = attributes;
  const hasKey =
    attributes.length === 1 && keys.length > 1
      ? compare(attribute, 'in', keys.flat())
      : anyOf(keys.map((key) => allOf(equals(attributes.map((name, index) => [name, key[index]])))));
  const others = equals(Object.entries(discriminator));
  return others.length === 0 ? hasKey : allOf([...others, hasKey]);
}

function equals(values: readonly (readonly [attribute: string, value: unknown])[]): Condition[] {
  return values.map(([attribute, value]) => compare(attribute, 'eq', value));
}

function compare(attribute: string, operator: Operator, value: unknown): Condition {
  return { kind: 'attribute', attribute, operator, value };
}

function anyOf(conditions: readonly Condition[]): Condition {
  return conditions.length === 1 ? (conditions[0] as Condition) : { kind: 'any', conditions };
}

function notOf(condition: Condition): Condition {
  return { kind: 'not', conditions: [condition] };
}

/** What a global id says. @throws InputProblem where the text is none. */
export function readGlobalId(text: string, place: string): GlobalId {
  const id = fromGlobalId(text);
  if (id === null) {
    throw new InputProblem(noGlobalId(text, place));
  }
  return id;
}

/** A comparison with a value, whatever it is that is compared. */
export interface Comparison {
  readonly operator: Operator;
  readonly value: unknown;
}

/** What an operator with its value says. Equal to null is `isNull`; elsewhere null compares with nothing. */
export function planOperator(name: string, value: unknown, place: string): readonly Comparison[] {
  if (value === null) {
    if (name === 'eq' || name === 'ne') {
      return [{ operator: 'isNull', value: name === 'eq' }];
    }
    throw nullProblem(place);
  }
  if (name === 'between') {
    const { from, to } = value as { readonly from: unknown; readonly to: unknown };
    return [
      { operator: 'gte', value: from },
      { operator: 'lte', value: to },
    ];
  }
  return [{ operator: name as Operator, value }];
}
