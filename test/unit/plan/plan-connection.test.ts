import { describe, expect, it } from '@jest/globals';
import { createCursorWriter } from '../../../src/plan/cursor.ts';
import { attributeTerm } from '../../../src/plan/order.ts';
import type { KeysetPage, PlanField, Read } from '../../../src/plan/plan.ts';
import { attributesOf, byId, createTaskSchema, planOf, tasks, userById } from './task-schema.ts';

const schema = createTaskSchema();
const plan = (source: string, variables = {}) => planOf(schema, source, variables);

const firstTen: KeysetPage = {
  kind: 'keyset',
  limit: 10,
  backwards: false,
  after: null,
  before: null,
  cursors: false,
};

const pageOfTasks = (attributes: readonly string[], page: Partial<KeysetPage> = {}): Read => ({
  kind: 'page',
  source: tasks,
  attributes,
  where: null,
  order: byId,
  page: { ...firstTen, ...page },
});

const count = { function: 'count', attribute: null } as const;
const counted: Read = {
  kind: 'aggregate',
  source: tasks,
  under: null,
  where: null,
  aggregates: [count],
};

/** The reads and parts of a plan's field by their names alone. */
const outline = ({ responseName, read, aggregate, fields }: PlanField): unknown => ({
  [responseName]: [read, aggregate ?? null],
  ...(fields.length > 0 && { fields: fields.map(outline) }),
});

describe('a connection reads', () => {
  it('nothing where nothing of it is selected', () => {
    expect(plan('{ tasksConnection { __typename } }').reads).toEqual({});
  });

  it('only the number of rows for totalCount', () => {
    const { fields, reads } = plan('{ tasksConnection { totalCount } }');
    expect(fields.map(outline)).toEqual([{ tasksConnection: [null, 'Task aggregated'] }]);
    expect(reads).toEqual({ 'Task aggregated': counted });
  });

  it('a page without attributes for pageInfo, and no cursors where it is asked for no cursor', () => {
    const { fields, reads } = plan('{ tasksConnection { pageInfo { hasNextPage hasPreviousPage } } }');
    expect(fields.map(outline)).toEqual([
      { tasksConnection: ['Task first 10', null], fields: [{ pageInfo: [null, null] }] },
    ]);
    expect(reads).toEqual({ 'Task first 10': pageOfTasks([]) });
  });

  it.each([
    '{ tasksConnection { pageInfo { endCursor } } }',
    '{ tasksConnection { pageInfo { startCursor } } }',
    '{ tasksConnection { edges { cursor } } }',
  ])('a page with cursors for %s', (source) => {
    expect(plan(source).reads).toEqual({ 'Task first 10': pageOfTasks([], { cursors: true }) });
  });

  it('what nodes and edges select of the rows, in one read', () => {
    expect(
      plan('{ tasksConnection { nodes { title } edges { cursor node { number owner { name } } } } }').reads,
    ).toEqual({
      'User by id': userById('name'),
      'Task first 10': pageOfTasks(['title', 'number', 'ownerId'], { cursors: true }),
    });
  });

  it('rows and their number, each by its own read', () => {
    const { fields, reads } = plan('{ tasksConnection(first: 2) { totalCount nodes { id } } }');
    expect(fields.map(outline)).toEqual([
      { tasksConnection: ['Task first 2', 'Task aggregated'], fields: [{ nodes: [null, null] }] },
    ]);
    expect(reads).toEqual({
      'Task first 2': pageOfTasks(['id'], { limit: 2 }),
      'Task aggregated': counted,
    });
  });

  it('all that is computed of the whole list in one read, each once', () => {
    const { reads } = plan(
      '{ tasksConnection { totalCount aggregate { count sum { number } max { title number } } } }',
    );
    expect(reads).toEqual({
      'Task aggregated': {
        ...counted,
        aggregates: [
          count,
          { function: 'sum', attribute: 'number' },
          { function: 'max', attribute: 'title' },
          { function: 'max', attribute: 'number' },
        ],
      },
    });
  });
});

