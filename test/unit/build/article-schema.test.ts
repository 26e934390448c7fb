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

describe('the schema of the article', () => {
  it('is what the design promises, without what filters, connections and writes will add', () => {
    const promised = buildSchema(`
      type Task { id: ID!  taskName: String  userId: ID  user: User  ownerId: ID  owner: User }
      type User {
        id: ID!
        firstName: String
        tasks(limit: Int, offset: Int): [Task!]!
        tasksByOwner(limit: Int, offset: Int): [Task!]!
      }
      input TaskKey @oneOf { id: ID }
      input UserKey @oneOf { id: ID }
      type Query {
        task(id: ID!): Task
        taskBy(key: TaskKey!): Task
        tasks(limit: Int, offset: Int): [Task!]!
        user(id: ID!): User
        userBy(key: UserKey!): User
        users(limit: Int, offset: Int): [User!]!
      }
    `);
    expect(outline(createArticleSchema())).toBe(outline(promised));
  });

  it('is printed so', () => {
    expect(printSchema(createArticleSchema())).toMatchInlineSnapshot(`
"type Query {
  """One row of Task, or null where there is none with this key."""
  task(id: ID!): Task

  """
  One row of Task by any of its unique keys, or null where there is none with it.
  """
  taskBy(key: TaskKey!): Task

  """All rows of Task, in pages."""
  tasks(
    """How many rows at most; 100 where not given, 1000 whatever is given."""
    limit: Int

    """How many rows to skip."""
    offset: Int
  ): [Task!]!

  """One row of User, or null where there is none with this key."""
  user(id: ID!): User

  """
  One row of User by any of its unique keys, or null where there is none with it.
  """
  userBy(key: UserKey!): User

  """All rows of User, in pages."""
  users(
    """How many rows at most; 100 where not given, 1000 whatever is given."""
    limit: Int

    """How many rows to skip."""
    offset: Int
  ): [User!]!
}

type Task {
  id: ID!
  taskName: String
  userId: ID
  ownerId: ID
  user: User
  owner: User
}

type User {
  id: ID!
  firstName: String
  tasks(
    """How many rows at most; 100 where not given, 1000 whatever is given."""
    limit: Int

    """How many rows to skip."""
    offset: Int
  ): [Task!]!
  tasksByOwner(
    """How many rows at most; 100 where not given, 1000 whatever is given."""
    limit: Int

    """How many rows to skip."""
    offset: Int
  ): [Task!]!
}

"""One of the keys of Task."""
input TaskKey @oneOf {
  id: ID
}

"""One of the keys of User."""
input UserKey @oneOf {
  id: ID
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
