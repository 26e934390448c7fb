import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AttributeKind, CatalogType } from '../../../src/catalog/catalog.ts';
import { createCodec } from '../../../src/execute/codec.ts';
import { raw, renderSql } from '../../../src/execute/sql.ts';

const type = (
  kind: AttributeKind,
  sqlType = kind as string,
  element: CatalogType | null = null,
): CatalogType => ({
  kind,
  sqlType,
  enumValues: [],
  element,
  customName: null,
});

const codecOf = (value: CatalogType, dialect = 'postgres') => createCodec(value, dialect, '+00:00');
const arrayOf = (element: CatalogType) => codecOf(type('array', `${element.sqlType}[]`, element));
const rangeOf = (kind: AttributeKind) => codecOf(type('range', 'range', type(kind)));

const selected = (value: CatalogType, dialect = 'postgres') =>
  renderSql(codecOf(value, dialect).select(raw('t.c')), String);

describe('select', () => {
  it('takes as text whatever a driver may not know', () => {
    expect(selected(type('array', 'TEXT[]', type('text')))).toBe('t.c::text::text[]');
    expect(selected(type('range', 'int4range', type('integer')))).toBe('t.c::text');
    expect(selected(type('keyValue', 'HSTORE'))).toBe('t.c::text');
    expect(selected(type('network', 'INET'))).toBe('t.c');
    expect(selected(type('geometry', 'GEOMETRY'))).toBe(
      "CASE WHEN ST_HasArc(t.c::geometry) OR ST_GeometryType(t.c::geometry) ~ 'Curve|Surface' THEN to_json(ST_GeometryType(t.c::geometry))::text ELSE ST_AsGeoJSON(t.c, 25) END",
    );
    expect(selected(type('geometry', 'GEOMETRY'), 'mysql')).toBe('ST_AsGeoJSON(t.c)');
    expect(selected(type('custom', 'tsquery'))).toBe('t.c');
  });
});

describe('an array', () => {
  it.each<[AttributeKind, string, unknown[], unknown[]]>([
    ['text', 'TEXT', ['NULL', null, ''], ['NULL', null, '']],
    ['text', 'CHAR(3)', ['a  ', '  b'], ['a', '  b']],
    ['integer', 'INTEGER', ['7', '-7'], [7, -7]],
    ['bigInteger', 'BIGINT', ['9007199254740993'], ['9007199254740993']],
    ['decimal', 'DECIMAL', ['0.10'], ['0.10']],
    ['float', 'DOUBLE PRECISION', ['0.1', '1e+300', 'NaN', 'Infinity'], [0.1, 1e300, Number.NaN, Infinity]],
    ['boolean', 'BOOLEAN', ['t', 'f', null], [true, false, null]],
    ['json', 'JSONB', ['{"a": [1]}', '"x"', 'null'], [{ a: [1] }, 'x', null]],
    ['bytes', 'BYTEA', ['\\x00ff80', '\\x'], ['AP+A', '']],
    ['keyValue', 'HSTORE', ['"a"=>NULL', ''], [{ a: null }, {}]],
    [
      'dateTime',
      'TIMESTAMP WITH TIME ZONE',
      ['2024-01-01 00:00:00.123456+02'],
      ['2023-12-31T22:00:00.123456Z'],
    ],
  ])('of %s %s decodes %p as %p', (kind, sqlType, texts, decoded) => {
    expect(arrayOf(type(kind, sqlType)).decode(texts)).toEqual(decoded);
  });

  it('gives models what Sequelize would', () => {
    expect(arrayOf(type('dateTime')).revive(['1970-01-01 02:00:00+02'])).toEqual([new Date(0)]);
    expect(arrayOf(type('integer')).revive(['7', null])).toEqual([7, null]);
    expect(arrayOf(type('bytes')).revive(['\\x00'])).toEqual([Buffer.from([0])]);
  });

  it('takes from models what they have', () => {
    expect(arrayOf(type('bigInteger')).present([1, 2n, null, undefined])).toEqual(['1', '2', null, null]);
    expect(arrayOf(type('dateTime')).present([new Date(0)])).toEqual(['1970-01-01T00:00:00.000Z']);
  });

  it('takes from models the text that they have where the driver did not know the type', () => {
    const { present } = arrayOf(type('enum', 'ENUM'));
    expect(['{}', '{x,"y z",NULL,"NULL","",a_b}', '{"a,\\"b\\\\{}"}'].map(present)).toEqual([
      [],
      ['x', 'y z', null, 'NULL', '', 'a_b'],
      ['a,"b\\{}'],
    ]);
  });

  it('of arrays has as many dimensions as the model says', () => {
    const nested = arrayOf(type('array', 'INTEGER[]', type('integer')));
    expect(nested.decode([['1', null], ['2']])).toEqual([[1, null], [2]]);
    expect(nested.decode([])).toEqual([]);
    expect(() => nested.decode(['1'])).toThrow(TypeError);
  });

  it.each([['a'], ['{a'], [5], [{}], [true]])('refuses %p, which is none', (value) => {
    const { decode, revive, present } = arrayOf(type('text'));
    for (const convert of [decode, revive, present]) {
      expect(() => convert(value)).toThrow(TypeError);
    }
  });

  it('refuses bytes that are not in hexadecimal', () => {
    expect(() => arrayOf(type('bytes')).decode(['\\000abc'])).toThrow(TypeError);
  });

  it('is no key', () => {
    expect(arrayOf(type('integer')).encode([1])).toBeUndefined();
  });
});

