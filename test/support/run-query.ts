import { expect } from '@jest/globals';
import { type GraphQLSchema, parse, validate } from 'graphql';
import { isAnswer, runOperation, toResult } from '../../src/build/execute.ts';
import type { PrepareSettings } from '../../src/execute/answer/prepare-operation.ts';
import type { Statement, TestInstance } from './databases.ts';

/** What a query answered, and the statements it took. */
export interface QueryResult {
  readonly data: unknown;
  /** Message and path of each error; absent where there is none. */
  readonly errors?: readonly {
    readonly message: string;
    readonly path: readonly (string | number)[];
    readonly code: unknown;
  }[];
  readonly statements: readonly Statement[];
}

/**
 * Validates and executes a query, and gathers the statements that reached the database meanwhile: one for each relation, where
 * `settings` do not let parents come along with their children, as a server does.
 */
export async function runQuery(
  schema: GraphQLSchema,
  { statements }: Pick<TestInstance, 'statements'>,
  source: string,
  variableValues: Record<string, unknown> = {},
  contextValue: unknown = {},
  settings: PrepareSettings = { joins: false },
): Promise<QueryResult> {
  const document = parse(source);
  const [problem] = validate(schema, document);
  if (problem !== undefined) {
    throw problem;
  }
  statements.length = 0;
  const executed = await runOperation({ schema, document, variableValues, contextValue }, settings);
  const result = isAnswer(executed) ? toResult(executed) : executed;
  if (isAnswer(executed)) {
    // What is written as text is the same, wherever nothing is missing.
    const text = executed.write();
    expect(text === null).toBe(result.errors !== undefined);
    expect(executed.writeBytes()).toBe(text === null ? null : Buffer.from(text).toString('latin1'));
    expect(text === null ? result.data : JSON.parse(text)).toEqual(
      text === null ? result.data : JSON.parse(JSON.stringify(result.data)),
    );
  }
  return {
    data: JSON.parse(JSON.stringify(result.data ?? null)),
    ...(result.errors && {
      errors: result.errors.map(({ message, path, extensions }) => ({
        message,
        path: path ?? [],
        code: extensions.code,
      })),
    }),
    statements: [...statements],
  };
}
