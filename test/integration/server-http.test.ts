import type { ApolloServerPlugin } from '@apollo/server';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readUntilClosed, sendRaw } from '../support/http-raw.ts';
import { post, type SampleServer, startSampleServer } from '../support/http-server.ts';

let production: SampleServer;
let development: SampleServer;
beforeAll(async () => {
  production = await startSampleServer({ context: (request) => ({ viewer: request.headers['x-viewer'] }) });
  development = await startSampleServer({ mode: 'development' });
});
afterAll(() => Promise.all([production.stop(), development.stop()]));

const badRequest = (message: unknown) => ({ errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });

describe('POST /graphql', () => {
  it('answers in one piece of known length that no cache keeps', async () => {
    const response = await post(production.endpoint, { query: '{ hello }' });
    const text = await response.text();
    expect(text).toBe('{"data":{"hello":"Hello, world!"}}\n');
    expect(Object.fromEntries(response.headers)).toEqual({
      'cache-control': 'no-store',
      connection: 'keep-alive',
      'content-length': '35',
      'content-type': 'application/json; charset=utf-8',
      date: expect.any(String),
      'keep-alive': 'timeout=65',
      'x-content-type-options': 'nosniff',
    });
  });

  it('counts the length of the answer in bytes', async () => {
    const response = await post(production.endpoint, { query: '{ hello(name: "Zoë 🏊") }' });
    expect(await response.json()).toEqual({ data: { hello: 'Hello, Zoë 🏊!' } });
  });

  it('takes variables, and an operation by its name', async () => {
    const query = 'query A { hello } query B($value: Int!) { double(value: $value) }';
    const response = await post(production.endpoint, { query, variables: { value: 21 }, operationName: 'B' });
    expect(await response.json()).toEqual({ data: { double: 42 } });
  });

  it('gives resolvers the context made from the request', async () => {
    const response = await post(production.endpoint, { query: '{ viewer }' }, { 'x-viewer': 'ann' });
    expect(await response.json()).toEqual({ data: { viewer: 'ann' } });
  });

  it('joins the lines of a header that comes twice', async () => {
    const body = '{"query":"{ viewer }"}';
    const socket = sendRaw(
      production.url,
      `POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n` +
        `x-viewer: ann\r\nx-viewer: bob\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    expect(await readUntilClosed(socket)).toContain('{"data":{"viewer":"ann, bob"}}');
  });

  it('answers in the type that the client prefers', async () => {
    const response = await post(
      production.endpoint,
      { query: '{ hello }' },
      { accept: 'application/graphql-response+json, application/json;q=0.9' },
    );
    expect(response.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
    expect(await response.json()).toEqual({ data: { hello: 'Hello, world!' } });
  });

  it('sends an answer in parts as the parts come', async () => {
    const incremental: ApolloServerPlugin<object> = {
      requestDidStart: async () => ({
        responseForOperation: async ({ response }) => ({
          http: response.http,
          body: {
            kind: 'incremental',
            initialResult: { data: { hello: null }, hasNext: true },
            subsequentResults: (async function* () {
              yield { hasNext: false };
            })(),
          },
        }),
      }),
    };
    const server = await startSampleServer({ plugins: [incremental] });
    const response = await post(
      server.endpoint,
      { query: '{ hello }' },
      { accept: 'multipart/mixed; deferSpec=20220824' },
    );
    expect(response.headers.get('content-type')).toBe('multipart/mixed; boundary="-"; deferSpec=20220824');
    expect((await response.text()).split('\r\n').filter((line) => line.startsWith('{'))).toEqual([
      '{"data":{"hello":null},"hasNext":true}',
      '{"hasNext":false}',
    ]);
    await server.stop();
  });
});

describe('cross-site requests', () => {
  const blocked = /^This operation has been blocked as a potential Cross-Site Request Forgery/;

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
    'are refused as a POST of %s',
    async (type) => {
      const response = await post(production.endpoint, { query: '{ hello }' }, { 'content-type': type });
      expect(response.status).toBe(400);
      expect(await response.json()).toEqual(badRequest(expect.stringMatching(blocked)));
    },
  );

  it('are refused as a GET that needs no preflight', async () => {
    const response = await fetch(`${production.endpoint}?query={hello}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual(badRequest(expect.stringMatching(blocked)));
  });
});

describe('other methods', () => {
  const preflighted = { 'apollo-require-preflight': '1' };

  it('answer a query by GET', async () => {
    const search = new URLSearchParams({
      query: 'query ($value: Int!) { double(value: $value) }',
      variables: '{"value":4}',
    });
    const response = await fetch(`${production.endpoint}?${search}`, { headers: preflighted });
    expect(await response.json()).toEqual({ data: { double: 8 } });
  });

  it('do not change anything by GET', async () => {
    const response = await fetch(`${production.endpoint}?query=mutation{touch}`, { headers: preflighted });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });

  it('are refused when they are none of GET and POST', async () => {
    const response = await fetch(production.endpoint, { method: 'PUT', headers: preflighted });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, POST');
  });
});

describe('persisted queries', () => {
  const hash = 'b1d9efac7d4b52a3a2b0a7a5f7fcbc0a9f5b2e4d6f2f6e1e5b1d3f0a9c8b7a6d';
  const extensions = (sha256Hash: string, version = 1) => ({ persistedQuery: { version, sha256Hash } });

  it('are registered by a first request and found by the next', async () => {
    const query = '{ hello(name: "again") }';
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(query));
    const known = extensions(Buffer.from(digest).toString('hex'));
    const data = { data: { hello: 'Hello, again!' } };
    expect(await (await post(production.endpoint, { extensions: known })).json()).toEqual({
      errors: [{ message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
    });
    expect(await (await post(production.endpoint, { query, extensions: known })).json()).toEqual(data);
    expect(await (await post(production.endpoint, { extensions: known })).json()).toEqual(data);
  });

  it.each([
    ['provided sha does not match query', extensions(hash)],
    ['Unsupported persisted query version', extensions(hash, 2)],
  ])('are refused: %s', async (message, wrong) => {
    const response = await post(production.endpoint, { query: '{ hello }', extensions: wrong });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual(badRequest(message));
  });
});

describe('other paths', () => {
  it.each([
    '/graphql/',
    '/graphqlx',
    '/favicon.ico',
    '/health',
    '/explorer',
    '/explorer/react.min.js',
    '/',
    '//',
  ])('are unknown in production: %s', async (path) => {
    const response = await fetch(production.url + path, { headers: { accept: 'text/html' } });
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await response.text()).toBe('Not found. The GraphQL endpoint is /graphql.\n');
  });

  it('take GET and HEAD only', async () => {
    for (const path of ['/', '/explorer', '/health/live', '/health/ready']) {
      const response = await fetch(development.url + path, { method: 'POST' });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    }
    const head = await fetch(`${development.url}/health/live`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });
});

describe('pages', () => {
  it('have no landing page in production', async () => {
    const response = await fetch(production.endpoint, { headers: { accept: 'text/html' } });
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  it("show Apollo's Sandbox in development, at the address of the endpoint, without telemetry", async () => {
    const response = await fetch(development.url, { headers: { accept: 'text/html' } });
    expect(response.status).toBe(200);
    expect(response.url).toBe(development.endpoint);
    expect(response.headers.get('content-type')).toBe('text/html');
    const page = await response.text();
    expect(page).toContain('new window.EmbeddedSandbox(');
    expect(page).toContain('"runTelemetry":false');
    expect(page).toContain('"document":"{ hello }"');
  });

  it('keep a query out of the Sandbox page that the page could not escape', async () => {
    const server = await startSampleServer({ mode: 'development', sampleQuery: '{ a(b: "<<script>") }' });
    const page = await (await fetch(server.endpoint, { headers: { accept: 'text/html' } })).text();
    expect(page).toContain('new window.EmbeddedSandbox(');
    expect(page).not.toContain('"document"');
    await server.stop();
  });
});

describe('slow clients', () => {
  it('are told that their headers took too long', async () => {
    const server = await startSampleServer({
      limits: { headersMilliseconds: 100, requestMilliseconds: 100 },
    });
    const socket = sendRaw(server.url, 'POST /graphql HTTP/1.1\r\n');
    expect(await readUntilClosed(socket)).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    await server.stop();
  });
});
