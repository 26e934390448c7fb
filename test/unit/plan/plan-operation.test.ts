import { describe, expect, it } from '@jest/globals';
import {
  attributesOf,
  byId,
  createTaskSchema,
  defaultPage,
  field,
  pageOf,
  planOf,
  taskPage,
  userById,
} from './task-schema.ts';

const schema = createTaskSchema();
const plan = (source: string, variables = {}, operationName?: string) =>
  planOf(schema, source, variables, operationName);

const allTasks = 'Task limit 10 at most offset 0';

describe('planOperation', () => {
  it('plans nothing where nothing is read', () => {
    expect(plan('{ __typename __schema { types { name } } }')).toEqual({ fields: [], reads: {} });
  });

  it('reads the attributes that are selected, in the order of the operation, each once', () => {
    expect(plan('{ tasks { title id title again: title __typename } }')).toEqual({
      fields: [field('Query.tasks', allTasks)],
      reads: { [allTasks]: taskPage(['title', 'id']) },
    });
  });

  it('reads the foreign key of a parent, and the parent by its key', () => {
    expect(plan('{ tasks { title owner { name } } }')).toEqual({
      fields: [field('Query.tasks', allTasks, [field('Task.owner', 'User by id')])],
      reads: { 'User by id': userById('name'), [allTasks]: taskPage(['title', 'ownerId']) },
    });
  });

  it('reads a parent of which only __typename is asked, since it may be hidden', () => {
    expect(plan('{ tasks { owner { __typename } } }').reads).toEqual({
      'User by id': userById(),
      [allTasks]: taskPage(['ownerId']),
    });
  });

  it('reads children by the key that they carry', () => {
    expect(plan('{ users { name tasksByOwner(limit: 3) { title } } }')).toEqual({
      fields: [
        field('Query.users', 'User limit 10 at most offset 0', [
          field('User.tasksByOwner', 'Task of ownerId limit 3 offset 0'),
        ]),
      ],
      reads: {
        'Task of ownerId limit 3 offset 0': {
          kind: 'children',
          source: { model: 'Task', association: null },
          attributes: ['title'],
          key: 'ownerId',
          through: null,
          throughWhere: null,
          edge: [],
          where: null,
          order: byId,
          page: pageOf(3),
        },
        'User limit 10 at most offset 0': {
          kind: 'page',
          source: { model: 'User', association: null },
          attributes: ['name', 'id'],
          where: null,
          order: byId,
          page: defaultPage,
        },
      },
    });
  });

  it('reads the one child of a hasOne as a page of one', () => {
    expect(plan('{ users { profile { text } } }').reads['Profile of userId limit 1 offset 0']).toEqual({
      kind: 'children',
      source: { model: 'Profile', association: null },
      attributes: ['text'],
      key: 'userId',
      through: null,
      throughWhere: null,
      edge: [],
      where: null,
      order: byId,
      page: pageOf(1),
    });
  });

  it('reads over a through model', () => {
    const { reads } = plan('{ tasks { tags { label } } }');
    expect(reads['Tag of taskId through Task.tags limit 10 at most offset 0']).toEqual({
      kind: 'children',
      source: { model: 'Tag', association: null },
      attributes: ['label'],
      key: 'taskId',
      through: {
        association: 'Task.tags',
        model: 'TaskTags',
        throughAttribute: 'tagId',
        targetAttribute: 'id',
      },
      throughWhere: null,
      edge: [],
      where: null,
      order: byId,
      page: defaultPage,
    });
    expect(reads[allTasks]).toEqual(taskPage(['id']));
  });

  it('reads a narrowed target apart from the model itself', () => {
    const { reads } = plan('{ tasks { owner { name } deputy { name } } }');
    expect(Object.keys(reads)).toEqual(['User by id', 'User (Task.deputy) by id', allTasks]);
    expect(reads['User (Task.deputy) by id']).toEqual({
      ...userById('name'),
      source: { model: 'User', association: 'Task.deputy' },
    });
  });

  it('can be printed as JSON', () => {
    const all = plan(
      '{ tasks { tags { label } owner { tasksByAuthor { id } } } taskBy(key: { id: 1 }) { id } }',
    );
    expect(JSON.parse(JSON.stringify(all))).toEqual(all);
    expect(all.fields).toHaveLength(2);
  });

  it('plans the operation that is asked for among several', () => {
    const source = 'query A { tasks { id } } query B { users { name } }';
    expect(Object.keys(plan(source, {}, 'B').reads)).toEqual(['User limit 10 at most offset 0']);
  });
});

