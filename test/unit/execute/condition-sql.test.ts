import { describe, expect, it } from '@jest/globals';
import { conditionSql, filterSql } from '../../../src/execute/condition-sql.ts';
import { getEngineModel } from '../../../src/execute/engine.ts';
import { sql } from '../../../src/execute/sql.ts';
import { Statement } from '../../../src/execute/statement.ts';
import type { Condition } from '../../../src/policy/condition.ts';
import { all, any, attributeEq, not, related } from './conditions.ts';
import { both } from './test-engine.ts';

const rowsOf = (model: string, condition: Condition) =>
  both((engine) => conditionSql(new Statement(engine), getEngineModel(engine, model), 't', condition));

describe('conditionSql', () => {
  it.each<[string, string, Condition, readonly unknown[], readonly unknown[]]>([
    ['a comparison', 'Task', attributeEq('title', 'a'), ['t."title" = ?', 'a'], ['t.`title` = ?', 'a']],
    [
      'all of several',
      'Task',
      all(attributeEq('title', 'a'), attributeEq('rank', 1)),
      ['(t."title" = ? AND t."rank" = ?)', 'a', 1],
      ['(t.`title` = ? AND t.`rank` = ?)', 'a', 1],
    ],
    [
      'any of several',
      'Task',
      any(attributeEq('title', 'a'), attributeEq('rank', 1)),
      ['(t."title" = ? OR t."rank" = ?)', 'a', 1],
      ['(t.`title` = ? OR t.`rank` = ?)', 'a', 1],
    ],
    ['any of one', 'Task', any(attributeEq('title', 'a')), ['t."title" = ?', 'a'], ['t.`title` = ?', 'a']],
    ['all of none', 'Task', all(), ['TRUE'], ['TRUE']],
    ['any of none', 'Task', any(), ['FALSE'], ['FALSE']],
    [
      'what is not',
      'Task',
      not(attributeEq('title', 'a')),
      ['(t."title" = ?) IS NOT TRUE', 'a'],
      ['(t.`title` = ?) IS NOT TRUE', 'a'],
    ],
    [
      'conditions in conditions',
      'Task',
      all(attributeEq('rank', 1), any(attributeEq('title', 'a'), not(attributeEq('title', 'b')))),
      ['(t."rank" = ? AND (t."title" = ? OR (t."title" = ?) IS NOT TRUE))', 1, 'a', 'b'],
      ['(t.`rank` = ? AND (t.`title` = ? OR (t.`title` = ?) IS NOT TRUE))', 1, 'a', 'b'],
    ],
    [
      'a parent',
      'Task',
      related('Task.owner', 'some', attributeEq('nick', 'a')),
      ['EXISTS (SELECT 1 FROM "users" AS t1 WHERE t1."id" = t."owner_id" AND t1."nick" = ?)', 'a'],
      ['EXISTS (SELECT 1 FROM `users` AS t1 WHERE t1.`id` = t.`owner_id` AND t1.`nick` = ?)', 'a'],
    ],
    [
      'any parent',
      'Task',
      related('Task.owner', 'some'),
      ['EXISTS (SELECT 1 FROM "users" AS t1 WHERE t1."id" = t."owner_id")'],
      ['EXISTS (SELECT 1 FROM `users` AS t1 WHERE t1.`id` = t.`owner_id`)'],
    ],
    [
      'no parent',
      'Task',
      related('Task.owner', 'none'),
      ['NOT EXISTS (SELECT 1 FROM "users" AS t1 WHERE t1."id" = t."owner_id")'],
      ['NOT EXISTS (SELECT 1 FROM `users` AS t1 WHERE t1.`id` = t.`owner_id`)'],
    ],
    [
      'the first of several parents',
      'Task',
      related('Task.namesake', 'some', attributeEq('firstName', 'a')),
      [
        'EXISTS (SELECT 1 FROM "users" AS t1 WHERE t1."nick" = t."title" AND t1."id" = (SELECT t2."id" FROM "users" AS t2 WHERE t2."nick" = t."title" ORDER BY t2."id" LIMIT 1) AND t1."first_name" = ?)',
        'a',
      ],
      [
        'EXISTS (SELECT 1 FROM `users` AS t1 WHERE t1.`nick` = t.`title` AND t1.`id` = (SELECT t2.`id` FROM `users` AS t2 WHERE t2.`nick` = t.`title` ORDER BY t2.`id` LIMIT 1) AND t1.`first_name` = ?)',
        'a',
      ],
    ],
    [
      'rows that a scope narrows',
      'Task',
      related('Task.notes', 'some', attributeEq('text', 'a')),
      [
        'EXISTS (SELECT 1 FROM (SELECT "Note".* FROM "notes" AS "Note" WHERE ("Note"."open" = true)) AS t1 WHERE t1."task_id" = t."id" AND t1."text" = ?)',
        'a',
      ],
      [
        'EXISTS (SELECT 1 FROM (SELECT `Note`.* FROM `notes` AS `Note` WHERE (`Note`.`open` = true)) AS t1 WHERE t1.`task_id` = t.`id` AND t1.`text` = ?)',
        'a',
      ],
    ],
    [
      'rows over a through model',
      'Task',
      related('Task.tags', 'some', attributeEq('label', 'a')),
      [
        'EXISTS (SELECT 1 FROM "TaskTags" AS j2 JOIN "tags" AS t1 ON j2."tag_id" = t1."id" WHERE j2."task_id" = t."id" AND t1."label" = ?)',
        'a',
      ],
      [
        'EXISTS (SELECT 1 FROM `TaskTags` AS j2 JOIN `tags` AS t1 ON j2.`tag_id` = t1.`id` WHERE j2.`task_id` = t.`id` AND t1.`label` = ?)',
        'a',
      ],
    ],
    [
      'rows of the through model as well',
      'Task',
      related('Task.tags', 'none', attributeEq('label', 'a'), attributeEq('weight', 1)),
      [
        'NOT EXISTS (SELECT 1 FROM "TaskTags" AS j2 JOIN "tags" AS t1 ON j2."tag_id" = t1."id" WHERE j2."task_id" = t."id" AND j2."weight" = ? AND t1."label" = ?)',
        1,
        'a',
      ],
      [
        'NOT EXISTS (SELECT 1 FROM `TaskTags` AS j2 JOIN `tags` AS t1 ON j2.`tag_id` = t1.`id` WHERE j2.`task_id` = t.`id` AND j2.`weight` = ? AND t1.`label` = ?)',
        1,
        'a',
      ],
    ],
    [
      'every row',
      'User',
      related('User.tasks', 'every', attributeEq('title', 'a')),
      [
        'NOT EXISTS (SELECT 1 FROM "tasks" AS t1 WHERE t1."owner_id" = t."id" AND (t1."title" = ?) IS NOT TRUE)',
        'a',
      ],
      [
        'NOT EXISTS (SELECT 1 FROM `tasks` AS t1 WHERE t1.`owner_id` = t.`id` AND (t1.`title` = ?) IS NOT TRUE)',
        'a',
      ],
    ],
    ['every row, whatever it is', 'User', related('User.tasks', 'every'), ['TRUE'], ['TRUE']],
    [
      'rows of rows',
      'User',
      related('User.tasks', 'some', related('Task.tags', 'every', attributeEq('label', 'a'))),
      [
        'EXISTS (SELECT 1 FROM "tasks" AS t1 WHERE t1."owner_id" = t."id" AND NOT EXISTS (SELECT 1 FROM "TaskTags" AS j3 JOIN "tags" AS t2 ON j3."tag_id" = t2."id" WHERE j3."task_id" = t1."id" AND (t2."label" = ?) IS NOT TRUE))',
        'a',
      ],
      [
        'EXISTS (SELECT 1 FROM `tasks` AS t1 WHERE t1.`owner_id` = t.`id` AND NOT EXISTS (SELECT 1 FROM `TaskTags` AS j3 JOIN `tags` AS t2 ON j3.`tag_id` = t2.`id` WHERE j3.`task_id` = t1.`id` AND (t2.`label` = ?) IS NOT TRUE))',
        'a',
      ],
    ],
  ])('writes %s', (_, model, condition, postgres, mysql) => {
    expect(rowsOf(model, condition)).toEqual({ postgres, mysql });
  });

  it('refuses what belongs to groups', () => {
    const term = { function: 'count', attribute: null } as const;
    expect(() => rowsOf('Task', { kind: 'aggregate', term, operator: 'eq', value: 1 })).toThrow(
      'KinQL invariant: an aggregate belongs to no row',
    );
  });
});

describe('filterSql', () => {
  it('writes nothing where nothing is asked for', () => {
    const written = both((engine) => {
      const filter = filterSql(new Statement(engine), getEngineModel(engine, 'Task'), 't', null);
      expect(filter).toBeNull();
      return sql``;
    });
    expect(written).toEqual({ postgres: [''], mysql: [''] });
  });
});
