import { describe, expect, it } from '@jest/globals';
import { getEngineModel } from '../../../src/execute/engine.ts';
import { firstKeySql, orderSql, resolveOrder, reverseOrder } from '../../../src/execute/order-sql.ts';
import { raw, sql } from '../../../src/execute/sql.ts';
import { Statement } from '../../../src/execute/statement.ts';
import type { OrderTerm } from '../../../src/plan/order.ts';
import { countOf, descending, term } from './conditions.ts';
import { both } from './test-engine.ts';

/** What an order adds to a statement over rows `t` of Task. */
const ordered = (order: readonly OrderTerm[]) =>
  both((engine) => {
    const statement = new Statement(engine);
    const { joins, terms } = resolveOrder(statement, getEngineModel(engine, 'Task'), 't', order);
    return sql`SELECT 1 FROM t${joins}${orderSql(terms, statement)}`;
  });

describe('orderSql', () => {
  it.each<[string, readonly OrderTerm[], readonly unknown[], readonly unknown[]]>([
    [
      'upwards',
      [term('number')],
      ['SELECT 1 FROM t ORDER BY t."number"'],
      ['SELECT 1 FROM t ORDER BY t.`number`'],
    ],
    [
      'downwards',
      [descending('number')],
      ['SELECT 1 FROM t ORDER BY t."number" DESC'],
      ['SELECT 1 FROM t ORDER BY t.`number` DESC'],
    ],
    [
      'upwards, rows without a value last',
      [term('title')],
      ['SELECT 1 FROM t ORDER BY t."title"'],
      ['SELECT 1 FROM t ORDER BY t.`title` IS NULL, t.`title`'],
    ],
    [
      'downwards, those first',
      [descending('title')],
      ['SELECT 1 FROM t ORDER BY t."title" DESC'],
      ['SELECT 1 FROM t ORDER BY t.`title` IS NULL DESC, t.`title` DESC'],
    ],
    [
      'upwards, those first',
      [term('title', { nulls: 'FIRST' })],
      ['SELECT 1 FROM t ORDER BY t."title" NULLS FIRST'],
      ['SELECT 1 FROM t ORDER BY t.`title`'],
    ],
    [
      'downwards, those last',
      [descending('title', { nulls: 'LAST' })],
      ['SELECT 1 FROM t ORDER BY t."title" DESC NULLS LAST'],
      ['SELECT 1 FROM t ORDER BY t.`title` DESC'],
    ],
    [
      'by several',
      [descending('rank'), term('id')],
      ['SELECT 1 FROM t ORDER BY t."rank" DESC, t."id"'],
      ['SELECT 1 FROM t ORDER BY t.`rank` IS NULL DESC, t.`rank` DESC, t.`id`'],
    ],
    ['by nothing', [], ['SELECT 1 FROM t'], ['SELECT 1 FROM t']],
    [
      'by several values of one parent, joined once',
      [term('nick', { path: ['Task.owner'] }), term('firstName', { path: ['Task.owner'] })],
      [
        'SELECT 1 FROM t LEFT JOIN "users" AS t1 ON t1."id" = t."owner_id" ORDER BY t1."nick", t1."first_name"',
      ],
      [
        'SELECT 1 FROM t LEFT JOIN `users` AS t1 ON t1.`id` = t.`owner_id` ORDER BY t1.`nick` IS NULL, t1.`nick`, t1.`first_name` IS NULL, t1.`first_name`',
      ],
    ],
    [
      'by the first of several parents',
      [term('firstName', { path: ['Task.namesake'] })],
      [
        'SELECT 1 FROM t ORDER BY (SELECT t1."first_name" FROM "users" AS t1 WHERE t1."nick" = t."title" ORDER BY t1."id" LIMIT 1)',
      ],
      [
        'SELECT 1 FROM t ORDER BY (SELECT t1.`first_name` FROM `users` AS t1 WHERE t1.`nick` = t.`title` ORDER BY t1.`id` LIMIT 1) IS NULL, (SELECT t1.`first_name` FROM `users` AS t1 WHERE t1.`nick` = t.`title` ORDER BY t1.`id` LIMIT 1)',
      ],
    ],
    [
      'by the number of rows',
      [countOf('Task.notes')],
      [
        'SELECT 1 FROM t ORDER BY (SELECT COUNT(*) FROM (SELECT "Note".* FROM "notes" AS "Note" WHERE ("Note"."open" = true)) AS t1 WHERE t1."task_id" = t."id")',
      ],
      [
        'SELECT 1 FROM t ORDER BY (SELECT COUNT(*) FROM (SELECT `Note`.* FROM `notes` AS `Note` WHERE (`Note`.`open` = true)) AS t1 WHERE t1.`task_id` = t.`id`)',
      ],
    ],
    [
      'by the number of rows over a through model',
      [countOf('Task.tags', { direction: 'DESC' })],
      [
        'SELECT 1 FROM t ORDER BY (SELECT COUNT(*) FROM "TaskTags" AS j2 JOIN "tags" AS t1 ON j2."tag_id" = t1."id" WHERE j2."task_id" = t."id") DESC',
      ],
      [
        'SELECT 1 FROM t ORDER BY (SELECT COUNT(*) FROM `TaskTags` AS j2 JOIN `tags` AS t1 ON j2.`tag_id` = t1.`id` WHERE j2.`task_id` = t.`id`) DESC',
      ],
    ],
    [
      'by the number of rows of a parent',
      [countOf('User.tasks', { path: ['Task.owner'] })],
      [
        'SELECT 1 FROM t LEFT JOIN "users" AS t1 ON t1."id" = t."owner_id" ORDER BY CASE WHEN t1."id" IS NULL THEN NULL ELSE (SELECT COUNT(*) FROM "tasks" AS t2 WHERE t2."owner_id" = t1."id") END',
      ],
      [
        'SELECT 1 FROM t LEFT JOIN `users` AS t1 ON t1.`id` = t.`owner_id` ORDER BY CASE WHEN t1.`id` IS NULL THEN NULL ELSE (SELECT COUNT(*) FROM `tasks` AS t2 WHERE t2.`owner_id` = t1.`id`) END IS NULL, CASE WHEN t1.`id` IS NULL THEN NULL ELSE (SELECT COUNT(*) FROM `tasks` AS t2 WHERE t2.`owner_id` = t1.`id`) END',
      ],
    ],
  ])('orders %s', (_, order, postgres, mysql) => {
    expect(ordered(order)).toEqual({ postgres, mysql });
  });

  it('puts what is given before the terms', () => {
    const written = both((engine) => {
      const statement = new Statement(engine);
      const { terms } = resolveOrder(statement, getEngineModel(engine, 'Task'), 't', [term('id')]);
      return orderSql(terms, statement, [raw('k.i')]);
    });
    expect(written).toEqual({ postgres: [' ORDER BY k.i, t."id"'], mysql: [' ORDER BY k.i, t.`id`'] });
  });
});

describe('reverseOrder', () => {
  it('begins at the other end, nulls included', () => {
    const written = both((engine) => {
      const statement = new Statement(engine);
      const order = [descending('rank'), term('title', { nulls: 'FIRST' }), term('id')];
      const { terms } = resolveOrder(statement, getEngineModel(engine, 'Task'), 't', order);
      return orderSql(reverseOrder(terms), statement);
    });
    expect(written).toEqual({
      postgres: [' ORDER BY t."rank", t."title" DESC NULLS LAST, t."id" DESC'],
      mysql: [' ORDER BY t.`rank` IS NULL, t.`rank`, t.`title` DESC, t.`id` DESC'],
    });
  });
});

describe('firstKeySql', () => {
  it('finds the row that counts where several have the key', () => {
    expect(both((engine) => firstKeySql(new Statement(engine), 'Task.namesake', 't', ['id']))).toEqual({
      postgres: ['(SELECT t1."id" FROM "users" AS t1 WHERE t1."nick" = t."title" ORDER BY t1."id" LIMIT 1)'],
      mysql: ['(SELECT t1.`id` FROM `users` AS t1 WHERE t1.`nick` = t.`title` ORDER BY t1.`id` LIMIT 1)'],
    });
  });
});