describe('a range', () => {
  const shown = (start: unknown, end: unknown, bounds: string) => ({
    start,
    end,
    startInclusive: bounds.startsWith('['),
    endInclusive: bounds.endsWith(']'),
    isEmpty: false,
  });
  const empty = { start: null, end: null, startInclusive: false, endInclusive: false, isEmpty: true };

  it.each<[AttributeKind, string, unknown]>([
    ['integer', 'empty', empty],
    ['integer', '[1,5)', shown(1, 5, '[)')],
    ['integer', '(,)', shown(null, null, '()')],
    ['integer', '[-7,)', shown(-7, null, '[)')],
    ['bigInteger', '[9007199254740993,)', shown('9007199254740993', null, '[)')],
    ['decimal', '(0.10,NaN]', shown('0.10', 'NaN', '(]')],
    ['decimal', '[-Infinity,Infinity]', shown('-Infinity', 'Infinity', '[]')],
    ['date', '[2024-01-01,infinity)', shown('2024-01-01', null, '[)')],
    ['date', '(-infinity,2024-01-01)', shown(null, '2024-01-01', '()')],
    [
      'dateTime',
      '["2024-01-01 00:00:00.123456+02","2024-01-02 00:00:00+00")',
      shown('2023-12-31T22:00:00.123456Z', '2024-01-02T00:00:00.000Z', '[)'),
    ],
  ])('of %s decodes %s', (kind, text, decoded) => {
    expect(rangeOf(kind).decode(text)).toEqual(decoded);
  });

  it('reads every quoted bound', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.boolean(), (text, doubled) => {
        const quoted = `"${doubled ? text.replaceAll('\\', '\\\\').replaceAll('"', '""') : text.replaceAll(/["\\]/g, '\\$&')}"`;
        expect(rangeOf('text').decode(`[${quoted},)`)).toEqual(shown(text, null, '[)'));
        expect(rangeOf('text').decode(`(${quoted},${quoted}]`)).toEqual(shown(text, text, '(]'));
      }),
    );
  });

  it('gives models what Sequelize would', () => {
    expect(rangeOf('integer').revive('empty')).toEqual([]);
    expect(rangeOf('integer').revive('[1,)')).toEqual([
      { value: 1, inclusive: true },
      { value: null, inclusive: false },
    ]);
    expect(rangeOf('dateTime').revive('["1970-01-01 02:00:00+02",infinity]')).toEqual([
      { value: new Date(0), inclusive: true },
      { value: Number.POSITIVE_INFINITY, inclusive: true },
    ]);
    expect(rangeOf('date').revive('[-infinity,)')).toMatchObject([{ value: Number.NEGATIVE_INFINITY }, {}]);
  });

  it.each<[AttributeKind, unknown, unknown]>([
    ['integer', [], empty],
    ['integer', [1, 5], shown(1, 5, '[)')],
    ['integer', [1, null], shown(1, null, '[)')],
    ['integer', [{ value: 1, inclusive: false }, { value: 5 }], shown(1, 5, '()')],
    [
      'date',
      [Number.NEGATIVE_INFINITY, { value: '2024-01-01', inclusive: true }],
      shown(null, '2024-01-01', '(]'),
    ],
    ['dateTime', [new Date(0), null], shown('1970-01-01T00:00:00.000Z', null, '[)')],
    ['integer', '[1,5)', shown(1, 5, '[)')],
  ])('of %s takes %p from models', (kind, value, presented) => {
    expect(rangeOf(kind).present(value)).toEqual(presented);
  });

  it.each([['1,5'], ['[1,5'], ['[1]'], [''], [5], [{}], ['[1,2,3)']])(
    'refuses %p, which is none',
    (value) => {
      const { decode, revive, present } = rangeOf('integer');
      for (const convert of [decode, revive, present]) {
        expect(() => convert(value)).toThrow(TypeError);
      }
    },
  );

  it('is no key', () => {
    expect(rangeOf('integer').encode('[1,2)')).toBeUndefined();
  });
});

