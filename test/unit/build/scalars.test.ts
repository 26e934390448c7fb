import { describe, expect, it } from '@jest/globals';
import { type GraphQLScalarType, parseValue } from 'graphql';
import { scalars } from '../../../src/build/scalars.ts';
import type { AttributeKind } from '../../../src/catalog/catalog.ts';

const scalar = (kind: AttributeKind) => scalars[kind] as GraphQLScalarType;

/** Values in the three ways that they come: from a driver, in a variable, written in a query. */
const ways = (type: GraphQLScalarType) => ({
  serialize: (value: unknown) => type.serialize(value),
  parseValue: (value: unknown) => type.parseValue(value),
  parseLiteral: (value: unknown) => type.parseLiteral(parseValue(JSON.stringify(value)), {}),
});

const legal: readonly [AttributeKind, readonly unknown[]][] = [
  ['bigInteger', ['0', '-7', '9007199254740993', '99999999999999999999']],
  ['decimal', ['0', '-1.50', '1234567890.1200', 'NaN', 'Infinity', '-Infinity']],
  ['date', ['2024-02-29', '0001-01-01', '9999-12-31']],
  ['time', ['10:00', '10:00:00', '23:59:59.999999', '24:00:00']],
  [
    'dateTime',
    [
      '2024-01-31T10:00:00Z',
      '2024-01-31T10:00:00.123456Z',
      '2024-01-31T10:00:00+02:00',
      '1969-12-31T23:59:59.9Z',
    ],
  ],
  ['uuid', ['7c4e0000-1111-4222-8333-44445555aa02', '7C4E0000-1111-4222-8333-44445555AA02']],
  ['bytes', ['', 'AA==', 'AP+A', 'aGVsbG8=']],
];

const illegal: readonly [AttributeKind, readonly unknown[]][] = [
  ['bigInteger', ['', '1.0', '1e3', '0x10', ' 1', '1abc', true, [], {}, 1.5]],
  ['decimal', ['', '1.', '.5', '1e3', '1,5', 'nan', true, {}, 1e21]],
  ['date', ['2023-02-29', '2024-13-01', '2024-1-1', '2024-01-31T00:00:00Z', '', 20240131, '2024-01-31\n']],
  ['time', ['24:00:01', '10', '10:60', '10:00:00Z', '10:00:00.1234567', '', 10]],
  [
    'dateTime',
    [
      '2024-02-30T00:00:00Z',
      '2024-01-31T10:00:00',
      '2024-01-31 10:00:00Z',
      '2024-01-31',
      '0000-00-00 00:00:00',
      'infinity',
      '',
      0,
    ],
  ],
  ['uuid', ['7c4e0000111142228333-44445555aa02', '{7c4e0000-1111-4222-8333-44445555aa02}', '', 'nope', 0]],
  ['bytes', ['A', 'AA=', 'A===', 'AP-A', '====', 1234]],
];

describe('scalars', () => {
  it.each(legal)('%s lets its values pass, in every way', (kind, values) => {
    for (const way of Object.values(ways(scalar(kind)))) {
      expect(values.map(way)).toEqual(values);
    }
  });

  it.each(illegal)('%s refuses what is none of its values, in every way', (kind, values) => {
    for (const way of Object.values(ways(scalar(kind)))) {
      const passed = values.filter((value) => {
        try {
          way(value);
          return true;
        } catch {
          return false;
        }
      });
      expect(passed).toEqual([]);
    }
  });

  it('say what they refuse', () => {
    expect(() => scalar('date').parseValue('2023-02-29')).toThrow("Date cannot represent '2023-02-29'.");
    expect(() => scalar('bigInteger').parseValue(9007199254740992)).toThrow(
      'BigInt cannot represent 9007199254740992.',
    );
    expect(() => scalar('uuid').parseLiteral(parseValue('{ a: 1 }'))).toThrow('UUID is written as a string.');
  });

  it.each([2 ** 53, -(2 ** 53) - 2, 1e300])('refuse the number %p, which has lost digits', (value) => {
    for (const kind of ['bigInteger', 'decimal'] as const) {
      expect(() => scalar(kind).parseValue(value)).toThrow(' cannot represent ');
      expect(() => scalar(kind).serialize(value)).toThrow(' cannot represent ');
    }
  });

  it('BigInt and Decimal take numbers that have all their digits', () => {
    expect(ways(scalar('bigInteger')).parseValue(7)).toBe('7');
    expect(ways(scalar('bigInteger')).parseLiteral(9007199254740991)).toBe('9007199254740991');
    expect(scalar('bigInteger').parseLiteral(parseValue('99999999999999999999'))).toBe(
      '99999999999999999999',
    );
    expect(scalar('bigInteger').serialize(9007199254740993n)).toBe('9007199254740993');
    expect(ways(scalar('decimal')).parseValue(1.5)).toBe('1.5');
    expect(scalar('decimal').parseLiteral(parseValue('1.50'))).toBe('1.50');
  });

  it('JSON takes any value, in a variable or written in a query', () => {
    const json = scalar('json');
    const value = { a: [1, -1.5, 'x', true, false, null, { b: {} }], c: '' };
    expect(json.serialize(value)).toBe(value);
    expect(json.parseValue(value)).toBe(value);
    const literal = '{ a: [1, -1.5, "x", true, false, null, { b: {} }], c: "" }';
    expect(json.parseLiteral(parseValue(literal))).toEqual(value);
    expect(json.parseLiteral(parseValue('{ a: $v, e: LABEL }'), { v: [1] })).toEqual({ a: [1], e: 'LABEL' });
    expect(json.parseLiteral(parseValue('"null"'))).toBe('null');
    expect(json.parseLiteral(parseValue('null'))).toBeNull();
  });

  it('JSON takes no number that JSON has no place for, which would be stored as null', () => {
    const json = scalar('json');
    const refusal = 'JSON cannot represent a number past all that it can write.';
    expect(() => json.parseLiteral(parseValue('{ a: [1e400] }'))).toThrow(refusal);
    expect(() => json.parseValue({ a: [JSON.parse('-1e400')] })).toThrow(refusal);
  });

  it('have names, descriptions and specifications', () => {
    expect(Object.values(scalars).map(({ name, specifiedByURL }) => [name, specifiedByURL])).toEqual([
      ['BigInt', null],
      ['Decimal', null],
      ['Date', 'https://scalars.graphql.org/andimarek/local-date'],
      ['Time', null],
      ['DateTime', 'https://scalars.graphql.org/andimarek/date-time'],
      ['UUID', 'https://www.rfc-editor.org/rfc/rfc9562'],
      ['Bytes', 'https://www.rfc-editor.org/rfc/rfc4648#section-4'],
      ['JSON', 'https://www.rfc-editor.org/rfc/rfc8259'],
      ['JSON', 'https://www.rfc-editor.org/rfc/rfc8259'],
      ['GeoJSON', 'https://www.rfc-editor.org/rfc/rfc7946#section-3.1'],
    ]);
    expect(Object.values(scalars).filter(({ description }) => !description)).toEqual([]);
  });
});
