import { describe, expect, it } from '@jest/globals';
import { nearest } from '../../../src/util/nearest.ts';

describe('nearest', () => {
  it.each([
    ['usr', ['Task', 'User'], 'User'],
    ['USER', ['Uses', 'User'], 'User'],
    ['firstNmae', ['lastName', 'firstName'], 'firstName'],
    ['token', ['hash', 'name'], undefined],
    ['id', ['ip', 'no'], 'ip'],
    ['x', [], undefined],
    ['', ['a'], 'a'],
  ])('takes %s, of %j, for %s', (misspelt, names, meant) => {
    expect(nearest(misspelt, names)).toBe(meant);
  });
});
