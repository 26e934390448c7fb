import { describe, expect, it } from '@jest/globals';
import { type AbstractDataTypeConstructor, DataTypes, type Dialect, Sequelize } from 'sequelize';
import type { CatalogAttribute } from '../../../src/catalog/catalog.ts';
import { introspectModels } from '../../../src/catalog/introspect-models.ts';
import { type Codec, createCodec } from '../../../src/execute/codec.ts';
import { renderSql } from '../../../src/execute/sql.ts';

function codecOf(type: unknown, dialect: Dialect = 'postgres', timezone = '+00:00'): Codec {
  const sequelize = new Sequelize({ dialect });
  sequelize.define('Model', { value: type as AbstractDataTypeConstructor });
  const attribute = introspectModels(sequelize).models[0]?.attributes[1] as CatalogAttribute;
  return createCodec(attribute, dialect, timezone);
}

const unsigned = (type: { UNSIGNED: unknown }) => type.UNSIGNED;

const lower = '7c4e0000-1111-4222-8333-44445555aa02';
const upper = '7C4E0000-1111-4222-8333-44445555AA02';

/** Values that no column of a plain kind can hold, from rows of other types or of an app's own making. */
const hostile: readonly [string, unknown][] = [
  ['null', null],
  ['undefined', undefined],
  ['an object', {}],
  ['a list', []],
  ['a list of one', [5]],
  ['a symbol', Symbol('x')],
  ['a function', () => 5],
  ['an object that turns into 5', { toString: () => '5', valueOf: () => 5 }],
  ['an object without a prototype', Object.create(null)],
  ['a buffer', Buffer.from('5')],
  ['an operator of Sequelize', { [Symbol.for('gt')]: 0 }],
];

const kinds: readonly [string, unknown][] = [
  ['text', DataTypes.STRING],
  ['CHAR', DataTypes.CHAR(5)],
  ['integer', DataTypes.INTEGER],
  ['bigInteger', DataTypes.BIGINT],
  ['float', DataTypes.DOUBLE],
  ['decimal', DataTypes.DECIMAL(10, 2)],
  ['boolean', DataTypes.BOOLEAN],
  ['dateTime', DataTypes.DATE(6)],
  ['date', DataTypes.DATEONLY],
  ['time', DataTypes.TIME],
  ['uuid', DataTypes.UUID],
  ['enum', DataTypes.ENUM('5')],
  ['json', DataTypes.JSON],
  ['bytes', DataTypes.BLOB],
];

describe('encode refuses', () => {
  describe.each(['postgres', 'mysql'] as const)('on %s', (dialect) => {
    it.each(kinds)('as %s whatever is no plain value', (_, type) => {
      const { encode } = codecOf(type, dialect);
      expect(hostile.filter(([, value]) => encode(value) !== undefined)).toEqual([]);
    });
  });

  it('as json and bytes anything at all', () => {
    for (const type of [DataTypes.JSONB, DataTypes.BLOB, DataTypes.ARRAY(DataTypes.STRING)]) {
      expect(['x', 5, true].map(codecOf(type).encode)).toEqual([undefined, undefined, undefined]);
    }
  });
});

describe('encode of integers', () => {
  const { encode } = codecOf(DataTypes.INTEGER);

  it.each<[unknown, unknown]>([
    [7, 7],
    [-7, -7],
    [0, 0],
    [-0, 0],
    ['7', 7],
    ['-7', -7],
    ['+7', 7],
    ['007', 7],
    [7n, 7],
    [2147483647, 2147483647],
    ['-2147483648', -2147483648],
  ])('takes %p as %p', (value, encoded) => {
    expect(encode(value)).toBe(encoded);
  });

  it.each<[unknown]>([
    ['1abc'],
    ['1e3'],
    ['0x10'],
    [''],
    [' 1'],
    ['1 '],
    ['1\n'],
    ['١'],
    ['1.0'],
    ['--1'],
    ['1; DROP TABLE x'],
    ['NaN'],
    ['99999999999999999999'],
    ['9'.repeat(100_000)],
    [1.5],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [1e21],
    [2147483648],
    ['-2147483649'],
    [2 ** 53 + 1],
    [true],
  ])('refuses %p', (value) => {
    expect(encode(value)).toBeUndefined();
  });

  it.each<[string, unknown, Dialect, string, string]>([
    ['SMALLINT', DataTypes.SMALLINT, 'postgres', '-32768', '32767'],
    ['INTEGER', DataTypes.INTEGER, 'postgres', '-2147483648', '2147483647'],
    ['BIGINT', DataTypes.BIGINT, 'postgres', '-9223372036854775808', '9223372036854775807'],
    ['TINYINT', DataTypes.TINYINT, 'mysql', '-128', '127'],
    ['MEDIUMINT', DataTypes.MEDIUMINT, 'mysql', '-8388608', '8388607'],
    ['TINYINT UNSIGNED', unsigned(DataTypes.TINYINT), 'mysql', '0', '255'],
    ['INTEGER UNSIGNED', unsigned(DataTypes.INTEGER), 'mysql', '0', '4294967295'],
    ['BIGINT UNSIGNED', unsigned(DataTypes.BIGINT), 'mysql', '0', '18446744073709551615'],
  ])('takes what %s can hold and no more', (_, type, dialect, min, max) => {
    const codec = codecOf(type, dialect);
    expect([min, max].map((value) => String(codec.encode(value)))).toEqual([min, max]);
    expect(codec.encode(String(BigInt(min) - 1n))).toBeUndefined();
    expect(codec.encode(String(BigInt(max) + 1n))).toBeUndefined();
  });

  it('keeps all digits of a BIGINT', () => {
    expect(codecOf(DataTypes.BIGINT).encode('9007199254740993')).toBe(9007199254740993n);
  });
});

