import { ApolloServerErrorCode } from '@apollo/server/errors';
import { errorCodes } from '../errors/error-code.ts';

/**
 * The codes of errors that are written for the client, each with the HTTP status of an answer that consists of nothing
 * else. An error with any other code, or with none, is a fault of the server and is masked. `UNAUTHENTICATED` and
 * `FORBIDDEN` are the names that Apollo's documentation gives to what an app's own `context` or rule refuses.
 */
const statusByCode: ReadonlyMap<string, number> = new Map<string, number>([
  ...Object.values(errorCodes).map((code): [string, number] => [code, 400]),
  [errorCodes.SERVICE_UNAVAILABLE, 503],
  [errorCodes.TIMEOUT, 504],
  [errorCodes.RATE_LIMITED, 429],
  [ApolloServerErrorCode.GRAPHQL_PARSE_FAILED, 400],
  [ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED, 400],
  [ApolloServerErrorCode.BAD_REQUEST, 400],
  [ApolloServerErrorCode.OPERATION_RESOLUTION_FAILURE, 400],
  [ApolloServerErrorCode.PERSISTED_QUERY_NOT_FOUND, 200],
  [ApolloServerErrorCode.PERSISTED_QUERY_NOT_SUPPORTED, 200],
  [errorCodes.UNAUTHENTICATED, 401],
  [errorCodes.FORBIDDEN, 403],
]);

/** Gives whether an error with this `extensions.code` may reach the client as it is. */
export function isClientCode(code: unknown): code is string {
  return typeof code === 'string' && code !== errorCodes.INTERNAL_SERVER_ERROR && statusByCode.has(code);
}

/** Gives the HTTP status of an answer without data whose errors have these codes: 500 when any of them is masked. */
export function statusOfCodes(codes: readonly unknown[]): number {
  return codes.reduce<number>(
    (status, code) => Math.max(status, isClientCode(code) ? (statusByCode.get(code) ?? 500) : 500),
    0,
  );
}
