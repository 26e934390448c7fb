import { describe, expect, it } from '@jest/globals';
import { type GraphQLObjectType, getNamedType, isObjectType } from 'graphql';
import createModels from '../../../../schema/models/index.ts';
import { sampleOptions } from '../../../../schema/options.ts';
import { createSchema } from '../../../../src/build/create-schema.ts';
import { getDirect } from '../../../../src/execute/answer/direct.ts';

/** The fields that lead on from the query type and have no direct way. */
function resolvedFields(options: object): string[] {
  const schema = createSchema(createModels({ url: 'postgres://localhost/none' }), {
    ...sampleOptions,
    ...options,
    onFinding: () => {},
  });
  const seen = new Set<GraphQLObjectType>();
  const pending = [schema.getQueryType() as GraphQLObjectType];
  const found: string[] = [];
  for (let type = pending.pop(); type !== undefined; type = pending.pop()) {
    if (!seen.has(type)) {
      seen.add(type);
      for (const field of Object.values(type.getFields())) {
        const next = getNamedType(field.type);
        if (getDirect(field) === null) {
          found.push(`${type.name}.${field.name}`);
        }
        if (isObjectType(next)) {
          pending.push(next);
        }
      }
    }
  }
  return found;
}

describe('the generated fields of queries', () => {
  it('are all answered without graphql-js', () => {
    expect(resolvedFields({})).toEqual([]);
  });

  it('are, but for those of rows of any type, where ids are global', () => {
    expect(resolvedFields({ relay: true })).toEqual(['Query.node', 'Query.nodes']);
  });
});
