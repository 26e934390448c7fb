import { describe, expect, it } from '@jest/globals';
import { DataTypes, type ModelAttributes, Sequelize } from 'sequelize';
import { analyseModels, type KinqlOptions } from '../../../src/build/create-schema.ts';
import type { CatalogModel } from '../../../src/catalog/catalog.ts';
import type { Finding } from '../../../src/catalog/finding.ts';
import type { ModelOptions, ModelsOptions } from '../../../src/catalog/model-options.ts';

const { ARRAY, GEOMETRY, INTEGER, STRING, VIRTUAL } = DataTypes;

interface Configured {
  readonly models: readonly CatalogModel[];
  readonly findings: readonly Finding[];
}

function configure(define: (sequelize: Sequelize) => unknown, options: KinqlOptions): Configured {
  const sequelize = new Sequelize({ dialect: 'postgres', define: { timestamps: false } });
  define(sequelize);
  const { catalog, findings } = analyseModels(sequelize, options);
  return {
    models: catalog.models,
    findings: findings.filter(({ code }) => code !== 'FOREIGN_KEY_NOT_INDEXED'),
  };
}

const namesOf = ({ models }: Configured) => models.map(({ name }) => name);

/** `User.token hidden writable` and the like, of the attributes that are not both readable and writable. */
const exposureOf = ({ models }: Configured) =>
  models.flatMap((model) =>
    model.attributes
      .filter(({ hidden, writable }) => hidden !== null || !writable)
      .map(({ name, hidden, writable }) => [`${model.name}.${name}`, hidden, writable]),
  );

const associationsOf = ({ models }: Configured) =>
  models.flatMap(({ associations }) => associations.map(({ id }) => id));

const define = (sequelize: Sequelize) => {
  const User = sequelize.define('User', { token: STRING, name: STRING });
  const Task = sequelize.define('Task', {});
  Task.belongsTo(User);
  Task.belongsTo(User, { as: 'owner' });
  sequelize.define('Log', { token: STRING });
};

const hideTokens: ModelsOptions = {
  User: { attributes: { token: { expose: 'hidden' } } },
  Log: { attributes: { token: { expose: 'hidden' } } },
};

