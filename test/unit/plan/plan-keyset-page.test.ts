import { describe, expect, it } from '@jest/globals';
import { createCursorWriter } from '../../../src/plan/cursor.ts';
import { InputProblem } from '../../../src/plan/given-input.ts';
import { attributeTerm } from '../../../src/plan/order.ts';
import { planKeysetPage } from '../../../src/plan/plan-page.ts';

const size = { default: 10, max: 50 };
const order = [attributeTerm('title'), attributeTerm('id')];
const pageOf = (values: Parameters<typeof planKeysetPage>[0]) => planKeysetPage(values, size, 'Task', order);

const page = {
  kind: 'keyset',
  limit: 10,
  backwards: false,
  after: null,
  before: null,
  cursors: false,
};

describe('planKeysetPage', () => {
  it.each([
    [{}, page],
    [{ first: null, last: null, after: null, before: null }, page],
    [{ first: 3 }, { ...page, limit: 3 }],
    [{ first: 0 }, { ...page, limit: 0 }],
    [{ first: 51 }, { ...page, limit: 50 }],
    [{ last: 3 }, { ...page, limit: 3, backwards: true }],
    [{ last: 51 }, { ...page, limit: 50, backwards: true }],
    [
      { first: 3, last: 2 },
      { ...page, limit: 3, tail: 2 },
    ],
    [
      { first: 3, last: null },
      { ...page, limit: 3 },
    ],
  ])('of %j', (values, expected) => {
    expect(pageOf(values)).toEqual(expected);
  });

  it.each([
    [{ first: 1, last: -1 }, 'The argument "last" must not be negative, but it is -1.'],
    [{ first: -1 }, 'The argument "first" must not be negative, but it is -1.'],
    [{ last: -2 }, 'The argument "last" must not be negative, but it is -2.'],
  ])('refuses %j', (values, message) => {
    expect(() => pageOf(values)).toThrow(new InputProblem(message));
  });
});

describe('a cursor', () => {
  const write = createCursorWriter('Task', order);

  it.each([[['a', 1]], [[null, 1]], [['', '9007199254740993']], [[true, 0.5]], [['ä "\\ 😀', -1]]])(
    'carries the values %j there and back',
    (values) => {
      const cursor = write(values);
      expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(pageOf({ first: 2, after: cursor })).toEqual({ ...page, limit: 2, after: values });
      expect(pageOf({ last: 2, before: cursor })).toEqual({
        ...page,
        limit: 2,
        backwards: true,
        before: values,
      });
    },
  );

  it('may stand at each end of a page', () => {
    expect(pageOf({ after: write(['a', 1]), before: write(['b', 2]) })).toEqual({
      ...page,
      after: ['a', 1],
      before: ['b', 2],
    });
  });

  const encode = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url');
  const decode = (cursor: string): unknown[] => JSON.parse(Buffer.from(cursor, 'base64url').toString());
  const [mark] = decode(write(['a', 1]));

  it.each<[string, string]>([
    ['of another model', createCursorWriter('User', order)(['a', 1])],
    [
      'of another order',
      createCursorWriter('Task', [attributeTerm('number'), attributeTerm('id')])(['a', 1]),
    ],
    [
      'of another direction',
      createCursorWriter('Task', [attributeTerm('title', 'DESC'), attributeTerm('id')])(['a', 1]),
    ],
    [
      'of another place of nulls',
      createCursorWriter('Task', [{ ...attributeTerm('title'), nulls: 'FIRST' }, attributeTerm('id')])([
        'a',
        1,
      ]),
    ],
    ['of fewer terms', createCursorWriter('Task', [attributeTerm('id')])([1])],
    ['with a value too few', encode([mark, 'a'])],
    ['with a value too many', encode([mark, 'a', 1, 2])],
    ['with an object for a value', encode([mark, 'a', { id: 1 }])],
    ['with a list for a value', encode([mark, ['a'], 1])],
    ['with another mark', encode(['x', 'a', 1])],
    ['without a mark', encode(['a', 1])],
    ['that is an object', encode({ 0: mark, 1: 'a', 2: 1, length: 3 })],
    ['that is null', encode(null)],
    ['that is empty', ''],
    ['that is cut', write(['a', 1]).slice(0, -3)],
    ['that is garbage', '%00☃'],
  ])('%s is refused', (_, cursor) => {
    expect(() => pageOf({ after: cursor })).toThrow(
      new InputProblem(
        'The argument "after" is no cursor of this list in this order: take one from "edges" or "pageInfo" of the same list, with the same "orderBy".',
      ),
    );
    expect(() => pageOf({ before: cursor })).toThrow(/^The argument "before" is no cursor/);
  });
});