describe('HSTORE', () => {
  const { decode } = codecOf(type('keyValue', 'HSTORE'));

  it('is a map of texts', () => {
    expect(decode('"a"=>"1", "b"=>NULL, "c"=>"NULL", ""=>"", "q\\"\\\\"=>"=>"')).toEqual({
      a: '1',
      b: null,
      c: 'NULL',
      '': '',
      'q"\\': '=>',
    });
    expect(decode('')).toEqual({});
    expect(Object.keys(decode('"__proto__"=>"x"') as object)).toEqual(['__proto__']);
  });
});

describe('a network address as a key', () => {
  it.each<[string, unknown[], unknown[]]>([
    [
      'INET',
      ['10.0.0.1', '10.0.0.1/8', '::1', '2001:db8::/128'],
      ['10.0.0', '10.0.0.1/33', '::1/129', '::1%eth0', '1/2/3', '', '10.0.0.1/', 5, null],
    ],
    ['CIDR', ['10.0.0.0/8'], ['x']],
    ['MACADDR', ['08:00:2b:01:02:03', '08:00:2B:01:02:03'], ['08:00:2b:01:02', '10.0.0.1', '']],
  ])('of %s is one that the database takes', (sqlType, legal, illegal) => {
    const { encode, keyType } = codecOf(type('network', sqlType));
    expect(legal.map(encode)).toEqual(legal);
    expect(illegal.filter((value) => encode(value) !== undefined)).toEqual([]);
    expect(keyType).toBe(sqlType === 'MACADDR' ? 'macaddr' : 'inet');
  });
});

describe('a custom type', () => {
  it('passes values as JSON has them', () => {
    const { decode, present, encode } = codecOf(type('custom', 'x'));
    const value = { any: ['thing'] };
    expect(decode(value)).toBe(value);
    expect(['a', 5, Buffer.from([0]), 7n].map(present)).toEqual(['a', 5, 'AA==', '7']);
    expect(encode('a')).toBeUndefined();
  });
});

describe('ZEROFILL', () => {
  it('puts zeros in front, which are no part of the number', () => {
    expect(codecOf(type('decimal', 'DECIMAL(10,2) ZEROFILL'), 'mysql').decode('00000001.50')).toBe('1.50');
    expect(codecOf(type('decimal', 'DECIMAL(10,2)'), 'mysql').decode('0.50')).toBe('0.50');
    expect(codecOf(type('bigInteger', 'BIGINT ZEROFILL'), 'mysql').decode('00000007')).toBe('7');
    expect(codecOf(type('bigInteger', 'BIGINT ZEROFILL'), 'mysql').decode('0000')).toBe('0');
  });
});

describe('a DECIMAL of SQLite', () => {
  it('has the zeros of its scale put back, and none behind what is no digit', () => {
    const { decode } = codecOf({ ...type('decimal'), sqlType: 'DECIMAL(10,2)' }, 'sqlite');
    expect(['1.5', '7', 'NaN', '-Infinity'].map(decode)).toEqual(['1.50', '7.00', 'NaN', '-Infinity']);
  });
});
