import { describe, expect, it } from '@jest/globals';
import { GraphQLObjectType, GraphQLSchema, GraphQLString, parse, validate } from 'graphql';
import { DataTypes, Sequelize } from 'sequelize';
import createModels from '../../../schema/models/index.ts';
import { createSchema } from '../../../src/build/create-schema.ts';
import { sampleQuery } from '../../../src/build/sample-query.ts';

/** The sample query of a few models; validated, as every one of these tests has to. */
function sampleOf(define: (sequelize: Sequelize) => void): string {
  const sequelize = new Sequelize({ dialect: 'postgres', logging: false, define: { timestamps: false } });
  define(sequelize);
  return validSample(createSchema(sequelize, { onFinding: () => {} }));
}

function validSample(schema: GraphQLSchema): string {
  const query = sampleQuery(schema);
  expect(validate(schema, parse(query))).toEqual([]);
  expect(sampleQuery(schema)).toBe(query);
  return query.replace(/\s+/g, ' ');
}

describe('sampleQuery', () => {
  it('shows a list with a parent and its parent', () => {
    expect(validSample(createSchema(createModels({ url: 'postgres://localhost/sample' })))).toBe(
      'query Sample { tasks(limit: 5) { id taskName description user { id firstName lastName company { id name code } } } }',
    );
  });

  it('leaves out attributes that are objects', () => {
    const query = sampleOf((sequelize) => {
      sequelize.define('Task', { span: DataTypes.RANGE(DataTypes.DATE), done: DataTypes.BOOLEAN });
    });
    expect(query).toBe('query Sample { tasks(limit: 5) { id done } }');
  });

  it('shows texts that tell which row it is, and no foreign keys', () => {
    const query = sampleOf((sequelize) => {
      const User = sequelize.define('User', { email: DataTypes.STRING, age: DataTypes.INTEGER });
      const Task = sequelize.define('Task', {
        body: DataTypes.TEXT,
        done: DataTypes.BOOLEAN,
        UserId: DataTypes.INTEGER,
        title: DataTypes.STRING,
      });
      Task.belongsTo(User);
    });
    expect(query).toBe('query Sample { tasks(limit: 5) { id title body user { id email } } }');
  });

  it('prefers rows that say what they are to those of a join table', () => {
    const query = sampleOf((sequelize) => {
      const Task = sequelize.define('Task', { title: DataTypes.STRING });
      const Tag = sequelize.define('Tag', { label: DataTypes.STRING });
      const TaskTag = sequelize.define('TaskTag', {});
      TaskTag.belongsTo(Task);
      TaskTag.belongsTo(Tag);
      Tag.belongsTo(Task, { as: 'first' });
    });
    expect(query).toBe('query Sample { tags(limit: 5) { id label first { id title } } }');
  });

  it('ends at a model that is its own parent only', () => {
    const query = sampleOf((sequelize) => {
      const Node = sequelize.define('Node', { name: DataTypes.STRING });
      Node.belongsTo(Node, { as: 'above' });
    });
    expect(query).toBe('query Sample { nodes(limit: 5) { id name above { id name above { id name } } } }');
  });

  it('shows a list alone where no model has a parent', () => {
    const query = sampleOf((sequelize) => {
      sequelize.define('Reading', { at: DataTypes.DATE, value: DataTypes.FLOAT });
      sequelize.define('Station', { name: DataTypes.STRING });
    });
    expect(query).toBe('query Sample { readings(limit: 5) { id at } }');
  });

  it('asks a schema without lists for as little as there is', () => {
    const query = new GraphQLObjectType({ name: 'Query', fields: { version: { type: GraphQLString } } });
    expect(validSample(new GraphQLSchema({ query }))).toBe('query Sample { __typename }');
  });
});
