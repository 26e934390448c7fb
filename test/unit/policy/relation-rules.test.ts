import { describe, expect, it } from '@jest/globals';
import { DataTypes, Sequelize } from 'sequelize';
import {
  type Analysis,
  analyseModels,
  createSchema,
  type KinqlOptions,
} from '../../../src/build/create-schema.ts';
import { printMatrix } from '../../../src/cli/rules.ts';
import type { RulesOptions } from '../../../src/policy/rules.ts';

const options: KinqlOptions = {
  onFinding: () => {},
  models: { Task: { scopes: { open: true, done: true }, associations: { author: { name: 'writer' } } } },
};

function defineModels(): Sequelize {
  const sequelize = new Sequelize({ dialect: 'postgres', logging: false });
  const User = sequelize.define('User', { name: DataTypes.STRING }, { timestamps: false });
  const Task = sequelize.define(
    'Task',
    { name: DataTypes.STRING },
    { timestamps: false, scopes: { open: {}, done: {}, other: {} } },
  );
  Task.belongsTo(User, { as: 'owner', foreignKey: 'ownerId' });
  Task.belongsTo(User, { as: 'author', foreignKey: 'authorId' });
  return sequelize;
}

function problemsOf(rules: RulesOptions['models']): readonly string[] {
  try {
    createSchema(defineModels(), { ...options, rules: { models: rules } });
    return [];
  } catch (error) {
    return (error as { readonly problems: readonly string[] }).problems;
  }
}

describe('rules for associations and scopes', () => {
  it('name associations as the API or the models do, inferred ones too, and scopes that are offered', () => {
    expect(
      problemsOf({
        Task: { member: { associations: ['owner', 'writer', 'author'], scopes: ['open'] } },
        User: { member: { associations: { except: ['tasksByOwner'] }, scopes: [] } },
      }),
    ).toEqual([]);
  });

  it('keep from starting where a name is nothing’s', () => {
    expect(
      problemsOf({
        Task: { member: { associations: ['ownr'], scopes: { except: ['other', 'none'] } } },
        User: { member: { associations: ['tasks'] } },
      }),
    ).toEqual([
      'rules.models.Task.member.associations: Task has no association ownr.',
      'rules.models.Task.member.scopes: Task offers no scope other (option models).',
      'rules.models.Task.member.scopes: Task offers no scope none (option models).',
      'rules.models.User.member.associations: User has no association tasks.',
    ]);
  });

  it('are in the matrix of permissions, with the other things that a role may not do', () => {
    const analysis: Analysis = analyseModels(defineModels(), options);
    expect(
      printMatrix(analysis, {
        models: {
          Task: {
            member: {
              read: true,
              update: { name: { eq: 'a|b' } },
              readable: { except: ['name'] },
              associations: ['writer'],
              scopes: ['done'],
            },
          },
        },
      }),
    ).toBe(`| model | role | read | create | update | updated | delete | not readable | not writable | not followed | no scopes |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| User | (nobody) | - | - | - | - | - |  |  |  |  |
| Task | member | all | - | \`{"name":{"eq":"a\\|b"}}\` | \`{"name":{"eq":"a\\|b"}}\` | - | name |  | owner | open |
`);
  });
});
