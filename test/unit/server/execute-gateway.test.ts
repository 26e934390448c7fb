import { describe, expect, it } from '@jest/globals';
import { stringifyResult, WrittenData } from '../../../src/server/execute-gateway.ts';

const text = '{"tasks":[{"name":"a \\"b\\""}]}';

describe('a result as text', () => {
  it('is JSON with a line break', () => {
    expect(stringifyResult({ data: { a: 1 }, extensions: { b: 2 } })).toBe(
      '{"data":{"a":1},"extensions":{"b":2}}\n',
    );
  });

  it('holds data that is text already as it is', () => {
    expect(stringifyResult({ data: new WrittenData(text) })).toBe(`{"data":${text}}\n`);
    expect(stringifyResult({ data: new WrittenData(text), extensions: { b: 2 } })).toBe(
      `{"data":${text},"extensions":{"b":2}}\n`,
    );
  });

  it('holds the same data beside errors that somebody has added', () => {
    const result = { data: new WrittenData(text), errors: [{ message: 'Added.' }] };
    expect(stringifyResult(result)).toBe(`{"data":${text},"errors":[{"message":"Added."}]}\n`);
  });
});
