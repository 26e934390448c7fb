import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  type ApolloServer,
  HeaderMap,
  type HTTPGraphQLRequest,
  type HTTPGraphQLResponse,
} from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { ServerLimits } from '../build/server-limits.ts';
import { errorCodes } from '../errors/error-code.ts';
import { RequestError } from '../errors/request-error.ts';
import type { Admit } from './admission.ts';
import type { createKnownAnswers, KnownAnswer } from './answer-known.ts';
import { isClientCode, statusOfCodes } from './client-codes.ts';
import type { RequestsUnderWay } from './create-apollo.ts';
import type { ServerOptions } from './create-server.ts';
import { clientGoneError, timeoutError, withDeadline } from './deadline.ts';
import { findDocument } from './find-document.ts';
import { retryAfterSeconds } from './http-status.ts';
import { BodyError, isJson, readJson } from './read-body.ts';
import { refuse } from './send.ts';
import type { TrustedDocuments } from './trusted-documents.ts';

type HandleGraphql = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What the endpoint needs beside Apollo Server. */
export interface GraphqlParts {
  readonly contextOf: NonNullable<ServerOptions['context']>;
  readonly admit: Admit;
  readonly underWay: RequestsUnderWay;
  /** Answers operations that Apollo Server has taken before; null where Apollo Server is to see every request. */
  readonly answerKnown: ReturnType<typeof createKnownAnswers> | null;
  readonly documents: TrustedDocuments | null;
}

/**
 * Gives the handler of the GraphQL endpoint: node:http's request to Apollo Server, its answer back. A body that cannot
 * be used is refused here with 400, 413 or 415; Apollo decides the rest, methods and CSRF included. What is left of a request
 * whose client goes away is not begun.
 */
export function createGraphqlHandler(
  apollo: ApolloServer<object>,
  limits: ServerLimits,
  { contextOf, admit, underWay: { ends, known }, answerKnown, documents }: GraphqlParts,
): HandleGraphql {
  const timeout = timeoutError(limits.executionMilliseconds);
  const answerRequest = async (
    httpGraphQLRequest: HTTPGraphQLRequest,
    accept: string | undefined,
    context: () => Promise<object>,
    signal: AbortSignal,
  ): Promise<HTTPGraphQLResponse | KnownAnswer> => {
    const operation = answerKnown && known.find(httpGraphQLRequest, accept);
    if (answerKnown === null || operation === null) {
      return apollo.executeHTTPGraphQLRequest({ httpGraphQLRequest, context });
    }
    const given = context();
    const contextValue = await given.catch(() => null);
    const answer = contextValue && (await answerKnown(operation, httpGraphQLRequest, contextValue, signal));
    return answer ?? apollo.executeHTTPGraphQLRequest({ httpGraphQLRequest, context: () => given });
  };
  return async (request, response) => {
    response.setHeader('cache-control', 'no-store');
    const rejection = await admit(request);
    if (rejection !== null) {
      const { status, retryAfter, code, message } = rejection;
      response.setHeader('retry-after', retryAfter);
      refuse(request, response, status, { message, extensions: { code } });
      return;
    }
    let httpGraphQLRequest: HTTPGraphQLRequest;
    try {
      const sent = await toApolloRequest(request, limits);
      httpGraphQLRequest = documents === null ? sent : findDocument(documents, sent);
    } catch (error) {
      if (error instanceof RequestError) {
        const { message, extensions } = error;
        refuse(request, response, statusOfCodes([extensions.code]), { message, extensions });
        return;
      }
      if (!(error instanceof BodyError)) {
        throw error;
      }
      refuse(request, response, error.status, {
        message: error.message,
        extensions: { code: 'BAD_REQUEST' },
      });
      return;
    }
    if (response.destroyed) {
      return;
    }
    const end = new AbortController();
    response.once('close', () => {
      if (!response.writableEnded) {
        end.abort(clientGoneError());
      }
    });
    ends.set(httpGraphQLRequest, end);
    const { accept } = request.headers;
    const context = () => createContext(contextOf, request);
    const work = answerRequest(httpGraphQLRequest, accept, context, end.signal);
    const answer = await withDeadline(work, limits.executionMilliseconds, () => end.abort(timeout));
    if (response.destroyed) {
      return;
    }
    if (answer === null) {
      const { message, extensions } = timeout;
      refuse(request, response, statusOfCodes([extensions.code]), { message, extensions });
      return;
    }
    if ('bytes' in answer) {
      sendKnown(response, answer);
    } else {
      await sendAnswer(response, answer);
    }
  };
}

async function toApolloRequest(request: IncomingMessage, limits: ServerLimits): Promise<HTTPGraphQLRequest> {
  const { method = 'GET', url = '' } = request;
  const searchStart = url.indexOf('?');
  const hasJson = method === 'POST' && isJson(request.headers['content-type']);
  const body = hasJson ? await readJson(request, limits.bodyBytes) : undefined;
  let headers: HeaderMap | undefined;
  return {
    method,
    search: searchStart < 0 ? '' : url.slice(searchStart),
    body,
    // Only Apollo Server looks at them.
    get headers() {
      headers ??= toHeaderMap(request);
      return headers;
    },
  };
}

function toHeaderMap({ headers }: IncomingMessage): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    map.set(name, Array.isArray(value) ? value.join(', ') : (value ?? ''));
  }
  return map;
}

/** An error that the app's `context` throws with a code for clients gets the code's status; Apollo answers 500 to any. */
async function createContext(
  contextOf: NonNullable<ServerOptions['context']>,
  request: IncomingMessage,
): Promise<object> {
  try {
    return await contextOf(request);
  } catch (error) {
    const code = error instanceof GraphQLError ? error.extensions.code : undefined;
    if (!(error instanceof GraphQLError) || !isClientCode(code)) {
      throw error;
    }
    const headers = new HeaderMap();
    if (code === errorCodes.SERVICE_UNAVAILABLE) {
      headers.set('retry-after', retryAfterSeconds);
    }
    throw new GraphQLError(error.message, {
      originalError: error,
      extensions: { http: { status: statusOfCodes([code]), headers }, ...error.extensions },
    });
  }
}

function sendKnown(response: ServerResponse, { contentType, bytes }: KnownAnswer): void {
  response.setHeader('content-type', contentType);
  response.setHeader('content-length', bytes.length);
  response.end(bytes, 'latin1');
}

async function sendAnswer(response: ServerResponse, answer: HTTPGraphQLResponse): Promise<void> {
  response.statusCode = answer.status ?? 200;
  for (const [name, value] of answer.headers) {
    response.setHeader(name, value);
  }
  if (answer.body.kind === 'complete') {
    // Setting the headers and ending with a string sends both in one write; without a length Node would chunk it.
    response.setHeader('content-length', Buffer.byteLength(answer.body.string));
    response.end(answer.body.string);
    return;
  }
  await pipeline(Readable.from(answer.body.asyncIterator), response);
}