describe('planOperation of fields that share a read', () => {
  it('reads what all of them need, whatever their aliases', () => {
    expect(plan('{ tasks { a: owner { name } b: owner { age } author { id } } }')).toEqual({
      fields: [
        field('Query.tasks', allTasks, [
          field('Task.a', 'User by id'),
          field('Task.b', 'User by id'),
          field('Task.author', 'User by id'),
        ]),
      ],
      reads: {
        'User by id': userById('name', 'age', 'id'),
        [allTasks]: taskPage(['ownerId', 'authorId']),
      },
    });
  });

  it('reads what all of them need, whatever their depth', () => {
    const { reads } = plan(
      '{ tasks { owner { name tasksByOwner(limit: 1) { author { age } } } } user(id: 1) { active } }',
    );
    expect(reads['User by id']).toEqual(userById('age', 'name', 'id', 'active'));
  });

  it('reads one relation with different arguments apart', () => {
    const { fields, reads } = plan(
      '{ user(id: 1) { few: tasksByOwner(limit: 1) { id } more: tasksByOwner(limit: 5) { title } } }',
    );
    expect(fields).toEqual([
      field('Query.user', 'User by id', [
        field('User.few', 'Task of ownerId limit 1 offset 0'),
        field('User.more', 'Task of ownerId limit 5 offset 0'),
      ]),
    ]);
    expect(attributesOf(reads['Task of ownerId limit 1 offset 0'])).toEqual(['id']);
    expect(attributesOf(reads['Task of ownerId limit 5 offset 0'])).toEqual(['title']);
  });

  it('reads equal pages once', () => {
    const { fields, reads } = plan('{ a: tasks(limit: 2) { id } b: tasks(limit: 2, offset: 0) { title } }');
    expect(fields.map(({ read }) => read)).toEqual(['Task limit 2 offset 0', 'Task limit 2 offset 0']);
    expect(reads).toEqual({ 'Task limit 2 offset 0': taskPage(['id', 'title'], pageOf(2)) });
  });

  it('does not take a page that the client asked for and the same by default for one', () => {
    const { reads } = plan('{ a: tasks(limit: 10) { id } b: tasks { id } }');
    expect(Object.keys(reads)).toEqual(['Task limit 10 offset 0', 'Task limit 10 at most offset 0']);
  });
});

describe('planOperation sees through', () => {
  const expected = plan('{ tasks { id title owner { name age } } }');

  it.each([
    ['fragments', '{ tasks { ...F } } fragment F on Task { id title owner { name age } }'],
    ['inline fragments', '{ tasks { ... on Task { id title } ... { owner { name } } owner { age } } }'],
    [
      'fragments in fragments, spread more than once',
      '{ tasks { ...A ...B ...A } } fragment A on Task { id ...B } fragment B on Task { title owner { ...C } } fragment C on User { name age }',
    ],
    ['fields that merge', '{ tasks { id owner { name } } tasks { title owner { age } } }'],
    [
      'fields that are included or skipped by a constant',
      '{ tasks { id @skip(if: false) title owner { name age company @include(if: false) { id } } } }',
    ],
  ])('%s', (_, source) => {
    const planned = plan(source);
    expect(planned.fields).toEqual(expected.fields);
    expect(Object.keys(planned.reads)).toEqual(Object.keys(expected.reads));
    for (const [id, read] of Object.entries(expected.reads)) {
      expect([...attributesOf(planned.reads[id])].sort()).toEqual([...attributesOf(read)].sort());
    }
  });

  const byVariable = `query ($yes: Boolean!, $no: Boolean!) {
    tasks {
      id @include(if: $yes) title @skip(if: $yes)
      owner @include(if: $no) { name }
      ...F @skip(if: $no)
      ... @include(if: $no) { number }
    }
  }
  fragment F on Task { author { age } }`;

  it.each([
    [{ yes: true, no: false }, ['id', 'authorId'], ['age']],
    [{ yes: false, no: true }, ['title', 'ownerId', 'number'], ['name']],
  ])('@include and @skip by variables %j', (variables, taskAttributes, userAttributes) => {
    const { reads } = plan(byVariable, variables);
    expect(reads).toEqual({
      'User by id': userById(...userAttributes),
      [allTasks]: taskPage(taskAttributes),
    });
  });
});