describe('encode of text', () => {
  const { encode } = codecOf(DataTypes.STRING);

  it.each<[unknown, unknown]>([
    ['', ''],
    [' a ', ' a '],
    ["'; DROP TABLE x; --", "'; DROP TABLE x; --"],
    ['\\ ? $1 :name % _ " `', '\\ ? $1 :name % _ " `'],
    ['😀 שלום \u0001', '😀 שלום \u0001'],
    [7, '7'],
    [9007199254740993n, '9007199254740993'],
    [1.5, '1.5'],
  ])('takes %p as %p', (value, encoded) => {
    expect(encode(value)).toBe(encoded);
  });

  it.each<[unknown]>([['a\0b'], ['\ud800'], ['a\udc00'], [true]])('refuses %p', (value) => {
    expect(encode(value)).toBeUndefined();
  });

  it('takes a long one as it is', () => {
    const long = 'x'.repeat(1_000_000);
    expect(encode(long)).toBe(long);
  });
});

describe('encode of other kinds', () => {
  it.each<[string, unknown, unknown, unknown]>([
    ['DECIMAL', DataTypes.DECIMAL(20, 4), '1.5000', '1.5'],
    ['DECIMAL', DataTypes.DECIMAL(20, 4), '0001.50', '1.5'],
    ['DECIMAL', DataTypes.DECIMAL(20, 4), '-0.50', '-0.5'],
    ['DECIMAL', DataTypes.DECIMAL(20, 4), '+7', '7'],
    ['DECIMAL', DataTypes.DECIMAL(20, 4), 1.25, '1.25'],
    [
      'DECIMAL',
      DataTypes.DECIMAL(20, 4),
      '12345678901234567890.0000000001',
      '12345678901234567890.0000000001',
    ],
    ['DOUBLE', DataTypes.DOUBLE, 1.5, 1.5],
    ['BOOLEAN', DataTypes.BOOLEAN, true, true],
    ['BOOLEAN', DataTypes.BOOLEAN, 0, false],
    ['BOOLEAN', DataTypes.BOOLEAN, 1, true],
    ['DATEONLY', DataTypes.DATEONLY, '2024-02-29', '2024-02-29'],
    ['TIME', DataTypes.TIME, '23:59:59.999999', '23:59:59.999999'],
    ['TIME', DataTypes.TIME, '10:00', '10:00'],
    ['ENUM', DataTypes.ENUM('a b', ''), 'a b', 'a b'],
    ['ENUM', DataTypes.ENUM('a b', ''), '', ''],
    ['UUID', DataTypes.UUID, upper, lower],
    ['DATE', DataTypes.DATE(6), '2024-01-31T12:00:00+02:00', '2024-01-31T10:00:00.000Z'],
    ['DATE', DataTypes.DATE(6), '2024-01-31 10:00:00.123456', '2024-01-31T10:00:00.123456Z'],
    ['DATE', DataTypes.DATE(6), new Date('2024-01-31T10:00:00Z'), '2024-01-31T10:00:00.000Z'],
  ])('takes as %s %p %p as %p', (_, type, value, encoded) => {
    expect(codecOf(type).encode(value)).toEqual(encoded);
  });

  it.each<[string, unknown, unknown[]]>([
    [
      'DECIMAL',
      DataTypes.DECIMAL(20, 4),
      ['1e3', 'NaN', '', ' 1', '1.', '.5', '0x1', 1e21, '9'.repeat(2_000)],
    ],
    ['DOUBLE', DataTypes.DOUBLE, ['1.5', Number.NaN, Number.NEGATIVE_INFINITY, true]],
    ['BOOLEAN', DataTypes.BOOLEAN, ['true', 't', 2, '1', '']],
    [
      'DATEONLY',
      DataTypes.DATEONLY,
      ['2023-02-29', '2024-13-01', '0000-01-01', '2024-01-01T00:00:00Z', 20240101, ''],
    ],
    ['TIME', DataTypes.TIME, ['24:00:01', '10:60', '10:00:60', '10:00:00+02', '10', '-01:00:00', '']],
    ['ENUM', DataTypes.ENUM('a', 'b'), ['c', 'A', 'a ', '', 0]],
    ['UUID', DataTypes.UUID, ['nope', lower.replaceAll('-', ''), `${lower}0`, `{${lower}}`, '']],
    [
      'DATE',
      DataTypes.DATE,
      [
        '2024-02-30T00:00:00Z',
        '2024-01-31',
        'now',
        '0001-01-01T00:00:00+00:01',
        1706695200000,
        new Date(Number.NaN),
        '',
      ],
    ],
  ])('refuses as %s whatever the database would not take', (_, type, values) => {
    const { encode } = codecOf(type);
    expect(values.filter((value) => encode(value) !== undefined)).toEqual([]);
  });
});

