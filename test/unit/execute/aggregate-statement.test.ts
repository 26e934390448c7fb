import { describe, expect, it } from '@jest/globals';
import {
  aggregateStatement,
  childAggregatesStatement,
  groupsStatement,
} from '../../../src/execute/aggregate-statement.ts';
import type {
  AggregateRead,
  GroupOrderTerm,
  GroupsRead,
  GroupTerm,
  TimeUnit,
} from '../../../src/plan/plan.ts';
import type { AggregateFunction, AggregateTerm, Condition, Operator } from '../../../src/policy/condition.ts';
import { all, any, attributeEq, not, related } from './conditions.ts';
import { both } from './test-engine.ts';

const source = (model: string) => ({ model, association: null });
const aggregate = (name: AggregateFunction, attribute: string | null): AggregateTerm => ({
  function: name,
  attribute,
});
const compared = (
  name: AggregateFunction,
  attribute: string | null,
  operator: Operator,
  value: unknown,
): Condition => ({ kind: 'aggregate', term: aggregate(name, attribute), operator, value });
const by = (attribute: string, unit: TimeUnit | null = null): GroupTerm => ({ attribute, unit });
const ordered = (
  term: GroupOrderTerm['by'],
  direction: GroupOrderTerm['direction'],
  nulls: GroupOrderTerm['nulls'],
): GroupOrderTerm => ({ by: term, direction, nulls });

const ofTasks: AggregateRead = {
  kind: 'aggregate',
  source: source('Task'),
  under: null,
  where: null,
  aggregates: [aggregate('count', null)],
};

describe('aggregateStatement', () => {
  it.each<[string, Partial<AggregateRead>, readonly unknown[], readonly unknown[]]>([
    [
      'the number of rows',
      {},
      ['SELECT COUNT(*) AS "$value0" FROM "tasks" AS t'],
      ['SELECT COUNT(*) AS `$value0` FROM `tasks` AS t'],
    ],
    [
      'numbers of values',
      { aggregates: [aggregate('count', 'title'), aggregate('countDistinct', 'title')] },
      ['SELECT COUNT(t."title") AS "$value0", COUNT(DISTINCT t."title") AS "$value1" FROM "tasks" AS t'],
      ['SELECT COUNT(t.`title`) AS `$value0`, COUNT(DISTINCT t.`title`) AS `$value1` FROM `tasks` AS t'],
    ],
    [
      'sums, as text but of floats',
      { aggregates: [aggregate('sum', 'rank'), aggregate('sum', 'cost'), aggregate('sum', 'weight')] },
      [
        'SELECT SUM(t."rank")::text AS "$value0", SUM(t."cost")::text AS "$value1", SUM(t."weight") AS "$value2" FROM "tasks" AS t',
      ],
      [
        'SELECT CAST(SUM(t.`rank`) AS CHAR) AS `$value0`, CAST(SUM(t.`cost`) AS CHAR) AS `$value1`, SUM(t.`weight`) AS `$value2` FROM `tasks` AS t',
      ],
    ],
    [
      'averages, of sum and count but of floats',
      { aggregates: [aggregate('avg', 'rank'), aggregate('avg', 'weight')] },
      [
        'SELECT SUM(t."rank")::text AS "$value0", COUNT(t."rank") AS "$count0", AVG(t."weight") AS "$value1" FROM "tasks" AS t',
      ],
      [
        'SELECT CAST(SUM(t.`rank`) AS CHAR) AS `$value0`, COUNT(t.`rank`) AS `$count0`, AVG(t.`weight`) AS `$value1` FROM `tasks` AS t',
      ],
    ],
    [
      'the least and the largest',
      { aggregates: [aggregate('min', 'doneAt'), aggregate('max', 'title')] },
      [
        `SELECT (MIN(t."done_at") AT TIME ZONE 'UTC')::text AS "$value0", MAX(t."title") AS "$value1" FROM "tasks" AS t`,
      ],
      ['SELECT CAST(MIN(t.`done_at`) AS CHAR) AS `$value0`, MAX(t.`title`) AS `$value1` FROM `tasks` AS t'],
    ],
    [
      'rows that a filter leaves',
      { where: related('Task.owner', 'some', attributeEq('nick', 'a')) },
      [
        'SELECT COUNT(*) AS "$value0" FROM "tasks" AS t WHERE EXISTS (SELECT 1 FROM "users" AS t1 WHERE t1."id" = t."owner_id" AND t1."nick" = ?)',
        'a',
      ],
      [
        'SELECT COUNT(*) AS `$value0` FROM `tasks` AS t WHERE EXISTS (SELECT 1 FROM `users` AS t1 WHERE t1.`id` = t.`owner_id` AND t1.`nick` = ?)',
        'a',
      ],
    ],
    [
      'rows that a scope leaves',
      { source: source('Note'), where: attributeEq('text', 'a') },
      [
        'SELECT COUNT(*) AS "$value0" FROM (SELECT "Note".* FROM "notes" AS "Note" WHERE ("Note"."open" = true)) AS t WHERE t."text" = ?',
        'a',
      ],
      [
        'SELECT COUNT(*) AS `$value0` FROM (SELECT `Note`.* FROM `notes` AS `Note` WHERE (`Note`.`open` = true)) AS t WHERE t.`text` = ?',
        'a',
      ],
    ],
  ])('computes %s', (_, read, postgres, mysql) => {
    expect(both((engine) => aggregateStatement(engine, { ...ofTasks, ...read }))).toEqual({
      postgres,
      mysql,
    });
  });
});

