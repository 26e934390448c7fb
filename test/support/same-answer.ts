import { expect } from '@jest/globals';
import {
  type ExecutionResult,
  execute as executeByResolvers,
  type GraphQLSchema,
  parse,
  validate,
} from 'graphql';
import { isAnswer, runOperation, toResult } from '../../src/build/execute.ts';

/** An answer as a client gets it: errors by message, path, places and code, in no order. */
export interface ReceivedAnswer {
  readonly data: unknown;
  readonly errors: readonly string[];
}

/**
 * The answer to a query, once it is sure to be the same from graphql-js, from KinQL with the plan made anew, and from KinQL with
 * the plan kept, as data and as text.
 */
export async function sameAnswer(
  schema: GraphQLSchema,
  source: string,
  variableValues: Record<string, unknown> = {},
  contextValue: unknown = {},
): Promise<ReceivedAnswer> {
  const document = parse(source);
  expect(validate(schema, document)).toEqual([]);
  const execution = { schema, document, variableValues, contextValue };
  const expected = receive(await executeByResolvers(execution));
  for (const times of ['first', 'second', 'third']) {
    const executed = await runOperation(execution);
    if (!isAnswer(executed)) {
      throw new Error(`graphql-js executed it: ${JSON.stringify(executed)}`);
    }
    const text = executed.write();
    const result = toResult(executed);
    expect({ times, ...receive(result) }).toEqual({ times, ...expected });
    expect(text).toBe(result.errors === undefined ? JSON.stringify(result.data) : null);
  }
  return expected;
}

/** The answer as JSON brings it to a client. */
export function receive({ data, errors = [] }: ExecutionResult): ReceivedAnswer {
  return {
    data: JSON.parse(JSON.stringify(data ?? null)),
    errors: errors
      .map(({ message, path = [], locations = [], extensions }) =>
        [path.join('.'), message, extensions.code, JSON.stringify(locations)].join(' | '),
      )
      .sort(),
  };
}
