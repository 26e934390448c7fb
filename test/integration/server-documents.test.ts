import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { post, type SampleServer, startSampleServer } from '../support/http-server.ts';

const hello = 'query Hello($name: String) { hello(name: $name) }';
const touch = 'mutation Touch { touch }';
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const persisted = (text: string) => ({ persistedQuery: { version: 1, sha256Hash: hashOf(text) } });

const apolloManifest = {
  format: 'apollo-persisted-query-manifest',
  version: 1,
  operations: [
    { id: hashOf(hello), name: 'Hello', type: 'query', body: hello },
    { id: hashOf(touch), name: 'Touch', type: 'mutation', body: touch },
  ],
};
const flatManifest = { [hashOf(hello)]: hello, touch };

async function ask(server: SampleServer, body: unknown): Promise<readonly [status: number, answer: unknown]> {
  const response = await post(server.endpoint, body);
  return [response.status, await response.json()];
}

async function get(
  server: SampleServer,
  params: Record<string, string>,
): Promise<readonly [number, unknown]> {
  const response = await fetch(`${server.endpoint}?${new URLSearchParams(params)}`, {
    headers: { 'apollo-require-preflight': 'yes' },
  });
  return [response.status, await response.json()];
}

const answered = (name: string) => [200, { data: { hello: `Hello, ${name}!` } }] as const;
const refusal = (message: string) =>
  [400, { errors: [{ message, extensions: { code: 'DOCUMENT_NOT_TRUSTED' } }] }] as const;
const unknown = (id: string) =>
  refusal(`The manifest of the server (trustedDocuments) has no document of this id: ${JSON.stringify(id)}.`);

describe.each([
  ['Apollo’s manifest', apolloManifest],
  ['an object of documents by their ids', flatManifest],
])('trusted documents of %s', (_, manifest) => {
  let folder: string;
  let server: SampleServer;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kinql-'));
    const path = join(folder, 'manifest.json');
    writeFileSync(path, JSON.stringify(manifest));
    server = await startSampleServer({ trustedDocuments: { manifest: path } });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  it.each<[string, object]>([
    ['documentId', { documentId: hashOf(hello) }],
    ['documentId with the name of the hash', { documentId: `sha256:${hashOf(hello)}` }],
    ['doc_id', { doc_id: hashOf(hello) }],
    ['the hash of a persisted query', { extensions: persisted(hello) }],
    ['an id, whatever text comes with it', { documentId: hashOf(hello), query: '{ fault }' }],
    ['a hash, whatever text comes with it', { extensions: persisted(hello), query: '{ fault }' }],
  ])('are executed by %s', async (_name, asked) => {
    const answer = await ask(server, { ...asked, variables: { name: 'Ada' }, operationName: 'Hello' });
    expect(answer).toEqual(answered('Ada'));
  });

  it('are executed by GET, but for mutations', async () => {
    const variables = JSON.stringify({ name: 'Ada' });
    expect(await get(server, { documentId: hashOf(hello), variables })).toEqual(answered('Ada'));
    expect(await get(server, { extensions: JSON.stringify(persisted(hello)), variables })).toEqual(
      answered('Ada'),
    );
    const id = 'touch' in manifest ? 'touch' : hashOf(touch);
    expect((await get(server, { documentId: id }))[0]).toBe(405);
    expect(await ask(server, { documentId: id })).toEqual([200, { data: { touch: true } }]);
  });

  it('are refused where the manifest has none of the id', async () => {
    expect(await ask(server, { documentId: 'x' })).toEqual(unknown('x'));
    expect(await ask(server, { documentId: '__proto__' })).toEqual(unknown('__proto__'));
    expect(await get(server, { documentId: 'x', query: '{ hello }' })).toEqual(unknown('x'));
  });

  it('leave other operations as they are, those that clients register among them', async () => {
    const other = '{ hello(name: "other") }';
    expect(await ask(server, { query: other })).toEqual(answered('other'));
    expect((await ask(server, { extensions: persisted(other) }))[1]).toMatchObject({
      errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
    });
    expect(await ask(server, { query: other, extensions: persisted(other) })).toEqual(answered('other'));
    expect(await ask(server, { extensions: persisted(other) })).toEqual(answered('other'));
  });
});

describe('nothing but trusted documents', () => {
  let server: SampleServer;
  beforeAll(async () => {
    server = await startSampleServer({ trustedDocuments: { manifest: apolloManifest, only: true } });
  });
  afterAll(() => server.stop());

  const other = '{ hello(name: "other") }';
  const notIn =
    'The server executes only the operations of its manifest (trustedDocuments), and this is none of them.';

  it('are executed, by their ids or their texts', async () => {
    const variables = { name: 'Ada' };
    expect(await ask(server, { documentId: hashOf(hello), variables })).toEqual(answered('Ada'));
    expect(await ask(server, { extensions: persisted(hello), variables })).toEqual(answered('Ada'));
    expect(await ask(server, { query: hello, variables })).toEqual(answered('Ada'));
    expect(await get(server, { query: hello, variables: JSON.stringify(variables) })).toEqual(
      answered('Ada'),
    );
  });

  it('leave out every other operation, and every way to register one', async () => {
    expect(await ask(server, { query: other })).toEqual(refusal(notIn));
    expect(await ask(server, { query: `${hello} ` })).toEqual(refusal(notIn));
    expect(await ask(server, { query: [hello] })).toEqual(refusal(notIn));
    expect(await get(server, { query: other })).toEqual(refusal(notIn));
    expect(await ask(server, { extensions: persisted(other) })).toEqual(unknown(hashOf(other)));
    expect(await ask(server, { query: other, extensions: persisted(other) })).toEqual(unknown(hashOf(other)));
    expect(await ask(server, { query: hello, extensions: persisted(other) })).toEqual(unknown(hashOf(other)));
    expect(await get(server, { query: other, extensions: JSON.stringify(persisted(other)) })).toEqual(
      unknown(hashOf(other)),
    );
  });

  it('leave out what hides behind a trusted one: a second text, a batch, another form of body', async () => {
    const twice = await fetch(
      `${server.endpoint}?${new URLSearchParams([
        ['query', hello],
        ['query', other],
      ])}`,
      { headers: { 'apollo-require-preflight': 'yes' } },
    );
    expect(await twice.json()).toEqual({ data: { hello: 'Hello, world!' } });
    for (const body of [
      [{ query: other }],
      [{ documentId: hashOf(hello) }, { query: other }],
      '"x"',
      'null',
    ]) {
      const [status, answer] = await ask(server, body);
      expect([status, Object.keys(answer as object)]).toEqual([400, ['errors']]);
    }
    const posted = await fetch(`${server.endpoint}?${new URLSearchParams({ query: other })}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(posted.status).toBe(400);
    expect(Object.keys((await posted.json()) as object)).toEqual(['errors']);
  });
});

describe('persisted queries', () => {
  it('can be switched off', async () => {
    const server = await startSampleServer({ persistedQueries: false });
    try {
      expect(await ask(server, { query: '{ hello }', extensions: persisted('{ hello }') })).toEqual([
        200,
        {
          errors: [
            { message: 'PersistedQueryNotSupported', extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } },
          ],
        },
      ]);
      expect(await ask(server, { query: '{ hello }' })).toEqual(answered('world'));
    } finally {
      await server.stop();
    }
  });
});