describe('childAggregatesStatement', () => {
  it('computes something of the rows under each key', () => {
    const read: AggregateRead = {
      ...ofTasks,
      under: { key: 'ownerId', through: null, throughWhere: null },
      where: attributeEq('title', 'a'),
    };
    const [postgres, mysql] = [
      [
        'SELECT k.i AS "$position", COUNT(*) AS "$value0" FROM unnest(?::integer[]) WITH ORDINALITY AS k(k0, i) JOIN "tasks" AS t ON t."owner_id" = k.k0 WHERE t."title" = ? GROUP BY k.i',
        [1, 2],
        'a',
      ],
      [
        'SELECT k.i AS `$position`, COUNT(*) AS `$value0` FROM (SELECT ? AS k0, 1 AS i UNION ALL SELECT ?, 2) AS k JOIN `tasks` AS t ON t.`owner_id` = k.k0 WHERE t.`title` = ? GROUP BY k.i',
        1,
        2,
        'a',
      ],
    ];
    expect(both((engine) => childAggregatesStatement(engine, read, [[1], [2]]))).toEqual({ postgres, mysql });
  });

  it('goes over a through model, whose rows may be filtered', () => {
    const read: AggregateRead = {
      ...ofTasks,
      source: source('Tag'),
      under: {
        key: 'taskId',
        through: {
          association: 'Task.tags',
          model: 'TaskTags',
          throughAttribute: 'tagId',
          targetAttribute: 'id',
        },
        throughWhere: attributeEq('weight', 5),
      },
      aggregates: [aggregate('max', 'label')],
    };
    const [postgres, mysql] = [
      [
        'SELECT k.i AS "$position", MAX(t."label") AS "$value0" FROM (VALUES ((?::integer[])[1], 1)) AS k(k0, i) JOIN ("tags" AS t JOIN "TaskTags" AS j ON j."tag_id" = t."id") ON j."task_id" = k.k0 WHERE j."weight" = ? GROUP BY k.i',
        [1],
        5,
      ],
      [
        'SELECT k.i AS `$position`, MAX(t.`label`) AS `$value0` FROM (SELECT ? AS k0, 1 AS i) AS k JOIN (`tags` AS t JOIN `TaskTags` AS j ON j.`tag_id` = t.`id`) ON j.`task_id` = k.k0 WHERE j.`weight` = ? GROUP BY k.i',
        1,
        5,
      ],
    ];
    expect(both((engine) => childAggregatesStatement(engine, read, [[1]]))).toEqual({ postgres, mysql });
  });
});

const groupsOfTasks: GroupsRead = {
  kind: 'groups',
  source: source('Task'),
  by: [by('title')],
  where: null,
  having: null,
  order: [],
  limit: 10,
  capped: false,
  aggregates: [],
};

