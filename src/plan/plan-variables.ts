import {
  type ArgumentNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { getFieldSource } from './field-source.ts';

/**
 * The names of the variables that the plans of a document's operations depend on: all but those that are nothing but values of a
 * key, as in `task(id: $id)`, or of rows to write, since which row is meant and what is written is said when the operation runs.
 */
export function findPlanVariables(schema: GraphQLSchema, document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      enter: (node) => {
        if (node.kind === Kind.VARIABLE) {
          names.add(node.name.value);
        }
        const isPassedOver =
          node.kind === Kind.VARIABLE_DEFINITION || (node.kind === Kind.ARGUMENT && isLeftOpen(node, types));
        return isPassedOver ? false : undefined;
      },
    }),
  );
  return names;
}

/**
 * Whether the plan leaves open what the argument holds. A variable in the place of a whole key also says which of the keys it is;
 * of what a write takes, the plan only asks whether rows leave the table.
 */
function isLeftOpen({ name, value }: ArgumentNode, types: TypeInfo): boolean {
  const definition = types.getFieldDef();
  const source = types.getDirective() || !definition ? undefined : getFieldSource(definition);
  if (source?.kind === 'write') {
    return name.value !== 'hard';
  }
  return (
    source?.kind === 'row' &&
    !Object.values(source.chosenBy ?? {}).includes(name.value) &&
    (source.keyArgument === null || value.kind !== Kind.VARIABLE)
  );
}
