import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createRequestHandler, type RequestParts } from '../../../src/server/handle-request.ts';
import { createLifecycle } from '../../../src/server/lifecycle.ts';
import type { LogLine } from '../../support/http-server.ts';

let server: Server;
afterEach(() => new Promise((resolve) => server.close(resolve)));

/** Serves with a GraphQL handler that is broken, and gives the endpoint, the log and the state. */
async function serve(graphql: RequestParts['graphql']) {
  const log: LogLine[] = [];
  const lifecycle = createLifecycle();
  const handler = createRequestHandler({
    lifecycle,
    logger: pino({}, { write: (line) => log.push(JSON.parse(line)) }),
    applyCors: () => false,
    graphql,
    readiness: async () => ({ status: 'ready' }),
  });
  server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}/graphql`, log, lifecycle };
}

describe('a fault outside of GraphQL', () => {
  it('is logged and answered without its message', async () => {
    const { endpoint, log } = await serve(() => Promise.reject(new Error('secret')));
    const response = await fetch(endpoint, { headers: { connection: 'close' } });
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({
      errors: [
        {
          message: 'Internal server error.',
          extensions: { code: 'INTERNAL_SERVER_ERROR', id: log[0]?.errorId },
        },
      ],
    });
    expect(log).toEqual([
      expect.objectContaining({
        msg: 'A request failed outside of GraphQL.',
        errorId: expect.any(String),
        err: expect.objectContaining({ message: 'secret' }),
      }),
    ]);
  });

  it('cuts the connection when the answer has begun', async () => {
    const { endpoint, log, lifecycle } = await serve(async (_request, response) => {
      await new Promise<void>((resolve) => response.write('half', () => resolve()));
      throw new Error('secret');
    });
    const response = await fetch(endpoint);
    await expect(response.text()).rejects.toThrow('terminated');
    expect(log).toHaveLength(1);
    expect(lifecycle.inFlight.size).toBe(0);
  });
});
