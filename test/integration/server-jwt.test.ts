import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { JwtOptions } from '../../src/build/create-schema.ts';
import { createJwtContext } from '../../src/server/jwt-viewer.ts';
import { startCli } from '../support/cli-process.ts';

const secret = 'a secret that is long enough for HS256';

const sign = (payload: JWTPayload, expires: string | null = '1h', alg = 'HS256', key: string = secret) => {
  const token = new SignJWT(payload).setProtectedHeader({ alg }).setIssuedAt();
  return (expires === null ? token : token.setExpirationTime(expires)).sign(new TextEncoder().encode(key));
};

const request = (authorization?: string) => ({ headers: { authorization } }) as unknown as IncomingMessage;

const viewerOf = async (options: JwtOptions, authorization?: string): Promise<unknown> =>
  (await createJwtContext(options)(request(authorization))).viewer;

describe('the viewer of a token that a secret signed', () => {
  it('is its claims, and nobody where there is no token', async () => {
    const viewer = await viewerOf({ secret }, `Bearer ${await sign({ sub: 'ada', role: 'member' })}`);
    expect(viewer).toMatchObject({ sub: 'ada', role: 'member' });
    expect(await viewerOf({ secret })).toBeNull();
  });

  const unsigned = `${btoa('{"alg":"none"}')}.${btoa('{"sub":"ada","exp":9999999999}')}.`.replaceAll('=', '');

  it.each<[string, JwtOptions, () => Promise<string> | string]>([
    [
      'has another signature',
      { secret },
      () => sign({}, '1h', 'HS256', 'another secret that is long enough'),
    ],
    ['has expired', { secret }, () => sign({}, '-1s')],
    ['never expires', { secret }, () => sign({}, null)],
    ['has no signature', { secret }, () => unsigned],
    ['was signed by an algorithm that is not taken', { secret, algorithms: ['HS512'] }, () => sign({})],
    ['is for somebody else', { secret, audience: 'kinql' }, () => sign({ aud: 'other' })],
    [
      'comes from somebody else',
      { secret, issuer: 'https://id.example' },
      () => sign({ iss: 'https://evil.example' }),
    ],
    ['is none', { secret }, () => 'x'],
  ])('is refused where the token %s', async (_, options, token) => {
    await expect(viewerOf(options, `Bearer ${await token()}`)).rejects.toMatchObject({
      message: 'The token of this request is not valid.',
      extensions: { code: 'UNAUTHENTICATED' },
    });
  });

  it('is refused where the header is of another kind', async () => {
    await expect(viewerOf({ secret }, 'Basic YTpi')).rejects.toMatchObject({
      extensions: { code: 'UNAUTHENTICATED' },
    });
  });

  it.each<[JwtOptions, string]>([
    [{}, 'jwt needs one of secret and jwksUrl.'],
    [{ secret, jwksUrl: 'https://id.example/keys' }, 'jwt needs one of secret and jwksUrl.'],
    [{ secret: 'short' }, 'jwt.secret must have 32 bytes at least.'],
  ])('cannot be told by %j', (options, problem) => {
    expect(() => createJwtContext(options)).toThrow(problem);
  });
});

describe('the viewer of a token that a key signed', () => {
  let server: Server;
  let jwksUrl: string;
  let pair: Awaited<ReturnType<typeof generateKeyPair>>;

  beforeAll(async () => {
    pair = await generateKeyPair('ES256');
    const keys = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'ES256' }] };
    server = createServer((_, response) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(keys));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
  });

  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('is its claims where one of the published keys verifies it', async () => {
    const token = await new SignJWT({ sub: 'ada' })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setExpirationTime('1h')
      .sign(pair.privateKey);
    expect(await viewerOf({ jwksUrl }, `Bearer ${token}`)).toMatchObject({ sub: 'ada' });
  });

  it('is refused where the public key was taken for a secret', async () => {
    const publicKey = JSON.stringify(await exportJWK(pair.publicKey));
    await expect(
      viewerOf({ jwksUrl }, `Bearer ${await sign({}, '1h', 'HS256', publicKey)}`),
    ).rejects.toMatchObject({
      extensions: { code: 'UNAUTHENTICATED' },
    });
  });
});

describe('kinql serve with tokens', () => {
  it('answers 401 to a token that does not hold, before anything is read', async () => {
    const server = await startCli([
      ...['--models', 'test/fixtures/away.mjs', '--config', 'test/fixtures/tokens.config.json'],
      '--production',
    ]);
    const ask = (headers: Record<string, string>) =>
      fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{"query":"{ __typename }"}',
      });
    const refused = await ask({ authorization: 'Bearer x.y.z' });
    expect([refused.status, await refused.json()]).toEqual([
      401,
      {
        errors: [
          {
            message: 'The token of this request is not valid.',
            extensions: { code: 'UNAUTHENTICATED' },
          },
        ],
      },
    ]);
    const key = 'a secret that everybody can read in this repository';
    const answered = await ask({ authorization: `Bearer ${await sign({}, '1h', 'HS256', key)}` });
    expect(await answered.json()).toEqual({ data: { __typename: 'Query' } });
    expect((await ask({})).status).toBe(200);
    expect((await server.stop()).code).toBe(0);
  });
});
