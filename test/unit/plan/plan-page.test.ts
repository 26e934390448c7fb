import { describe, expect, it } from '@jest/globals';
import { InputProblem } from '../../../src/plan/given-input.ts';
import { planPage } from '../../../src/plan/plan-page.ts';

const size = { default: 10, max: 50 };

describe('planPage', () => {
  it.each([
    [{}, { limit: 10, offset: 0, capped: true }],
    [
      { limit: null, offset: null },
      { limit: 10, offset: 0, capped: true },
    ],
    [{ limit: 3 }, { limit: 3, offset: 0, capped: false }],
    [{ limit: 0 }, { limit: 0, offset: 0, capped: false }],
    [{ limit: 50 }, { limit: 50, offset: 0, capped: false }],
    [{ limit: 51 }, { limit: 50, offset: 0, capped: true }],
    [{ offset: 7 }, { limit: 10, offset: 7, capped: true }],
    [
      { limit: 2_147_483_647, offset: 2_147_483_647 },
      { limit: 50, offset: 2_147_483_647, capped: true },
    ],
  ])('of %j is %j', (values, page) => {
    expect(planPage(values, size)).toEqual({ kind: 'offset', ...page });
  });

  it.each([
    [{ limit: -1 }, 'The argument "limit" must not be negative, but it is -1.'],
    [{ offset: -1 }, 'The argument "offset" must not be negative, but it is -1.'],
    [{ limit: -2, offset: -3 }, 'The argument "limit" must not be negative, but it is -2.'],
  ])('refuses %j', (values, problem) => {
    expect(() => planPage(values, size)).toThrow(new InputProblem(problem));
  });

  it('gives no more than the most where that is less than the default', () => {
    expect(planPage({}, { default: 10, max: 5 })).toEqual({
      kind: 'offset',
      limit: 5,
      offset: 0,
      capped: true,
    });
  });
});
