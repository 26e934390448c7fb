import { Agent, request } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { StartupError } from '../../src/errors/startup-error.ts';
import { createServer } from '../../src/server/create-server.ts';
import { listen } from '../../src/server/listen.ts';
import { createSampleSchema, post, type SampleServer, startSampleServer } from '../support/http-server.ts';

/** A promise to be kept from outside. */
function gate(): { readonly promise: Promise<void>; readonly open: () => void } {
  let open = () => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

/** Starts a server and `count` requests that have reached their resolvers and wait there until `open` is called. */
async function startWithRequests(count: number, options: Parameters<typeof startSampleServer>[0] = {}) {
  const arrived = gate();
  const answer = gate();
  let waiting = 0;
  const server = await startSampleServer({
    ...options,
    schema: createSampleSchema(() => {
      waiting += 1;
      if (waiting === count) {
        arrived.open();
      }
      return answer.promise;
    }),
  });
  const requests = Array.from({ length: count }, () => post(server.endpoint, { query: '{ wait }' }));
  await arrived.promise;
  return { server, requests, open: answer.open };
}

const isRefused = (server: SampleServer) =>
  fetch(`${server.url}/health/live`).then(
    () => false,
    (error: { cause: { code: string } }) => error.cause.code === 'ECONNREFUSED',
  );

describe('listen', () => {
  it('gives the address it listens on', async () => {
    const server = await startSampleServer();
    expect(server).toMatchObject({ host: '127.0.0.1', url: `http://127.0.0.1:${server.port}` });
    expect(server.port).toBeGreaterThan(0);
    await server.stop();
  });

  it('says in one sentence that a port is in use, and leaves nothing running', async () => {
    const other = createTcpServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const server = createServer({
      schema: createSampleSchema(),
      mode: 'production',
      logger: pino({ level: 'silent' }),
      checkDatabase: async () => {},
      sampleQuery: '',
    });
    const failure = await listen(server, { port }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StartupError);
    expect(failure).toMatchObject({
      message: `Port ${port} on 127.0.0.1 is in use: stop the program that listens there, or choose another port.`,
      cause: expect.objectContaining({ code: 'EADDRINUSE' }),
    });
    expect(server.httpServer.listening).toBe(false);
    await new Promise((resolve) => other.close(resolve));
  });

  it.each([
    [{ host: '192.0.2.1', port: 0 }, /^192\.0\.2\.1 is no address of this machine: /],
    [{ port: 70_000 }, /^Cannot listen on 127\.0\.0\.1, port 70000: /],
  ])('says what is wrong with %j', async (place, message) => {
    const server = createServer({
      schema: createSampleSchema(),
      mode: 'production',
      logger: pino({ level: 'silent' }),
      checkDatabase: async () => {},
      sampleQuery: '',
    });
    await expect(listen(server, place)).rejects.toThrow(message);
  });
});

describe('stop', () => {
  it('answers every request in flight, closes their connections, and then closes the database', async () => {
    const steps: string[] = [];
    const { server, requests, open } = await startWithRequests(20, {
      close: async () => {
        steps.push('closed');
      },
    });
    const stopped = server.stop().then(() => steps.push('stopped'));
    while (!(await isRefused(server))) {
      // A new connection is refused as soon as the listener is closed.
    }
    expect(steps).toEqual([]);
    open();
    for (const response of await Promise.all(requests)) {
      expect(await response.json()).toEqual({ data: { wait: 'waited' } });
      expect(response.headers.get('connection')).toBe('close');
    }
    await stopped;
    expect(steps).toEqual(['closed', 'stopped']);
    expect(server.log).toEqual([]);
  });

  it('does not wait for a connection that is idle', async () => {
    const server = await startSampleServer();
    const agent = new Agent({ keepAlive: true });
    await new Promise<void>((resolve, reject) => {
      request(`${server.url}/health/live`, { agent }, (response) => {
        response.resume().once('end', resolve);
      })
        .once('error', reject)
        .end();
    });
    await server.stop();
    expect(await isRefused(server)).toBe(true);
    agent.destroy();
  });

  it('gives the same promise however often it is called', async () => {
    let closed = 0;
    const server = await startSampleServer({
      close: async () => {
        closed += 1;
      },
    });
    expect(server.stop()).toBe(server.stop());
    await server.stop();
    expect(closed).toBe(1);
  });

  it('cuts off what is not answered within the grace period, says so, and still closes the database', async () => {
    let closed = 0;
    const { server, requests } = await startWithRequests(2, {
      limits: { gracePeriodMilliseconds: 50 },
      close: async () => {
        closed += 1;
      },
    });
    const answers = Promise.allSettled(requests);
    await expect(server.stop()).rejects.toThrow(
      'The server did not stop cleanly. 2 requests had no answer after 50 ms.',
    );
    expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(closed).toBe(1);
  });

  it('does not wait for a database that does not close', async () => {
    const server = await startSampleServer({
      limits: { closeMilliseconds: 50 },
      close: () => new Promise(() => {}),
    });
    await expect(server.stop()).rejects.toThrow(
      "The server did not stop cleanly. Closing the database's connections took longer than 50 ms.",
    );
  });

  it('reports everything that went wrong', async () => {
    const server = await startSampleServer({
      plugins: [
        {
          serverWillStart: async () => ({
            serverWillStop: () => Promise.reject(new Error('The plugin is broken.')),
          }),
        },
      ],
      close: () => Promise.reject(new Error('The pool is broken.')),
    });
    await expect(server.stop()).rejects.toMatchObject({
      message: 'The server did not stop cleanly. The plugin is broken. The pool is broken.',
      errors: [new Error('The plugin is broken.'), new Error('The pool is broken.')],
    });
  });
});
