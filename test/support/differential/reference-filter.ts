import { compareValues, readInput } from './compare-values.ts';
import { meaningOf } from './meaning.ts';
import {
  type AssociationSpec,
  type AttributeSpec,
  getModel,
  type ModelSpec,
  type ThroughSpec,
} from './model-set.ts';
import type { Linked, Reference } from './reference.ts';
import type { Row } from './rows.ts';
import { structureHolds } from './structures.ts';
import type { Pattern, TextRules } from './text-rules.ts';
import { isStructure, type Value } from './values.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Whether a filter holds for a row. Two-valued: a comparison with what is not there is false, `not` of it true. */
export function holds(reference: Reference, model: ModelSpec, row: Row, where: unknown): boolean {
  return Object.entries(where as Fields).every(([name, given]) => {
    switch (name) {
      case 'and':
        return (given as unknown[]).every((part) => holds(reference, model, row, part));
      case 'or':
        return (given as unknown[]).some((part) => holds(reference, model, row, part));
      case 'not':
        return !holds(reference, model, row, given);
    }
    const { form, attribute, association, model: target } = meaningOf(reference.set, model, name);
    if (form === 'attribute') {
      return attributeHolds(reference.rules, attribute as AttributeSpec, row[name] ?? null, given);
    }
    const related = reference.related(model, row, association as never);
    const inner = (condition: unknown) => (candidate: Row) =>
      holds(reference, target as ModelSpec, candidate, condition);
    if (association?.kind === 'belongsTo' || association?.kind === 'hasOne') {
      return related.slice(0, 1).some(inner(given));
    }
    const { through, ...quantifiers } = given as Fields;
    const counted =
      through === undefined
        ? related
        : linked(reference, model, row, association as AssociationSpec, through).map(({ target: to }) => to);
    if (through !== undefined && Object.keys(quantifiers).length === 0) {
      return counted.length > 0;
    }
    return Object.entries(quantifiers).every(([quantifier, condition]) => {
      switch (quantifier) {
        case 'some':
          return counted.some(inner(condition));
        case 'every':
          return counted.every(inner(condition));
        case 'none':
          return !counted.some(inner(condition));
        default:
          throw new Error(`The reference knows no quantifier ${quantifier}.`);
      }
    });
  });
}

/** The rows that a belongsToMany leads to by such rows of its through model. */
export function linked(
  reference: Reference,
  model: ModelSpec,
  row: Row,
  association: AssociationSpec,
  through: unknown,
): readonly Linked[] {
  const link = getModel(reference.set, (association.through as ThroughSpec).model);
  return reference
    .links(model, row, association)
    .filter(({ link: own }) => through === undefined || holds(reference, link, own, through));
}

function attributeHolds(
  rules: TextRules,
  { kind }: AttributeSpec,
  value: Value | null,
  filter: unknown,
): boolean {
  if (isStructure(kind)) {
    return structureHolds(kind, value === null ? null : JSON.parse(String(value)), filter as Fields);
  }
  return comparisonsHold(rules, filter, value, (left, right) =>
    compareValues(rules, kind, left, readInput(kind, right)),
  );
}

/** Whether all operators of a filter hold for a value; `compare` compares it with what is given. */
export function comparisonsHold<Operand>(
  rules: TextRules,
  filter: unknown,
  value: Operand | null,
  compare: (value: Operand, given: unknown) => number,
): boolean {
  const equals = (given: unknown): boolean =>
    value === null ? given === null : given !== null && compare(value, given) === 0;
  const ordered = (given: unknown, accept: (order: number) => boolean): boolean =>
    value !== null && accept(compare(value, given));
  return Object.entries(filter as Fields).every(([operator, given]) => {
    switch (operator) {
      case 'isNull':
        return (value === null) === given;
      case 'eq':
        return equals(given);
      case 'ne':
        return !equals(given);
      case 'in':
        return (given as unknown[]).some(equals);
      case 'notIn':
        return !(given as unknown[]).some(equals);
      case 'lt':
        return ordered(given, (order) => order < 0);
      case 'lte':
        return ordered(given, (order) => order <= 0);
      case 'gt':
        return ordered(given, (order) => order > 0);
      case 'gte':
        return ordered(given, (order) => order >= 0);
      case 'between': {
        const { from, to } = given as Fields;
        return ordered(from, (order) => order >= 0) && ordered(to, (order) => order <= 0);
      }
      case 'iEq':
        return value !== null && rules.equalBut(String(value), String(given));
      default:
        return (
          value !== null &&
          rules.matches(String(value), patternOf(operator, String(given)), operator.startsWith('i'))
        );
    }
  });
}

function patternOf(operator: string, text: string): Pattern {
  const characters = [...text];
  switch (operator) {
    case 'like':
    case 'iLike':
      return readPattern(characters);
    case 'contains':
    case 'iContains':
      return ['anyText', ...characters, 'anyText'];
    case 'startsWith':
    case 'iStartsWith':
      return [...characters, 'anyText'];
    case 'endsWith':
    case 'iEndsWith':
      return ['anyText', ...characters];
    default:
      throw new Error(`The reference knows no operator ${operator}.`);
  }
}

/** % stands for any text, _ for any character, a backslash takes their meaning. */
function readPattern(characters: readonly string[]): Pattern {
  const pattern: Pattern[number][] = [];
  for (let index = 0; index < characters.length; index += 1) {
    const character = characters[index] as string;
    if (character === '\\' && index + 1 < characters.length) {
      index += 1;
      pattern.push(characters[index] as string);
    } else {
      pattern.push(character === '%' ? 'anyText' : character === '_' ? 'anyCharacter' : character);
    }
  }
  return pattern;
}
