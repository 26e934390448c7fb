import { expect, it } from '@jest/globals';
import { once } from '../../../src/util/once.ts';

it('calls a function once, and gives what it gave', () => {
  const calls: object[] = [];
  const make = once(() => {
    calls.push({});
    return calls;
  });
  expect(make()).toBe(make());
  expect(calls).toHaveLength(1);
});
