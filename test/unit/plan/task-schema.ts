import { expect } from '@jest/globals';
import {
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql';
import { DataTypes, Sequelize } from 'sequelize';
import { createSchema } from '../../../src/build/create-schema.ts';
import { attributeTerm, type OrderTerm } from '../../../src/plan/order.ts';
import type { KeyRead, OffsetPage, PageRead, Plan, PlanField } from '../../../src/plan/plan.ts';
import { planOperation } from '../../../src/plan/plan-operation.ts';

/** Companies have users, users own and author tasks, tasks have tags. */
export function createTaskSchema(): GraphQLSchema {
  const sequelize = new Sequelize({ dialect: 'postgres', define: { timestamps: false } });
  const Company = sequelize.define('Company', { name: DataTypes.STRING });
  const User = sequelize.define(
    'User',
    { name: { type: DataTypes.STRING, unique: true }, age: DataTypes.INTEGER, active: DataTypes.BOOLEAN },
    { scopes: { active: { where: { active: true } } } },
  );
  const Task = sequelize.define('Task', {
    title: DataTypes.STRING,
    projectId: { type: DataTypes.INTEGER, unique: 'number_in_project' },
    number: { type: DataTypes.INTEGER, unique: 'number_in_project' },
  });
  const Tag = sequelize.define('Tag', { label: DataTypes.STRING });
  const Profile = sequelize.define('Profile', { text: DataTypes.STRING });
  User.belongsTo(Company, { as: 'company' });
  Task.belongsTo(User, { as: 'owner', foreignKey: 'ownerId' });
  Task.belongsTo(User, { as: 'author', foreignKey: 'authorId' });
  Task.belongsTo(User.scope('active'), { as: 'deputy', foreignKey: 'deputyId' });
  Task.belongsToMany(Tag, { as: 'tags', through: 'TaskTags', foreignKey: 'taskId', otherKey: 'tagId' });
  User.hasOne(Profile, { as: 'profile', foreignKey: 'userId' });
  return createSchema(sequelize, { page: { default: 10, max: 50 }, onFinding: () => undefined });
}

/** The plan of a valid document's operation. */
export function planOf(
  schema: GraphQLSchema,
  source: string,
  variables: Readonly<Record<string, unknown>> = {},
  operationName?: string,
): Plan {
  const document = parse(source);
  expect(validate(schema, document)).toEqual([]);
  const operation = document.definitions.find(
    (node): node is OperationDefinitionNode =>
      node.kind === Kind.OPERATION_DEFINITION &&
      (operationName === undefined || node.name?.value === operationName),
  ) as OperationDefinitionNode;
  const fragments = document.definitions.filter(
    (node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION,
  );
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  expect(errors).toBeUndefined();
  return planOperation(operation, {
    schema,
    fragments: Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment])),
    variableValues: coerced ?? {},
  });
}

export const tasks = { model: 'Task', association: null };
const users = { model: 'User', association: null };

/** A page of `limit` rows that the client asked for. */
export const pageOf = (limit: number, offset = 0): OffsetPage => ({
  kind: 'offset',
  limit,
  offset,
  capped: false,
});

/** The page of a client that asks for none. */
export const defaultPage: OffsetPage = { kind: 'offset', limit: 10, offset: 0, capped: true };

/** The order of rows that nobody ordered. */
export const byId: readonly OrderTerm[] = [attributeTerm('id')];

export const taskPage = (attributes: readonly string[], page: OffsetPage = defaultPage): PageRead => ({
  kind: 'page',
  source: tasks,
  attributes,
  where: null,
  order: byId,
  page,
});

export const userById = (...attributes: readonly string[]): KeyRead => ({
  kind: 'key',
  source: users,
  attributes,
  key: ['id'],
});

/** A field that reads. */
export const field = (place: string, read: string, fields: readonly PlanField[] = []): PlanField => {
  const [typeName = '', responseName = ''] = place.split('.');
  return { typeName, responseName, read, rereads: {}, problem: null, fields };
};
