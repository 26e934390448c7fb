import { describe, expect, it } from '@jest/globals';
import { findLoss, ReadRetry } from '../../../src/execute/retry.ts';

const errorOf = (name: string, code: string | null, message = 'it failed') =>
  Object.assign(new Error(message), { name, ...(code !== null && { original: { code } }) });

const broken = errorOf('SequelizeDatabaseError', '57P01');
const refused = errorOf('SequelizeConnectionRefusedError', 'ECONNREFUSED');

/** A read that fails with each of the errors in turn and then gives `rows`; and how often it was tried. */
function failing(...errors: readonly Error[]) {
  const left = [...errors];
  const tries = { count: 0 };
  const read = async (): Promise<string> => {
    tries.count += 1;
    const error = left.shift();
    if (error !== undefined) {
      throw error;
    }
    return 'rows';
  };
  return { read, tries };
}

const endless = () => failing(...Array.from({ length: 1_000 }, () => refused));

describe('ReadRetry', () => {
  it('reads again until the database answers', async () => {
    const { read, tries } = failing(broken, refused, refused);
    expect(await new ReadRetry(60_000).run(read, null)).toBe('rows');
    expect(tries.count).toBe(4);
  });

  it('lets one read break its connection four times at most', async () => {
    const { read, tries } = failing(broken, broken, refused, broken, broken);
    await expect(new ReadRetry(60_000).run(read, null)).rejects.toBe(broken);
    expect(tries.count).toBe(5);
  });

  it('gives up once its time has passed, and fails the next reads at once while the database stays away', async () => {
    const retry = new ReadRetry(400);
    const first = endless();
    await expect(retry.run(first.read, null)).rejects.toBe(refused);
    expect(first.tries.count).toBeGreaterThan(1);
    const second = endless();
    await expect(retry.run(second.read, null)).rejects.toBe(refused);
    expect(second.tries.count).toBe(1);
  });

  it('tries again as before once a read has succeeded', async () => {
    const retry = new ReadRetry(60);
    await expect(retry.run(endless().read, null)).rejects.toBe(refused);
    await retry.run(failing().read, null);
    const { read, tries } = failing(refused);
    expect(await retry.run(read, null)).toBe('rows');
    expect(tries.count).toBe(2);
  });

  it('does nothing where it is off, nor for errors of any other kind', async () => {
    for (const [milliseconds, error] of [
      [0, refused],
      [60_000, errorOf('SequelizeDatabaseError', '42P01')],
    ] as const) {
      const { read, tries } = failing(error);
      await expect(new ReadRetry(milliseconds).run(read, null)).rejects.toBe(error);
      expect(tries.count).toBe(1);
    }
  });

  it('ends with the request, for the reason of its end', async () => {
    const end = new AbortController();
    const reason = new Error('the request took too long');
    const { read, tries } = endless();
    const run = new ReadRetry(60_000).run(() => {
      if (tries.count === 2) {
        end.abort(reason);
      }
      return read();
    }, end.signal);
    await expect(run).rejects.toBe(reason);
    expect(tries.count).toBe(3);
  });
});

describe('findLoss', () => {
  it.each([
    ['SequelizeConnectionRefusedError', 'ECONNREFUSED', '', 'refused'],
    ['SequelizeConnectionError', '57P03', 'the database system is starting up', 'refused'],
    ['SequelizeConnectionError', null, 'Connection terminated unexpectedly', 'refused'],
    ['SequelizeConnectionTimedOutError', null, 'Connection timed out', 'refused'],
    ['SequelizeDatabaseError', '57P01', '', 'broken'],
    ['SequelizeDatabaseError', 'PROTOCOL_CONNECTION_LOST', '', 'broken'],
    ['Error', null, 'Client has encountered a connection error and is not queryable', 'broken'],
    ['SequelizeConnectionAcquireTimeoutError', null, 'Operation timeout', null],
    ['SequelizeConnectionError', '53300', 'sorry, too many clients already', null],
    ['SequelizeAccessDeniedError', 'ER_ACCESS_DENIED_ERROR', '', null],
    ['SequelizeDatabaseError', '57014', 'canceling statement due to statement timeout', null],
    ['Error', null, 'Query read timeout', null],
  ])('%s, %s, %s: %s', (name, code, message, loss) => {
    expect(findLoss(errorOf(name, code, message))).toBe(loss);
  });
});
