import { describe, expect, it } from '@jest/globals';
import { childrenStatement, pageStatement } from '../../../src/execute/page-statement.ts';
import { keyStatement } from '../../../src/execute/read-statement.ts';
import { attributeTerm } from '../../../src/plan/order.ts';
import type { ChildrenRead, KeyRead, OffsetPage, PageRead } from '../../../src/plan/plan.ts';
import { both } from './test-engine.ts';

const source = (model: string) => ({ model, association: null });
const page = (limit: number, offset = 0, capped = false): OffsetPage => ({
  kind: 'offset',
  limit,
  offset,
  capped,
});
const byId = [attributeTerm('id')];

const users = (key: readonly string[], attributes: readonly string[] = ['nick']): KeyRead => ({
  kind: 'key',
  source: source('User'),
  attributes,
  key,
});

describe('pageStatement', () => {
  const read: PageRead = {
    kind: 'page',
    source: source('User'),
    attributes: ['id', 'firstName'],
    where: null,
    order: byId,
    page: page(10),
  };

  it('selects columns by attribute, ordered by the primary key', () => {
    expect(both((engine) => pageStatement(engine, read))).toEqual({
      postgres: [
        'SELECT t."id" AS "id", t."first_name" AS "firstName" FROM "users" AS t ORDER BY t."id" LIMIT 10',
      ],
      mysql: [
        'SELECT t.`id` AS `id`, t.`first_name` AS `firstName` FROM `users` AS t ORDER BY t.`id` LIMIT 10',
      ],
    });
  });

  it('reads one row more where the client should hear that there are more, and skips rows', () => {
    const [text] = both((engine) => pageStatement(engine, { ...read, page: page(10, 20, true) })).postgres;
    expect(text).toMatch(/ LIMIT 11 OFFSET 20$/);
  });

  it('orders by the terms one after the other, nulls last ascending and first descending', () => {
    const order = [attributeTerm('rank', 'DESC'), attributeTerm('title'), attributeTerm('id')];
    expect(
      both((engine) => pageStatement(engine, { ...read, source: source('Task'), attributes: ['id'], order })),
    ).toEqual({
      postgres: [
        'SELECT t."id" AS "id" FROM "tasks" AS t ORDER BY t."rank" DESC, t."title", t."id" LIMIT 10',
      ],
      mysql: [
        'SELECT t.`id` AS `id` FROM `tasks` AS t ORDER BY t.`rank` IS NULL DESC, t.`rank` DESC, t.`title` IS NULL, t.`title`, t.`id` LIMIT 10',
      ],
    });
  });

  it('selects something where nothing is asked, and orders by nothing where nothing can be ordered', () => {
    expect(
      both((engine) => pageStatement(engine, { ...read, source: source('Log'), attributes: [], order: [] })),
    ).toEqual({
      postgres: ['SELECT 1 AS "$row" FROM "logs" AS t LIMIT 10'],
      mysql: ['SELECT 1 AS `$row` FROM `logs` AS t LIMIT 10'],
    });
  });

  it('filters rows, and reads them from their end', () => {
    const backwards: PageRead = {
      ...read,
      attributes: ['nick'],
      where: { kind: 'attribute', attribute: 'nick', operator: 'eq', value: 'a' },
      page: { kind: 'keyset', limit: 2, backwards: true, after: [3], before: [9], cursors: true },
    };
    expect(both((engine) => pageStatement(engine, backwards))).toEqual({
      postgres: [
        'SELECT t."nick" AS "nick", t."id" AS "$order0" FROM "users" AS t WHERE t."nick" = ? AND t."id" > ? AND t."id" < ? ORDER BY t."id" DESC LIMIT 3',
        'a',
        3,
        9,
      ],
      mysql: [
        'SELECT t.`nick` AS `nick`, t.`id` AS `$order0` FROM `users` AS t WHERE t.`nick` = ? AND t.`id` > ? AND t.`id` < ? ORDER BY t.`id` DESC LIMIT 3',
        'a',
        3,
        9,
      ],
    });
  });
});

