import { describe, expect, it } from '@jest/globals';
import { createTaskSchema, field, pageOf, planOf, taskPage } from './task-schema.ts';

const schema = createTaskSchema();
const plan = (source: string, variables = {}) => planOf(schema, source, variables);

const taskBy = (...key: string[]) => ({
  kind: 'key',
  source: { model: 'Task', association: null },
  attributes: ['title'],
  key,
});

describe('planOperation of rows by key', () => {
  it('reads by the primary key', () => {
    expect(plan('{ task(id: 1) { title } }')).toEqual({
      fields: [field('Query.task', 'Task by id')],
      reads: { 'Task by id': taskBy('id') },
    });
  });

  it('reads rows of several keys at once', () => {
    expect(
      plan('{ a: task(id: 1) { title } b: task(id: 2) { title } c: taskBy(key: { id: 3 }) { title } }'),
    ).toEqual({
      fields: [
        field('Query.a', 'Task by id'),
        field('Query.b', 'Task by id'),
        field('Query.c', 'Task by id'),
      ],
      reads: { 'Task by id': taskBy('id') },
    });
  });

  it('reads by a key of several attributes, in the order of the key, whatever the order of its fields', () => {
    expect(plan('{ taskBy(key: { projectIdAndNumber: { number: 2, projectId: 1 } }) { title } }')).toEqual({
      fields: [field('Query.taskBy', 'Task by projectId, number')],
      reads: { 'Task by projectId, number': taskBy('projectId', 'number') },
    });
  });

  it.each([
    [{ id: '1' }, 'Task by id'],
    [{ projectIdAndNumber: { projectId: 1, number: 2 } }, 'Task by projectId, number'],
  ])('takes a key by variable: %j', (key, read) => {
    expect(
      Object.keys(plan('query ($key: TaskKey!) { taskBy(key: $key) { title } }', { key }).reads),
    ).toEqual([read]);
  });

  it('plans nothing where arguments do not coerce, which graphql-js reports', () => {
    const source = 'query ($id: ID = "1") { task(id: $id) { title } tasks { id } }';
    const both = [field('Query.task', 'Task by id'), field('Query.tasks', 'Task limit 10 at most offset 0')];
    expect(plan(source).fields).toEqual(both);
    expect(plan(source, { id: null }).fields).toEqual(both.slice(1));
  });
});

describe('planOperation of pages', () => {
  it('takes limit and offset from literals and variables', () => {
    const { reads } = plan('query ($n: Int!) { tasks(limit: $n, offset: 4) { id } }', { n: 3 });
    expect(reads).toEqual({ 'Task limit 3 offset 4': taskPage(['id'], pageOf(3, 4)) });
  });

  it('refuses a bad limit on its field alone', () => {
    expect(plan('{ bad: tasks(limit: -1) { id owner { name } } good: tasks(limit: 1) { id } }')).toEqual({
      fields: [
        {
          typeName: 'Query',
          responseName: 'bad',
          read: null,
          rereads: {},
          problem: 'The argument "limit" must not be negative, but it is -1.',
          fields: [],
        },
        field('Query.good', 'Task limit 1 offset 0'),
      ],
      reads: { 'Task limit 1 offset 0': taskPage(['id'], pageOf(1)) },
    });
  });

  it('refuses a bad offset under a parent, and reads the rest of the parent', () => {
    const { fields, reads } = plan('{ user(id: 1) { name tasksByOwner(offset: -2) { id } } }');
    expect(fields).toEqual([
      field('Query.user', 'User by id', [
        {
          typeName: 'User',
          responseName: 'tasksByOwner',
          read: null,
          rereads: {},
          problem: 'The argument "offset" must not be negative, but it is -2.',
          fields: [],
        },
      ]),
    ]);
    expect(Object.keys(reads)).toEqual(['User by id']);
  });
});
