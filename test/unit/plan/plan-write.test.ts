import { describe, expect, it } from '@jest/globals';
import type { FieldNode, OperationDefinitionNode } from 'graphql';
import { type GraphQLField, type GraphQLSchema, getArgumentValues, parse } from 'graphql';
import { DataTypes, Sequelize } from 'sequelize';
import { createSchema } from '../../../src/build/create-schema.ts';
import { getFieldSource, type WriteSource } from '../../../src/plan/field-source.ts';
import { InputProblem } from '../../../src/plan/given-input.ts';
import { planWrite } from '../../../src/plan/plan-write.ts';
import type { Write } from '../../../src/plan/write.ts';

function createTestSchema(): GraphQLSchema {
  const sequelize = new Sequelize('postgres://nobody@127.0.0.1:1/none', { logging: false });
  const plain = { timestamps: false };
  const User = sequelize.define('User', { name: DataTypes.STRING }, plain);
  const Task = sequelize.define('Task', { name: DataTypes.STRING }, { ...plain, version: true });
  const Tag = sequelize.define('Tag', { name: { type: DataTypes.STRING, unique: true } }, plain);
  const TaskTag = sequelize.define('TaskTag', { note: DataTypes.STRING }, plain);
  Task.belongsTo(User, { as: 'user', foreignKey: 'userId' });
  User.hasMany(Task, { as: 'tasks', foreignKey: 'userId' });
  Task.belongsToMany(Tag, { as: 'tags', through: TaskTag, foreignKey: 'taskId', otherKey: 'tagId' });
  return createSchema(sequelize, { writes: true, onFinding: () => {} });
}

const schema = createTestSchema();
const limits = { maxRows: 5, maxDepth: 2 };

function plan(field: string): Write {
  const document = parse(`mutation { ${field} { __typename } }`);
  const { selectionSet } = document.definitions[0] as OperationDefinitionNode;
  const node = selectionSet.selections[0] as FieldNode;
  const definition = schema.getMutationType()?.getFields()[node.name.value] as GraphQLField<unknown, unknown>;
  return planWrite(
    getFieldSource(definition) as WriteSource,
    definition,
    getArgumentValues(definition, node),
    limits,
  );
}

describe('planWrite gives plain data that says where each part of the input is', () => {
  it('of a new row with values and a parent by its key', () => {
    expect(plan('createTask(data: { name: "a", user: { connect: { id: 1 } } })')).toEqual({
      kind: 'create',
      model: 'Task',
      rows: [
        {
          model: 'Task',
          path: ['data'],
          values: [{ attribute: 'name', field: 'name', value: 'a' }],
          relations: [
            {
              association: 'Task.user',
              path: ['data', 'user'],
              operations: [
                {
                  kind: 'connect',
                  path: ['data', 'user', 'connect'],
                  key: { path: ['data', 'user', 'connect'], attributes: ['id'], values: ['1'] },
                  through: null,
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it('of what connects over a belongsToMany, with what the connecting row holds', () => {
    const write = plan(
      'updateTask(key: { id: 1 }, data: { tags: { create: [{ data: { name: "t" }, through: { note: "n" } }] } }, expectedVersion: 3)',
    );
    expect(write).toMatchObject({ kind: 'update', expectedVersion: 3, key: { path: ['key'] } });
    expect(write).toMatchObject({
      row: {
        relations: [
          {
            operations: [
              {
                kind: 'create',
                path: ['data', 'tags', 'create', '0'],
                row: { model: 'Tag', path: ['data', 'tags', 'create', '0', 'data'] },
                through: {
                  model: 'TaskTag',
                  path: ['data', 'tags', 'create', '0', 'through'],
                  values: [{ attribute: 'note', field: 'note', value: 'n' }],
                },
              },
            ],
          },
        ],
      },
    });
  });

  it('of rows that a filter finds: null where all are meant', () => {
    expect(plan('deleteTasks(all: true)')).toMatchObject({ kind: 'deleteMany', where: null, hard: false });
    expect(plan('deleteTasks(where: { name: { eq: "a" } })')).toMatchObject({
      where: { kind: 'attribute', attribute: 'name', operator: 'eq', value: 'a' },
    });
  });

  it.each<[string, string]>([
    [
      'deleteTasks(where: {})',
      'The filter "where" says nothing, so every row would change: say all: true for that.',
    ],
    [
      'deleteTasks(where: { or: [{}, { name: { eq: "a" } }], not: { not: {} } }, all: true)',
      'Both "where" and all: true are given: leave one of them out.',
    ],
    [
      'createTask(data: { userId: 1, user: { connect: { id: 1 } } })',
      '"data.userId" and "data.user" both say which row is meant: give one of them.',
    ],
    ['createUser(data: { tasks: { create: [{ tags: { create: [{ data: { name: "x" } }] } }] } })', ''],
    [
      'createUsers(data: [{}, {}, {}, {}, {}, {}])',
      'The input has more than 5 rows: send them in several requests.',
    ],
    [
      'createUser(data: { tasks: null })',
      'Null is no condition, but "data.tasks" is null: leave it out, or ask for what is missing by { eq: null }.',
    ],
    [
      'createUser(data: { tasks: { create: null } })',
      '"data.tasks.create" is null: leave it out where nothing is to happen.',
    ],
  ])('%s', (field, message) => {
    if (message === '') {
      expect(() => plan(field)).not.toThrow();
    } else {
      expect(() => plan(field)).toThrow(new InputProblem(message));
    }
  });
});
