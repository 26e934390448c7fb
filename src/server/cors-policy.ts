import type { IncomingMessage, ServerResponse } from 'node:http';
import cors from 'cors';
import { StartupError } from '../errors/startup-error.ts';
import type { ServerOptions } from './create-server.ts';

const preflightSeconds = 600;
const sandboxOrigin = 'https://studio.apollographql.com';

/**
 * Applies the policy to a request. Gives true when the request was an OPTIONS request and is answered by that, false
 * when the headers of the answer are set and the request is to be handled.
 */
export type ApplyCors = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * Gives what lets pages of other origins use the API: the named ones; by default in development Apollo's Sandbox and the
 * server's own localhost and 127.0.0.1, in production none. These may send cookies and any header. Throws a
 * `StartupError` with one line for each origin that is not `scheme://host[:port]`, as browsers send it; `*` is none,
 * because a browser sends no cookies to it.
 */
export function createCorsPolicy({ mode, cors: setting }: Pick<ServerOptions, 'mode' | 'cors'>): ApplyCors {
  checkOrigins(setting?.origins ?? []);
  const originsFor = (request: IncomingMessage): string[] => {
    if (setting !== undefined) {
      return [...setting.origins];
    }
    const port = request.socket.localPort;
    return mode === 'production'
      ? []
      : [sandboxOrigin, `http://localhost:${port}`, `http://127.0.0.1:${port}`];
  };
  return (request, response) => {
    const isPreflight = request.method === 'OPTIONS';
    const origins = originsFor(request);
    const { origin = '', 'access-control-request-private-network': privateNetwork } = request.headers;
    if (isPreflight) {
      response.setHeader('allow', 'GET, POST, OPTIONS');
    }
    if (isPreflight && privateNetwork === 'true' && origins.includes(origin)) {
      response.setHeader('access-control-allow-private-network', 'true');
    }
    if (origins.length > 0) {
      const middleware = cors({
        origin: origins,
        credentials: true,
        methods: ['GET', 'POST'],
        exposedHeaders: ['retry-after'],
        maxAge: preflightSeconds,
      });
      middleware(request, response, () => {});
    } else if (isPreflight) {
      response.statusCode = 204;
      response.end();
    }
    return isPreflight;
  };
}

function checkOrigins(origins: readonly string[]): void {
  const problems = origins
    .filter((origin) => !URL.canParse(origin) || new URL(origin).origin !== origin)
    .map(
      (origin) =>
        `cors.origins has ${JSON.stringify(origin)}: an origin is scheme://host[:port], such as https://app.example.com.`,
    );
  if (problems.length > 0) {
    throw new StartupError(problems);
  }
}
