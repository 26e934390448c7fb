import { type GraphQLField, type GraphQLInputType, getNamedType, isInputObjectType } from 'graphql';
import { getInputSource } from './input-source.ts';

/** The arguments of a mutation field that hold rows. */
const rowArguments: ReadonlySet<string> = new Set(['data', 'create', 'update']);

/** How many rows the coerced arguments of a mutation field name or describe, those in relations among them; one at least. */
export function countInputRows(
  definition: GraphQLField<unknown, unknown>,
  args: Readonly<Record<string, unknown>>,
): number {
  let rows = 0;
  for (const { name, type } of definition.args) {
    if (rowArguments.has(name)) {
      rows += itemsOf(args[name]).length + countRelated(type, args[name]);
    }
  }
  return Math.max(1, rows);
}

function countRelated(type: GraphQLInputType, value: unknown): number {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) {
    return 0;
  }
  const fields = named.getFields();
  let rows = 0;
  for (const item of itemsOf(value)) {
    for (const [name, given] of Object.entries(item)) {
      const field = fields[name];
      if (field === undefined) {
        continue;
      }
      if (getInputSource(field)?.kind === 'relation') {
        rows += Object.values(given ?? {}).reduce<number>((sum, items) => sum + itemsOf(items).length, 0);
      }
      rows += countRelated(field.type, given);
    }
  }
  return rows;
}

function itemsOf(value: unknown): readonly object[] {
  return [value].flat().filter((item) => typeof item === 'object' && item !== null);
}
