import { describe, expect, it } from '@jest/globals';
import { measureVariables } from '../../../src/server/check-variables.ts';

describe('measureVariables', () => {
  it.each<[unknown, number, number]>([
    [undefined, 0, 0],
    ['text', 0, 0],
    [null, 0, 0],
    [{}, 1, 1],
    [[], 1, 1],
    [{ a: 1, b: [] }, 2, 2],
    [[[{ a: [null] }], {}], 4, 5],
  ])('finds %j to be exactly %i deep, of %i lists and objects', (value, depth, objects) => {
    expect(measureVariables(value, 10)).toEqual({ depth, objects });
    expect(measureVariables(value, depth)).toEqual({ depth, objects });
  });

  it('looks no further than one level more than is asked for', () => {
    expect(measureVariables([[[[[]]]]], 2)).toEqual({ depth: 3, objects: 3 });
  });
});