describe('connections share a read', () => {
  it('of their whole, whatever their pages, and with the aggregate of all rows', () => {
    const { reads } = plan(`{
      a: tasksConnection(first: 1) { totalCount nodes { id } }
      b: tasksConnection(last: 2) { totalCount nodes { title } }
      tasksAggregate { max { number } }
    }`);
    expect(reads).toEqual({
      'Task first 1': pageOfTasks(['id'], { limit: 1 }),
      'Task last 2': pageOfTasks(['title'], { limit: 2, backwards: true }),
      'Task aggregated': { ...counted, aggregates: [count, { function: 'max', attribute: 'number' }] },
    });
  });

  it('where their arguments mean the same', () => {
    const { reads } = plan(`{
      a: tasksConnection { nodes { id } }
      b: tasksConnection(first: 10, where: {}, orderBy: []) { nodes { title } pageInfo { endCursor } }
    }`);
    expect(reads).toEqual({ 'Task first 10': pageOfTasks(['id', 'title'], { cursors: true }) });
  });

  it('not where their filters or orders differ', () => {
    const { reads } = plan(`{
      a: tasksConnection(where: { number: { gt: 1 } }) { totalCount nodes { id } }
      b: tasksConnection(where: { number: { gt: 2 } }) { totalCount nodes { id } }
      c: tasksConnection(where: { number: { gt: 2 } }, orderBy: { title: DESC }) { totalCount nodes { id } }
    }`);
    const where = (value: number) =>
      ({ kind: 'attribute', attribute: 'number', operator: 'gt', value }) as const;
    const order = [attributeTerm('title', 'DESC'), ...byId];
    expect(Object.values(reads)).toEqual([
      { ...pageOfTasks(['id']), where: where(1) },
      { ...counted, where: where(1) },
      { ...pageOfTasks(['id']), where: where(2) },
      { ...counted, where: where(2) },
      { ...pageOfTasks(['id']), where: where(2), order },
    ]);
  });
});

describe('a connection under parents', () => {
  const ofOwner = { key: 'ownerId', through: null, throughWhere: null };
  const source = `{ users(limit: 1) {
    tasksByOwnerConnection(first: 3) {
      totalCount
      edges { node { title tagsConnection { totalCount nodes { label } } } }
    }
  } }`;

  it('reads a page and a number under each key, at every depth', () => {
    const { fields, reads } = plan(source);
    const tags = 'Tag of taskId through Task.tags';
    expect(fields.map(outline)).toEqual([
      {
        users: ['User limit 1 offset 0', null],
        fields: [
          {
            tasksByOwnerConnection: ['Task of ownerId first 3', 'Task of ownerId aggregated'],
            fields: [
              {
                edges: [null, null],
                fields: [
                  {
                    node: [null, null],
                    fields: [
                      {
                        tagsConnection: [`${tags} first 10`, `${tags} aggregated`],
                        fields: [{ nodes: [null, null] }],
                      },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
    ]);
    expect(reads['Task of ownerId first 3']).toEqual({
      kind: 'children',
      source: tasks,
      attributes: ['title', 'id'],
      ...ofOwner,
      throughWhere: null,
      edge: [],
      where: null,
      order: byId,
      page: { ...firstTen, limit: 3 },
    });
    expect(reads['Task of ownerId aggregated']).toEqual({ ...counted, under: ofOwner });
    expect(attributesOf(reads['User limit 1 offset 0'])).toEqual(['id']);
  });

  it('has a read of its own beside the plain list', () => {
    const { reads } = plan('{ users { tasksByOwner { id } tasksByOwnerConnection { nodes { title } } } }');
    expect(Object.keys(reads)).toEqual([
      'Task of ownerId limit 10 at most offset 0',
      'Task of ownerId first 10',
      'User limit 10 at most offset 0',
    ]);
  });
});

describe('a connection that cannot be answered', () => {
  it.each([
    ['first: -1', 'The argument "first" must not be negative, but it is -1.'],
    [
      `after: "${createCursorWriter('User', byId)([1])}"`,
      'The argument "after" is no cursor of this list in this order: take one from "edges" or "pageInfo" of the same list, with the same "orderBy".',
    ],
  ])('(%s) has its problem, and spoils no other', (given, problem) => {
    const { fields, reads } = plan(
      `{ bad: tasksConnection(${given}) { totalCount } good: tasksConnection { totalCount } }`,
    );
    expect(fields.map((field) => [field.responseName, field.problem])).toEqual([
      ['bad', problem],
      ['good', null],
    ]);
    expect(reads).toEqual({ 'Task aggregated': counted });
  });

  it('takes its own cursor back', () => {
    const after = createCursorWriter('Task', byId)([7]);
    expect(
      plan('query ($after: String) { tasksConnection(after: $after) { nodes { id } } }', { after }).reads,
    ).toEqual({
      'Task first 10 between [[7],null]': pageOfTasks(['id'], { after: [7] }),
    });
  });
});
