import { type GraphQLField, type GraphQLInputType, getNamedType, isInputObjectType } from 'graphql';
import { getInputSource } from './input-source.ts';

/** How often the coerced filters and orders of a field go over a relation: each makes a subquery or a join. */
export function countFilterRelations(
  definition: GraphQLField<unknown, unknown>,
  args: Readonly<Record<string, unknown>>,
): number {
  let relations = 0;
  const pending: [type: GraphQLInputType, value: unknown][] = definition.args.map(({ name, type }) => [
    type,
    args[name],
  ]);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [type, value] = next;
    const named = getNamedType(type);
    if (!isInputObjectType(named) || typeof value !== 'object' || value === null) {
      continue;
    }
    if (Array.isArray(value)) {
      for (const item of value) {
        pending.push([named, item]);
      }
      continue;
    }
    const fields = named.getFields();
    for (const [name, given] of Object.entries(value)) {
      const field = fields[name];
      if (field !== undefined) {
        const kind = getInputSource(field)?.kind;
        relations += kind === 'one' || kind === 'many' ? 1 : 0;
        pending.push([field.type, given]);
      }
    }
  }
  return relations;
}
