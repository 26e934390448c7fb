import { once } from 'node:events';
import { isNativeError } from 'node:util/types';
import { StartupError } from '../errors/startup-error.ts';
import type { KinqlServer } from './create-server.ts';
import { stopServer } from './stop-server.ts';

/** A server that listens. */
export interface RunningServer {
  /** Where a browser on this machine finds it, without a slash at the end: `http://localhost:4000`. */
  readonly url: string;
  readonly host: string;
  /** The port that was asked for, or the free one that was found for 0. */
  readonly port: number;
  /** Stops it as `stopServer` says. Every call gives the same promise. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts Apollo Server and listens on `host` and `port`, 0 for any free port. Throws a `StartupError` of one sentence when
 * it cannot listen there, and whatever a plugin throws in `serverWillStart`; the database's connections are then still
 * the caller's to close.
 */
export async function listen(
  server: KinqlServer,
  { host = '127.0.0.1', port }: { readonly host?: string; readonly port: number },
): Promise<RunningServer> {
  const { apollo, httpServer } = server;
  await apollo.start();
  try {
    httpServer.listen(port, host);
    await once(httpServer, 'listening');
  } catch (error) {
    await apollo.stop();
    throw new StartupError([describeListenError(error, host, port)], { cause: error });
  }
  const address = httpServer.address();
  const actualPort = typeof address === 'object' && address !== null ? address.port : port;
  let stopped: Promise<void> | undefined;
  return {
    url: browserUrl(host, actualPort),
    host,
    port: actualPort,
    stop: () => {
      stopped ??= stopServer(server);
      return stopped;
    },
  };
}

/** Takes what `listen` of node:http failed with and gives the sentence that says what to do. */
export function describeListenError(error: unknown, host: string, port: number): string {
  const code = isNativeError(error) && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use: stop the program that listens there, or choose another port.`;
    case 'EACCES':
      return `Port ${port} on ${host} is not allowed for this user: choose a port from 1024.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is no address of this machine: use 127.0.0.1 for this machine only, or 0.0.0.0 for every network.`;
    default:
      return `Cannot listen on ${host}, port ${port}: ${isNativeError(error) ? error.message : String(error)}`;
  }
}

/** Takes where a server listens, and gives the address for a browser on this machine. */
export function browserUrl(host: string, port: number): string {
  if (host === '0.0.0.0' || host === '::') {
    // "Every address" is none that a browser can open.
    return `http://localhost:${port}`;
  }
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
