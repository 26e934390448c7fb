import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SampleServer, startSampleServer } from '../support/http-server.ts';

let server: SampleServer;
beforeAll(async () => {
  server = await startSampleServer({ mode: 'development', sampleQuery: '{ hello(name: "</script>") }' });
});
afterAll(() => server.stop());

const addresses = (page: string) =>
  [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');

describe('/explorer', () => {
  it('is a page under a policy that names a new nonce each time', async () => {
    const nonces = new Set<string | undefined>();
    for (const response of [
      await fetch(`${server.url}/explorer`),
      await fetch(`${server.url}/explorer?x=1`),
    ]) {
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      const page = await response.text();
      const nonce = /<script nonce="([^"]+)">/.exec(page)?.[1];
      nonces.add(nonce);
      expect(response.headers.get('content-security-policy')).toBe(
        `default-src 'none'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'unsafe-inline'; ` +
          `connect-src 'self'; font-src 'self' data:; img-src 'self' data:; base-uri 'none'; form-action 'none'; ` +
          `frame-ancestors 'none'`,
      );
    }
    expect(nonces.size).toBe(2);
  });

  it('opens with the sample query, which cannot end the script', async () => {
    const page = await (await fetch(`${server.url}/explorer`)).text();
    expect(page).toContain('defaultQuery: "{ hello(name: \\"\\u003c/script>\\") }"');
    expect(page.match(/<\/script>/g)).toHaveLength(4);
  });

  it('has its files on this server, for browsers to keep', async () => {
    const page = await (await fetch(`${server.url}/explorer`)).text();
    expect(addresses(page).map((address) => address.replace(/v=[0-9a-f]{12}$/, 'v=…'))).toEqual([
      'data:,',
      'explorer/graphiql.min.css?v=…',
      'explorer/react.min.js?v=…',
      'explorer/react-dom.min.js?v=…',
      'explorer/graphiql.min.js?v=…',
    ]);
    for (const address of addresses(page).slice(1)) {
      const response = await fetch(new URL(address, `${server.url}/explorer`));
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe(
        address.includes('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8',
      );
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      const name = address.replace(/\?.*/, '');
      const file = await readFile(join(__dirname, '..', '..', 'assets', name));
      expect(Buffer.compare(Buffer.from(await response.arrayBuffer()), file)).toBe(0);
    }
  });

  it.each([
    '/explorer/react.LICENSE',
    '/explorer/..%2f..%2fpackage.json',
    '/explorer/constructor',
    '/explorerx',
  ])('has nothing else: %s', async (path) => {
    expect((await fetch(server.url + path)).status).toBe(404);
  });
});
