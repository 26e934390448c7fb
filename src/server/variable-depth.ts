import type { ApolloServerPlugin } from '@apollo/server';
import { errorCodes } from '../errors/error-code.ts';
import { RequestError } from '../errors/request-error.ts';

/**
 * Refuses an operation whose variables lie within each other more than `limit` deep: input types that refer to themselves
 * are coerced and planned by recursion, and a body of 100 kB could exhaust the stack. `maxLexicalTokens` does the same
 * for what is written in the document.
 */
export function variableDepthPlugin(limit: number): ApolloServerPlugin<object> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ request }) => {
        if (isDeeperThan(request.variables, limit)) {
          throw new RequestError(
            errorCodes.BAD_USER_INPUT,
            `The variables are more than ${limit} lists and objects deep.`,
          );
        }
      },
    }),
  };
}

/** Gives whether lists and objects lie within each other more than `limit` deep, without recursion of its own. */
export function isDeeperThan(value: unknown, limit: number): boolean {
  let level = [value].filter(isObject);
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > limit) {
      return true;
    }
    level = level.flatMap((item) => Object.values(item).filter(isObject));
  }
  return false;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