describe('keyStatement', () => {
  it('looks for a list of integers; rows tell by their own key whose they are', () => {
    expect(both((engine) => keyStatement(engine, users(['id']), [[1], [2]]))).toEqual({
      postgres: [
        'SELECT t."id" AS "id", t."nick" AS "nick" FROM "users" AS t WHERE t."id" = ANY(?::integer[])',
        [1, 2],
      ],
      mysql: ['SELECT t.`id` AS `id`, t.`nick` AS `nick` FROM `users` AS t WHERE t.`id` IN (?, ?)', 1, 2],
    });
  });

  it('selects the key once where it is asked for as well', () => {
    const [text] = both((engine) => keyStatement(engine, users(['id'], ['nick', 'id']), [[1]])).postgres;
    expect(text).toBe(
      'SELECT t."nick" AS "nick", t."id" AS "id" FROM "users" AS t WHERE t."id" = (?::integer[])[1]',
    );
  });

  it('lets the database match texts, which travel with their position', () => {
    expect(both((engine) => keyStatement(engine, users(['firstName']), [['a'], ['b']]))).toEqual({
      postgres: [
        'SELECT k.i AS "$position", t."nick" AS "nick" FROM unnest(?::text[]) WITH ORDINALITY AS k(k0, i) JOIN "users" AS t ON t."first_name" = k.k0',
        ['a', 'b'],
      ],
      mysql: [
        'SELECT k.i AS `$position`, t.`nick` AS `nick` FROM (SELECT ? AS k0, 1 AS i UNION ALL SELECT ?, 2) AS k JOIN `users` AS t ON t.`first_name` = k.k0',
        'a',
        'b',
      ],
    });
  });

  it.each<[string, string, string, string, string]>([
    ['code', 'abc', 'bpchar', 't."code" = k.k0', 'SELECT ? AS k0'],
    ['price', '1.50', 'numeric', 't."price" = k.k0', 'SELECT CAST(? AS DECIMAL(3, 2)) AS k0'],
    ['state', 'on', 'text', 't."state"::text = k.k0', 'SELECT ? AS k0'],
    // One key is no list: Postgres would plan a prepared statement anew for each list of one.
  ])('compares %s %p in the type of its column', (attribute, key, type, match, mysql) => {
    const [[postgresText], [mysqlText]] = Object.values(
      both((engine) => keyStatement(engine, users([attribute]), [[key]])),
    ) as [[string], [string]];
    expect(postgresText).toContain(
      `FROM (VALUES ((?::${type}[])[1], 1)) AS k(k0, i) JOIN "users" AS t ON ${match}`,
    );
    expect(mysqlText).toContain(`FROM (${mysql}, 1 AS i) AS k JOIN`);
  });

  it('takes UUIDs as a list on Postgres, where they are numbers, and as texts elsewhere', () => {
    const { postgres, mysql } = both((engine) => keyStatement(engine, users(['guid']), [['a'], ['b']]));
    expect(postgres[0]).toContain('WHERE t."guid" = ANY(?::uuid[])');
    expect(mysql[0]).toContain('ON t.`guid` = k.k0');
  });

  it('matches keys of several attributes', () => {
    const read: KeyRead = { ...users(['projectId', 'number'], ['title']), source: source('Task') };
    const keys = [
      [1n, 'a'],
      [2n, 'b'],
    ];
    expect(both((engine) => keyStatement(engine, read, keys))).toEqual({
      postgres: [
        'SELECT k.i AS "$position", t."title" AS "title" FROM unnest(?::bigint[], ?::text[]) WITH ORDINALITY AS k(k0, k1, i) JOIN "tasks" AS t ON t."project_id" = k.k0 AND t."number" = k.k1',
        [1n, 2n],
        ['a', 'b'],
      ],
      mysql: [
        'SELECT k.i AS `$position`, t.`title` AS `title` FROM (SELECT ? AS k0, ? AS k1, 1 AS i UNION ALL SELECT ?, ?, 2) AS k JOIN `tasks` AS t ON t.`project_id` = k.k0 AND t.`number` = k.k1',
        1n,
        'a',
        2n,
        'b',
      ],
    });
  });

  it('orders rows under a key that is not unique, so that the first counts', () => {
    expect(both((engine) => keyStatement(engine, users(['nick'], []), [['a']]))).toEqual({
      postgres: [
        'SELECT k.i AS "$position", 1 AS "$row" FROM (VALUES ((?::text[])[1], 1)) AS k(k0, i) JOIN "users" AS t ON t."nick" = k.k0 ORDER BY k.i, t."id"',
        ['a'],
      ],
      mysql: [
        'SELECT k.i AS `$position`, 1 AS `$row` FROM (SELECT ? AS k0, 1 AS i) AS k JOIN `users` AS t ON t.`nick` = k.k0 ORDER BY k.i, t.`id`',
        'a',
      ],
    });
  });
});

