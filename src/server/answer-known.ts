import type { HTTPGraphQLRequest } from '@apollo/server';
import { type ExecutionResult, type GraphQLSchema, locatedError } from 'graphql';
import { getOperations } from '../build/build-schema.ts';
import { executeToBytes } from '../build/execute.ts';
import type { ServerLimits } from '../build/server-limits.ts';
import type { RequestRecord } from '../execute/request-record.ts';
import { checkVariables } from './check-variables.ts';
import type { KnownOperation } from './known-operations.ts';
import { tellTruncated } from './record-plugin.ts';

/** A result that Apollo Server is to make an answer of, since there are errors in it. */
export interface ExecutedBefore {
  readonly result: ExecutionResult;
  readonly truncated: RequestRecord['truncated'];
}

/** An answer without errors. */
export interface KnownAnswer {
  readonly contentType: string;
  /** The body in UTF-8, with a character for each byte. */
  readonly bytes: string;
}

/** Results by the requests that they answer. */
export type ExecutedRequests = WeakMap<object, ExecutedBefore>;

/**
 * Gives what answers an operation that Apollo Server has taken before: null where it is for Apollo Server to answer, with what `executed` says
 * of the request where it was executed already.
 */
export function createKnownAnswers(schema: GraphQLSchema, limits: ServerLimits, executed: ExecutedRequests) {
  const records = getOperations(schema)?.records;
  return async (
    { document, operationName, variables, contentType }: KnownOperation,
    request: HTTPGraphQLRequest,
    given: object,
    signal: AbortSignal,
  ): Promise<KnownAnswer | null> => {
    if (records === undefined || !isWithin(variables, limits)) {
      return null;
    }
    const contextValue = copyOf(given);
    const { truncated, atEnd } = records.open(contextValue, signal);
    const result = await executeToBytes({
      schema,
      document,
      contextValue,
      variableValues: variables,
      operationName,
      options: { maxCoercionErrors: limits.coercionErrors },
    }).catch((error: unknown) => ({ errors: [locatedError(error, undefined)] }));
    await Promise.all(atEnd.splice(0).map((finish) => finish()));
    if (!('text' in result)) {
      executed.set(request, { result, truncated });
      return null;
    }
    const extensions = tellTruncated(truncated);
    const rest =
      extensions === null
        ? ''
        : `,"extensions":${Buffer.from(JSON.stringify(extensions)).toString('latin1')}`;
    // With a line break at its end, as Apollo Server has it.
    return { contentType, bytes: `{"data":${result.text}${rest}}\n` };
  };
}

/** A contextValue of the request's own, as Apollo Server makes one: an app may give the same object to all of them. */
function copyOf(contextValue: object): object {
  return Object.assign(Object.create(Object.getPrototypeOf(contextValue)), contextValue);
}

function isWithin(variables: KnownOperation['variables'], limits: ServerLimits): boolean {
  try {
    checkVariables(variables, limits);
    return true;
  } catch {
    return false; // Apollo Server says so
  }
}
