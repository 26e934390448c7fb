import { describe, expect, it } from '@jest/globals';
import { DataTypes, Sequelize } from 'sequelize';
import { createSchema } from '../../../src/build/create-schema.ts';
import type { AggregateFunction } from '../../../src/policy/condition.ts';
import { planOf } from './task-schema.ts';

const sequelize = new Sequelize({ dialect: 'postgres', define: { timestamps: false } });
sequelize.define('Sale', {
  amount: DataTypes.DECIMAL(10, 2),
  units: DataTypes.INTEGER,
  day: DataTypes.DATEONLY,
  at: DataTypes.DATE,
});
const schema = createSchema(sequelize, { page: { default: 10, max: 50 }, onFinding: () => undefined });

/** The one read of groups, asked for their count. */
const groupsOf = (given: string, selection = 'count', variables = {}) => {
  const { reads } = planOf(schema, `query { salesGroupBy(${given}) { ${selection} } }`, variables);
  expect(Object.keys(reads)).toHaveLength(1);
  return Object.values(reads)[0];
};

const problemOf = (given: string) =>
  planOf(schema, `{ salesGroupBy(${given}) { count } }`).fields[0]?.problem;

const count = { function: 'count', attribute: null };
const of = (name: AggregateFunction, attribute: string) => ({ function: name, attribute });
const byKey = (by: unknown) => ({ by, direction: 'ASC', nulls: 'LAST' });

const byUnits = {
  kind: 'groups',
  source: { model: 'Sale', association: null },
  by: [{ attribute: 'units', unit: null }],
  where: null,
  having: null,
  order: [byKey(0)],
  limit: 10,
  capped: true,
  aggregates: [count],
};

describe('a read of groups', () => {
  it('is by an attribute, in the order of its values', () => {
    expect(groupsOf('by: { units: VALUE }')).toEqual(byUnits);
  });

  it('is by several, and by spans of time', () => {
    expect(groupsOf('by: [{ at: MONTH }, { day: YEAR }, { units: VALUE }]')).toEqual({
      ...byUnits,
      by: [
        { attribute: 'at', unit: 'MONTH' },
        { attribute: 'day', unit: 'YEAR' },
        { attribute: 'units', unit: null },
      ],
      order: [byKey(0), byKey(1), byKey(2)],
    });
  });

  it('computes what is selected, each once', () => {
    expect(
      groupsOf(
        'by: { units: VALUE }',
        'keys { units } total: sum { amount } sum { amount units } again: count count avg { units }',
      ),
    ).toEqual({
      ...byUnits,
      aggregates: [of('sum', 'amount'), of('sum', 'units'), count, of('avg', 'units')],
    });
  });

  it('computes nothing where only keys are selected', () => {
    expect(groupsOf('by: { units: VALUE }', 'keys { units }')).toEqual({ ...byUnits, aggregates: [] });
  });

  it.each([
    ['limit: 3', { limit: 3, capped: false }],
    ['limit: 50', { limit: 50, capped: false }],
    ['limit: 51', { limit: 50, capped: true }],
  ])('has its %s', (limit, expected) => {
    expect(groupsOf(`by: { units: VALUE }, ${limit}`)).toEqual({ ...byUnits, ...expected });
  });

  it('is of the rows that a filter finds', () => {
    expect(groupsOf('by: { units: VALUE }, where: { units: { gt: 1 } }')).toEqual({
      ...byUnits,
      where: { kind: 'attribute', attribute: 'units', operator: 'gt', value: 1 },
    });
  });
});

describe('having', () => {
  const having = (condition: string) => groupsOf(`by: { units: VALUE }, having: ${condition}`);
  const compare = (term: unknown, operator: string, value: unknown) => ({
    kind: 'aggregate',
    term,
    operator,
    value,
  });

  it.each<[string, unknown]>([
    ['{}', null],
    ['{ count: {} }', null],
    ['{ count: { gt: 1 } }', compare(count, 'gt', 1)],
    ['{ sum: { amount: { gte: "1.50" } } }', compare(of('sum', 'amount'), 'gte', '1.50')],
    ['{ max: { day: { eq: null } } }', compare(of('max', 'day'), 'isNull', true)],
    [
      '{ countDistinct: { units: { between: { from: 1, to: 2 } } } }',
      {
        kind: 'all',
        conditions: [
          compare(of('countDistinct', 'units'), 'gte', 1),
          compare(of('countDistinct', 'units'), 'lte', 2),
        ],
      },
    ],
    [
      '{ or: [{ count: { lt: 2 } }, { not: { min: { units: { ne: 0 } } } }] }',
      {
        kind: 'any',
        conditions: [
          compare(count, 'lt', 2),
          { kind: 'not', conditions: [compare(of('min', 'units'), 'ne', 0)] },
        ],
      },
    ],
  ])('%s', (given, condition) => {
    expect(having(given)).toEqual({ ...byUnits, having: condition });
  });

  it('refuses null', () => {
    expect(problemOf('by: { units: VALUE }, having: { sum: { units: null } }')).toBe(
      'Null is no condition, but "having.sum.units" is null: leave it out, or ask for what is missing by { eq: null }.',
    );
  });
});

describe('the order of groups', () => {
  it.each<[string, unknown]>([
    ['[]', [byKey(0), byKey(1)]],
    ['{ keys: { day: DESC } }', [{ by: 1, direction: 'DESC', nulls: 'FIRST' }, byKey(0)]],
    [
      '[{ count: DESC }, { sum: { amount: ASC_NULLS_FIRST } }]',
      [
        { by: count, direction: 'DESC', nulls: 'FIRST' },
        { by: of('sum', 'amount'), direction: 'ASC', nulls: 'FIRST' },
        byKey(0),
        byKey(1),
      ],
    ],
    ['[{ count: ASC }, { count: DESC }]', [byKey(count), byKey(0), byKey(1)]],
    [
      '[{ min: { day: ASC } }, { max: { day: ASC } }]',
      [byKey(of('min', 'day')), byKey(of('max', 'day')), byKey(0), byKey(1)],
    ],
  ])('by %s ends in what they are grouped by', (orderBy, order) => {
    expect(groupsOf(`by: [{ units: VALUE }, { day: MONTH }], orderBy: ${orderBy}`)).toMatchObject({ order });
  });
});

describe('groups', () => {
  it.each([
    [
      'by: []',
      'The argument "by" must name something to group by; what belongs to all rows is an aggregate.',
    ],
    ['by: [{ day: YEAR }, { day: MONTH }]', 'The argument "by" names an attribute twice.'],
    [
      'by: { units: VALUE }, orderBy: { keys: { day: ASC } }',
      'The argument "orderBy" names "day", which "by" does not group by.',
    ],
    ['by: { units: VALUE }, limit: -1', 'The argument "limit" must not be negative, but it is -1.'],
  ])('are refused: %s', (given, problem) => {
    expect(problemOf(given)).toBe(problem);
  });

  it('that are equal share a read', () => {
    const by = 'by: { units: VALUE }';
    const { reads } = planOf(
      schema,
      `{ a: salesGroupBy(${by}) { count } b: salesGroupBy(${by}, where: {}) { sum { units } } }`,
    );
    expect(Object.values(reads)).toEqual([{ ...byUnits, aggregates: [count, of('sum', 'units')] }]);
  });
});
