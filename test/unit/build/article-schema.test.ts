import { describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  type GraphQLSchema,
  lexicographicSortSchema,
  parse,
  print,
  printSchema,
  printType,
  visit,
} from 'graphql';
import { DataTypes, Sequelize } from 'sequelize';
import { createSchema } from '../../../src/build/create-schema.ts';

/** The article's models: a task belongs to a user, and has an owner who is one as well. */
function createArticleSchema() {
  const sequelize = new Sequelize({ dialect: 'postgres', define: { timestamps: false } });
  const Task = sequelize.define('Task', { taskName: DataTypes.STRING });
  const User = sequelize.define('User', { firstName: DataTypes.STRING });
  Task.belongsTo(User);
  Task.belongsTo(User, { as: 'owner' });
  return createSchema(sequelize, { onFinding: () => undefined });
}

/** The schema's types and fields in the order of the alphabet, without descriptions. */
function outline(schema: GraphQLSchema): string {
  const document = parse(printSchema(lexicographicSortSchema(schema)), { noLocation: true });
  return print(
    visit(document, {
      enter: (node) => ('description' in node ? { ...node, description: undefined } : undefined),
    }),
  );
}

const ofTasks = 'where: TaskWhere, orderBy: [TaskOrderBy!]';
const ofUsers = 'where: UserWhere, orderBy: [UserOrderBy!]';
const inPages = 'limit: Int, offset: Int';
const byCursors = 'first: Int, after: String, last: Int, before: String';

/** The conditions on a value of a scalar. */
const filter = (scalar: string, ...more: readonly string[]) => `
  input ${scalar}Filter {
    eq: ${scalar}  ne: ${scalar}  isNull: Boolean  in: [${scalar}]  notIn: [${scalar}]
    lt: ${scalar}  lte: ${scalar}  gt: ${scalar}  gte: ${scalar}  between: ${scalar}Between
    ${more.join(' ')}
  }
  input ${scalar}Between { from: ${scalar}!  to: ${scalar}! }`;

/** The connection, the aggregates and the groups of a model without amounts, of which there is no sum and no average. */
function derivedTypes(type: string, attributes: Readonly<Record<string, string>>): string {
  const fields = (typeOf: (scalar: string) => string) =>
    Object.entries(attributes)
      .map(([name, scalar]) => `${name}: ${typeOf(scalar)}`)
      .join(' ');
  const directions = `{ ${fields(() => 'OrderDirection')} }`;
  const functions = `count: Int!  countDistinct: ${type}CountDistinct!  min: ${type}Min!  max: ${type}Max!`;
  return `
    type ${type}Connection {
      edges: [${type}Edge!]!  nodes: [${type}!]!  pageInfo: PageInfo!  totalCount: Int!  aggregate: ${type}Aggregate!
    }
    type ${type}Edge { cursor: String!  node: ${type}! }
    type ${type}Aggregate { ${functions} }
    type ${type}CountDistinct { ${fields(() => 'Int!')} }
    type ${type}Min { ${fields((scalar) => scalar)} }
    type ${type}Max { ${fields((scalar) => scalar)} }
    type ${type}Group { keys: ${type}GroupKeys!  ${functions} }
    type ${type}GroupKeys { ${fields((scalar) => scalar)} }
    input ${type}GroupBy @oneOf { ${fields(() => 'GroupByValue')} }
    input ${type}Having {
      and: [${type}Having!]  or: [${type}Having!]  not: ${type}Having
      count: IntFilter  countDistinct: ${type}CountDistinctHaving  min: ${type}MinHaving  max: ${type}MaxHaving
    }
    input ${type}CountDistinctHaving { ${fields(() => 'IntFilter')} }
    input ${type}MinHaving { ${fields((scalar) => `${scalar}Filter`)} }
    input ${type}MaxHaving { ${fields((scalar) => `${scalar}Filter`)} }
    input ${type}GroupOrderBy @oneOf {
      keys: ${type}GroupKeysOrderBy  count: OrderDirection  countDistinct: ${type}CountDistinctOrderBy
      min: ${type}MinOrderBy  max: ${type}MaxOrderBy
    }
    input ${type}GroupKeysOrderBy @oneOf ${directions}
    input ${type}CountDistinctOrderBy @oneOf ${directions}
    input ${type}MinOrderBy @oneOf ${directions}
    input ${type}MaxOrderBy @oneOf ${directions}`;
}

