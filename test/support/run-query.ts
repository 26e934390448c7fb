import { type ExecutionResult, execute, type GraphQLSchema, parse, validate } from 'graphql';
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

/** Validates and executes a query as a server would, and gathers the statements that reached the database meanwhile. */
export async function runQuery(
  schema: GraphQLSchema,
  { statements }: Pick<TestInstance, 'statements'>,
  source: string,
  variableValues: Record<string, unknown> = {},
  contextValue: unknown = {},
): Promise<QueryResult> {
  const document = parse(source);
  const [problem] = validate(schema, document);
  if (problem !== undefined) {
    throw problem;
  }
  statements.length = 0;
  const result = (await execute({ schema, document, variableValues, contextValue })) as ExecutionResult;
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
