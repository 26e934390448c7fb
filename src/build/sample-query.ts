import {
  type GraphQLField,
  GraphQLID,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLString,
  getNamedType,
  isObjectType,
  parse,
  print,
} from 'graphql';
import { getFieldSource } from '../plan/field-source.ts';
import { invariant } from '../util/invariant.ts';

type Field = GraphQLField<unknown, unknown>;

/**
 * A query that shows what the schema can do, and runs: a list of the model with most parents, two levels of them. The same
 * for the same schema. What the explorer opens with.
 */
export function sampleQuery(schema: GraphQLSchema): string {
  const lists = Object.values(schema.getQueryType()?.getFields() ?? {}).filter((field) =>
    hasKind(field, 'list'),
  );
  const [best] = lists
    .map((field, index) => ({ field, index, score: parentsOf(rowType(field)).length }))
    .sort((left, right) => right.score - left.score || left.index - right.index);
  invariant(best, 'a schema of ours has a list');
  return print(
    parse(`query Sample { ${best.field.name}(limit: 5) ${printSelection(rowType(best.field), 2)} }`),
  );
}

function printSelection(type: GraphQLObjectType, depth: number): string {
  const names = scalarsOf(type).map(({ name }) => name);
  const [parent] = depth === 0 ? [] : parentsOf(type);
  const nested = parent === undefined ? '' : ` ${parent.name} ${printSelection(rowType(parent), depth - 1)}`;
  return `{ ${names.length === 0 ? '__typename' : names.join(' ')}${nested} }`;
}

/** The id, and the texts that say most: those that must be there, else whatever comes first. */
function scalarsOf(type: GraphQLObjectType): Field[] {
  const attributes = Object.values(type.getFields()).filter((field) => hasKind(field, 'attribute'));
  const id = attributes.filter((field) => getNamedType(field.type) === GraphQLID).slice(0, 1);
  const others = attributes.filter((field) => getNamedType(field.type) !== GraphQLID);
  const texts = others.filter((field) => getNamedType(field.type) === GraphQLString);
  return [...id, ...(texts.length > 0 ? texts : others).slice(0, 2)];
}

/** Parents, those first that have parents themselves. */
function parentsOf(type: GraphQLObjectType): Field[] {
  const parents = Object.values(type.getFields()).filter((field) => hasKind(field, 'parent'));
  const leadsOn = (field: Field) =>
    rowType(field) !== type &&
    Object.values(rowType(field).getFields()).some((next) => hasKind(next, 'parent'));
  return [...parents.filter(leadsOn), ...parents.filter((field) => !leadsOn(field))];
}

function hasKind(field: Field, kind: 'attribute' | 'list' | 'parent'): boolean {
  return getFieldSource(field)?.kind === kind;
}

function rowType(field: Field): GraphQLObjectType {
  const type = getNamedType(field.type);
  invariant(isObjectType(type), `${field.name} gives no rows`);
  return type;
}
