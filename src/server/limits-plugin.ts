import { setImmediate as othersFirst } from 'node:timers/promises';
import type { ApolloServerPlugin } from '@apollo/server';
import { checkOperation } from '../plugins/limits/check-operation.ts';
import { checkVariables } from './check-variables.ts';
import type { ServerLimits } from './server-limits.ts';

/** From so many lists and objects in the variables on, others are served between what has to be done with them. */
const manyObjects = 500;

/**
 * Refuses an operation that costs more than it may, before any of it is executed. One plugin, since Apollo Server asks all
 * plugins at once, and variables that are too many are not to be coerced to find out what they cost.
 */
export function limitsPlugin(limits: ServerLimits): ApolloServerPlugin<object> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ schema, document, operationName, request: { variables } }) => {
        const objects = checkVariables(variables, limits);
        if (objects >= manyObjects) {
          await othersFirst();
        }
        const problem = checkOperation({ schema, document, operationName, variableValues: variables });
        if (problem !== null) {
          throw problem;
        }
        // graphql-js coerces them once more to execute: not in one go with what was done to know what they cost.
        if (objects >= manyObjects) {
          await othersFirst();
        }
      },
    }),
  };
}
