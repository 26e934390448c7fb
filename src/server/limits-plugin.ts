import type { ApolloServerPlugin } from '@apollo/server';
import { checkOperation } from '../plugins/limits/check-operation.ts';

/** Refuses an operation that costs more than it may, before any of it is executed. */
export function limitsPlugin(): ApolloServerPlugin<object> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ schema, document, operationName, request }) => {
        const problem = checkOperation({
          schema,
          document,
          operationName,
          variableValues: request.variables,
        });
        if (problem !== null) {
          throw problem;
        }
      },
    }),
  };
}
