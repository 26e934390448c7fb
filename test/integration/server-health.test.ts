import { describe, expect, it } from '@jest/globals';
import { post, startSampleServer } from '../support/http-server.ts';

const ready = { status: 'ready' };
const noDatabase = { status: 'not ready', reason: 'database' };
const stopping = { status: 'not ready', reason: 'stopping' };

async function read(url: string): Promise<unknown[]> {
  const response = await fetch(url);
  return [response.status, await response.json(), response.headers.get('cache-control')];
}

describe('/health/live', () => {
  it('is 200 whatever the database does', async () => {
    const server = await startSampleServer({ checkDatabase: () => Promise.reject(new Error('no')) });
    expect(await read(`${server.url}/health/live`)).toEqual([200, { status: 'live' }, 'no-store']);
    await server.stop();
  });
});

describe('/health/ready', () => {
  it('follows the database, and says nothing of what is wrong', async () => {
    let answers = true;
    const server = await startSampleServer({
      checkDatabase: async () => {
        if (!answers) {
          throw new Error('password authentication failed for user "app"');
        }
      },
    });
    const url = `${server.url}/health/ready`;
    expect(await read(url)).toEqual([200, ready, 'no-store']);
    answers = false;
    expect(await read(url)).toEqual([503, noDatabase, 'no-store']);
    expect(await read(url)).toEqual([503, noDatabase, 'no-store']);
    answers = true;
    expect(await read(url)).toEqual([200, ready, 'no-store']);
    expect(server.log).toEqual([
      expect.objectContaining({
        level: 40,
        msg: 'The database does not answer: /health/ready says 503.',
        err: expect.objectContaining({ message: 'password authentication failed for user "app"' }),
      }),
      expect.objectContaining({ level: 30, msg: 'The database answers again.' }),
    ]);
    await server.stop();
  });

  it('is 503 when the database does not answer in time, and asks it once for all who ask', async () => {
    let asked = 0;
    const server = await startSampleServer({
      limits: { readinessMilliseconds: 1_000 },
      checkDatabase: () => {
        asked += 1;
        return new Promise(() => {});
      },
    });
    const url = `${server.url}/health/ready`;
    const answers = await Promise.all([read(url), read(url), read(url)]);
    expect(answers).toEqual(Array(3).fill([503, noDatabase, 'no-store']));
    expect(asked).toBe(1);
    await server.stop();
  });

  it('is 503 as soon as the server is stopping, while requests are still answered', async () => {
    const server = await startSampleServer({ limits: { drainDelayMilliseconds: 1_500 } });
    const stopped = server.stop();
    expect(await read(`${server.url}/health/ready`)).toEqual([503, stopping, 'no-store']);
    expect(await read(`${server.url}/health/live`)).toEqual([200, { status: 'live' }, 'no-store']);
    const response = await post(server.endpoint, { query: '{ hello }' });
    expect(await response.json()).toEqual({ data: { hello: 'Hello, world!' } });
    expect(response.headers.get('connection')).toBe('close');
    await stopped;
  });
});
