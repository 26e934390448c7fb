import type { ApolloServerPlugin } from '@apollo/server';
import { checkOperation } from '../plugins/limits/check-operation.ts';
import { checkVariables } from './check-variables.ts';
import type { ServerLimits } from './server-limits.ts';

/**
 * Refuses an operation that costs more than it may, before any of it is executed. One plugin, since Apollo Server asks all
 * plugins at once, and variables that are too many are not to be coerced to find out what they cost.
 */
export function limitsPlugin(limits: ServerLimits): ApolloServerPlugin<object> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ schema, document, operationName, request: { variables } }) => {
        checkVariables(variables, limits);
        const problem = checkOperation({ schema, document, operationName, variableValues: variables });
        if (problem !== null) {
          throw problem;
        }
      },
    }),
  };
}
