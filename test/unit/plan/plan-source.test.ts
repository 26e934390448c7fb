import { describe, expect, it } from '@jest/globals';
import { DataTypes, Sequelize } from 'sequelize';
import { createSchema } from '../../../src/build/create-schema.ts';
import { planOf } from './task-schema.ts';

const sequelize = new Sequelize({ dialect: 'postgres' });
const User = sequelize.define(
  'User',
  { name: DataTypes.STRING },
  {
    timestamps: true,
    paranoid: true,
    scopes: {
      known: { where: { name: 'a' } },
      born: (from: string, to: string) => ({ where: { name: [from, to] } }),
    },
  },
);
const Task = sequelize.define('Task', {}, { timestamps: false });
Task.belongsTo(User, { as: 'user', foreignKey: 'userId' });
User.hasMany(Task, { as: 'tasks', foreignKey: 'userId' });

const schema = createSchema(sequelize, {
  models: {
    User: { deleted: true, scopes: { known: true, born: { arguments: { from: 'Date!', to: 'Date' } } } },
  },
  onFinding: () => undefined,
});

const sourcesOf = (source: string, variables = {}) =>
  Object.values(planOf(schema, source, variables).reads).map((read) => read.source);

describe('the source of a read', () => {
  it('is the model alone where nothing is asked for', () => {
    expect(sourcesOf('{ users(scopes: { known: false }, deleted: EXCLUDE) { id } }')).toEqual([
      { model: 'User', association: null },
    ]);
    expect(
      sourcesOf('query ($deleted: Deleted) { users(deleted: $deleted) { id } }', { deleted: null }),
    ).toEqual([{ model: 'User', association: null }]);
  });

  it('has scopes as names and plain values, in the order of their declaration', () => {
    const query =
      'query ($from: Date!) { users(scopes: { born: { from: $from }, known: true }, deleted: ONLY) { id } }';
    const [source] = sourcesOf(query, { from: '2020-01-01' });
    expect(source).toEqual({
      model: 'User',
      association: null,
      scopes: [
        { name: 'known', arguments: {} },
        { name: 'born', arguments: { from: '2020-01-01' } },
      ],
      deleted: 'ONLY',
    });
    expect(JSON.parse(JSON.stringify(source))).toEqual(source);
  });

  it('makes reads equal that ask for the same, and others not', () => {
    const { reads } = planOf(
      schema,
      `{
        a: users(scopes: { born: { from: "2020-01-01", to: "2020-02-01" } }) { id }
        b: users(scopes: { born: { to: "2020-02-01", from: "2020-01-01" } }) { name }
        c: users(scopes: { born: { from: "2020-01-01" } }) { id }
        d: users(deleted: INCLUDE) { id }
        tasks { user(deleted: INCLUDE) { id } other: user { id } }
      }`,
    );
    expect(Object.keys(reads)).toEqual([
      'User in born {"from":"2020-01-01","to":"2020-02-01"} limit 100 at most offset 0',
      'User in born {"from":"2020-01-01"} limit 100 at most offset 0',
      'User deleted INCLUDE limit 100 at most offset 0',
      'User deleted INCLUDE by id',
      'User by id',
      'Task limit 100 at most offset 0',
    ]);
  });
});
