import { describe, expect, it } from '@jest/globals';
import { type AbstractDataTypeConstructor, DataTypes, type Dialect, Sequelize } from 'sequelize';
import type { CatalogAttribute } from '../../../src/catalog/catalog.ts';
import { introspectModels } from '../../../src/catalog/introspect-models.ts';
import { type Codec, createCodec } from '../../../src/execute/codec.ts';
import { raw, renderSql } from '../../../src/execute/sql.ts';

function codecOf(type: unknown, dialect: Dialect = 'postgres', timezone = '+00:00'): Codec {
  const sequelize = new Sequelize({ dialect });
  sequelize.define('Model', { value: type as AbstractDataTypeConstructor });
  const attribute = introspectModels(sequelize).models[0]?.attributes[1] as CatalogAttribute;
  return createCodec(attribute, dialect, timezone);
}

const selected = (type: unknown, dialect: Dialect, timezone?: string) =>
  renderSql(codecOf(type, dialect, timezone).select(raw('t.c')), String);

const compared = (type: unknown, dialect: Dialect) =>
  renderSql(codecOf(type, dialect).compare(raw('t.c')), String);

describe('select', () => {
  it.each<[string, unknown, string, string]>([
    ['STRING', DataTypes.STRING, 't.c', 't.c'],
    ['CHAR', DataTypes.CHAR(5), 't.c::text', 't.c'],
    ['BIGINT', DataTypes.BIGINT, 't.c', 't.c'],
    ['DECIMAL', DataTypes.DECIMAL, 't.c', 'CAST(t.c AS CHAR)'],
    ['JSON', DataTypes.JSON, 't.c', 'CAST(t.c AS CHAR)'],
    ['DATE', DataTypes.DATE(6), "(t.c AT TIME ZONE 'UTC')::text", 'CAST(t.c AS CHAR)'],
    ['DATEONLY', DataTypes.DATEONLY, 't.c', 't.c'],
    ['ENUM', DataTypes.ENUM('a'), 't.c', 't.c'],
  ])('of %s %p is %s on Postgres and %s on MySQL', (_, type, postgres, mysql) => {
    expect([selected(type, 'postgres'), selected(type, 'mysql')]).toEqual([postgres, mysql]);
  });

  it('leaves a DATETIME to the driver where its zone goes by a name', () => {
    expect(selected(DataTypes.DATE, 'mysql', '+02:00')).toBe('CAST(t.c AS CHAR)');
    expect(selected(DataTypes.DATE, 'mysql', 'Europe/Berlin')).toBe('t.c');
  });
});

describe('compare', () => {
  it('compares an enum of Postgres as text, so that a label it lacks matches nothing', () => {
    expect(compared(DataTypes.ENUM('a'), 'postgres')).toBe('t.c::text');
    expect(compared(DataTypes.ENUM('a'), 'mysql')).toBe('t.c');
    expect(compared(DataTypes.STRING, 'postgres')).toBe('t.c');
  });
});

describe('decode', () => {
  it.each<[string, unknown, unknown, unknown]>([
    ['STRING', DataTypes.STRING, ' a ', ' a '],
    ['INTEGER', DataTypes.INTEGER, -7, -7],
    ['BIGINT', DataTypes.BIGINT, '9007199254740993', '9007199254740993'],
    ['BIGINT', DataTypes.BIGINT, 7, '7'],
    ['DECIMAL', DataTypes.DECIMAL, '1234567890.1200', '1234567890.1200'],
    ['DECIMAL', DataTypes.DECIMAL, 1.5, '1.5'],
    ['DOUBLE', DataTypes.DOUBLE, 0.1, 0.1],
    ['BOOLEAN', DataTypes.BOOLEAN, true, true],
    ['BOOLEAN', DataTypes.BOOLEAN, false, false],
    ['BOOLEAN', DataTypes.BOOLEAN, 1, true],
    ['BOOLEAN', DataTypes.BOOLEAN, 0, false],
    ['BOOLEAN', DataTypes.BOOLEAN, Buffer.from([1]), true],
    ['BOOLEAN', DataTypes.BOOLEAN, Buffer.from([0]), false],
    ['DATEONLY', DataTypes.DATEONLY, '2024-01-31', '2024-01-31'],
    ['TIME', DataTypes.TIME, '10:00:00.5', '10:00:00.5'],
    ['UUID', DataTypes.UUID, '7c4e0000-1111-4222-8333-44445555aa02', '7c4e0000-1111-4222-8333-44445555aa02'],
    ['BLOB', DataTypes.BLOB, Buffer.from([0, 255, 128]), 'AP+A'],
    ['BLOB', DataTypes.BLOB, Buffer.alloc(0), ''],
    ['JSONB', DataTypes.JSONB, { a: [1, null] }, { a: [1, null] }],
    ['JSONB', DataTypes.JSONB, 'null', 'null'],
  ])('of %s %p gives %p as %p', (_, type, value, decoded) => {
    expect(codecOf(type).decode(value)).toEqual(decoded);
  });

  it.each<[unknown, string]>([
    ['2024-01-31 10:00:00', '2024-01-31T10:00:00.000Z'],
    ['2024-01-31 10:00:00.1', '2024-01-31T10:00:00.100Z'],
    ['2024-01-31 10:00:00.123456', '2024-01-31T10:00:00.123456Z'],
    ['2024-01-31 12:00:00+02', '2024-01-31T10:00:00.000Z'],
    ['1969-12-31 23:59:59.999999', '1969-12-31T23:59:59.999999Z'],
    [new Date(-1), '1969-12-31T23:59:59.999Z'],
    ['infinity', 'infinity'],
    ['0000-00-00 00:00:00', '0000-00-00 00:00:00'],
  ])('of DATE gives %p as %s', (value, decoded) => {
    expect(codecOf(DataTypes.DATE).decode(value)).toBe(decoded);
  });

  it('of DATE on MySQL takes a time of day for one in the zone that Sequelize is set to', () => {
    const decode = (timezone: string) =>
      codecOf(DataTypes.DATE, 'mysql', timezone).decode('2024-01-01 01:00:00.000001');
    expect(decode('+00:00')).toBe('2024-01-01T01:00:00.000001Z');
    expect(decode('+02:00')).toBe('2023-12-31T23:00:00.000001Z');
  });

  it('of JSON on MySQL parses the text', () => {
    const { decode } = codecOf(DataTypes.JSON, 'mysql');
    expect(['{"a":[1,null]}', '"abc"', '"null"', 'null', '5', '[]'].map(decode)).toEqual([
      { a: [1, null] },
      'abc',
      'null',
      null,
      5,
      [],
    ]);
    expect(() => decode('{')).toThrow(SyntaxError);
  });
});
