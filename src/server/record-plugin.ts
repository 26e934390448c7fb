import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import { getOperations } from '../build/build-schema.ts';
import type { RequestRecord } from '../execute/request-record.ts';
import type { ExecutedRequests } from './answer-known.ts';
import type { RequestEnds } from './deadline.ts';

/** Cut lists that an answer names at most; under a thousand parents a thousand lists may be cut. */
const namedLists = 100;

/**
 * Opens the record of each request, with what ends it in `ends`, does what is to be done at its end, and tells a client in `extensions.truncated` which plain lists were cut at a limit that it did not ask for, as
 * `{ path, limit }`: a list that looks whole and is not would be worse than an error.
 */
export function recordPlugin(
  schema: GraphQLSchema,
  ends: RequestEnds,
  executed: ExecutedRequests,
): ApolloServerPlugin<object> {
  const operations = getOperations(schema);
  if (operations === undefined) {
    return {};
  }
  return {
    requestDidStart: async ({ contextValue, request }) => {
      const end = request.http && ends.get(request.http);
      const { truncated, atEnd } = operations.records.open(contextValue, end?.signal);
      const before = request.http && executed.get(request.http);
      if (before !== undefined) {
        executed.set(contextValue, before);
        truncated.push(...before.truncated);
      }
      return {
        // Called whatever becomes of the execution, and before any other plugin can fail on the way to the answer.
        executionDidStart: async () => ({
          executionDidEnd: async () => void (await Promise.all(atEnd.splice(0).map((finish) => finish()))),
        }),
        willSendResponse: async ({ response: { body } }) => {
          const told = tellTruncated(truncated);
          if (told !== null && body.kind === 'single') {
            body.singleResult.extensions = { ...body.singleResult.extensions, ...told };
          }
        },
      };
    },
  };
}

/** What an answer's `extensions` say of lists that were cut; null where none was. */
export function tellTruncated(
  truncated: RequestRecord['truncated'],
): { readonly truncated: RequestRecord['truncated'] } | null {
  return truncated.length === 0 ? null : { truncated: truncated.slice(0, namedLists) };
}
