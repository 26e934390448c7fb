import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildClientSchema, getIntrospectionQuery, validateSchema } from 'graphql';
import { post, type SampleServer, startSampleServer } from '../support/http-server.ts';

const sandbox = 'https://studio.apollographql.com';
const app = 'https://app.example.com';

let development: SampleServer;
let production: SampleServer;
let named: SampleServer;
beforeAll(async () => {
  development = await startSampleServer({ mode: 'development' });
  production = await startSampleServer();
  named = await startSampleServer({ cors: { origins: [app] } });
});
afterAll(() => Promise.all([development.stop(), production.stop(), named.stop()]));

const preflight = (server: SampleServer, origin: string, headers: Record<string, string> = {}) =>
  fetch(server.endpoint, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST', ...headers },
  });

const corsHeaders = (response: Response) =>
  Object.fromEntries(
    [...response.headers].filter(([name]) => name.startsWith('access-control-') || name === 'vary'),
  );

describe('a preflight', () => {
  it('of a known origin is answered with what it asks for', async () => {
    const response = await preflight(named, app, {
      'access-control-request-headers': 'content-type,x-tenant,apollographql-client-name',
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(corsHeaders(response)).toEqual({
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': 'content-type,x-tenant,apollographql-client-name',
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-origin': app,
      'access-control-expose-headers': 'retry-after',
      'access-control-max-age': '600',
      vary: 'Origin, Access-Control-Request-Headers',
    });
  });

  it('allows the private network when a known origin asks for it, and only then', async () => {
    const asked = { 'access-control-request-private-network': 'true' };
    const allowed = async (origin: string, headers = {}) =>
      (await preflight(named, origin, headers)).headers.get('access-control-allow-private-network');
    expect(await allowed(app, asked)).toBe('true');
    expect(await allowed(app)).toBeNull();
    expect(await allowed('https://other.example.com', asked)).toBeNull();
  });

  it.each(['https://other.example.com', 'null', `${app}.evil.example`, 'http://app.example.com'])(
    'of the origin %s does not name it',
    async (origin) => {
      const response = await preflight(named, origin);
      expect(response.status).toBe(204);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
      expect(response.headers.get('vary')).toBe('Origin, Access-Control-Request-Headers');
    },
  );

  it('has no answer for anyone in production when no origin is named', async () => {
    const response = await preflight(production, sandbox);
    expect([response.status, response.headers.get('allow')]).toEqual([204, 'GET, POST, OPTIONS']);
    expect(corsHeaders(response)).toEqual({});
  });
});

describe('in development by default', () => {
  it("the Sandbox and the server's own addresses are known", async () => {
    const origins = [sandbox, `http://localhost:${development.port}`, `http://127.0.0.1:${development.port}`];
    for (const origin of origins) {
      const response = await preflight(development, origin);
      expect(response.headers.get('access-control-allow-origin')).toBe(origin);
    }
    const otherPort = await preflight(development, 'http://localhost:1');
    expect(otherPort.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('an answer', () => {
  const allowed = {
    'access-control-allow-credentials': 'true',
    'access-control-allow-origin': app,
    'access-control-expose-headers': 'retry-after',
    vary: 'Origin',
  };

  it.each([
    ['data', 200, { query: '{ hello }' }],
    ['an error', 400, { query: '{ nothing }' }],
    ['bad JSON', 400, '{'],
    ['a body that is too large', 413, '#'.repeat(200_000)],
  ])('with %s lets the known origin read it', async (_what, status, body) => {
    const response = await post(named.endpoint, body, { origin: app });
    expect(response.status).toBe(status);
    await response.text();
    expect(corsHeaders(response)).toEqual(allowed);
  });

  it('of a health check or a page has no such headers', async () => {
    const response = await fetch(`${named.url}/health/live`, { headers: { origin: app } });
    expect(corsHeaders(response)).toEqual({});
  });
});

// What `npx diagnose-endpoint@1.1.0 --endpoint http://localhost:4000/graphql` checks for Apollo's Sandbox.
describe('diagnose-endpoint', () => {
  it('finds no problem', async () => {
    const problems: string[] = [];
    const options = await preflight(development, sandbox);
    if (options.status === 401 || options.status === 404) {
      problems.push(`OPTIONS response returned ${options.status}`);
    }
    if (!options.headers.get('access-control-allow-methods')?.includes('POST')) {
      problems.push("OPTIONS response is missing header 'access-control-allow-methods: POST'");
    }
    const ping = await post(
      development.endpoint,
      { query: 'query Ping { __typename }' },
      { origin: sandbox },
    );
    if (ping.status === 401 || ping.status === 404) {
      problems.push(`POST response returned ${ping.status}`);
    }
    if (!['*', sandbox].includes(ping.headers.get('access-control-allow-origin') ?? '')) {
      problems.push("POST response missing 'access-control-allow-origin' header");
    }
    const introspection = await post(
      development.endpoint,
      { query: getIntrospectionQuery() },
      { origin: sandbox },
    );
    const { data } = JSON.parse(await introspection.text());
    problems.push(...validateSchema(buildClientSchema(data)).map((error) => error.message));
    expect(problems).toEqual([]);
  });
});
