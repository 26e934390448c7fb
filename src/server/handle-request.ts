import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorCodes } from '../errors/error-code.ts';
import type { ApplyCors } from './cors-policy.ts';
import type { ServerOptions } from './create-server.ts';
import type { HandleExplorer } from './handle-explorer.ts';
import type { Readiness } from './health.ts';
import { type Lifecycle, track } from './lifecycle.ts';
import { refuse, sendJson, sendText } from './send.ts';

/** The parts behind the server's paths. `explorer` is absent in production: its paths are then unknown. */
export interface RequestParts {
  readonly lifecycle: Lifecycle;
  readonly logger: ServerOptions['logger'];
  readonly applyCors: ApplyCors;
  readonly graphql: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly readiness: () => Promise<Readiness>;
  readonly explorer?: HandleExplorer;
}

/**
 * Gives node:http's request listener: it finds the path and answers whatever happens. An error that nothing below
 * expected is logged and answered with 500, or, where an answer has begun already, by cutting the connection.
 */
export function createRequestHandler(
  parts: RequestParts,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    track(parts.lifecycle, response);
    response.setHeader('x-content-type-options', 'nosniff');
    route(parts, request, response).catch((error: unknown) => {
      if (response.destroyed) {
        return;
      }
      const id = randomUUID();
      parts.logger.error({ errorId: id, err: error }, 'A request failed outside of GraphQL.');
      if (response.headersSent) {
        response.destroy();
        return;
      }
      refuse(request, response, 500, {
        message: 'Internal server error.',
        extensions: { code: errorCodes.INTERNAL_SERVER_ERROR, id },
      });
    });
  };
}

async function route(parts: RequestParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url?.split('?', 1)[0] ?? '/';
  if (path === '/graphql') {
    if (!parts.applyCors(request, response)) {
      await parts.graphql(request, response);
    }
    return;
  }
  const isExplorer = path === '/explorer' || path.startsWith('/explorer/');
  const isPage = parts.explorer !== undefined && (path === '/' || isExplorer);
  if (!isPage && path !== '/health/live' && path !== '/health/ready') {
    sendText(response, 404, 'Not found. The GraphQL endpoint is /graphql.');
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    sendText(response, 405, 'Only GET and HEAD.');
    return;
  }
  response.setHeader('cache-control', 'no-store');
  if (path === '/health/live') {
    sendJson(response, 200, { status: 'live' });
  } else if (path === '/health/ready') {
    const readiness = await parts.readiness();
    sendJson(response, readiness.status === 'ready' ? 200 : 503, readiness);
  } else if (isExplorer) {
    await parts.explorer?.(path.slice('/explorer/'.length), response);
  } else {
    // Apollo's Sandbox takes the address of its own page for the endpoint.
    response.setHeader('location', 'graphql');
    sendText(response, 302, 'The GraphQL endpoint is /graphql, an explorer without internet /explorer.');
  }
}