describe('the schema of the article', () => {
  it('is what the design promises, without what writes will add', () => {
    const promised = buildSchema(`
      type Query {
        task(id: ID!): Task
        taskBy(key: TaskKey!): Task
        tasks(${ofTasks}, ${inPages}): [Task!]!
        tasksConnection(${ofTasks}, ${byCursors}): TaskConnection!
        tasksAggregate(where: TaskWhere): TaskAggregate!
        tasksGroupBy(by: [TaskGroupBy!]!, where: TaskWhere, having: TaskHaving, orderBy: [TaskGroupOrderBy!], limit: Int): [TaskGroup!]!
        user(id: ID!): User
        userBy(key: UserKey!): User
        users(${ofUsers}, ${inPages}): [User!]!
        usersConnection(${ofUsers}, ${byCursors}): UserConnection!
        usersAggregate(where: UserWhere): UserAggregate!
        usersGroupBy(by: [UserGroupBy!]!, where: UserWhere, having: UserHaving, orderBy: [UserGroupOrderBy!], limit: Int): [UserGroup!]!
      }
      type Task { id: ID!  taskName: String  userId: ID  user: User  ownerId: ID  owner: User }
      type User {
        id: ID!
        firstName: String
        tasks(${ofTasks}, ${inPages}): [Task!]!
        tasksConnection(${ofTasks}, ${byCursors}): TaskConnection!
        tasksByOwner(${ofTasks}, ${inPages}): [Task!]!
        tasksByOwnerConnection(${ofTasks}, ${byCursors}): TaskConnection!
      }
      input TaskKey @oneOf { id: ID }
      input UserKey @oneOf { id: ID }

      input TaskWhere {
        and: [TaskWhere!]  or: [TaskWhere!]  not: TaskWhere
        id: IDFilter  taskName: StringFilter  userId: IDFilter  ownerId: IDFilter
        user: UserWhere  owner: UserWhere
      }
      input UserWhere {
        and: [UserWhere!]  or: [UserWhere!]  not: UserWhere
        id: IDFilter  firstName: StringFilter
        tasks: TaskManyWhere  tasksByOwner: TaskManyWhere
      }
      input TaskManyWhere { some: TaskWhere  every: TaskWhere  none: TaskWhere }
      ${filter('ID')}
      ${filter('Int')}
      ${filter(
        'String',
        'contains: String  startsWith: String  endsWith: String  like: String',
        'iEq: String  iContains: String  iStartsWith: String  iEndsWith: String  iLike: String  search: String',
      )}

      enum OrderDirection { ASC DESC ASC_NULLS_FIRST ASC_NULLS_LAST DESC_NULLS_FIRST DESC_NULLS_LAST }
      input CountOrderBy { count: OrderDirection! }
      input TaskOrderBy @oneOf {
        id: OrderDirection  taskName: OrderDirection  userId: OrderDirection  ownerId: OrderDirection
        user: UserOrderBy  owner: UserOrderBy
      }
      input UserOrderBy @oneOf {
        id: OrderDirection  firstName: OrderDirection
        tasks: CountOrderBy  tasksByOwner: CountOrderBy
      }

      type PageInfo { hasNextPage: Boolean!  hasPreviousPage: Boolean!  startCursor: String  endCursor: String }
      enum GroupByValue { VALUE }
      ${derivedTypes('Task', { id: 'ID', taskName: 'String', userId: 'ID', ownerId: 'ID' })}
      ${derivedTypes('User', { id: 'ID', firstName: 'String' })}
    `);
    expect(outline(createArticleSchema())).toBe(outline(promised));
  });

  it('is described', () => {
    const schema = createArticleSchema();
    const describedType = (name: string) => printType(schema.getType(name) as never);
    expect(describedType('TaskConnection')).toMatchInlineSnapshot(`
""""A page of a list of rows of Task, and what belongs to the whole list."""
type TaskConnection {
  """The rows of the page, each with its cursor."""
  edges: [TaskEdge!]!

  """The rows of the page."""
  nodes: [Task!]!
  pageInfo: PageInfo!

  """How many rows the whole list has."""
  totalCount: Int!

  """What is computed of all rows of the list."""
  aggregate: TaskAggregate!
}"
`);
    expect(describedType('IDFilter')).toMatchInlineSnapshot(`
""""Conditions on a value of ID; all that are given must hold."""
input IDFilter {
  """Equal; null finds what has no value."""
  eq: ID

  """Not equal; what has no value differs from every value."""
  ne: ID

  """Whether there is no value."""
  isNull: Boolean

  """One of these; none of an empty list. Null stands for no value."""
  in: [ID]

  """None of these; any of an empty list. Null stands for no value."""
  notIn: [ID]

  """Less than."""
  lt: ID

  """Less than or equal."""
  lte: ID

  """Greater than."""
  gt: ID

  """Greater than or equal."""
  gte: ID

  """Between two bounds, or equal to one."""
  between: IDBetween
}"
`);
    expect(describedType('User')).toMatchInlineSnapshot(`
"type User {
  id: ID!
  firstName: String
  tasks(
    """Which rows; all where not given."""
    where: TaskWhere

    """In which order: by the first of these, then by the next among equals."""
    orderBy: [TaskOrderBy!]

    """How many rows at most; 100 where not given, 1000 whatever is given."""
    limit: Int

    """How many rows to skip."""
    offset: Int
  ): [Task!]!
  tasksConnection(
    """Which rows; all where not given."""
    where: TaskWhere

    """In which order: by the first of these, then by the next among equals."""
    orderBy: [TaskOrderBy!]

    """
    How many rows at most, from the start; 100 where not given, 1000 whatever is given.
    """
    first: Int

    """Only rows that come after the one with this cursor."""
    after: String

    """How many rows at most, from the end."""
    last: Int

    """Only rows that come before the one with this cursor."""
    before: String
  ): TaskConnection!
  tasksByOwner(
    """Which rows; all where not given."""
    where: TaskWhere

    """In which order: by the first of these, then by the next among equals."""
    orderBy: [TaskOrderBy!]

    """How many rows at most; 100 where not given, 1000 whatever is given."""
    limit: Int

    """How many rows to skip."""
    offset: Int
  ): [Task!]!
  tasksByOwnerConnection(
    """Which rows; all where not given."""
    where: TaskWhere

    """In which order: by the first of these, then by the next among equals."""
    orderBy: [TaskOrderBy!]

    """
    How many rows at most, from the start; 100 where not given, 1000 whatever is given.
    """
    first: Int

    """Only rows that come after the one with this cursor."""
    after: String

    """How many rows at most, from the end."""
    last: Int

    """Only rows that come before the one with this cursor."""
    before: String
  ): TaskConnection!
}"
`);
  });

  it('has one field in the key input for each unique key, as the design promises', () => {
    const sequelize = new Sequelize({ dialect: 'postgres', define: { timestamps: false } });
    sequelize.define('Task', {
      taskName: { type: DataTypes.STRING, unique: true },
      projectId: { type: DataTypes.INTEGER, unique: 'number_in_project' },
      number: { type: DataTypes.INTEGER, unique: 'number_in_project' },
    });
    const schema = createSchema(sequelize, { onFinding: () => undefined });
    expect(printType(schema.getType('TaskKey') as never)).toBe(
      '"""One of the keys of Task."""\ninput TaskKey @oneOf {\n  id: ID\n  taskName: String\n  projectIdAndNumber: TaskProjectIdAndNumberKey\n}',
    );
    expect(printType(schema.getType('TaskProjectIdAndNumberKey') as never)).toBe(
      'input TaskProjectIdAndNumberKey {\n  projectId: Int!\n  number: Int!\n}',
    );
  });

  it('can be printed, built and printed again', () => {
    const printed = printSchema(createArticleSchema());
    expect(printSchema(buildSchema(printed))).toBe(printed);
  });
});
