import { randomUUID } from 'node:crypto';
import { isNativeError } from 'node:util/types';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { errorCodes } from '../errors/error-code.ts';
import { findParserLimit } from '../plugins/limits/limit-rules.ts';
import { isClientCode } from './client-codes.ts';
import type { ServerOptions } from './create-server.ts';

type FormatError = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

/** The database's troubles: the client is told, and the operator needs the cause. So it is where code of the app failed and closed the door. */
const loggedCodes: ReadonlySet<unknown> = new Set([errorCodes.SERVICE_UNAVAILABLE, errorCodes.TIMEOUT]);

/**
 * Gives Apollo Server's `formatError`. An error passes when its code is one for clients (client-codes.ts). Any other is
 * a fault of the server and is masked in either mode: also graphql-js's own complaints about what a resolver returned,
 * such as "Cannot return null for non-nullable field", since no client can do anything about them. What is masked, and
 * whatever made the database unavailable or slow, is logged with its cause under the `extensions.id` of the answer.
 */
export function createFormatError({ logger, mode }: Pick<ServerOptions, 'logger' | 'mode'>): FormatError {
  const idOf = createErrorLog(logger);
  return (formatted, error) => {
    const { message, extensions, ...place } = withLimit(formatted);
    const code = missingCode(error) ?? extensions?.code;
    if (!isClientCode(code)) {
      const id = idOf(error, 'error', 'A request met a fault of the server.');
      return {
        ...place,
        message: 'Internal server error.',
        extensions: { code: errorCodes.INTERNAL_SERVER_ERROR, id },
      };
    }
    if (
      loggedCodes.has(code) ||
      (code === errorCodes.FORBIDDEN && !(causeOf(error) instanceof GraphQLError))
    ) {
      const id = idOf(error, 'warn', message);
      return { ...place, message, extensions: { ...extensions, code, id } };
    }
    return {
      ...place,
      message: mode === 'production' ? withoutSuggestion(message) : message,
      extensions: { ...extensions, code },
    };
  };
}

/** An error of being over a limit, with the code and the words for it: Apollo gives it those of parsing or validation. */
function withLimit(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const { limit } = formatted.extensions ?? {};
  if (limit !== undefined) {
    return { ...formatted, extensions: { ...formatted.extensions, code: errorCodes.LIMIT_EXCEEDED } };
  }
  const problem = findParserLimit(formatted.message);
  return problem === null
    ? formatted
    : { message: problem.message, extensions: { ...formatted.extensions, ...problem.extensions } };
}

/**
 * Gives the function that logs the innermost cause of an error and gives its id. When one failed statement fails many
 * fields of an answer, they share the cause: it is logged once and they share the id. Apollo formats the errors of an
 * answer in one go, so what was seen is forgotten at the next microtask.
 */
function createErrorLog(logger: Logger) {
  const seen = new Map<unknown, string>();
  return (error: unknown, level: 'error' | 'warn', message: string): string => {
    const cause = causeOf(error);
    const known = seen.get(cause);
    if (known !== undefined) {
      return known;
    }
    const id = randomUUID();
    if (seen.size === 0) {
      queueMicrotask(() => seen.clear());
    }
    seen.set(cause, id);
    const path = error instanceof GraphQLError ? error.path : undefined;
    logger[level](
      { errorId: id, path, err: isNativeError(cause) ? cause : new Error(String(cause)) },
      message,
    );
    return id;
  };
}

function causeOf(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError) {
    cause = cause.originalError;
  }
  return cause;
}

/** Mistakes of the client that graphql-js and Apollo report without any code. */
const codesOfMessages: ReadonlyArray<readonly [RegExp, string]> = [
  [/^Too many errors processing variables, error limit reached\./, 'BAD_USER_INPUT'],
  [/^Schema is not configured to execute \w+ operation\.$/, 'BAD_REQUEST'],
  [/^provided sha does not match query$/, 'BAD_REQUEST'],
  [/^Unsupported persisted query version$/, 'BAD_REQUEST'],
];

/** What a resolver throws has a path or an original error: only the libraries' own errors are looked up here. */
function missingCode(error: unknown): string | undefined {
  if (!(error instanceof GraphQLError) || error.extensions.code !== undefined) {
    return undefined;
  }
  return error.path === undefined && error.originalError === undefined
    ? codesOfMessages.find(([pattern]) => pattern.test(error.message))?.[1]
    : undefined;
}

/** Apollo's `hideSchemaDetailsFromClientErrors` covers validation only; graphql-js suggests names for variables too. */
function withoutSuggestion(message: string): string {
  return message.replace(/ ?Did you mean [^?]+\?$/, '');
}
