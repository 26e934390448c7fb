import { describe, expect, it } from '@jest/globals';
import { within } from '../../../src/server/within.ts';

describe('within', () => {
  it('gives what comes in time', async () => {
    expect(await within(Promise.resolve(1), 1_000, 'It')).toBe(1);
  });

  it('rejects as the promise does', async () => {
    await expect(within(Promise.reject(new Error('no')), 1_000, 'It')).rejects.toThrow('no');
  });

  it('rejects when the time has passed', async () => {
    await expect(within(new Promise(() => {}), 5, 'The database')).rejects.toThrow(
      'The database took longer than 5 ms.',
    );
  });
});
