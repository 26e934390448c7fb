import { describe, expect, it } from '@jest/globals';
import { isJson } from '../../../src/server/read-body.ts';

describe('isJson', () => {
  it.each(['application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON ;x=y'])(
    'is true for %s',
    (type) => {
      expect(isJson(type)).toBe(true);
    },
  );

  it.each([
    undefined,
    '',
    'text/plain',
    'application/jsonp',
    'text/plain; application/json',
    'application/graphql',
  ])('is false for %p', (type) => {
    expect(isJson(type)).toBe(false);
  });
});
