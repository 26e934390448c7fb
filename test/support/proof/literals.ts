import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';

/** What values are tried of each scalar; the first is also what stands where something must. */
export type Scalars = Readonly<Record<string, readonly string[]>>;

export interface Choice {
  readonly scalars: Scalars;
  /** How many relations deep filters, orders and written rows go. */
  readonly depth: number;
  /** Whether every operator of a filter is tried; else the few that tell the most. */
  readonly operators: boolean;
}

const telling = ['eq', 'ne', 'gt', 'isNull'];

/** Literals of an input type: each tries one thing beside what must be given. */
export function literals(type: GraphQLInputType, choice: Choice): string[] {
  if (isNonNullType(type)) {
    return literals(type.ofType, choice);
  }
  if (isListType(type)) {
    return literals(type.ofType, choice).map((item) => `[${item}]`);
  }
  if (isEnumType(type)) {
    return type
      .getValues()
      .map(({ name }) => name)
      .slice(0, 6);
  }
  if (!isInputObjectType(type)) {
    return [...(choice.scalars[type.name] ?? ['"x"'])];
  }
  const isFilter = type.name.endsWith('Filter');
  if (isWhole(type.name) && choice.depth < 0) {
    return [];
  }
  const inner = isWhole(type.name) ? { ...choice, depth: choice.depth - 1 } : choice;
  const fields = Object.values(type.getFields()).filter(
    ({ name }) => !isFilter || choice.operators || telling.includes(name),
  );
  const required = type.isOneOf ? [] : fields.filter(isRequiredInputField);
  const given = required.map((field) => `${field.name}: ${oneOf(field, inner)}`);
  const optional = fields.filter((field) => !required.includes(field));
  return [
    ...required.flatMap((field, index) =>
      fieldLiterals(field, inner).map((text) => braces(given.map((own, at) => (at === index ? text : own)))),
    ),
    ...optional.flatMap((field) => fieldLiterals(field, inner).map((text) => braces([...given, text]))),
  ];
}

/** Types that stand for a row, so that going into one is going over a relation. */
function isWhole(name: string): boolean {
  return /(?<!Many)Where$|(?<!Distinct|Sum|Avg|Min|Max)Having$|Create$|Update$|(?<!Count|Keys|Distinct|Sum|Avg|Min|Max)OrderBy$/.test(
    name,
  );
}

function fieldLiterals(field: GraphQLInputField, choice: Choice): string[] {
  const isLogic = ['and', 'or', 'not'].includes(field.name);
  const own = isLogic ? { ...choice, depth: Math.min(choice.depth, 0), operators: false } : choice;
  return literals(field.type, own).map((text) => `${field.name}: ${text}`);
}

function oneOf(field: GraphQLInputField, choice: Choice): string {
  const [first = '{}'] = literals(field.type, choice);
  return first;
}

function braces(parts: readonly string[]): string {
  return `{ ${parts.join(', ')} }`;
}

/** Arguments of a field: what must be given alone, then with one thing more or other at a time. */
export function argumentLiterals(args: readonly GraphQLArgument[], choice: Choice): string[] {
  const required = args.filter(isRequiredArgument);
  const given = required.map((argument) => `${argument.name}: ${literals(argument.type, choice)[0] ?? '{}'}`);
  return [
    parentheses(given),
    ...args.flatMap((argument) =>
      literals(argument.type, choice).map((text) => {
        const own = `${argument.name}: ${text}`;
        const others = given.filter((other) => !other.startsWith(`${argument.name}: `));
        return parentheses([...others, own]);
      }),
    ),
  ];
}

function parentheses(parts: readonly string[]): string {
  return parts.length === 0 ? '' : `(${parts.join(', ')})`;
}

/** At most so many of the items, spread over all of them. */
export function spread<Item>(items: readonly Item[], most: number): Item[] {
  const step = Math.max(1, items.length / most);
  return Array.from(
    { length: Math.min(items.length, most) },
    (_, index) => items[Math.floor(index * step)] as Item,
  );
}
