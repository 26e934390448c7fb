import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { RequestError } from '../../src/errors/request-error.ts';
import { post, type SampleServer, startSampleServer } from '../support/http-server.ts';

const servers = new Map<string, SampleServer>();
const modes = ['development', 'production'] as const;
beforeAll(async () => {
  for (const mode of modes) {
    servers.set(mode, await startSampleServer({ mode }));
  }
});
afterAll(() => Promise.all([...servers.values()].map((server) => server.stop())));
beforeEach(() => {
  for (const server of servers.values()) {
    server.log.length = 0;
  }
});

const serverIn = (mode: string): SampleServer => servers.get(mode) as SampleServer;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const masked = (path: readonly string[]) => ({
  message: 'Internal server error.',
  locations: [expect.anything()],
  path,
  extensions: { code: 'INTERNAL_SERVER_ERROR', id: expect.stringMatching(uuid) },
});

describe.each(modes)('a fault of the server in %s', (mode) => {
  it.each(['fault', 'oddCode', 'notAnInt'])('is masked: %s', async (field) => {
    const response = await post(serverIn(mode).endpoint, { query: `{ hello ${field} }` });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      errors: [masked([field])],
      data: { hello: 'Hello, world!', [field]: null },
    });
  });

  it('is masked where graphql-js finds null in a field that has none', async () => {
    const response = await post(serverIn(mode).endpoint, { query: '{ never }' });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ errors: [masked(['never'])], data: null });
  });

  it("is logged in full under the answer's id", async () => {
    const { endpoint, log } = serverIn(mode);
    const { errors } = JSON.parse(await (await post(endpoint, { query: '{ fault }' })).text());
    expect(log).toEqual([
      expect.objectContaining({
        level: 50,
        msg: 'A request met a fault of the server.',
        errorId: errors[0].extensions.id,
        path: ['fault'],
        err: expect.objectContaining({
          type: 'Error',
          message: 'relation "secret_table" does not exist: from the driver',
          stack: expect.stringMatching(
            /^Error: relation "secret_table" does not exist\n {4}at (?:.|\n)+\ncaused by: Error: from the driver\n {4}at /,
          ),
        }),
      }),
    ]);
  });
});

describe('an error for the client', () => {
  it('passes as it is and is not logged', async () => {
    const { endpoint, log } = serverIn('production');
    const response = await post(endpoint, { query: '{ hello refused }' });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      errors: [
        {
          message: '"x" is no date.',
          locations: [{ line: 1, column: 9 }],
          path: ['refused'],
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
      data: { hello: 'Hello, world!', refused: null },
    });
    expect(log).toEqual([]);
  });

  it('says that the database is not available and when to try again, and its cause is logged', async () => {
    const { endpoint, log } = serverIn('production');
    const response = await post(endpoint, { query: '{ hello unavailable }' });
    expect([response.status, response.headers.get('retry-after')]).toEqual([200, '1']);
    const { data, errors } = JSON.parse(await response.text());
    expect(data).toEqual({ hello: 'Hello, world!', unavailable: null });
    expect(errors).toEqual([
      {
        message: 'The database is not available.',
        locations: [{ line: 1, column: 9 }],
        path: ['unavailable'],
        extensions: { code: 'SERVICE_UNAVAILABLE', id: expect.stringMatching(uuid) },
      },
    ]);
    expect(log).toEqual([
      expect.objectContaining({
        level: 40,
        msg: 'The database is not available.',
        errorId: errors[0].extensions.id,
        err: expect.objectContaining({ message: 'connect ECONNREFUSED 10.0.0.7:5432' }),
      }),
    ]);
  });

  it('says that a statement took too long, and its cause is logged', async () => {
    const { endpoint, log } = serverIn('production');
    const response = await post(endpoint, { query: '{ timeout }' });
    expect([response.status, response.headers.get('retry-after')]).toEqual([200, null]);
    const { errors } = JSON.parse(await response.text());
    expect(errors[0]).toMatchObject({
      message: 'The database took too long.',
      extensions: { code: 'TIMEOUT' },
    });
    expect(log).toEqual([
      expect.objectContaining({ level: 40, errorId: errors[0].extensions.id, err: expect.anything() }),
    ]);
  });
});

describe('an operation of a kind that the schema has not', () => {
  it('is refused as a mistake of the client', async () => {
    const { endpoint, log } = serverIn('production');
    const response = await post(endpoint, { query: 'subscription { hello }' });
    const { errors } = JSON.parse(await response.text());
    expect(errors).toEqual([
      expect.objectContaining({
        message: 'Schema is not configured to execute subscription operation.',
        extensions: { code: 'BAD_REQUEST' },
      }),
    ]);
    expect(log).toEqual([]);
  });
});

describe('an error of context()', () => {
  it.each([
    [new GraphQLError('Sign in.', { extensions: { code: 'UNAUTHENTICATED' } }), 401, null],
    [new GraphQLError('Not you.', { extensions: { code: 'FORBIDDEN' } }), 403, null],
    [new RequestError('SERVICE_UNAVAILABLE', 'Later.'), 503, '1'],
  ])('with a code for clients passes: %s', async (error, status, retryAfter) => {
    const server = await startSampleServer({
      context: () => {
        throw error;
      },
    });
    const response = await post(server.endpoint, { query: '{ hello }' });
    expect([response.status, response.headers.get('retry-after')]).toEqual([status, retryAfter]);
    const { errors } = JSON.parse(await response.text());
    expect(errors).toEqual([
      {
        message: error.message,
        extensions: expect.objectContaining({ code: error.extensions.code }),
      },
    ]);
    await server.stop();
  });

  it('is masked otherwise', async () => {
    const server = await startSampleServer({
      context: () => {
        throw new Error('bad key /etc/secret');
      },
    });
    const response = await post(server.endpoint, { query: '{ hello }' });
    expect(response.status).toBe(500);
    const { errors } = JSON.parse(await response.text());
    expect(errors).toEqual([
      {
        message: 'Internal server error.',
        extensions: { code: 'INTERNAL_SERVER_ERROR', id: expect.stringMatching(uuid) },
      },
    ]);
    expect(server.log).toEqual([
      expect.objectContaining({
        errorId: errors[0].extensions.id,
        err: expect.objectContaining({ message: 'bad key /etc/secret' }),
      }),
    ]);
    await server.stop();
  });
});
