import { describe, expect, it } from '@jest/globals';
import { integer, join, raw, renderSql, type Sql, sql } from '../../../src/execute/sql.ts';

const asPostgres = (statement: Sql) => [
  renderSql(statement, (_, index) => `$${index + 1}`),
  statement.values,
];

describe('sql', () => {
  it('binds what is interpolated', () => {
    expect(asPostgres(sql`SELECT ${1}, ${"'; DROP TABLE x"} WHERE a = ${null}`)).toEqual([
      'SELECT $1, $2 WHERE a = $3',
      [1, "'; DROP TABLE x", null],
    ]);
  });

  it('takes SQL that is interpolated as text, with its values in their places', () => {
    const condition = sql`b = ${2} AND c = ${3}`;
    expect(asPostgres(sql`WHERE a = ${1} AND ${condition} AND d = ${4}`)).toEqual([
      'WHERE a = $1 AND b = $2 AND c = $3 AND d = $4',
      [1, 2, 3, 4],
    ]);
  });

  it('binds an array and a function as one value each, and never as text', () => {
    const list = ['a', 'b'];
    expect(asPostgres(sql`ANY(${list})`)).toEqual(['ANY($1)', [list]]);
    expect(asPostgres(sql`${'$1'} ${'?'}`)).toEqual(['$1 $2', ['$1', '?']]);
  });

  it('is a text alone without values', () => {
    expect(asPostgres(sql`SELECT 1`)).toEqual(['SELECT 1', []]);
    expect(asPostgres(sql`${raw('a')}${raw('b')}`)).toEqual(['ab', []]);
  });
});

describe('join', () => {
  it('puts a separator between the parts', () => {
    expect(asPostgres(join([sql`a = ${1}`, raw('b'), sql`${2} = c`], ' AND '))).toEqual([
      'a = $1 AND b AND $2 = c',
      [1, 2],
    ]);
    expect(asPostgres(join([sql`${1}`, sql`${2}`]))).toEqual(['$1, $2', [1, 2]]);
  });

  it('of no parts is nothing', () => {
    expect(asPostgres(join([]))).toEqual(['', []]);
  });
});

describe('integer', () => {
  it('prints a count as digits', () => {
    expect(asPostgres(sql`LIMIT ${integer(10)} OFFSET ${integer(0)}`)).toEqual(['LIMIT 10 OFFSET 0', []]);
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '1; DROP TABLE x' as never])(
    'refuses %p',
    (value) => {
      expect(() => integer(value)).toThrow(`KinQL invariant: ${value} is not a count`);
    },
  );
});

describe('renderSql', () => {
  it('gives the value and its place to whoever writes it', () => {
    const seen: unknown[] = [];
    const text = renderSql(sql`a ${'x'} b ${2n} c`, (value, index) => {
      seen.push([value, index]);
      return `<${index}>`;
    });
    expect(text).toBe('a <0> b <1> c');
    expect(seen).toEqual([
      ['x', 0],
      [2n, 1],
    ]);
  });
});
