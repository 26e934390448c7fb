import { describe, expect, it } from '@jest/globals';
import { type GraphQLSchema, parse, print, printSchema, visit } from 'graphql';
import { DataTypes, Sequelize } from 'sequelize';
import { createSchema } from '../../../src/build/create-schema.ts';

const quiet = { onFinding: () => undefined };

/** The article's models: a task belongs to a user, and has an owner who is one as well. */
function createArticleSchema(): GraphQLSchema {
  const sequelize = new Sequelize({ dialect: 'postgres', define: { timestamps: false } });
  const Task = sequelize.define('Task', { taskName: DataTypes.STRING });
  const User = sequelize.define('User', { firstName: DataTypes.STRING });
  Task.belongsTo(User);
  Task.belongsTo(User, { as: 'owner' });
  return createSchema(sequelize, { ...quiet, relay: true, lists: 'connection' });
}

/** A schema or type as it is printed, without descriptions. */
function outline(printed: string): string {
  return print(
    visit(parse(printed, { noLocation: true }), {
      enter: (node) => ('description' in node ? { ...node, description: undefined } : undefined),
    }),
  );
}

describe("the schema of the article's models under relay", () => {
  it('is printed so', () => {
    expect(outline(printSchema(createArticleSchema()))).toMatchInlineSnapshot(`
"type Query {
  node(id: ID!): Node
  nodes(ids: [ID!]!): [Node]!
  task(id: ID!): Task
  taskBy(key: TaskKey!): Task
  tasksConnection(where: TaskWhere, orderBy: [TaskOrderBy!], first: Int, after: String, last: Int, before: String): TaskConnection!
  tasksAggregate(where: TaskWhere): TaskAggregate!
  tasksGroupBy(by: [TaskGroupBy!]!, where: TaskWhere, having: TaskHaving, orderBy: [TaskGroupOrderBy!], limit: Int): [TaskGroup!]!
  user(id: ID!): User
  userBy(key: UserKey!): User
  usersConnection(where: UserWhere, orderBy: [UserOrderBy!], first: Int, after: String, last: Int, before: String): UserConnection!
  usersAggregate(where: UserWhere): UserAggregate!
  usersGroupBy(by: [UserGroupBy!]!, where: UserWhere, having: UserHaving, orderBy: [UserGroupOrderBy!], limit: Int): [UserGroup!]!
}

interface Node {
  id: ID!
}

type Task implements Node {
  id: ID!
  rowId: Int!
  taskName: String
  userId: ID
  ownerId: ID
  user: User
  owner: User
}

type User implements Node {
  id: ID!
  rowId: Int!
  firstName: String
  tasksConnection(where: TaskWhere, orderBy: [TaskOrderBy!], first: Int, after: String, last: Int, before: String): TaskConnection!
  tasksByOwnerConnection(where: TaskWhere, orderBy: [TaskOrderBy!], first: Int, after: String, last: Int, before: String): TaskConnection!
}

type TaskConnection {
  edges: [TaskEdge]
  nodes: [Task!]!
  pageInfo: PageInfo!
  totalCount: Int!
  aggregate: TaskAggregate!
}

type TaskEdge {
  cursor: String!
  node: Task
}

type PageInfo {
  hasNextPage: Boolean!
  hasPreviousPage: Boolean!
  startCursor: String
  endCursor: String
}

type TaskAggregate {
  count: Int!
  countDistinct: TaskCountDistinct!
  min: TaskMin!
  max: TaskMax!
}

type TaskCountDistinct {
  rowId: Int!
  taskName: Int!
  userId: Int!
  ownerId: Int!
}

type TaskMin {
  rowId: Int
  taskName: String
}

type TaskMax {
  rowId: Int
  taskName: String
}

input TaskWhere {
  and: [TaskWhere!]
  or: [TaskWhere!]
  not: TaskWhere
  id: IDFilter
  rowId: IntFilter
  taskName: StringFilter
  userId: IDFilter
  ownerId: IDFilter
  user: UserWhere
  owner: UserWhere
}

input IDFilter {
  eq: ID
  ne: ID
  isNull: Boolean
  in: [ID]
  notIn: [ID]
}

input IntFilter {
  eq: Int
  ne: Int
  isNull: Boolean
  in: [Int]
  notIn: [Int]
  lt: Int
  lte: Int
  gt: Int
  gte: Int
  between: IntBetween
}

input IntBetween {
  from: Int!
  to: Int!
}

input StringFilter {
  eq: String
  ne: String
  isNull: Boolean
  in: [String]
  notIn: [String]
  lt: String
  lte: String
  gt: String
  gte: String
  between: StringBetween
  contains: String
  startsWith: String
  endsWith: String
  iEq: String
  iContains: String
  iStartsWith: String
  iEndsWith: String
  like: String
  iLike: String
  search: String
}

input StringBetween {
  from: String!
  to: String!
}

input UserWhere {
  and: [UserWhere!]
  or: [UserWhere!]
  not: UserWhere
  id: IDFilter
  rowId: IntFilter
  firstName: StringFilter
  tasks: TaskManyWhere
  tasksByOwner: TaskManyWhere
}

input TaskManyWhere {
  some: TaskWhere
  every: TaskWhere
  none: TaskWhere
}

input TaskOrderBy @oneOf {
  id: OrderDirection
  rowId: OrderDirection
  taskName: OrderDirection
  userId: OrderDirection
  ownerId: OrderDirection
  user: UserOrderBy
  owner: UserOrderBy
}

enum OrderDirection {
  ASC
  DESC
  ASC_NULLS_FIRST
  ASC_NULLS_LAST
  DESC_NULLS_FIRST
  DESC_NULLS_LAST
}

input UserOrderBy @oneOf {
  id: OrderDirection
  rowId: OrderDirection
  firstName: OrderDirection
  tasks: CountOrderBy
  tasksByOwner: CountOrderBy
}

input CountOrderBy {
  count: OrderDirection!
}

input TaskKey @oneOf {
  id: ID
  rowId: Int
}

type TaskGroup {
  keys: TaskGroupKeys!
  count: Int!
  countDistinct: TaskCountDistinct!
  min: TaskMin!
  max: TaskMax!
}

type TaskGroupKeys {
  rowId: Int
  taskName: String
  userId: ID
  ownerId: ID
}

input TaskGroupBy @oneOf {
  rowId: GroupByValue
  taskName: GroupByValue
  userId: GroupByValue
  ownerId: GroupByValue
}

enum GroupByValue {
  VALUE
}

input TaskHaving {
  and: [TaskHaving!]
  or: [TaskHaving!]
  not: TaskHaving
  count: IntFilter
  countDistinct: TaskCountDistinctHaving
  min: TaskMinHaving
  max: TaskMaxHaving
}

input TaskCountDistinctHaving {
  rowId: IntFilter
  taskName: IntFilter
  userId: IntFilter
  ownerId: IntFilter
}

input TaskMinHaving {
  rowId: IntFilter
  taskName: StringFilter
}

input TaskMaxHaving {
  rowId: IntFilter
  taskName: StringFilter
}

input TaskGroupOrderBy @oneOf {
  keys: TaskGroupKeysOrderBy
  count: OrderDirection
  countDistinct: TaskCountDistinctOrderBy
  min: TaskMinOrderBy
  max: TaskMaxOrderBy
}

input TaskGroupKeysOrderBy @oneOf {
  rowId: OrderDirection
  taskName: OrderDirection
  userId: OrderDirection
  ownerId: OrderDirection
}

input TaskCountDistinctOrderBy @oneOf {
  rowId: OrderDirection
  taskName: OrderDirection
  userId: OrderDirection
  ownerId: OrderDirection
}

input TaskMinOrderBy @oneOf {
  rowId: OrderDirection
  taskName: OrderDirection
}

input TaskMaxOrderBy @oneOf {
  rowId: OrderDirection
  taskName: OrderDirection
}

input UserKey @oneOf {
  id: ID
  rowId: Int
}

type UserConnection {
  edges: [UserEdge]
  nodes: [User!]!
  pageInfo: PageInfo!
  totalCount: Int!
  aggregate: UserAggregate!
}

type UserEdge {
  cursor: String!
  node: User
}

type UserAggregate {
  count: Int!
  countDistinct: UserCountDistinct!
  min: UserMin!
  max: UserMax!
}

type UserCountDistinct {
  rowId: Int!
  firstName: Int!
}

type UserMin {
  rowId: Int
  firstName: String
}

type UserMax {
  rowId: Int
  firstName: String
}

type UserGroup {
  keys: UserGroupKeys!
  count: Int!
  countDistinct: UserCountDistinct!
  min: UserMin!
  max: UserMax!
}

type UserGroupKeys {
  rowId: Int
  firstName: String
}

input UserGroupBy @oneOf {
  rowId: GroupByValue
  firstName: GroupByValue
}

input UserHaving {
  and: [UserHaving!]
  or: [UserHaving!]
  not: UserHaving
  count: IntFilter
  countDistinct: UserCountDistinctHaving
  min: UserMinHaving
  max: UserMaxHaving
}

input UserCountDistinctHaving {
  rowId: IntFilter
  firstName: IntFilter
}

input UserMinHaving {
  rowId: IntFilter
  firstName: StringFilter
}

input UserMaxHaving {
  rowId: IntFilter
  firstName: StringFilter
}

input UserGroupOrderBy @oneOf {
  keys: UserGroupKeysOrderBy
  count: OrderDirection
  countDistinct: UserCountDistinctOrderBy
  min: UserMinOrderBy
  max: UserMaxOrderBy
}

input UserGroupKeysOrderBy @oneOf {
  rowId: OrderDirection
  firstName: OrderDirection
}

input UserCountDistinctOrderBy @oneOf {
  rowId: OrderDirection
  firstName: OrderDirection
}

input UserMinOrderBy @oneOf {
  rowId: OrderDirection
  firstName: OrderDirection
}

input UserMaxOrderBy @oneOf {
  rowId: OrderDirection
  firstName: OrderDirection
}"
`);
  });
});
