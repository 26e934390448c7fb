import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { toGlobalId } from '../../../src/plan/global-id.ts';
import { hidden } from './define-models.ts';
import { argumentLiterals, type Choice, type Scalars, spread } from './literals.ts';

type Field = GraphQLField<unknown, unknown>;

/** Values that tell the rows and hidden values of one state of the tables from those of another. */
export function readScalars(globalIds: readonly string[]): Scalars {
  return {
    ...{
      ID: globalIds.length > 0 ? globalIds : ['"1"', '"2"'],
      Int: ['2', '53'],
      Boolean: ['true', 'false'],
    },
    ...{ BigInt: ['"2"', '"53"'], Decimal: ['"2"', '"53"'], Float: ['2.5', '53'] },
    ...{ String: ['"mm1"', '"out"', '"mm1 52"'], DateTime: ['"1970-01-01T00:00:00Z"'] },
  };
}

/** As literals: of each model a row that is seen and one that is not. */
export function globalIds(models: readonly string[]): string[] {
  return models.flatMap((model) => [1, 2].map((id) => JSON.stringify(toGlobalId(model, id))));
}

/** Every path from Query up to three fields deep, with what can be asked along its end; `most` of each root and depth. */
export function readRequests(schema: GraphQLSchema, globalIds: readonly string[], most: number): string[] {
  const query = schema.getQueryType() as GraphQLObjectType;
  const scalars = readScalars(globalIds);
  return Object.values(query.getFields()).flatMap((root) => {
    const isList = getNamedType(root.type).toString() in hidden && root.type.toString().startsWith('[');
    const deep = { scalars, depth: isList ? 2 : 1, operators: true };
    const own = fieldRequests(root, deep).map((text) => `{ ${text} }`);
    const lists = isList ? nestedRequests(root, { scalars, depth: 1, operators: false }, most) : [];
    return [...spread(own, most * 2), ...lists];
  });
}

function nestedRequests(root: Field, choice: Choice, most: number): string[] {
  const rows = Object.values((getNamedType(root.type) as GraphQLObjectType).getFields());
  const second: string[] = [];
  const third: string[] = [];
  for (const field of rows.filter(isComposite)) {
    second.push(...fieldRequests(field, choice).map((text) => `{ ${root.name} { ${text} } }`));
    const type = getNamedType(field.type);
    if (isObjectType(type) && type.name in hidden) {
      for (const inner of Object.values(type.getFields()).filter(isComposite)) {
        third.push(
          ...fieldRequests(inner, { ...choice, depth: 0 }).map(
            (text) => `{ ${root.name} { ${field.name} { ${text} } } }`,
          ),
        );
      }
    }
  }
  return [...spread(second, most), ...spread(third, most)];
}

/** A field with each of its selections, and with each of its arguments. */
export function fieldRequests(field: Field, choice: Choice): string[] {
  const type = getNamedType(field.type);
  if (!isObjectType(type)) {
    return argumentLiterals(field.args, choice).map(
      (given) =>
        `${field.name}${given} { __typename ${Object.keys(hidden)
          .filter((name) => name !== 'TaskTag')
          .map((name) => `... on ${name} { id }`)
          .join(' ')} }`,
    );
  }
  const [required = '', ...others] = argumentLiterals(field.args, choice);
  return [
    ...selections(type).map((selection) => `${field.name}${required} { ${selection} }`),
    ...others.map((given) => `${field.name}${given} { ${mainSelection(type)} }`),
  ];
}

function isComposite(field: Field): boolean {
  return !isLeafType(getNamedType(field.type)) && !field.args.some(isRequiredArgument);
}

/** The leaves of a row, or one thing of what belongs to a list. */
export function selections(type: GraphQLObjectType): string[] {
  if (type.name in hidden) {
    return [leavesOf(type)];
  }
  return Object.values(type.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type);
    return isObjectType(inner)
      ? selections(inner).map((selection) => `${field.name} { ${selection} }`)
      : [field.name];
  });
}

function mainSelection(type: GraphQLObjectType): string {
  const fields = type.getFields();
  const { nodes } = fields;
  if (type.name in hidden) {
    return leavesOf(type);
  }
  return nodes === undefined
    ? 'count'
    : `totalCount pageInfo { hasNextPage hasPreviousPage } nodes { ${leavesOf(getNamedType(nodes.type) as GraphQLObjectType)} }`;
}

export function leavesOf(type: GraphQLObjectType, but: readonly string[] = []): string {
  return Object.values(type.getFields())
    .filter(({ name, type: own }) => isLeafType(getNamedType(own)) && !but.includes(name))
    .map(({ name }) => name)
    .join(' ');
}
