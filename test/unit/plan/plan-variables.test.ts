import { describe, expect, it } from '@jest/globals';
import { parse, validate } from 'graphql';
import { DataTypes, Sequelize } from 'sequelize';
import { createSchema } from '../../../src/build/create-schema.ts';
import { findPlanVariables } from '../../../src/plan/plan-variables.ts';

const sequelize = new Sequelize({ dialect: 'postgres', define: { timestamps: false } });
const Task = sequelize.define(
  'Task',
  {
    name: { type: DataTypes.STRING, unique: true },
    project: { type: DataTypes.INTEGER, unique: 'pair', allowNull: false },
    number: { type: DataTypes.INTEGER, unique: 'pair', allowNull: false },
    deletedAt: DataTypes.DATE,
  },
  { timestamps: true, createdAt: false, updatedAt: false, paranoid: true },
);
Task.belongsTo(Task, { as: 'parent', foreignKey: 'parentId' });
const options = { onFinding: () => {}, models: { Task: { deleted: true } } } as const;
const schema = createSchema(sequelize, options);

function variablesOf(source: string): string[] {
  const document = parse(source);
  expect(validate(schema, document)).toEqual([]);
  return [...findPlanVariables(schema, document)].sort();
}

describe('the variables that a plan depends on', () => {
  it('are those of filters, orders, pages and directives', () => {
    expect(
      variablesOf(`query ($where: TaskWhere, $name: String, $order: [TaskOrderBy!], $limit: Int, $if: Boolean!, $not: Boolean!) {
        a: tasks(where: $where, orderBy: $order, limit: $limit) { id @include(if: $if) }
        b: tasks(where: { name: { eq: $name } }) @skip(if: $not) { id } }`),
    ).toEqual(['if', 'limit', 'name', 'not', 'order', 'where']);
  });

  it('are not the values of keys, which say which row is meant and not what is read of it', () => {
    expect(
      variablesOf(`query ($id: ID!, $name: String!, $number: Int!, $pair: TaskProjectAndNumberKey!) {
        task(id: $id) { id }
        a: taskBy(key: { name: $name }) { id }
        b: taskBy(key: { projectAndNumber: { project: 1, number: $number } }) { id }
        c: taskBy(key: { projectAndNumber: $pair }) { id } }`),
    ).toEqual([]);
  });

  it('are whole keys, which say which of the keys it is', () => {
    expect(variablesOf('query ($key: TaskKey!) { taskBy(key: $key) { id } }')).toEqual(['key']);
  });

  it('are keys in the place of anything else as well, in fragments and other operations too', () => {
    expect(
      variablesOf(`query A($id: ID!, $other: ID!) { task(id: $id) { ...F } x: task(id: $other) { id } }
        query B($id: ID!, $other: ID!) { task(id: $other) { ...F id } y: task(id: $id) { id } }
        fragment F on Task { children: tasksByParent(where: { id: { eq: $id } }) { id } }`),
    ).toEqual(['id']);
  });

  it('are those that choose between rows that are there and deleted ones', () => {
    expect(
      variablesOf('query ($id: ID!, $deleted: Deleted) { task(id: $id, deleted: $deleted) { id } }'),
    ).toEqual(['deleted']);
  });

  it('are those of directives on a field that has a key', () => {
    expect(variablesOf('query ($id: ID!, $if: Boolean!) { task(id: $id) @include(if: $if) { id } }')).toEqual(
      ['if'],
    );
  });
});