describe('groupsStatement', () => {
  it.each<[string, Partial<GroupsRead>, readonly unknown[], readonly unknown[]]>([
    [
      'a value',
      { aggregates: [aggregate('count', null)] },
      ['SELECT t."title" AS "$key0", COUNT(*) AS "$value0" FROM "tasks" AS t GROUP BY t."title" LIMIT 10'],
      ['SELECT t.`title` AS `$key0`, COUNT(*) AS `$value0` FROM `tasks` AS t GROUP BY t.`title` LIMIT 10'],
    ],
    [
      'several values, one group more than may be shown',
      { by: [by('title'), by('rank')], capped: true, where: attributeEq('number', 'a') },
      [
        'SELECT t."title" AS "$key0", t."rank" AS "$key1" FROM "tasks" AS t WHERE t."number" = ? GROUP BY t."title", t."rank" LIMIT 11',
        'a',
      ],
      [
        'SELECT t.`title` AS `$key0`, t.`rank` AS `$key1` FROM `tasks` AS t WHERE t.`number` = ? GROUP BY t.`title`, t.`rank` LIMIT 11',
        'a',
      ],
    ],
    [
      'a month',
      { by: [by('doneAt', 'MONTH')] },
      [
        `SELECT (date_trunc('month', t."done_at" AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AT TIME ZONE 'UTC')::text AS "$key0" FROM "tasks" AS t GROUP BY date_trunc('month', t."done_at" AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' LIMIT 10`,
      ],
      [
        'SELECT CAST(CAST((DATE(t.`done_at`) - INTERVAL DAYOFMONTH(t.`done_at`) - 1 DAY) AS DATETIME) AS CHAR) AS `$key0` FROM `tasks` AS t GROUP BY CAST((DATE(t.`done_at`) - INTERVAL DAYOFMONTH(t.`done_at`) - 1 DAY) AS DATETIME) LIMIT 10',
      ],
    ],
    [
      'what all holds for',
      { having: all(compared('count', null, 'gt', 1), not(compared('sum', 'cost', 'lt', '1.50'))) },
      [
        'SELECT t."title" AS "$key0" FROM "tasks" AS t GROUP BY t."title" HAVING (COUNT(*) > ?::bigint AND (SUM(t."cost") < ?::numeric) IS NOT TRUE) LIMIT 10',
        1n,
        '1.5',
      ],
      [
        'SELECT t.`title` AS `$key0` FROM `tasks` AS t GROUP BY t.`title` HAVING (COUNT(*) > ? AND (SUM(t.`cost`) < CAST(? AS DECIMAL(2, 1))) IS NOT TRUE) LIMIT 10',
        1n,
        '1.5',
      ],
    ],
    [
      'what any holds for',
      {
        having: any(
          compared('avg', 'rank', 'gte', '2.5'),
          compared('avg', 'weight', 'lt', 1.5),
          compared('max', 'title', 'eq', 'a'),
          compared('countDistinct', 'title', 'in', [1, 2]),
        ),
      },
      [
        'SELECT t."title" AS "$key0" FROM "tasks" AS t GROUP BY t."title" HAVING (AVG(t."rank") >= ?::numeric OR AVG(t."weight") < ?::double precision OR MAX(t."title") = ? OR COUNT(DISTINCT t."title") = ANY(?::bigint[])) LIMIT 10',
        '2.5',
        1.5,
        'a',
        [1n, 2n],
      ],
      [
        'SELECT t.`title` AS `$key0` FROM `tasks` AS t GROUP BY t.`title` HAVING ((SUM(t.`rank` * 1.0000000000000000) / COUNT(t.`rank`)) >= CAST(? AS DECIMAL(2, 1)) OR AVG(t.`weight`) < ? OR MAX(t.`title`) = ? OR COUNT(DISTINCT t.`title`) IN (?, ?)) LIMIT 10',
        '2.5',
        1.5,
        'a',
        1n,
        2n,
      ],
    ],
    [
      'all that there are',
      { having: all() },
      ['SELECT t."title" AS "$key0" FROM "tasks" AS t GROUP BY t."title" HAVING TRUE LIMIT 10'],
      ['SELECT t.`title` AS `$key0` FROM `tasks` AS t GROUP BY t.`title` HAVING TRUE LIMIT 10'],
    ],
    [
      'none',
      { having: any() },
      ['SELECT t."title" AS "$key0" FROM "tasks" AS t GROUP BY t."title" HAVING FALSE LIMIT 10'],
      ['SELECT t.`title` AS `$key0` FROM `tasks` AS t GROUP BY t.`title` HAVING FALSE LIMIT 10'],
    ],
    [
      'an order',
      {
        order: [
          ordered(0, 'DESC', 'FIRST'),
          ordered(aggregate('count', null), 'ASC', 'LAST'),
          ordered(aggregate('avg', 'rank'), 'ASC', 'LAST'),
        ],
      },
      [
        'SELECT t."title" AS "$key0" FROM "tasks" AS t GROUP BY t."title" ORDER BY t."title" DESC, COUNT(*), AVG(t."rank") LIMIT 10',
      ],
      [
        'SELECT t.`title` AS `$key0` FROM `tasks` AS t GROUP BY t.`title` ORDER BY t.`title` IS NULL DESC, t.`title` DESC, COUNT(*), (SUM(t.`rank` * 1.0000000000000000) / COUNT(t.`rank`)) IS NULL, (SUM(t.`rank` * 1.0000000000000000) / COUNT(t.`rank`)) LIMIT 10',
      ],
    ],
  ])('groups by, leaves or orders by %s', (_, read, postgres, mysql) => {
    expect(both((engine) => groupsStatement(engine, { ...groupsOfTasks, ...read }))).toEqual({
      postgres,
      mysql,
    });
  });

  it('refuses a condition on rows after the grouping', () => {
    const read = { ...groupsOfTasks, having: attributeEq('title', 'a') };
    expect(() => both((engine) => groupsStatement(engine, read))).toThrow(
      'KinQL invariant: a condition on rows belongs to no group',
    );
  });
});
