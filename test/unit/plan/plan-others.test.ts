import { describe, expect, it } from '@jest/globals';
import { extendSchema, parse } from 'graphql';
import { createTaskSchema, field, planOf, tasks, userById } from './task-schema.ts';

/** Our schema with fields of an app's own: rows that the app finds itself, an interface and a union over our types. */
const schema = extendSchema(
  createTaskSchema(),
  parse(`
    extend type Query { latest: Task  wrapped: Wrap!  found(text: String!): [Found!]!  count: Int! }
    extend type Task { wrap: Wrap! }
    type Wrap { note: String  task: Task! }
    union Found = Task | User
  `),
);

const plan = (source: string) => planOf(schema, source);

/** A field of another's making, under which fields of ours were selected. */
const other = (place: string, fields: ReturnType<typeof field>[], rereads: Record<string, string> = {}) => ({
  ...field(place, ''),
  read: null,
  rereads,
  fields,
});

/** The read that completes a task of which an app's resolver gave only part. */
const taskById = (...attributes: readonly string[]) => ({ ...userById(...attributes), source: tasks });

describe("planOperation of an app's own fields", () => {
  it('reads what is selected under the rows that they give', () => {
    expect(plan('{ latest { title owner { name } } }')).toEqual({
      fields: [other('Query.latest', [field('Task.owner', 'User by id')], { Task: 'Task by id' })],
      reads: { 'User by id': userById('name'), 'Task by id': taskById('title', 'ownerId') },
    });
  });

  it('reads through fields in between, at any depth', () => {
    expect(plan('{ tasks { wrap { note task { owner { age } } } } }').fields).toEqual([
      field('Query.tasks', 'Task limit 10 at most offset 0', [
        other('Task.wrap', [other('Wrap.task', [field('Task.owner', 'User by id')], { Task: 'Task by id' })]),
      ]),
    ]);
  });

  it('reads each type that is possible', () => {
    expect(
      plan('{ found(text: "x") { ... on Task { owner { name } } ... on User { company { name } } } }'),
    ).toEqual({
      fields: [
        other('Query.found', [field('Task.owner', 'User by id'), field('User.company', 'Company by id')], {
          Task: 'Task by id',
          User: 'User by id',
        }),
      ],
      reads: {
        'Task by id': taskById('ownerId'),
        'User by id': userById('name', 'companyId'),
        'Company by id': { ...userById('name'), source: { model: 'Company', association: null } },
      },
    });
  });

  it('plans nothing where no rows of ours are asked for', () => {
    expect(plan('{ count wrapped { note } latest { __typename } }')).toEqual({ fields: [], reads: {} });
  });
});
