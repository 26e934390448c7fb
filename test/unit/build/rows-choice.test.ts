import { describe, expect, it } from '@jest/globals';
import { printType } from 'graphql';
import { DataTypes, Sequelize } from 'sequelize';
import { analyseModels, createSchema } from '../../../src/build/create-schema.ts';
import type { ModelOptions, ModelsOptions } from '../../../src/catalog/model-options.ts';

function define(): Sequelize {
  const sequelize = new Sequelize({ dialect: 'postgres', define: { timestamps: false } });
  const Task = sequelize.define(
    'Task',
    { name: DataTypes.STRING, state: DataTypes.STRING },
    {
      timestamps: true,
      createdAt: false,
      updatedAt: false,
      paranoid: true,
      scopes: {
        open: { where: { state: 'open' } },
        'is-open': { where: { state: 'open' } },
        byOwner: (ownerId: string) => ({ where: { name: ownerId } }),
        top: { order: [['name', 'DESC']], limit: 3, attributes: ['id'] },
        grouped: { group: ['state'] },
        lost: { include: ['nobody'] },
      },
    },
  );
  const User = sequelize.define('User', {});
  Task.belongsTo(User, { as: 'owner', foreignKey: 'ownerId' });
  return sequelize;
}

const schemaOf = (Task: ModelOptions) =>
  createSchema(define(), { models: { Task }, onFinding: () => undefined });

const findingsOf = (models: ModelsOptions) =>
  analyseModels(define(), { models }).findings.filter(({ code }) => code !== 'FOREIGN_KEY_NOT_INDEXED');

const print = (Task: ModelOptions, ...names: string[]) => {
  const schema = schemaOf(Task);
  return names.map((name) => {
    const type = schema.getType(name);
    return type === undefined ? null : printType(type);
  });
};

describe('the arguments scopes and deleted', () => {
  it('are not there unless the options offer them', () => {
    const schema = schemaOf({});
    const { tasks } = schema.getQueryType()?.getFields() ?? {};
    expect(tasks?.args.map(({ name }) => name)).toEqual(['where', 'orderBy', 'limit', 'offset']);
    expect([schema.getType('TaskScopes'), schema.getType('Deleted')]).toEqual([undefined, undefined]);
  });

  it('have the types that the options declare', () => {
    expect(
      print(
        {
          deleted: true,
          scopes: {
            open: { description: 'What is to be done.' },
            byOwner: { arguments: { ownerId: 'ID!', since: '[DateTime!]' } },
          },
        },
        'TaskScopes',
        'TaskByOwnerScope',
        'Deleted',
      ),
    ).toEqual([
      `"""Scopes of Task; rows are in all that are given."""
input TaskScopes {
  """What is to be done."""
  open: Boolean
  byOwner: TaskByOwnerScope
}`,
      'input TaskByOwnerScope {\n  ownerId: ID!\n  since: [DateTime!]\n}',
      `"""What becomes of rows that are deleted, and still in their table."""
enum Deleted {
  """They are hidden, as far as the scopes in effect hide them."""
  EXCLUDE

  """They are there like all others."""
  INCLUDE

  """They are all that is there."""
  ONLY
}`,
    ]);
  });

  it('stand on every field that gives rows of the model', () => {
    const schema = schemaOf({ deleted: true, scopes: { open: true } });
    const where = (type: string) =>
      Object.values((schema.getType(type) as never as { getFields(): object }).getFields()).flatMap(
        ({ name, args }: { name: string; args: readonly { name: string; defaultValue?: unknown }[] }) => {
          const found = args.filter((arg) => ['scopes', 'deleted'].includes(arg.name));
          return found.length === 0 ? [] : [`${name}: ${found.map((arg) => arg.name).join(' ')}`];
        },
      );
    expect(where('Query')).toEqual([
      'task: deleted',
      'taskBy: deleted',
      'tasks: scopes deleted',
      'tasksConnection: scopes deleted',
      'tasksAggregate: scopes deleted',
      'tasksGroupBy: scopes deleted',
    ]);
    expect(where('User')).toEqual(['tasksByOwner: scopes deleted', 'tasksByOwnerConnection: scopes deleted']);
  });

  it('settle clashes of names as elsewhere', () => {
    const offered = { open: true, 'is-open': { name: 'open' } };
    expect(findingsOf({ Task: { scopes: offered } })).toMatchObject([
      { code: 'NAME_CLASH', place: "Task's scope open", served: 'it is called openScope.' },
    ]);
    expect(findingsOf({ Task: { scopes: { open: { name: '1' } } } })).toMatchObject([
      { code: 'OPTION_NAME_UNUSABLE', severity: 'fatal', place: 'models.Task.scopes.open.name' },
    ]);
  });

  it.each<[ModelOptions, string, string]>([
    [{ scopes: { byOwnr: true } }, 'OPTION_NAMES_NOTHING', 'Did you mean "byOwner"?'],
    [{ scopes: { defaultScope: true } }, 'OPTION_NAMES_NOTHING', 'Write it as the models do.'],
    [{ scopes: { open: { argument: {} } as never } }, 'OPTION_NAMES_NOTHING', 'Did you mean "arguments"?'],
    [
      { scopes: { byOwner: { arguments: { ownerId: 'Id!' } } } },
      'OPTION_NAMES_NOTHING',
      'Did you mean "ID"?',
    ],
    [
      { scopes: { byOwner: { arguments: { ownerId: 'JSON' } } } },
      'OPTION_NAMES_NOTHING',
      'Known are ID, Int, Float, String, Boolean, BigInt, Decimal, Date, Time, DateTime, UUID, with ! where null is refused, and lists such as "[ID!]!".',
    ],
    [
      { scopes: { byOwner: { arguments: { 'owner-id': 'ID' } } } },
      'OPTION_NAME_UNUSABLE',
      'Write it in letters from A to Z, digits and underscores, with no digit and no two underscores in front.',
    ],
    [
      { scopes: { byOwner: true } },
      'OPTION_NOT_APPLICABLE',
      'Declare all of them in their order: { arguments: { ownerId: "ID!" } }.',
    ],
    [
      { scopes: { open: { arguments: { state: 'String' } } } },
      'OPTION_NOT_APPLICABLE',
      'Write "open": true.',
    ],
  ])('refuse what the model does not have: %j', (Task, code, mend) => {
    expect(findingsOf({ Task })).toMatchObject([{ code, severity: 'fatal', mend }]);
  });

  it('refuse deleted rows of a model that is not paranoid', () => {
    expect(findingsOf({ User: { deleted: true } })).toMatchObject([
      { code: 'OPTION_NOT_APPLICABLE', place: 'models.User.deleted' },
    ]);
    expect(findingsOf({ User: { deleted: false } })).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['top', 'SCOPE_PARTLY_IGNORED', 'the rows that the other parts of the scope leave.'],
    ['grouped', 'SCOPE_NOT_SERVED', 'the scope is left out.'],
    ['lost', 'SCOPE_NOT_SERVED', 'the scope is left out.'],
  ])('warn of a scope that is served in part or not at all: %s', (name, code, served) => {
    expect(findingsOf({ Task: { scopes: { [name]: true } } })).toMatchObject([
      { code, severity: 'warning', place: `Task.scope("${name}")`, served },
    ]);
    expect(schemaOf({ scopes: { [name]: true } }).getType('TaskScopes') !== undefined).toBe(name === 'top');
  });
});
