import { describe, expect, it } from '@jest/globals';
import type { GraphQLInputObjectType } from 'graphql';
import { InputProblem } from '../../../src/plan/given-input.ts';
import { planCondition } from '../../../src/plan/plan-condition.ts';
import { always, type Condition } from '../../../src/policy/condition.ts';
import { createTaskSchema } from './task-schema.ts';

const schema = createTaskSchema();
const conditionOf = (where: unknown, type = 'TaskWhere') =>
  planCondition(schema.getType(type) as GraphQLInputObjectType, where);

const title = (operator: string, value: unknown) => ({
  kind: 'attribute',
  attribute: 'title',
  operator,
  value,
});
const related = (association: string, condition: unknown, quantifier = 'some', through: unknown = null) => ({
  kind: 'relation',
  association,
  quantifier,
  condition,
  through,
});

describe('planCondition', () => {
  it.each<[unknown, unknown]>([
    [{}, always],
    [{ title: {} }, always],
    [{ title: undefined }, always],
    [{ title: { eq: undefined } }, always],
    [{ title: { eq: 'a' } }, title('eq', 'a')],
    [{ title: { eq: null } }, title('isNull', true)],
    [{ title: { ne: null } }, title('isNull', false)],
    [{ title: { isNull: false } }, title('isNull', false)],
    [{ title: { in: [] } }, title('in', [])],
    [{ title: { notIn: ['a', null] } }, title('notIn', ['a', null])],
    [{ title: { gte: 'a', lt: 'b' } }, { kind: 'all', conditions: [title('gte', 'a'), title('lt', 'b')] }],
    [
      { title: { between: { from: 'a', to: 'b' } } },
      { kind: 'all', conditions: [title('gte', 'a'), title('lte', 'b')] },
    ],
  ])('of %j', (where, condition) => {
    expect(conditionOf(where)).toEqual(condition);
  });

  it.each<[unknown, unknown]>([
    [{ and: [] }, always],
    [{ or: [] }, { kind: 'any', conditions: [] }],
    [{ not: {} }, { kind: 'not', conditions: [always] }],
    [{ and: [{ title: { eq: 'a' } }] }, title('eq', 'a')],
    [{ or: [{ title: { eq: 'a' } }, {}] }, { kind: 'any', conditions: [title('eq', 'a'), always] }],
    [
      { not: { title: { eq: 'a' } }, title: { ne: 'b' } },
      { kind: 'all', conditions: [{ kind: 'not', conditions: [title('eq', 'a')] }, title('ne', 'b')] },
    ],
  ])('of logic %j', (where, condition) => {
    expect(conditionOf(where)).toEqual(condition);
  });

  it.each<[string, unknown, unknown]>([
    ['TaskWhere', { owner: {} }, related('Task.owner', always)],
    [
      'TaskWhere',
      { owner: { company: { name: { eq: 'a' } } } },
      related(
        'Task.owner',
        related('User.company', { kind: 'attribute', attribute: 'name', operator: 'eq', value: 'a' }),
      ),
    ],
    ['UserWhere', { tasksByOwner: {} }, always],
    ['UserWhere', { tasksByOwner: { none: {} } }, related('inverse of Task.owner', always, 'none')],
    [
      'UserWhere',
      { tasksByOwner: { every: { title: { eq: 'a' } }, some: {} } },
      {
        kind: 'all',
        conditions: [
          related('inverse of Task.owner', always, 'some'),
          related('inverse of Task.owner', title('eq', 'a'), 'every'),
        ],
      },
    ],
  ])('of rows related to a row, %s %j', (type, where, condition) => {
    expect(conditionOf(where, type)).toEqual(condition);
  });

  it.each<[unknown, string]>([
    [null, 'where'],
    [{ title: null }, 'where.title'],
    [{ title: { gt: null } }, 'where.title.gt'],
    [{ title: { in: null } }, 'where.title.in'],
    [{ title: { isNull: null } }, 'where.title.isNull'],
    [{ title: { between: null } }, 'where.title.between'],
    [{ owner: null }, 'where.owner'],
    [{ owner: { company: null } }, 'where.owner.company'],
    [{ tags: null }, 'where.tags'],
    [{ tags: { some: null } }, 'where.tags.some'],
    [{ and: null }, 'where.and'],
    [{ not: null }, 'where.not'],
    [{ or: [{ title: { contains: null } }] }, 'where.or.title.contains'],
  ])('refuses null in the place of a condition: %j', (where, place) => {
    expect(() => conditionOf(where)).toThrow(
      new InputProblem(
        `Null is no condition, but "${place}" is null: leave it out, or ask for what is missing by { eq: null }.`,
      ),
    );
  });

  it('gives plain data, printable as JSON', () => {
    const condition: Condition = conditionOf({
      or: [{ owner: { name: { in: ['a'] } } }, { not: { tags: { some: {} } } }],
    });
    expect(JSON.parse(JSON.stringify(condition))).toEqual(condition);
    expect(condition.kind).toBe('any');
  });
});
