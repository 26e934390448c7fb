import { describe, expect, it } from '@jest/globals';
import { DataTypes, type ModelAttributes, type ModelOptions, Sequelize } from 'sequelize';
import { type CheckedCatalog, checkCatalog } from '../../../src/catalog/check-catalog.ts';
import { introspectModels } from '../../../src/catalog/introspect-models.ts';
import type { ModelsOptions } from '../../../src/catalog/model-options.ts';

function check(define: (sequelize: Sequelize) => unknown, options: ModelsOptions = {}): CheckedCatalog {
  const sequelize = new Sequelize({ dialect: 'postgres' });
  define(sequelize);
  const { catalog, findings } = checkCatalog(introspectModels(sequelize), options);
  // These models have no indexes, which is a subject of its own.
  return { catalog, findings: findings.filter(({ code }) => code !== 'FOREIGN_KEY_NOT_INDEXED') };
}

/** Checks a model `Task` of these attributes beside a `User` that has nothing odd. */
function checkTask(attributes: ModelAttributes, options: ModelOptions = {}): CheckedCatalog {
  return check((sequelize) => {
    sequelize.define('User', {});
    sequelize.define('Task', attributes, options);
  });
}

const namesOf = ({ catalog }: CheckedCatalog) => catalog.models.map(({ name }) => name);

const modelLeftOut = 'the model and the associations to it are left out.';

