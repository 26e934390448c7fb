import { describe, expect, it } from '@jest/globals';
import { isDeeperThan } from '../../../src/server/variable-depth.ts';

describe('isDeeperThan', () => {
  it.each([
    [undefined, 0],
    ['text', 0],
    [null, 0],
    [{}, 1],
    [[], 1],
    [{ a: 1, b: [] }, 2],
    [[[{ a: [null] }], {}], 4],
  ])('finds %j to be exactly %i deep', (value, depth) => {
    expect(isDeeperThan(value, depth)).toBe(false);
    expect(isDeeperThan(value, depth - 1)).toBe(depth > 0);
  });
});
