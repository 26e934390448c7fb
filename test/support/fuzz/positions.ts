import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import { harmlessLeaves, type Leaf } from './values.ts';

/** An input with one value left open. */
export type Wrap = (leaf: Leaf) => Leaf;

interface Hole {
  /** The scalar, or `enum`. */
  readonly type: string;
  /** What a variable in this place is declared as. */
  readonly declared: string;
  readonly labels: readonly string[];
  /** Whether a whole list stands there. */
  readonly isList: boolean;
  readonly wrap: Wrap;
}

/** A place for one value in an argument of a field, with the operation around it. */
export interface Position extends Hole {
  /** The argument, as `Thing.labels(where)`. */
  readonly argument: string;
  readonly argumentName: string;
  readonly argumentType: string;
  /** The operation with the argument as text in it. */
  print(variables: string, argument: string): string;
}

/** Relations that filters, orders and written rows go over. */
const maxDepth = 1;

/** Every place for a value in every argument of every field that can be asked for. */
export function positionsOf(schema: GraphQLSchema): Position[] {
  const query = schema.getQueryType() as GraphQLObjectType;
  const mutation = schema.getMutationType() as GraphQLObjectType;
  const positions: Position[] = [];
  const seen = new Set<GraphQLObjectType>([query]);
  const pending: { type: GraphQLObjectType; around: (text: string) => string }[] = [
    { type: mutation, around: (text) => `mutation { ${text} }` },
    { type: query, around: (text) => `query { ${text} }` },
  ];
  for (const { type, around } of pending) {
    for (const field of Object.values(type.getFields())) {
      positions.push(...field.args.flatMap((argument) => positionsIn(type, field, argument, around)));
      const inner = getNamedType(field.type);
      if (isObjectType(inner) && !seen.has(inner) && type !== mutation) {
        seen.add(inner);
        const begin = `${field.name}${printArguments(requiredArguments(field))}`;
        pending.push({ type: inner, around: (text) => around(`${begin} { ${text} }`) });
      }
    }
  }
  return positions;
}

function positionsIn(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  argument: GraphQLArgument,
  around: (text: string) => string,
): Position[] {
  const others = requiredArguments(field).filter(([name]) => name !== argument.name);
  const selection = select(getNamedType(field.type) as GraphQLObjectType, 2);
  return holesOf(argument.type, maxDepth).map((hole) => ({
    ...hole,
    argument: `${type.name}.${field.name}(${argument.name})`,
    argumentName: argument.name,
    argumentType: String(argument.type),
    print: (variables, given) =>
      around(`${field.name}${printArguments([...others, [argument.name, given]])}${selection}`).replace(
        ' {',
        ` ${variables} {`,
      ),
  }));
}

function requiredArguments(field: GraphQLField<unknown, unknown>): [name: string, text: string][] {
  return field.args.filter(isRequiredArgument).map(({ name, type }) => [name, harmlessInput(type).literal]);
}

function printArguments(given: readonly (readonly [name: string, text: string])[]): string {
  return given.length === 0 ? '' : `(${given.map(([name, text]) => `${name}: ${text}`).join(', ')})`;
}

/** All values of what is found, and some of what is related to it. */
function select(type: GraphQLObjectType, depth: number): string {
  if (!isObjectType(type)) {
    return isLeafType(type) ? '' : ' { __typename }';
  }
  const fields = Object.values(type.getFields()).filter(({ args }) => !args.some(isRequiredArgument));
  const leaves = fields.filter((field) => isLeafType(getNamedType(field.type))).map(({ name }) => name);
  const related = fields
    .filter((field) => depth > 0 && isObjectType(getNamedType(field.type)))
    .slice(0, depth * 2)
    .map((field) => `${field.name}${select(getNamedType(field.type) as GraphQLObjectType, depth - 1)}`);
  return ` { ${['__typename', ...leaves, ...related].join(' ')} }`;
}

function holesOf(type: GraphQLInputType, depth: number): Hole[] {
  const inner = isNonNullType(type) ? type.ofType : type;
  if (isListType(inner)) {
    const whole = scalarHole(getNamedType(inner).name, String(inner), true);
    const items = holesOf(inner.ofType, depth).map((hole) => within(hole, '[0]', listOf));
    return isLeafType(getNamedType(inner)) ? [whole, ...items] : items;
  }
  if (!isInputObjectType(inner)) {
    return [scalarHole(isEnumType(inner) ? 'enum' : inner.name, inner.name, false)];
  }
  const left = isRowInput(inner.name) ? depth - 1 : depth;
  if (left < 0) {
    return [];
  }
  const fields = Object.values(inner.getFields());
  const required = inner.isOneOf ? [] : fields.filter(isRequiredInputField);
  return fields.flatMap((field) => {
    const others = required
      .filter((other) => other !== field)
      .map((other): [string, Leaf] => [other.name, harmlessInput(other.type)]);
    return holesOf(field.type, isLogic(field) ? 0 : left).map((hole) =>
      within(hole, field.name, (leaf) => objectOf([...others, [field.name, leaf]])),
    );
  });
}

function scalarHole(type: string, declared: string, isList: boolean): Hole {
  return { type, declared: `${declared}!`, isList, labels: [], wrap: (leaf) => leaf };
}

function within(hole: Hole, label: string, wrap: Wrap): Hole {
  return { ...hole, labels: [label, ...hole.labels], wrap: (leaf) => wrap(hole.wrap(leaf)) };
}

function listOf(leaf: Leaf): Leaf {
  return { literal: `[${leaf.literal}]`, json: `[${leaf.json}]` };
}

function objectOf(fields: readonly (readonly [name: string, leaf: Leaf])[]): Leaf {
  return {
    literal: `{ ${fields.map(([name, { literal }]) => `${name}: ${literal}`).join(', ')} }`,
    json: `{${fields.map(([name, { json }]) => `${JSON.stringify(name)}:${json}`).join(',')}}`,
  };
}

/** Types that stand for a row, so that going into one is going over a relation. */
function isRowInput(name: string): boolean {
  return /(?<!Many)Where$|(?<!Distinct|Sum|Avg|Min|Max)Having$|Create$|Update$|(?<!Count|Keys|Distinct|Sum|Avg|Min|Max)OrderBy$/.test(
    name,
  );
}

function isLogic({ name }: GraphQLInputField): boolean {
  return ['and', 'or', 'not'].includes(name);
}

/** What must be given, and something where nothing would be refused. */
function harmlessInput(type: GraphQLInputType): Leaf {
  const inner = isNonNullType(type) ? type.ofType : type;
  if (isListType(inner)) {
    return listOf(harmlessInput(inner.ofType));
  }
  if (isEnumType(inner)) {
    const [{ name } = { name: 'x' }] = inner.getValues();
    return { literal: name, json: JSON.stringify(name) };
  }
  if (!isInputObjectType(inner)) {
    return harmlessLeaves(inner.name, false)[0] as Leaf;
  }
  const fields = Object.values(inner.getFields());
  const required = inner.isOneOf ? [] : fields.filter(isRequiredInputField);
  const named = inner.name.endsWith('Update')
    ? fields.find(({ type: own }) => String(own) === 'String')
    : fields[0];
  const given = required.length === 0 && !inner.name.endsWith('Create') && named ? [named] : required;
  return objectOf(given.map((field) => [field.name, harmlessInput(field.type)]));
}