describe('checkCatalog', () => {
  it('finds nothing in models that have nothing odd, and serves them as they are', () => {
    const sequelize = new Sequelize({ dialect: 'postgres' });
    const Task = sequelize.define('Task', {}, { indexes: [{ fields: ['UserId'] }] });
    Task.belongsTo(sequelize.define('User', {}));
    const catalog = introspectModels(sequelize);
    expect(checkCatalog(catalog)).toEqual({ catalog, findings: [] });
  });

  it('gathers all findings in one go', () => {
    const { findings } = check(
      (sequelize) => {
        const User = sequelize.define('User', { name: DataTypes.STRING, token: DataTypes.STRING });
        const Task = sequelize.define('Task', { spots: DataTypes.ARRAY(DataTypes.GEOMETRY) });
        Task.belongsTo(User, { as: 'owner', targetKey: 'name' });
        Task.belongsTo(User, { as: 'author', uniqueKey: 'one' } as never);
      },
      { exclude: ['Usr'] },
    );
    expect(findings.map(({ code, severity, place }) => `${severity} ${code} ${place}`)).toEqual([
      'fatal OPTION_NAMES_NOTHING models.exclude',
      'warning ATTRIBUTE_HIDDEN User.token',
      'warning ATTRIBUTE_TYPE_UNSUPPORTED Task.spots',
      'fatal TARGET_KEY_NOT_UNIQUE Task.belongsTo(User, as: "owner", targetKey: "name")',
      'warning UNIQUE_KEY_WITHOUT_EFFECT Task.belongsTo(User, as: "author")',
    ]);
  });

  it('FOREIGN_KEY_NOT_INDEXED: names the columns of a model that lists go over without an index, on Postgres', () => {
    const define = (sequelize: Sequelize) => {
      const User = sequelize.define('User', {});
      const Task = sequelize.define(
        'Task',
        { creatorId: { type: DataTypes.INTEGER, field: 'creator_id' } },
        {
          indexes: [
            { fields: ['UserId', 'createdAt'] },
            { fields: ['createdAt', 'ownerId'] },
            { fields: ['ownerId'], where: { id: 1 } },
          ],
        },
      );
      Task.belongsTo(User);
      Task.belongsTo(User, { as: 'owner', foreignKey: 'ownerId' });
      Task.belongsTo(User, { as: 'creator', foreignKey: 'creatorId' });
      return checkCatalog(introspectModels(sequelize)).findings;
    };
    expect(define(new Sequelize({ dialect: 'postgres' }))).toEqual([
      {
        code: 'FOREIGN_KEY_NOT_INDEXED',
        severity: 'warning',
        place: 'Task',
        message:
          'The model declares no index for "creator_id", "ownerId", and Postgres makes none for a foreign key: the lists over it read the whole table once for each row that they stand under.',
        mend: 'Declare them, indexes: [{ fields: ["creator_id"] }, { fields: ["ownerId"] }], and make them by a migration.',
        served: 'the lists, slowly where the table is large.',
      },
    ]);
    expect(define(new Sequelize({ dialect: 'mysql' }))).toEqual([]);
  });

  it('DIALECT_UNSUPPORTED: is fatal on a database that is not served', () => {
    const sequelize = new Sequelize({ dialect: 'postgres' });
    sequelize.define('Task', {});
    const { findings } = checkCatalog({ ...introspectModels(sequelize), dialect: 'sqlite' });
    expect(findings).toEqual([
      {
        code: 'DIALECT_UNSUPPORTED',
        severity: 'fatal',
        place: 'Sequelize',
        message: 'The dialect "sqlite" is not served.',
        mend: 'Use postgres, mysql or mariadb.',
        served: null,
      },
    ]);
  });

  it('SEARCH_PATH_UNSUPPORTED: is fatal where each statement chooses its schema', () => {
    const sequelize = new Sequelize({ dialect: 'postgres', dialectOptions: { prependSearchPath: true } });
    sequelize.define('Task', {});
    expect(checkCatalog(introspectModels(sequelize)).findings).toEqual([
      {
        code: 'SEARCH_PATH_UNSUPPORTED',
        severity: 'fatal',
        place: 'Sequelize',
        message:
          "With dialectOptions.prependSearchPath each statement chooses its schema, and KinQL's would read whichever schema the one before chose.",
        mend: 'Leave the option out for the instance that KinQL serves, and define the models with a schema.',
        served: null,
      },
    ]);
  });

  it('NO_MODELS: is fatal without a model', () => {
    expect(check(() => undefined).findings).toEqual([
      {
        code: 'NO_MODELS',
        severity: 'fatal',
        place: 'Sequelize',
        message: 'There is no model to serve.',
        mend: 'Define the models on this Sequelize instance before the schema is built, or widen models.include.',
        served: null,
      },
    ]);
  });

  it('SCOPE_NOT_SERVED: leaves a model out whose default scope hides rows by more than its where', () => {
    const checked = checkTask({ rank: DataTypes.INTEGER }, { defaultScope: { group: ['rank'] } });
    expect(checked.findings).toEqual([
      {
        code: 'SCOPE_NOT_SERVED',
        severity: 'warning',
        place: 'Task',
        message: "The default scope's group may hide rows, and KinQL does not apply it yet.",
        mend: "Say the same in the default scope's where, or exclude the model by models.exclude.",
        served: modelLeftOut,
      },
    ]);
    expect(namesOf(checked)).toEqual(['User']);
  });

  it('DEFAULT_SCOPE_PARTLY_IGNORED: serves a model without the limit of its default scope', () => {
    const checked = checkTask({}, { defaultScope: { limit: 5, order: Sequelize.literal('1') } });
    expect(checked.findings).toEqual([
      {
        code: 'DEFAULT_SCOPE_PARTLY_IGNORED',
        severity: 'warning',
        place: 'Task',
        message:
          "The default scope's limit, order would apply to a whole batch of parents, so KinQL does not use it.",
        mend: 'Leave it out of the default scope.',
        served: "the scope's where and the clients' own limits.",
      },
    ]);
    expect(namesOf(checked)).toEqual(['User', 'Task']);
  });

  it('MODEL_WITHOUT_ATTRIBUTES: leaves a model out of which clients may see nothing', () => {
    const checked = checkTask({ token: { type: DataTypes.STRING, primaryKey: true } }, { timestamps: false });
    expect(checked.findings[0]).toEqual({
      code: 'MODEL_WITHOUT_ATTRIBUTES',
      severity: 'warning',
      place: 'Task',
      message: 'The model has no attribute that clients may see.',
      mend: 'Show one by models.expose, or exclude the model by models.exclude.',
      served: modelLeftOut,
    });
    expect(namesOf(checked)).toEqual(['User']);
  });

  it('ATTRIBUTE_TYPE_UNSUPPORTED: leaves an attribute out whose type KinQL cannot carry', () => {
    expect(checkTask({ spots: DataTypes.ARRAY(DataTypes.GEOMETRY) }).findings).toEqual([
      {
        code: 'ATTRIBUTE_TYPE_UNSUPPORTED',
        severity: 'warning',
        place: 'Task.spots',
        message: 'The type GEOMETRY[] cannot be served.',
        mend: 'Declare the attribute with a type that its database has and that docs/types.md lists.',
        served: 'the attribute is left out.',
      },
    ]);
  });

  it('ATTRIBUTE_TYPE_UNKNOWN: serves a type that Sequelize does not have as it comes', () => {
    const checked = checkTask({ search: 'tsquery', token: 'tsquery', both: 'citext(1)' } as never);
    const unknown = (place: string, name: string) => ({
      code: 'ATTRIBUTE_TYPE_UNKNOWN',
      severity: 'warning',
      place,
      message: `Sequelize has no type ${name}.`,
      mend: 'Declare the attribute with a type of Sequelize, or leave it.',
      served: 'its values as the driver gives them, in a scalar that is named after the type.',
    });
    expect(checked.findings.filter(({ code }) => code !== 'ATTRIBUTE_HIDDEN')).toEqual([
      unknown('Task.search', 'tsquery'),
      unknown('Task.both', 'citext'),
    ]);
  });

  it.each<[string, ModelAttributes, ModelOptions, string]>([
    ['secret', { token: DataTypes.STRING }, {}, 'The name looks like a secret.'],
    [
      'outside the default scope',
      { token: DataTypes.STRING, x: DataTypes.STRING },
      { defaultScope: { attributes: { exclude: ['x'] } } },
      'The default scope leaves the attribute out.',
    ],
  ])('ATTRIBUTE_HIDDEN: leaves an attribute out that is %s', (_, attributes, options, message) => {
    const name = Object.keys(attributes).at(-1);
    expect(checkTask(attributes, options).findings.at(-1)).toEqual({
      code: 'ATTRIBUTE_HIDDEN',
      severity: 'warning',
      place: `Task.${name}`,
      message,
      mend: `Say whether clients may see it: models: { expose: { "Task.${name}": false } } (or true).`,
      served: 'the attribute is left out.',
    });
  });

  it('ATTRIBUTE_HIDDEN: is said once for all attributes that are hidden for one reason', () => {
    const { findings } = checkTask({
      token: DataTypes.STRING,
      slug: DataTypes.VIRTUAL,
      apiKey: DataTypes.STRING,
      links: DataTypes.VIRTUAL,
    });
    expect(findings).toEqual([
      {
        code: 'ATTRIBUTE_HIDDEN',
        severity: 'warning',
        place: 'Task',
        message: 'token, apiKey look like secrets.',
        mend: 'Say whether clients may see them: models: { expose: { "Task.token": false, "Task.apiKey": false } } (or true).',
        served: 'the attributes are left out.',
      },
      {
        code: 'ATTRIBUTE_HIDDEN',
        severity: 'warning',
        place: 'Task',
        message: 'The VIRTUALs slug, links do not say of which types their values are.',
        mend: 'Declare each with one, such as DataTypes.VIRTUAL(DataTypes.STRING).',
        served: 'the attributes are left out.',
      },
    ]);
  });

  it('says nothing of foreign keys to models with which no association was declared under their name', () => {
    const { findings } = check((sequelize) => {
      const User = sequelize.define('User', {});
      const key = { type: DataTypes.INTEGER, references: { model: 'Users', key: 'id' } };
      const Task = sequelize.define('Task', { authorId: key, ownerId: key });
      Task.belongsTo(User, { as: 'owner', foreignKey: 'ownerId' });
    });
    expect(findings).toEqual([]);
  });

  it('ASSOCIATION_REPLACED: finds the foreign key that a second association under one name left behind', () => {
    const { findings } = check((sequelize) => {
      const User = sequelize.define('User', {});
      const Task = sequelize.define('Task', {});
      Task.belongsTo(User, { foreignKey: 'authorId' });
      Task.belongsTo(User, { foreignKey: 'reviewerId' });
    });
    expect(findings).toEqual([
      {
        code: 'ASSOCIATION_REPLACED',
        severity: 'warning',
        place: 'Task.authorId',
        message:
          'This foreign key has no association: either none was declared, or a second one under the same name replaced it.',
        mend: 'Give each association to one model a name of its own: Task.belongsTo(..., { as: "...", foreignKey: "authorId" }).',
        served: 'the key, without a field for the row it refers to.',
      },
    ]);
  });

  it('takes the foreign keys of hasMany and belongsToMany for used', () => {
    const { findings } = check((sequelize) => {
      const User = sequelize.define('User', {});
      const Team = sequelize.define('Team', {});
      Team.hasMany(User);
      Team.hasOne(User, { as: 'lead' });
      User.belongsToMany(Team, { as: 'guestOf', through: 'Guests' });
    });
    expect(findings).toEqual([]);
  });
});