describe('encode on MySQL', () => {
  it('keeps the case of a UUID, which is a text there', () => {
    expect(codecOf(DataTypes.UUID, 'mysql').encode(upper)).toBe(upper);
  });

  it('writes an instant as the time of day in the zone that Sequelize is set to', () => {
    const at = '2024-07-31T23:00:00.000001Z';
    const encode = (timezone: string) => codecOf(DataTypes.DATE(6), 'mysql', timezone).encode(at);
    expect(encode('+00:00')).toBe('2024-07-31 23:00:00.000001');
    expect(encode('+02:00')).toBe('2024-08-01 01:00:00.000001');
    expect(encode('-03:30')).toBe('2024-07-31 19:30:00.000001');
    expect(encode('Europe/Berlin')).toBe('2024-08-01 01:00:00.000001');
  });

  it('takes a time of day from another row as one in that zone', () => {
    const { encode } = codecOf(DataTypes.DATE(6), 'mysql', '+02:00');
    expect(encode('2024-08-01 01:00:00.5')).toBe('2024-08-01 01:00:00.500');
  });

  it('refuses decimals with more digits than DECIMAL has', () => {
    const { encode } = codecOf(DataTypes.DECIMAL(65, 30), 'mysql');
    expect(encode(`${'9'.repeat(35)}.${'9'.repeat(30)}`)).toBe(`${'9'.repeat(35)}.${'9'.repeat(30)}`);
    expect(encode('9'.repeat(36))).toBeUndefined();
    expect(encode(`0.${'9'.repeat(31)}`)).toBeUndefined();
  });

  it('binds a decimal as one, since a text would be compared as a floating-point number', () => {
    const { bind } = codecOf(DataTypes.DECIMAL(20, 4), 'mysql');
    const statement = bind('-12.345');
    expect(renderSql(statement, () => '?')).toBe('CAST(? AS DECIMAL(5, 3))');
    expect(statement.values).toEqual(['-12.345']);
  });
});

describe('keyType and exact', () => {
  it.each<[string, unknown, string, boolean]>([
    ['STRING', DataTypes.STRING, 'text', false],
    ['CHAR', DataTypes.CHAR(5), 'bpchar', false],
    ['CITEXT', DataTypes.CITEXT, 'citext', false],
    ['SMALLINT', DataTypes.SMALLINT, 'smallint', true],
    ['INTEGER', DataTypes.INTEGER, 'integer', true],
    ['BIGINT', DataTypes.BIGINT, 'bigint', true],
    ['DOUBLE', DataTypes.DOUBLE, 'double precision', false],
    ['DECIMAL', DataTypes.DECIMAL(10, 2), 'numeric', false],
    ['BOOLEAN', DataTypes.BOOLEAN, 'boolean', false],
    ['DATE', DataTypes.DATE, 'timestamptz', false],
    ['DATEONLY', DataTypes.DATEONLY, 'date', false],
    ['TIME', DataTypes.TIME, 'time', false],
    ['UUID', DataTypes.UUID, 'uuid', true],
    ['ENUM', DataTypes.ENUM('a'), 'text', false],
  ])('of %s %p are %s and %p', (_, type, keyType, exact) => {
    expect(codecOf(type)).toMatchObject({ keyType, exact });
  });

  it('of a UUID on MySQL: only the collation knows', () => {
    expect(codecOf(DataTypes.UUID, 'mysql').exact).toBe(false);
  });
});
