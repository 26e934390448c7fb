import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import { getOperations } from '../build/build-schema.ts';
import type { RequestEnds } from './deadline.ts';

/** Cut lists that an answer names at most; under a thousand parents a thousand lists may be cut. */
const namedLists = 100;

/**
 * Opens the record of each request, with what ends it in `ends`, does what is to be done at its end, and tells a client in `extensions.truncated` which plain lists were cut at a limit that it did not ask for, as
 * `{ path, limit }`: a list that looks whole and is not would be worse than an error.
 */
export function recordPlugin(schema: GraphQLSchema, ends: RequestEnds): ApolloServerPlugin<object> {
  const operations = getOperations(schema);
  if (operations === undefined) {
    return {};
  }
  return {
    requestDidStart: async ({ contextValue, request }) => {
      const end = request.http && ends.get(request.http);
      const { truncated, atEnd } = operations.records.open(contextValue, end?.signal);
      return {
        // Called whatever becomes of the execution, and before any other plugin can fail on the way to the answer.
        executionDidStart: async () => ({
          executionDidEnd: async () => void (await Promise.all(atEnd.splice(0).map((finish) => finish()))),
        }),
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