describe('the options models', () => {
  it('serve only what is included, and say nothing of the rest', () => {
    const configured = configure(define, { models: { include: ['Task'] } });
    expect(namesOf(configured)).toEqual(['Task']);
    expect(associationsOf(configured)).toEqual([]);
    expect(configured.findings).toEqual([]);
  });

  it('serve all but what is excluded', () => {
    const configured = configure(define, { models: { exclude: ['Log', 'User'] } });
    expect(namesOf(configured)).toEqual(['Task']);
    expect(configured.findings).toEqual([]);
  });

  it('serve a model called include or exclude as it is, for its name is that of a list', () => {
    const both = (sequelize: Sequelize) => {
      sequelize.define('include', { name: STRING });
      sequelize.define('exclude', { name: STRING });
    };
    expect(namesOf(configure(both, { models: {} }))).toEqual(['include', 'exclude']);
    expect(namesOf(configure(both, { models: { exclude: ['exclude'] } }))).toEqual(['include']);
  });

  it('say what clients may do with an attribute, without a word', () => {
    const configured = configure(
      (sequelize) =>
        sequelize.define('User', { token: STRING, hash: STRING, otp: STRING, name: STRING, role: STRING }),
      {
        models: {
          User: {
            attributes: {
              id: { expose: 'read-write' },
              token: { expose: 'read-write' },
              hash: { expose: 'write-only' },
              otp: { expose: 'hidden' },
              role: { expose: 'read-only' },
            },
          },
        },
      },
    );
    expect(exposureOf(configured)).toEqual([
      ['User.hash', 'configured', true],
      ['User.otp', 'configured', false],
      ['User.role', null, false],
    ]);
    expect(configured.findings).toEqual([]);
  });

  it('cannot show what KinQL cannot carry', () => {
    const attributes: ModelAttributes = { spots: ARRAY(GEOMETRY), full: VIRTUAL };
    const configured = configure((sequelize) => sequelize.define('Task', attributes), {
      models: {
        Task: { attributes: { spots: { expose: 'read-write' }, full: { expose: 'write-only' } } },
      },
    });
    expect(exposureOf(configured)).toEqual([
      ['Task.id', null, false],
      ['Task.spots', 'type', false],
      ['Task.full', 'virtual', false],
    ]);
  });

  it('hide what KinQL cannot carry without a warning', () => {
    const attributes: ModelAttributes = { spots: ARRAY(GEOMETRY), full: VIRTUAL };
    const configured = configure((sequelize) => sequelize.define('Task', attributes), {
      models: { Task: { attributes: { spots: { expose: 'hidden' }, full: { expose: 'hidden' } } } },
    });
    expect(exposureOf(configured)).toEqual([
      ['Task.id', null, false],
      ['Task.spots', 'configured', false],
      ['Task.full', 'configured', false],
    ]);
    expect(configured.findings).toEqual([]);
  });

  it('give a VIRTUAL its type, and then say what clients may do with it', () => {
    const configured = configure(
      (sequelize) => sequelize.define('User', { full: VIRTUAL, password: VIRTUAL, size: VIRTUAL(INTEGER) }),
      {
        models: {
          User: {
            attributes: { full: { type: 'STRING' }, password: { type: 'STRING', expose: 'write-only' } },
          },
        },
      },
    );
    expect(exposureOf(configured)).toEqual([
      ['User.id', null, false],
      ['User.password', 'configured', true],
    ]);
    expect(configured.findings).toEqual([]);
  });

  it('leave a model without mutations, and describe it and its attributes', () => {
    const { models } = configure(
      (sequelize) =>
        sequelize.define('Log', { line: { type: STRING, comment: 'As printed' } }, { comment: 'A table' }),
      {
        models: {
          Log: {
            readOnly: true,
            description: 'What happened',
            attributes: { line: { description: 'As told' } },
          },
        },
      },
    );
    expect(models[0]).toMatchObject({ readOnly: true, description: 'What happened' });
    expect(models[0]?.attributes.map(({ description }) => description)).toEqual([null, 'As told']);
  });

  it('hide associations, which keep their keys and hide nothing else', () => {
    const configured = configure(define, {
      models: {
        ...hideTokens,
        Task: { associations: { owner: { expose: false } } },
        User: { ...(hideTokens.User as ModelOptions), associations: { tasks: { expose: false } } },
      },
    });
    expect(associationsOf(configured)).toEqual(['inverse of Task.owner', 'Task.User']);
    expect(configured.findings).toEqual([]);
  });

  it('infer no inverse in place of a declared one that is hidden', () => {
    const configured = configure(
      (sequelize) => {
        const User = sequelize.define('User', {});
        const Task = sequelize.define('Task', {});
        Task.belongsTo(User);
        User.hasMany(Task, { as: 'work' });
      },
      { models: { User: { associations: { work: { expose: false } } } } },
    );
    expect(associationsOf(configured)).toEqual(['Task.User']);
  });

  it.each<[string, KinqlOptions, readonly string[]]>([
    ['everywhere', { inverses: false }, ['Task.User', 'Task.owner']],
    [
      'everywhere but on a model',
      { inverses: false, models: { User: { inverses: true } } },
      ['inverse of Task.User', 'inverse of Task.owner', 'Task.User', 'Task.owner'],
    ],
    ['on a model', { models: { User: { inverses: false } } }, ['Task.User', 'Task.owner']],
    [
      'everywhere but where one is asked for',
      { inverses: false, models: { User: { associations: { tasksByOwner: { expose: true } } } } },
      ['inverse of Task.owner', 'Task.User', 'Task.owner'],
    ],
  ])('switch inferred inverses off %s', (_, options, ids) => {
    expect(associationsOf(configure(define, options))).toEqual(ids);
  });

  it.each<[ModelsOptions, string, string, string]>([
    [{ include: ['Task', 'Usr'] }, 'models.include', '"Usr" is no model.', 'Did you mean "User"?'],
    [{ exclude: ['user'] }, 'models.exclude', '"user" is no model.', 'Did you mean "User"?'],
    [{ exclude: ['Session'] }, 'models.exclude', '"Session" is no model.', 'Write it as the models do.'],
    [{ exclud: ['User'] }, 'models', '"exclud" is no model.', 'Write it as the models do.'],
    [{ Tasks: { readOnly: true } }, 'models', '"Tasks" is no model.', 'Did you mean "Task"?'],
    [
      { User: { attributes: { tokn: { expose: 'hidden' } } } },
      'models.User.attributes',
      '"tokn" is no attribute of User.',
      'Did you mean "token"?',
    ],
    [
      { User: { associations: { task: { expose: false } } } },
      'models.User.associations',
      '"task" is no association of User.',
      'Did you mean "tasks"?',
    ],
    [
      { User: { readonly: true } as never },
      'models.User',
      '"readonly" is no option of a model.',
      'Did you mean "readOnly"?',
    ],
    [
      { User: { attributes: { name: { exposed: 'hidden' } as never } } },
      'models.User.attributes.name',
      '"exposed" is no option of an attribute.',
      'Did you mean "expose"?',
    ],
    [
      { User: { attributes: { name: { expose: 'hiden' as never } } } },
      'models.User.attributes.name.expose',
      '"hiden" is no exposure.',
      'Did you mean "hidden"?',
    ],
    [
      { User: { attributes: { name: { expose: false as never } } } },
      'models.User.attributes.name.expose',
      '"false" is no exposure.',
      'Known are read-write, read-only, write-only, hidden.',
    ],
    [
      { Task: { associations: { owner: { hide: true } as never } } },
      'models.Task.associations.owner',
      '"hide" is no option of an association.',
      'Known are name, expose.',
    ],
  ])('OPTION_NAMES_NOTHING: are fatal with a name of nothing: %j', (models, place, message, mend) => {
    const { findings } = configure(define, { models });
    expect(findings.filter(({ severity }) => severity === 'fatal')).toEqual([
      { code: 'OPTION_NAMES_NOTHING', severity: 'fatal', place, message, mend, served: null },
    ]);
  });
});

