import { describe, expect, it } from '@jest/globals';
import { DataTypes, Sequelize } from 'sequelize';
import { analyseModels, createSchema } from '../../../src/build/create-schema.ts';
import type { Finding } from '../../../src/catalog/finding.ts';
import type { ModelsOptions } from '../../../src/catalog/model-options.ts';
import { StartupError } from '../../../src/errors/startup-error.ts';

const { ENUM, INTEGER, STRING } = DataTypes;

const sequelize = new Sequelize({ dialect: 'postgres', define: { timestamps: false } });
const User = sequelize.define('User', { name: STRING, age: INTEGER, mood: ENUM('fine'), password: STRING });
const Task = sequelize.define('Task', { title: STRING, owner_name: STRING });
Task.belongsTo(User);
Task.belongsTo(User, { as: 'owner' });

function name(models: ModelsOptions) {
  const { names, findings } = analyseModels(sequelize, { models });
  return {
    User: names.models.User,
    Task: names.models.Task,
    findings: findings.filter(({ code }) => code === 'NAME_CLASH' || code === 'OPTION_NAME_UNUSABLE'),
  };
}

const unusable = (place: string, message: string, mend: string): Finding => ({
  code: 'OPTION_NAME_UNUSABLE',
  severity: 'fatal',
  place,
  message,
  mend,
  served: null,
});

const illegal =
  'Write it in letters from A to Z, digits and underscores, with no digit and no two underscores in front.';

describe('names that the options give', () => {
  it('name a model with all that follows from its name, and not the aliases that others gave', () => {
    const { User: user, Task: task, findings } = name({ User: { name: 'Person' }, Task: { name: 'Todo' } });
    expect(user).toMatchObject({
      type: 'Person',
      row: 'person',
      rowByKey: 'personBy',
      list: 'people',
      keyInput: 'PersonKey',
      enums: { mood: 'PersonMood' },
      associations: { 'inverse of Task.User': 'todos', 'inverse of Task.owner': 'todosByOwner' },
    });
    expect(task).toMatchObject({
      type: 'Todo',
      associations: { 'Task.User': 'user', 'Task.owner': 'owner' },
    });
    expect(findings).toEqual([]);
  });

  it('name attributes, their keys and associations, declared and inferred, as they are written', () => {
    const { User: user, Task: task } = name({
      User: {
        attributes: { id: { name: 'PersonId' }, age: { name: 'years' }, password: { name: 'secret' } },
        associations: { tasksByOwner: { name: 'ownTasks' } },
      },
      Task: { associations: { owner: { name: 'OWNER' } } },
    });
    expect(user?.attributes).toEqual({ id: 'PersonId', name: 'name', age: 'years', mood: 'mood' });
    expect(user?.keys.map(({ field }) => field)).toEqual(['PersonId']);
    expect(user?.associations).toEqual({
      'inverse of Task.User': 'tasks',
      'inverse of Task.owner': 'ownTasks',
    });
    expect(task?.associations).toEqual({ 'Task.User': 'user', 'Task.owner': 'OWNER' });
  });

  it('know an inverse by the name that follows from the name of its model', () => {
    const { User: user } = name({
      Task: { name: 'Job' },
      User: { associations: { jobsByOwner: { name: 'own' } } },
    });
    expect(user?.associations).toEqual({ 'inverse of Task.User': 'jobs', 'inverse of Task.owner': 'own' });
  });

  it('name what clients may write and not read, for inputs alone', () => {
    const { User: user } = name({
      User: { attributes: { password: { expose: 'write-only', name: 'newPassword' } } },
    });
    expect(user?.writeOnly).toEqual({ password: 'newPassword' });
    expect(user?.attributes).not.toHaveProperty('password');
  });

  it('go before every generated one, unchanged ones too, which take their fallbacks', () => {
    const {
      User: user,
      Task: task,
      findings,
    } = name({
      User: { name: 'Task', associations: { tasks: { name: 'name' } } },
    });
    expect([user?.type, task?.type]).toEqual(['Task', 'TaskModel']);
    expect(user?.associations['inverse of Task.User']).toBe('name');
    expect(user?.attributes.name).toBe('nameAttribute');
    expect(findings.map(({ place, severity }) => [place, severity])).toEqual(
      expect.arrayContaining([
        ['Task', 'warning'],
        ['User.name', 'warning'],
      ]),
    );
  });

  it.each<[ModelsOptions, Finding]>([
    [
      { User: { name: 'Person' }, Task: { name: 'Person' } },
      unusable(
        'Task',
        'The options call it Person, and the type Person is already taken by User.',
        'Give one of them another name.',
      ),
    ],
    [
      { User: { name: 'Query' } },
      unusable(
        'User',
        'The options call it Query, and the type Query is already taken by GraphQL and KinQL.',
        'Give one of them another name.',
      ),
    ],
    [
      { User: { attributes: { age: { name: 'x' } }, associations: { tasks: { name: 'x' } } } },
      unusable(
        'inverse of Task.User',
        'The options call it x, and the field of User x is already taken by User.age.',
        'Give one of them another name.',
      ),
    ],
    [{ User: { name: 'A user' } }, unusable('models.User.name', '"A user" is no name in GraphQL.', illegal)],
    [
      { User: { attributes: { age: { name: '__age' } } } },
      unusable('models.User.attributes.age.name', '"__age" is no name in GraphQL.', illegal),
    ],
    [
      { User: { associations: { tasks: { name: '2tasks' } } } },
      unusable('models.User.associations.tasks.name', '"2tasks" is no name in GraphQL.', illegal),
    ],
  ])('OPTION_NAME_UNUSABLE: %j', (models, finding) => {
    expect(name(models).findings).toContainEqual(finding);
    expect(() => createSchema(sequelize, { models, onFinding: () => undefined })).toThrow(StartupError);
  });
});
