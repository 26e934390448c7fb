import { type GraphQLObjectType, type GraphQLSchema, getNamedType, isLeafType } from 'graphql';
import { hidden } from './define-models.ts';
import { argumentLiterals, type Scalars, spread } from './literals.ts';
import { leavesOf } from './requests.ts';

/** Keys of a row that is seen, one that is not and one that is not there; no value that a unique key has. */
const scalars: Scalars = {
  ...{ ID: ['"1"', '"2"', '"3"', '"99"'], Int: ['50', '0', '5'], Boolean: ['true', 'false'] },
  ...{ String: ['"w"', '"mm1"', '"out"'], DateTime: ['"1970-01-01T00:00:00Z"'] },
};

/** Every mutation with each thing that its arguments can say, two relations deep; `most` of each. Ids are those given, where there are some. */
export function mutationRequests(
  schema: GraphQLSchema,
  most: number,
  globalIds: readonly string[] = [],
): string[] {
  const own = globalIds.length > 0 ? { ...scalars, ID: globalIds } : scalars;
  const mutation = schema.getMutationType() as GraphQLObjectType;
  return Object.values(mutation.getFields()).flatMap((field) => {
    const payload = getNamedType(field.type) as GraphQLObjectType;
    const shown = Object.values(payload.getFields()).map(({ name, type }) => {
      const inner = getNamedType(type) as GraphQLObjectType;
      // Keys of new rows are counted on by every attempt.
      return isLeafType(inner)
        ? name
        : `${name} { ${leavesOf(inner, inner.name in hidden ? ['id', 'rowId'] : [])} }`;
    });
    return spread(argumentLiterals(field.args, { scalars: own, depth: 1, operators: false }), most).map(
      (given) => `mutation { ${field.name}${given} { ${shown.join(' ')} } }`,
    );
  });
}