describe('checkCatalog with the options models', () => {
  const define = (sequelize: Sequelize) => {
    const User = sequelize.define('User', { token: DataTypes.STRING, name: DataTypes.STRING });
    const Task = sequelize.define('Task', {});
    Task.belongsTo(User);
    sequelize.define('Log', { token: DataTypes.STRING });
  };

  it('serves only what is included, and says nothing of the rest', () => {
    const checked = check(define, { include: ['Task'] });
    expect(namesOf(checked)).toEqual(['Task']);
    expect(checked.catalog.models[0]?.associations).toEqual([]);
    expect(checked.findings).toEqual([]);
  });

  it('serves all but what is excluded', () => {
    const checked = check(define, { exclude: ['Log', 'User'] });
    expect(namesOf(checked)).toEqual(['Task']);
    expect(checked.findings).toEqual([]);
  });

  it('shows and hides attributes as told, without a word', () => {
    const { catalog, findings } = check(define, {
      expose: { 'User.token': true, 'User.name': false, 'Log.token': false },
    });
    const hidden = catalog.models.flatMap(({ name, attributes }) =>
      attributes.flatMap((attribute) =>
        attribute.hidden === null ? [] : [`${name}.${attribute.name} ${attribute.hidden}`],
      ),
    );
    expect(hidden).toEqual(['User.name configured', 'Log.token configured']);
    expect(findings).toEqual([]);
  });

  it.each<[string, ModelsOptions, string, string]>([
    ['include', { include: ['Task', 'Usr'] }, 'models.include', '"Usr" is no model.'],
    ['exclude', { exclude: ['user'] }, 'models.exclude', '"user" is no model.'],
    [
      'expose',
      { expose: { 'User.tokn': true } },
      'models.expose',
      '"User.tokn" is no attribute, written Model.attribute.',
    ],
  ])('OPTION_NAMES_NOTHING: is fatal for a misspelt name in %s', (_, options, place, message) => {
    expect(check(define, options).findings[0]).toEqual({
      code: 'OPTION_NAMES_NOTHING',
      severity: 'fatal',
      place,
      message,
      mend: 'Write it as the models do.',
      served: null,
    });
  });

  it('cannot show what KinQL cannot carry', () => {
    const sequelize = new Sequelize({ dialect: 'postgres' });
    sequelize.define('Task', { spots: DataTypes.ARRAY(DataTypes.GEOMETRY), full: DataTypes.VIRTUAL });
    const { catalog } = checkCatalog(introspectModels(sequelize), {
      expose: { 'Task.spots': true, 'Task.full': true },
    });
    expect(catalog.models[0]?.attributes.slice(1, 3).map(({ hidden }) => hidden)).toEqual([
      'type',
      'virtual',
    ]);
  });
});
