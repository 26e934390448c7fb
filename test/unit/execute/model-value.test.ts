import { describe, expect, it } from '@jest/globals';
import type { CatalogType } from '../../../src/catalog/catalog.ts';
import { toModelValue, UnfitValue } from '../../../src/execute/write/model-value.ts';

const type = (
  kind: CatalogType['kind'],
  sqlType: string,
  element: CatalogType | null = null,
): CatalogType => ({
  kind,
  sqlType,
  enumValues: [],
  element,
  customName: null,
});

describe('toModelValue', () => {
  it.each<[CatalogType, unknown, unknown]>([
    [type('text', 'TEXT'), null, null],
    [type('text', 'VARCHAR(3)'), 'añ😀', 'añ😀'],
    [type('integer', 'INTEGER'), '7', 7],
    [type('integer', 'TINYINT UNSIGNED'), 255, 255],
    [type('bigInteger', 'BIGINT'), '9007199254740993', '9007199254740993'],
    [type('bigInteger', 'BIGINT UNSIGNED'), '18446744073709551615', '18446744073709551615'],
    [type('decimal', 'DECIMAL(5,2)'), '123.45', '123.45'],
    [type('decimal', 'DECIMAL(5,2)'), '1.500', '1.500'],
    [type('decimal', 'DECIMAL'), '1.23456789', '1.23456789'],
    [
      type('dateTime', 'TIMESTAMP WITH TIME ZONE'),
      '2024-01-31T10:00:00.123+02:00',
      new Date('2024-01-31T08:00:00.123Z'),
    ],
    [type('dateTime', 'DATETIME'), '2024-01-31T10:00:00.120000Z', new Date('2024-01-31T10:00:00.120Z')],
    [type('json', 'JSONB'), ['\\u0000', '\\ud800'], ['\\u0000', '\\ud800']],
    [type('bytes', 'BYTEA'), 'AAH/', Buffer.from([0, 1, 255])],
    [type('array', 'INTEGER[]', type('integer', 'INTEGER')), ['1', null], [1, null]],
    [
      type('range', 'INT4RANGE', type('integer', 'INTEGER')),
      { start: 1, startInclusive: true, endInclusive: false },
      [
        { value: 1, inclusive: true },
        { value: null, inclusive: false },
      ],
    ],
  ])('%j: %j is %j', (own, given, expected) => {
    expect(toModelValue(own, given)).toEqual(expected);
  });

  it.each<[CatalogType, unknown, string]>([
    [type('text', 'VARCHAR(3)'), 'four', 'is longer than 3 characters'],
    [type('text', 'TEXT'), 'a\u0000', 'holds a character that is no text (NUL, or half of a pair)'],
    [type('text', 'TEXT'), '\ud83d', 'holds a character that is no text (NUL, or half of a pair)'],
    [type('json', 'JSONB'), { a: ['\ud83d'] }, 'holds a character that is no text (NUL, or half of a pair)'],
    [type('integer', 'SMALLINT'), 32768, 'is not between -32768 and 32767'],
    [type('integer', 'TINYINT UNSIGNED'), -1, 'is not between 0 and 255'],
    [type('integer', 'INTEGER'), 'x', 'is no whole number'],
    [
      type('bigInteger', 'BIGINT'),
      '9223372036854775808',
      'is not between -9223372036854775808 and 9223372036854775807',
    ],
    [type('decimal', 'DECIMAL(5,2)'), '1.234', 'has more than 2 digits after the point'],
    [type('decimal', 'DECIMAL(5,2)'), '1234', 'has more than 3 digits before the point'],
    [
      type('dateTime', 'DATETIME(6)'),
      '2024-01-31T10:00:00.000001Z',
      'has digits beyond the millisecond, which would be lost',
    ],
    [type('json', 'JSONB'), { 'a\u0000': 1 }, 'holds a character that is no text (NUL, or half of a pair)'],
    [type('float', 'DOUBLE PRECISION'), Number.POSITIVE_INFINITY, 'is no finite number'],
    [type('array', 'INTEGER[]', type('integer', 'SMALLINT')), [40000], 'is not between -32768 and 32767'],
  ])('%j: %j is refused', (own, given, message) => {
    expect(() => toModelValue(own, given)).toThrow(new UnfitValue(message));
  });
});
