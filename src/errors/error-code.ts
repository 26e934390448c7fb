/**
 * Every code that KinQL itself puts into `extensions.code` of a request's error. The codes of parsing and validation
 * (`GRAPHQL_PARSE_FAILED`, `GRAPHQL_VALIDATION_FAILED` ...) are Apollo Server's. `docs/errors.md` lists them all.
 */
export const errorCodes = {
  /** An argument has the right GraphQL type, but not a value that the attribute or setting allows. */
  BAD_USER_INPUT: 'BAD_USER_INPUT',
  /** The token that says who asks is not valid. */
  UNAUTHENTICATED: 'UNAUTHENTICATED',
  /** The rules do not allow it to the viewer. */
  FORBIDDEN: 'FORBIDDEN',
  /** The server executes documents of its manifest, and the request asks for another. */
  DOCUMENT_NOT_TRUSTED: 'DOCUMENT_NOT_TRUSTED',
  /** The operation is over a limit of the schema or the server; `extensions.limit` names it. */
  LIMIT_EXCEEDED: 'LIMIT_EXCEEDED',
  /** The client has sent too many requests; `retry-after` says when it may send the next. */
  RATE_LIMITED: 'RATE_LIMITED',
  /** The database cannot be reached, or is shutting down. The same request may succeed later. */
  SERVICE_UNAVAILABLE: 'SERVICE_UNAVAILABLE',
  /** The request, or a statement of it in the database, took longer than it may. */
  TIMEOUT: 'TIMEOUT',
  /** The client closed its connection before it was answered. */
  CLIENT_GONE: 'CLIENT_GONE',
  /** Another write changed the same rows at the same time, and this one was undone. The same request may succeed. */
  CONFLICT: 'CONFLICT',
  /** The connection broke while a write was completed: it may be in the database, or not. */
  WRITE_OUTCOME_UNKNOWN: 'WRITE_OUTCOME_UNKNOWN',
  /** The database holds a value that the attribute's declared type cannot carry, such as a label that the ENUM lacks. */
  VALUE_NOT_REPRESENTABLE: 'VALUE_NOT_REPRESENTABLE',
  /** A fault of the server: masked in the answer, logged in full under the answer's `extensions.id`. */
  INTERNAL_SERVER_ERROR: 'INTERNAL_SERVER_ERROR',
} as const;

export type ErrorCode = (typeof errorCodes)[keyof typeof errorCodes];
