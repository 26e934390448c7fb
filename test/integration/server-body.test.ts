import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readUntilClosed, sendRaw } from '../support/http-raw.ts';
import { post, type SampleServer, startSampleServer } from '../support/http-server.ts';

let production: SampleServer;
beforeAll(async () => {
  production = await startSampleServer();
});
afterAll(() => production.stop());

const badRequest = (message: unknown) => ({ errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
const tooLarge = badRequest('The request body is larger than 100000 bytes.');

describe('a body that cannot be used', () => {
  it('is refused with 400 when it is not JSON', async () => {
    const response = await post(production.endpoint, '{"query":');
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual(badRequest('The request body is not valid JSON.'));
  });

  it.each(['[]', '"text"', '1', 'null', 'true', '{}'])('is refused with 400 when it is %s', async (body) => {
    const response = await post(production.endpoint, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual(
      badRequest(
        body === '[]'
          ? 'Operation batching disabled.'
          : 'POST body missing, invalid Content-Type, or JSON object has no keys.',
      ),
    );
  });

  it('is refused with 400 when it has several operations', async () => {
    const response = await post(production.endpoint, [{ query: '{ hello }' }, { query: '{ hello }' }]);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual(badRequest('Operation batching disabled.'));
  });

  it('is refused with 413 when it announces too much', async () => {
    const response = await post(production.endpoint, { query: '#'.repeat(2_000_000) });
    expect(response.status).toBe(413);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.json()).toEqual(tooLarge);
  });

  it('is refused with 413 before it is sent', async () => {
    const socket = sendRaw(
      production.url,
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100001\r\n\r\n',
    );
    const answer = await readUntilClosed(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 413 Payload Too Large\r\n/);
    expect(answer).toContain('\r\nconnection: close\r\n');
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toEqual(tooLarge);
  });

  it('is refused with 413 when it comes in chunks and turns out too large, also to a client that reads only then', async () => {
    const socket = sendRaw(
      production.url,
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
    );
    const chunk = `100000\r\n${'#'.repeat(0x100000)}\r\n`;
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject).write(`${chunk.repeat(20)}0\r\n\r\n`, () => resolve());
    });
    const answer = await readUntilClosed(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toEqual(tooLarge);
  });

  it('is taken up to the last byte that is allowed', async () => {
    const [head, tail] = ['{"query":"{ hello }"', '}'];
    const body = (length: number) => `${head}${' '.repeat(length - head.length - tail.length)}${tail}`;
    expect((await post(production.endpoint, body(100_000))).status).toBe(200);
    expect((await post(production.endpoint, body(100_001))).status).toBe(413);
  });

  it('is refused with 415 when it is compressed', async () => {
    const response = await fetch(production.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: gzipSync('{"query":"{ hello }"}'),
    });
    expect(response.status).toBe(415);
    expect(await response.json()).toEqual(badRequest('The request body is compressed: send it as it is.'));
  });

  it('is taken when its encoding is identity', async () => {
    const response = await post(
      production.endpoint,
      { query: '{ hello }' },
      { 'content-encoding': 'identity' },
    );
    expect(response.status).toBe(200);
  });

  it.each(['utf-16le', 'latin1', '"utf-32"'])('is refused with 415 in the charset %s', async (charset) => {
    const response = await post(
      production.endpoint,
      { query: '{ hello }' },
      { 'content-type': `application/json; charset=${charset}` },
    );
    expect(response.status).toBe(415);
    expect(await response.json()).toEqual(badRequest('The request body is not in UTF-8.'));
  });

  it('is refused in the type of answer that the client accepts', async () => {
    const response = await post(production.endpoint, '{', { accept: 'application/graphql-response+json' });
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
  });

  it('is no harm when the client goes away in the middle', async () => {
    const socket = sendRaw(
      production.url,
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{"query"',
    );
    await new Promise((resolve) => socket.once('connect', resolve));
    await new Promise((resolve) => socket.destroy().once('close', resolve));
    expect((await post(production.endpoint, { query: '{ hello }' })).status).toBe(200);
    expect(production.log).toEqual([]);
  });
});
