import type { ApolloServerPlugin } from '@apollo/server';
import { errorCodes } from '../errors/error-code.ts';
import { statusOfCodes } from './client-codes.ts';

/** Seconds after which a client may try again what met an unavailable database: a Postgres restart takes less. */
export const retryAfterSeconds = '1';

/** The mistakes in a document or its variables: the answer to such a request is a well-formed GraphQL response. */
const documentCodes: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'LIMIT_EXCEEDED',
]);

/**
 * Sets the HTTP status of answers without data, and `retry-after` where the database was unavailable. An answer with
 * data, null included, keeps 200: "GraphQL over HTTP" wants that, and half of it may be good.
 *
 * For a mistake in the document or its variables the status depends on what the client accepts. "GraphQL over HTTP"
 * wants 400 under `application/graphql-response+json`, and 200 under `application/json`, so that a client can tell our
 * answer from a proxy's. A client that names neither (fetch by itself accepts anything) gets the 400 that Apollo
 * Server's users know and that monitoring counts.
 */
export function httpStatusPlugin(): ApolloServerPlugin<object> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ request, response }) => {
        if (response.body.kind !== 'single') {
          return;
        }
        const { data, errors } = response.body.singleResult;
        const codes = (errors ?? []).map((error) => error.extensions?.code);
        if (codes.includes(errorCodes.SERVICE_UNAVAILABLE)) {
          response.http.headers.set('retry-after', retryAfterSeconds);
        }
        if (data === undefined && codes.length > 0) {
          response.http.status = statusWithoutData(
            response.http.status,
            codes,
            request.http?.headers.get('accept'),
          );
        }
      },
    }),
  };
}

/**
 * Takes the status that Apollo chose, the errors' codes and the `accept` header of a request that got no data, and gives
 * the status to send.
 */
export function statusWithoutData(
  status: number | undefined,
  codes: readonly unknown[],
  accept: string | undefined,
): number {
  if (codes.every((code) => documentCodes.has(code))) {
    return acceptsOnlyJson(accept) ? 200 : 400;
  }
  // A hook that throws is 500 for Apollo, whatever the code of the error.
  return status === undefined || status === 500 ? statusOfCodes(codes) : status;
}

function acceptsOnlyJson(accept = ''): boolean {
  const types = accept.split(',').map((range) => range.split(';')[0]?.trim().toLowerCase());
  return types.includes('application/json') && !types.includes('application/graphql-response+json');
}
