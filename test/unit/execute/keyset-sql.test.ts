import { describe, expect, it } from '@jest/globals';
import { getEngineModel } from '../../../src/execute/engine.ts';
import { keysetSql } from '../../../src/execute/keyset-sql.ts';
import { resolveOrder } from '../../../src/execute/order-sql.ts';
import { raw } from '../../../src/execute/sql.ts';
import { Statement } from '../../../src/execute/statement.ts';
import type { CursorValues } from '../../../src/plan/cursor.ts';
import type { OrderTerm } from '../../../src/plan/order.ts';
import { countOf, descending, term } from './conditions.ts';
import { both } from './test-engine.ts';

/** That rows `t` of Task stand between two cursors; `nowhere` for no condition at all. */
const between = (order: readonly OrderTerm[], after: CursorValues | null, before: CursorValues | null) =>
  both((engine) => {
    const statement = new Statement(engine);
    const { terms } = resolveOrder(statement, getEngineModel(engine, 'Task'), 't', order);
    const page = { kind: 'keyset', limit: 1, backwards: false, cursors: false, after, before } as const;
    return keysetSql(page, terms, statement.dialect) ?? raw('nowhere');
  });

describe('keysetSql', () => {
  it.each<
    [
      string,
      readonly OrderTerm[],
      CursorValues | null,
      CursorValues | null,
      readonly unknown[],
      readonly unknown[],
    ]
  >([
    ['after a row', [term('id')], [3], null, ['t."id" > ?', 3], ['t.`id` > ?', 3]],
    ['before a row', [term('id')], null, [3], ['t."id" < ?', 3], ['t.`id` < ?', 3]],
    [
      'between two',
      [term('id')],
      [3],
      [9],
      ['t."id" > ? AND t."id" < ?', 3, 9],
      ['t.`id` > ? AND t.`id` < ?', 3, 9],
    ],
    ['after a row, downwards', [descending('id')], [3], null, ['t."id" < ?', 3], ['t.`id` < ?', 3]],
    [
      'in one direction',
      [term('number'), term('id')],
      ['a', 3],
      null,
      ['(t."number", t."id") > (?, ?)', 'a', 3],
      ['(t.`number` > ? OR t.`number` = ? AND t.`id` > ?)', 'a', 'a', 3],
    ],
    [
      'in several directions',
      [descending('number'), term('id')],
      ['a', 3],
      null,
      ['t."number" <= ? AND (t."number" < ? OR t."number" = ? AND t."id" > ?)', 'a', 'a', 'a', 3],
      ['(t.`number` < ? OR t.`number` = ? AND t.`id` > ?)', 'a', 'a', 3],
    ],
    [
      'with nulls after it',
      [term('title'), term('id')],
      ['a', 3],
      null,
      ['((t."title" > ? OR t."title" IS NULL) OR t."title" = ? AND t."id" > ?)', 'a', 'a', 3],
      ['((t.`title` > ? OR t.`title` IS NULL) OR t.`title` = ? AND t.`id` > ?)', 'a', 'a', 3],
    ],
    [
      'among the last nulls',
      [term('title'), term('id')],
      [null, 3],
      null,
      ['(t."title" IS NULL AND t."id" > ?)', 3],
      ['(t.`title` IS NULL AND t.`id` > ?)', 3],
    ],
    [
      'with nulls before it',
      [descending('title'), term('id')],
      ['a', 3],
      null,
      ['t."title" <= ? AND (t."title" < ? OR t."title" = ? AND t."id" > ?)', 'a', 'a', 'a', 3],
      ['(t.`title` < ? OR t.`title` = ? AND t.`id` > ?)', 'a', 'a', 3],
    ],
    [
      'among the first nulls',
      [descending('title'), term('id')],
      [null, 3],
      null,
      ['(t."title" IS NOT NULL OR t."title" IS NULL AND t."id" > ?)', 3],
      ['(t.`title` IS NOT NULL OR t.`title` IS NULL AND t.`id` > ?)', 3],
    ],
    [
      'before it, with nulls after it',
      [term('title'), term('id')],
      null,
      ['a', 3],
      ['t."title" <= ? AND (t."title" < ? OR t."title" = ? AND t."id" < ?)', 'a', 'a', 'a', 3],
      ['(t.`title` < ? OR t.`title` = ? AND t.`id` < ?)', 'a', 'a', 3],
    ],
    ['after the last nulls', [term('title')], [null], null, ['FALSE'], ['FALSE']],
    [
      'after the first nulls',
      [descending('title')],
      [null],
      null,
      ['(t."title" IS NOT NULL)'],
      ['(t.`title` IS NOT NULL)'],
    ],
    [
      'by a number of rows',
      [countOf('Task.notes'), term('id')],
      [2, 3],
      null,
      [
        '((SELECT COUNT(*) FROM (SELECT "Note".* FROM "notes" AS "Note" WHERE ("Note"."open" = true)) AS t1 WHERE t1."task_id" = t."id"), t."id") > (?, ?)',
        2,
        3,
      ],
      [
        '((SELECT COUNT(*) FROM (SELECT `Note`.* FROM `notes` AS `Note` WHERE (`Note`.`open` = true)) AS t1 WHERE t1.`task_id` = t.`id`) > ? OR (SELECT COUNT(*) FROM (SELECT `Note`.* FROM `notes` AS `Note` WHERE (`Note`.`open` = true)) AS t1 WHERE t1.`task_id` = t.`id`) = ? AND t.`id` > ?)',
        2,
        2,
        3,
      ],
    ],
    [
      'by decimals',
      [term('cost'), term('id')],
      ['1.50', 3],
      null,
      ['((t."cost" > ? OR t."cost" IS NULL) OR t."cost" = ? AND t."id" > ?)', '1.50', '1.50', 3],
      [
        '((t.`cost` > CAST(? AS DECIMAL(2, 1)) OR t.`cost` IS NULL) OR t.`cost` = CAST(? AS DECIMAL(2, 1)) AND t.`id` > ?)',
        '1.5',
        '1.5',
        3,
      ],
    ],
    [
      'by floats',
      [term('weight'), term('id')],
      ['1.5', 3],
      null,
      ['((t."weight" > ? OR t."weight" IS NULL) OR t."weight" = ? AND t."id" > ?)', '1.5', '1.5', 3],
      ['((t.`weight` > ? OR t.`weight` IS NULL) OR t.`weight` = ? AND t.`id` > ?)', '1.5', '1.5', 3],
    ],
  ])('finds the rows %s', (_, order, after, before, postgres, mysql) => {
    expect(between(order, after, before)).toEqual({ postgres, mysql });
  });

  it('says nothing without a cursor', () => {
    expect(between([term('id')], null, null)).toEqual({ postgres: ['nowhere'], mysql: ['nowhere'] });
  });

  it.each([
    ['after', [term('id')], ['x'], null],
    ['before', [term('id')], null, ['x']],
    ['after', [countOf('Task.notes'), term('id')], ['many', 3], null],
    ['after', [term('cost'), term('id')], ['NULL', 3], null],
  ])('refuses a value of %s that its column cannot have', (name, order, after, before) => {
    expect(() => between(order, after, before)).toThrow(`The argument "${name}" is no cursor of this list.`);
  });
});
