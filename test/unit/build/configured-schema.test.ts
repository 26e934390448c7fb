import { describe, expect, it } from '@jest/globals';
import { type GraphQLInputObjectType, printSchema } from 'graphql';
import { DataTypes, Sequelize } from 'sequelize';
import { createSchema } from '../../../src/build/create-schema.ts';

const { ENUM, INTEGER, STRING, VIRTUAL } = DataTypes;

/** The SDL of some types, without the arguments of lists, which are a subject of their own. */
function printTypes(sdl: string, ...names: readonly string[]): string {
  return sdl
    .replace(/\(\n[\s\S]*?\n {2}\)/g, '')
    .split(/\n\n(?=\S)/)
    .filter((part) => names.some((name) => new RegExp(`^(type|enum|input) ${name}\\b`, 'm').test(part)))
    .join('\n\n');
}

describe('a schema of configured models', () => {
  it('has their names, types and descriptions, and nothing that is hidden or write-only', () => {
    const sequelize = new Sequelize({ dialect: 'postgres', define: { timestamps: false } });
    const User = sequelize.define(
      'User',
      {
        email: { type: STRING, unique: true, validate: { isEmail: true } },
        password: { type: STRING, unique: true },
        age: { type: INTEGER, comment: 'In years', validate: { min: 0, isEven: () => true } },
        full: VIRTUAL,
        mood: 'mood',
      } as never,
      { comment: 'A row of users' },
    );
    const Task = sequelize.define('Task', {});
    Task.belongsTo(User, { as: 'owner' });
    const schema = createSchema(sequelize, {
      onFinding: () => undefined,
      lists: 'list',
      aggregates: false,
      models: {
        User: {
          name: 'Person',
          description: 'Someone who works',
          attributes: {
            email: { name: 'mail' },
            password: { expose: 'write-only' },
            age: { description: 'Full years' },
            full: { type: 'STRING', name: 'fullName' },
            mood: { type: ENUM('fine', 'so-so') },
          },
          associations: { tasksByOwner: { name: 'ownTasks' } },
        },
        Task: { associations: { owner: { name: 'person' } }, attributes: { ownerId: { expose: 'hidden' } } },
      },
    });
    expect(`\n${printTypes(printSchema(schema), 'Person', 'PersonKey', 'PersonMood', 'Task')}\n`).toBe(`
"""Someone who works"""
type Person {
  id: ID!

  """An email address."""
  mail: String

  """Full years. At least 0, passes isEven."""
  age: Int
  fullName: String
  mood: PersonMood
  ownTasks: [Task!]!
}

enum PersonMood {
  fine

  """The value "so-so"."""
  so_so
}

type Task {
  id: ID!
  person: Person
}

"""One of the keys of User."""
input PersonKey @oneOf {
  id: ID
  mail: String
}
`);
    for (const input of ['PersonWhere', 'PersonOrderBy']) {
      const fields = Object.keys((schema.getType(input) as GraphQLInputObjectType).getFields());
      expect(fields).toEqual(expect.arrayContaining(['mail', 'age', 'mood']));
      expect(fields).not.toContain('password');
    }
    expect(Object.keys(schema.getQueryType()?.getFields() ?? {})).toEqual([
      'person',
      'personBy',
      'people',
      'task',
      'taskBy',
      'tasks',
    ]);
  });
});
