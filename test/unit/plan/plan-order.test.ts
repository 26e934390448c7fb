import { describe, expect, it } from '@jest/globals';
import type { GraphQLInputObjectType } from 'graphql';
import { InputProblem } from '../../../src/plan/given-input.ts';
import { attributeTerm, completeOrder, type OrderTerm } from '../../../src/plan/order.ts';
import { planOrder } from '../../../src/plan/plan-order.ts';
import { createTaskSchema } from './task-schema.ts';

const schema = createTaskSchema();
const orderOf = (orderBy: readonly unknown[], type = 'TaskOrderBy') =>
  planOrder(schema.getType(type) as GraphQLInputObjectType, orderBy);

const term = (more: Partial<OrderTerm>): OrderTerm => ({ ...attributeTerm('title'), ...more });

describe('planOrder', () => {
  it.each<[string, Partial<OrderTerm>]>([
    ['ASC', { direction: 'ASC', nulls: 'LAST' }],
    ['DESC', { direction: 'DESC', nulls: 'FIRST' }],
    ['ASC_NULLS_FIRST', { direction: 'ASC', nulls: 'FIRST' }],
    ['ASC_NULLS_LAST', { direction: 'ASC', nulls: 'LAST' }],
    ['DESC_NULLS_FIRST', { direction: 'DESC', nulls: 'FIRST' }],
    ['DESC_NULLS_LAST', { direction: 'DESC', nulls: 'LAST' }],
  ])('takes %s', (direction, expected) => {
    expect(orderOf([{ title: direction }])).toEqual([
      { path: [], attribute: 'title', countOf: null, ...expected },
    ]);
  });

  it('keeps the terms in their order', () => {
    expect(orderOf([{ number: 'DESC' }, { title: 'ASC' }])).toEqual([
      attributeTerm('number', 'DESC'),
      attributeTerm('title'),
    ]);
  });

  it('follows parents, one after the other', () => {
    expect(orderOf([{ owner: { company: { name: 'ASC' } } }])).toEqual([
      term({ path: ['Task.owner', 'User.company'], attribute: 'name' }),
    ]);
  });

  it('follows a single child', () => {
    expect(orderOf([{ profile: { text: 'ASC' } }], 'UserOrderBy')).toEqual([
      term({ path: ['User.profile'], attribute: 'text' }),
    ]);
  });

  it('counts many', () => {
    expect(orderOf([{ owner: { tasksByAuthor: { count: 'DESC' } } }])).toEqual([
      {
        path: ['Task.owner'],
        attribute: null,
        countOf: 'inverse of Task.author',
        direction: 'DESC',
        nulls: 'FIRST',
      },
    ]);
  });

  it('leaves out a term that was said before, whatever its direction', () => {
    expect(
      orderOf([
        { title: 'ASC' },
        { title: 'DESC' },
        { owner: { name: 'ASC' } },
        { author: { name: 'ASC' } },
        { owner: { name: 'DESC_NULLS_LAST' } },
      ]),
    ).toEqual([
      attributeTerm('title'),
      term({ path: ['Task.owner'], attribute: 'name' }),
      term({ path: ['Task.author'], attribute: 'name' }),
    ]);
  });

  it.each<[unknown, string]>([
    [{ title: null }, 'Null is no order, but there is one for "title" in TaskOrderBy.'],
    [{ owner: null }, 'Null is no order, but there is one for "owner" in TaskOrderBy.'],
    [{ owner: { name: null } }, 'Null is no order, but there is one for "name" in UserOrderBy.'],
  ])('refuses %j', (orderTerm, message) => {
    expect(() => orderOf([orderTerm])).toThrow(new InputProblem(message));
  });
});

describe('completeOrder', () => {
  it('adds the key where the order lacks it', () => {
    expect(completeOrder([attributeTerm('title')], ['id'])).toEqual([
      attributeTerm('title'),
      attributeTerm('id'),
    ]);
  });

  it('adds what is missing of a key, and nothing that is there in another direction', () => {
    expect(completeOrder([attributeTerm('number', 'DESC')], ['projectId', 'number'])).toEqual([
      attributeTerm('number', 'DESC'),
      attributeTerm('projectId'),
    ]);
  });

  it("does not take a parent's key for the row's own", () => {
    const ofParent = term({ path: ['Task.owner'], attribute: 'id' });
    expect(completeOrder([ofParent], ['id'])).toEqual([ofParent, attributeTerm('id')]);
  });
});
