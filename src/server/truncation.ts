import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import { getOperations } from '../build/build-schema.ts';

/** Cut lists that an answer names at most; under a thousand parents a thousand lists may be cut. */
const namedLists = 100;

/**
 * Tells a client in `extensions.truncated` which plain lists were cut at a limit that it did not ask for, as
 * `{ path, limit }`: a list that looks whole and is not would be worse than an error.
 */
export function truncationPlugin(schema: GraphQLSchema): ApolloServerPlugin<object> {
  const operations = getOperations(schema);
  if (operations === undefined) {
    return {};
  }
  return {
    requestDidStart: async ({ contextValue }) => {
      const { truncated } = operations.records.open(contextValue);
      return {
        willSendResponse: async ({ response: { body } }) => {
          if (truncated.length > 0 && body.kind === 'single') {
            body.singleResult.extensions = {
              ...body.singleResult.extensions,
              truncated: truncated.slice(0, namedLists),
            };
          }
        },
      };
    },
  };
}