describe('the type of the options', () => {
  it('knows the words of each part', () => {
    const options: ModelsOptions = {
      include: ['User'],
      User: { attributes: { age: { expose: 'read-only' } } },
    };
    // @ts-expect-error a list of names
    const list: ModelsOptions = { exclude: { User: true } };
    // @ts-expect-error readOnly
    const model: ModelsOptions = { User: { readonly: true } };
    // @ts-expect-error no exposure
    const exposure: ModelsOptions = { User: { attributes: { age: { expose: true } } } };
    // @ts-expect-error expose
    const association: ModelsOptions = { User: { associations: { tasks: { exposed: true } } } };
    expect([options, list, model, exposure, association]).toHaveLength(5);
  });
});

describe('what clients may write where the options do not say', () => {
  it('is all that they see and nobody else writes', () => {
    const configured = configure(
      (sequelize) =>
        sequelize.define(
          'User',
          {
            name: { type: STRING, get: () => 'x' },
            token: STRING,
            full: { type: VIRTUAL(STRING), get: () => 'x' },
            nick: { type: VIRTUAL(STRING), get: () => 'x', set: () => undefined },
            plain: VIRTUAL(STRING),
          },
          { timestamps: true, paranoid: true, version: 'revision', createdAt: 'madeAt' },
        ),
      {},
    );
    expect(exposureOf(configured)).toEqual([
      ['User.id', null, false],
      ['User.token', 'secret', false],
      ['User.full', null, false],
      ['User.madeAt', null, false],
      ['User.updatedAt', null, false],
      ['User.deletedAt', null, false],
      ['User.revision', null, false],
    ]);
  });

  it('is a key that the database does not make', () => {
    const configured = configure(
      (sequelize) => sequelize.define('Country', { code: { type: STRING, primaryKey: true } }),
      {},
    );
    expect(exposureOf(configured)).toEqual([]);
  });
});
