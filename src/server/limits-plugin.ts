import { setImmediate as othersFirst } from 'node:timers/promises';
import type { ApolloServerPlugin } from '@apollo/server';
import type { ServerLimits } from '../build/server-limits.ts';
import { checkVariables } from './check-variables.ts';

/** From so many lists and objects in the variables on, others are served before they are coerced. */
const manyObjects = 500;

/** Refuses variables that are too many or too deep, before they are coerced. What an operation costs is known after that. */
export function limitsPlugin(limits: ServerLimits): ApolloServerPlugin<object> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ request: { variables } }) => {
        if (checkVariables(variables, limits) >= manyObjects) {
          await othersFirst();
        }
      },
    }),
  };
}
