import type { ApolloServerPlugin } from '@apollo/server';
import { checkVariables } from './check-variables.ts';
import type { ServerLimits } from './server-limits.ts';

/** Refuses variables that are too many or too deep, before they are coerced. What an operation costs is known after that. */
export function limitsPlugin(limits: ServerLimits): ApolloServerPlugin<object> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ request: { variables } }) => checkVariables(variables, limits),
    }),
  };
}
