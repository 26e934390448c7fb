// Signals to a process of its own, which test/support/http-process.ts is.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from '@jest/globals';
import { post } from '../support/http-server.ts';

const root = join(__dirname, '..', '..');
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) {
    child.kill('SIGKILL');
  }
});

/** Starts the process with `count` requests in flight, which have reached their resolvers. */
async function start(mode: string, count: number) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/support/http-process.ts', mode], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const exited = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => (await lines.next()).value as string;
  const url = await nextLine();
  const requests = Array.from({ length: count }, () => post(`${url}/graphql`, { query: '{ wait }' }));
  const answers = Promise.allSettled(requests.map(async (request) => (await request).json()));
  for (let index = 0; index < count; index += 1) {
    expect(await nextLine()).toBe('waiting');
  }
  return {
    child,
    url,
    answers,
    nextLine,
    /** Gives the exit code and what was logged. */
    exit: async () => {
      const [code] = await exited;
      const messages = stderr.trim().split('\n');
      return { code, messages: messages.map((line) => JSON.parse(line).msg) };
    },
  };
}

describe('SIGTERM', () => {
  it('lets all requests in flight be answered and ends with 0', async () => {
    const server = await start('answer', 20);
    server.child.kill('SIGTERM');
    expect(await server.answers).toEqual(
      Array(20).fill({ status: 'fulfilled', value: { data: { wait: 'waited' } } }),
    );
    expect(await server.nextLine()).toBe('closed');
    expect(await server.exit()).toEqual({ code: 0, messages: ['Got SIGTERM: stopping.', 'Stopped.'] });
    await expect(fetch(server.url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });

  it('ends with 1 when requests had to be cut off', async () => {
    const server = await start('cut-off', 1);
    server.child.kill('SIGTERM');
    expect((await server.answers).map(({ status }) => status)).toEqual(['rejected']);
    expect(await server.exit()).toEqual({
      code: 1,
      messages: ['Got SIGTERM: stopping.', 'Stopped, but not cleanly.'],
    });
  });

  it('ends with 1 when the database could not be closed', async () => {
    const server = await start('bad-close', 0);
    server.child.kill('SIGTERM');
    expect(await server.exit()).toEqual({
      code: 1,
      messages: ['Got SIGTERM: stopping.', 'Stopped, but not cleanly.'],
    });
  });

  it('ends at once when a second signal comes', async () => {
    const server = await start('stuck', 1);
    server.child.kill('SIGTERM');
    while (await fetch(`${server.url}/health/live`).then(Boolean, () => false)) {
      // The listener closes once the first signal is being handled.
    }
    server.child.kill('SIGINT');
    expect(await server.exit()).toEqual({
      code: 130,
      messages: ['Got SIGTERM: stopping.', 'Got SIGINT while stopping: leaving at once.'],
    });
  });
});

describe('SIGINT', () => {
  it('ends with 0 as SIGTERM does', async () => {
    const server = await start('answer', 0);
    server.child.kill('SIGINT');
    expect(await server.exit()).toEqual({ code: 0, messages: ['Got SIGINT: stopping.', 'Stopped.'] });
  });
});
