import {
  type GraphQLField,
  GraphQLID,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLString,
  getNamedType,
  isObjectType,
  isRequiredArgument,
  parse,
  print,
} from 'graphql';
import { type FieldSource, getFieldSource } from '../plan/field-source.ts';

type Field = GraphQLField<unknown, unknown>;

/** Names under which people look for what a row is. */
const telling = /name|title|label|subject/i;

/**
 * A query that shows what the schema can do, and runs: a list of the model with most parents, two levels of them. The same
 * for the same schema. What the explorer opens with. Of a schema without a list of ours, the least query there is.
 */
export function sampleQuery(schema: GraphQLSchema): string {
  const [first, ...rest] = fieldsOfKind(schema.getQueryType(), 'list');
  if (first === undefined) {
    return print(parse('query Sample { __typename }'));
  }
  const best = rest.reduce((chosen, other) => (score(other) > score(chosen) ? other : chosen), first);
  const page = best.args.some(({ name }) => name === 'limit') ? '(limit: 5)' : '';
  return print(parse(`query Sample { ${best.name}${page} ${printSelection(rowType(best), 2)} }`));
}

/** Rows that say what they are come before rows of keys alone, such as a join table's; then parents count. */
function score(list: Field): number {
  const type = rowType(list);
  const parents = fieldsOfKind(type, 'parent').length;
  return parents + (parents > 0 && textsOf(type).length > 0 ? 1_000 : 0);
}

function printSelection(type: GraphQLObjectType, depth: number): string {
  const names = labelsOf(type);
  const parent = depth === 0 ? undefined : parentOf(type);
  const nested = parent === undefined ? '' : ` ${parent.name} ${printSelection(rowType(parent), depth - 1)}`;
  return `{ ${names.length === 0 && nested === '' ? '__typename' : names.join(' ')}${nested} }`;
}

/** The id, and the two texts that say most; one other attribute where there is no text. */
function labelsOf(type: GraphQLObjectType): string[] {
  const own = ownAttributes(type);
  const id = own.filter(isIdentifier).slice(0, 1);
  const texts = textsOf(type);
  const labels =
    texts.length > 0 ? texts.slice(0, 2) : own.filter((field) => !isIdentifier(field)).slice(0, 1);
  return [...id, ...labels].map(({ name }) => name);
}

function textsOf(type: GraphQLObjectType): Field[] {
  const texts = ownAttributes(type).filter((field) => getNamedType(field.type) === GraphQLString);
  return [
    ...texts.filter(({ name }) => telling.test(name)),
    ...texts.filter(({ name }) => !telling.test(name)),
  ];
}

/** The attributes that are no foreign keys: those say less than the parents they lead to. */
function ownAttributes(type: GraphQLObjectType): Field[] {
  const foreignKeys = fieldsOfKind(type, 'parent').map((field) => {
    const source = getFieldSource(field);
    return source?.kind === 'parent' ? source.sourceAttribute : '';
  });
  return fieldsOfKind(type, 'attribute').filter((field) => {
    const source = getFieldSource(field);
    return source?.kind === 'attribute' && !source.attributes.some((name) => foreignKeys.includes(name));
  });
}

/** The first parent that has parents itself, else the first of another type, else the first. */
function parentOf(type: GraphQLObjectType): Field | undefined {
  const parents = fieldsOfKind(type, 'parent');
  const others = parents.filter((field) => rowType(field) !== type);
  const leadsOn = others.find((field) => fieldsOfKind(rowType(field), 'parent').length > 0);
  return leadsOn ?? others[0] ?? parents[0];
}

function isIdentifier(field: Field): boolean {
  return getNamedType(field.type) === GraphQLID;
}

/** The fields of ours that can be asked for without arguments, attributes without a selection too. */
function fieldsOfKind(
  type: GraphQLObjectType | null | undefined,
  kind: Extract<FieldSource['kind'], 'attribute' | 'list' | 'parent'>,
): Field[] {
  return Object.values(type?.getFields() ?? {}).filter(
    (field) =>
      getFieldSource(field)?.kind === kind &&
      !field.args.some(isRequiredArgument) &&
      isObjectType(getNamedType(field.type)) === (kind !== 'attribute'),
  );
}

function rowType(field: Field): GraphQLObjectType {
  return getNamedType(field.type) as GraphQLObjectType;
}
