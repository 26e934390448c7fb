import { describe, expect, it } from '@jest/globals';
import { getAttribute } from '../../../src/catalog/catalog.ts';
import { comparisonSql } from '../../../src/execute/comparison-sql.ts';
import { columnOf, getCodec, getEngineModel } from '../../../src/execute/engine.ts';
import { Statement } from '../../../src/execute/statement.ts';
import type { Operator } from '../../../src/policy/condition.ts';
import { both } from './test-engine.ts';

/** A comparison of an attribute of `t` with a client's value. `Task.number` alone is never null. */
const compare = (attribute: string, operator: Operator, value: unknown, name = 'Task') =>
  both((engine) => {
    const model = getEngineModel(engine, name);
    const operand = {
      expression: columnOf(model, 't', attribute),
      codec: getCodec(model, attribute),
      nullable: getAttribute(model.catalog, attribute).nullable,
      place: `${name}.${attribute}`,
      cast: null,
    };
    return comparisonSql(new Statement(engine), operand, operator, value);
  });

describe('comparisonSql', () => {
  it.each<[string, Operator, unknown, readonly unknown[], readonly unknown[]]>([
    ['title', 'eq', 'a', ['t."title" = ?', 'a'], ['t.`title` = ?', 'a']],
    ['number', 'ne', 'a', ['t."number" <> ?', 'a'], ['t.`number` <> ?', 'a']],
    ['title', 'ne', 'a', ['t."title" IS DISTINCT FROM ?', 'a'], ['NOT (t.`title` <=> ?)', 'a']],
    ['rank', 'eq', 'x', ['FALSE'], ['FALSE']],
    ['rank', 'ne', 'x', ['TRUE'], ['TRUE']],
    ['title', 'isNull', true, ['t."title" IS NULL'], ['t.`title` IS NULL']],
    ['title', 'isNull', false, ['t."title" IS NOT NULL'], ['t.`title` IS NOT NULL']],
    ['title', 'in', ['a', 'b'], ['t."title" = ANY(?)', ['a', 'b']], ['t.`title` IN (?, ?)', 'a', 'b']],
    [
      'title',
      'in',
      ['a', null],
      ['(t."title" = ANY(?) OR t."title" IS NULL)', ['a']],
      ['(t.`title` IN (?) OR t.`title` IS NULL)', 'a'],
    ],
    ['title', 'in', [], ['FALSE'], ['FALSE']],
    ['title', 'in', [null], ['(FALSE OR t."title" IS NULL)'], ['(FALSE OR t.`title` IS NULL)']],
    ['number', 'in', ['a', null], ['t."number" = ANY(?)', ['a']], ['t.`number` IN (?)', 'a']],
    [
      'title',
      'notIn',
      ['a'],
      ['(t."title" = ANY(?)) IS NOT TRUE', ['a']],
      ['(t.`title` IN (?)) IS NOT TRUE', 'a'],
    ],
    [
      'title',
      'notIn',
      ['a', null],
      ['((t."title" = ANY(?)) IS NOT TRUE AND t."title" IS NOT NULL)', ['a']],
      ['((t.`title` IN (?)) IS NOT TRUE AND t.`title` IS NOT NULL)', 'a'],
    ],
    ['number', 'notIn', ['a'], ['NOT (t."number" = ANY(?))', ['a']], ['NOT (t.`number` IN (?))', 'a']],
    ['title', 'notIn', [], ['TRUE'], ['TRUE']],
    ['title', 'notIn', [null], ['t."title" IS NOT NULL'], ['t.`title` IS NOT NULL']],
    ['rank', 'lt', 3, ['t."rank" < ?', 3], ['t.`rank` < ?', 3]],
    ['rank', 'lte', 3, ['t."rank" <= ?', 3], ['t.`rank` <= ?', 3]],
    ['rank', 'gt', 3, ['t."rank" > ?', 3], ['t.`rank` > ?', 3]],
    ['rank', 'gte', 3, ['t."rank" >= ?', 3], ['t.`rank` >= ?', 3]],
    ['rank', 'lt', '9999999999', ['t."rank" IS NOT NULL'], ['t.`rank` IS NOT NULL']],
    ['rank', 'gt', '9999999999', ['FALSE'], ['FALSE']],
    ['cost', 'gt', '1.50', ['t."cost" > ?', '1.5'], ['t.`cost` > CAST(? AS DECIMAL(2, 1))', '1.5']],
    [
      'cost',
      'in',
      ['1.50', '2'],
      ['t."cost" = ANY(?)', ['1.5', '2']],
      ['t.`cost` IN (CAST(? AS DECIMAL(2, 1)), CAST(? AS DECIMAL(1, 0)))', '1.5', '2'],
    ],
    [
      'doneAt',
      'gte',
      '2024-01-31T10:00:00Z',
      ['t."done_at" >= ?', '2024-01-31T10:00:00.000Z'],
      ['t.`done_at` >= ?', '2024-01-31 10:00:00.000'],
    ],
    [
      'projectId',
      'eq',
      '9007199254740993',
      ['t."project_id" = ?', 9007199254740993n],
      ['t.`project_id` = ?', 9007199254740993n],
    ],
    ['weight', 'lt', 1.5, ['t."weight" < ?', 1.5], ['t.`weight` < ?', 1.5]],
    [
      'title',
      'contains',
      '50%_!',
      [`t."title" LIKE ? ESCAPE '!'`, '%50!%!_!!%'],
      ["t.`title` LIKE ? ESCAPE '!'", '%50!%!_!!%'],
    ],
    [
      'title',
      'startsWith',
      'a',
      [`t."title" LIKE ? ESCAPE '!'`, 'a%'],
      ["t.`title` LIKE ? ESCAPE '!'", 'a%'],
    ],
    ['title', 'endsWith', 'a', [`t."title" LIKE ? ESCAPE '!'`, '%a'], ["t.`title` LIKE ? ESCAPE '!'", '%a']],
    [
      'title',
      'like',
      'a%\\%!_',
      [`t."title" LIKE ? ESCAPE '!'`, 'a%!%!!_'],
      ["t.`title` LIKE ? ESCAPE '!'", 'a%!%!!_'],
    ],
    ['title', 'iEq', 'A', ['LOWER(t."title") = LOWER(?)', 'A'], ['LOWER(t.`title`) = LOWER(?)', 'A']],
    [
      'title',
      'iContains',
      '50%',
      [`t."title" ILIKE ? ESCAPE '!'`, '%50!%%'],
      ["LOWER(t.`title`) LIKE LOWER(?) ESCAPE '!'", '%50!%%'],
    ],
    [
      'title',
      'iStartsWith',
      'a',
      [`t."title" ILIKE ? ESCAPE '!'`, 'a%'],
      ["LOWER(t.`title`) LIKE LOWER(?) ESCAPE '!'", 'a%'],
    ],
    [
      'title',
      'iEndsWith',
      'a',
      [`t."title" ILIKE ? ESCAPE '!'`, '%a'],
      ["LOWER(t.`title`) LIKE LOWER(?) ESCAPE '!'", '%a'],
    ],
    [
      'title',
      'iLike',
      'a%',
      [`t."title" ILIKE ? ESCAPE '!'`, 'a%'],
      ["LOWER(t.`title`) LIKE LOWER(?) ESCAPE '!'", 'a%'],
    ],
  ])('writes %s %s %j, its values bound', (attribute, operator, value, postgres, mysql) => {
    expect(compare(attribute, operator, value)).toEqual({ postgres, mysql });
  });

  it('finds nothing for a value that no row can have, and does not ask the database for it', () => {
    const nothing = { postgres: ['FALSE'], mysql: ['FALSE'] };
    expect(compare('guid', 'eq', 'x', 'User')).toEqual(nothing);
    expect(compare('title', 'contains', 'a\u0000').postgres).toEqual(['FALSE']);
  });

  it('refuses to order by what cannot be compared', () => {
    expect(() => compare('rank', 'lt', 'x')).toThrow('"x" cannot be compared with values of Task.rank.');
  });

  it('looks for words on Postgres', () => {
    expect(compare('title', 'search', "it's; --").postgres).toEqual([
      `to_tsvector('simple', t."title") @@ websearch_to_tsquery('simple', ?)`,
      "it's; --",
    ]);
  });
});