describe('childrenStatement', () => {
  const read: ChildrenRead = {
    kind: 'children',
    source: source('Task'),
    attributes: ['title'],
    key: 'ownerId',
    through: null,
    throughWhere: null,
    edge: [],
    where: null,
    order: [attributeTerm('rank', 'DESC'), attributeTerm('title'), attributeTerm('id')],
    page: page(3, 2),
  };

  it('reads a page of rows under each key', () => {
    expect(both((engine) => childrenStatement(engine, read, [[1], [2]]))).toEqual({
      postgres: [
        'SELECT k.i AS "$position", t.* FROM unnest(?::integer[]) WITH ORDINALITY AS k(k0, i) CROSS JOIN LATERAL (SELECT t."title" AS "title" FROM "tasks" AS t WHERE t."owner_id" = k.k0 ORDER BY t."rank" DESC, t."title", t."id" LIMIT 3 OFFSET 2) AS t',
        [1, 2],
      ],
      mysql: [
        'SELECT * FROM (SELECT k.i AS `$position`, t.`title` AS `title`, ROW_NUMBER() OVER (PARTITION BY k.i ORDER BY t.`rank` IS NULL DESC, t.`rank` DESC, t.`title` IS NULL, t.`title`, t.`id`) AS `$number` FROM (SELECT ? AS k0, 1 AS i UNION ALL SELECT ?, 2) AS k JOIN (`tasks` AS t) ON t.`owner_id` = k.k0) AS t WHERE t.`$number` > 2 AND t.`$number` <= 5 ORDER BY t.`$position`, t.`$number`',
        1,
        2,
      ],
    });
  });

  it.each([
    // An index for the key, another for the order: of a key without rows Postgres might walk through all of the second.
    [
      'projectId',
      'id',
      '(SELECT t.* FROM "tasks" AS t WHERE t."project_id" = k.k0 AND t."title" = ? OFFSET 0) AS t ORDER BY t."id" LIMIT',
    ],
    // One index for both, none for the order, none for the key: it is Postgres's choice.
    [
      'projectId',
      'number',
      '"tasks" AS t WHERE t."project_id" = k.k0 AND t."title" = ? ORDER BY t."number" LIMIT',
    ],
    [
      'projectId',
      'rank',
      '"tasks" AS t WHERE t."project_id" = k.k0 AND t."title" = ? ORDER BY t."rank" LIMIT',
    ],
    ['ownerId', 'id', '"tasks" AS t WHERE t."owner_id" = k.k0 AND t."title" = ? ORDER BY t."id" LIMIT'],
  ])(
    'of %s, ordered by %s, finds the rows of a key first where their index serves no order',
    (key, by, expected) => {
      const [text] = both((engine) =>
        childrenStatement(
          engine,
          {
            ...read,
            key,
            order: [attributeTerm(by)],
            where: { kind: 'attribute', attribute: 'title', operator: 'eq', value: 'a' },
          },
          [[1]],
        ),
      ).postgres;
      expect(text).toContain(` FROM ${expected} 3 OFFSET 2) AS t`);
    },
  );

  it('reads over a through model, by the key that it carries', () => {
    const tags: ChildrenRead = {
      ...read,
      source: source('Tag'),
      attributes: ['label'],
      key: 'taskId',
      through: {
        association: 'Task.tags',
        model: 'TaskTags',
        throughAttribute: 'tagId',
        targetAttribute: 'id',
      },
      order: byId,
      page: page(10, 0, true),
    };
    expect(both((engine) => childrenStatement(engine, tags, [[1]]))).toEqual({
      postgres: [
        'SELECT k.i AS "$position", t.* FROM (VALUES ((?::integer[])[1], 1)) AS k(k0, i) CROSS JOIN LATERAL (SELECT t."label" AS "label" FROM "tags" AS t JOIN "TaskTags" AS j ON j."tag_id" = t."id" WHERE j."task_id" = k.k0 ORDER BY t."id" LIMIT 11) AS t',
        [1],
      ],
      mysql: [
        'SELECT * FROM (SELECT k.i AS `$position`, t.`label` AS `label`, ROW_NUMBER() OVER (PARTITION BY k.i ORDER BY t.`id`) AS `$number` FROM (SELECT ? AS k0, 1 AS i) AS k JOIN (`tags` AS t JOIN `TaskTags` AS j ON j.`tag_id` = t.`id`) ON j.`task_id` = k.k0) AS t WHERE t.`$number` > 0 AND t.`$number` <= 11 ORDER BY t.`$position`, t.`$number`',
        1,
      ],
    });
  });
});
