import { describe, expect, it } from '@jest/globals';
import { DataTypes, type ModelAttributes, type ModelOptions, Sequelize } from 'sequelize';
import { type CheckedCatalog, checkCatalog } from '../../../src/catalog/check-catalog.ts';
import { introspectModels } from '../../../src/catalog/introspect-models.ts';

function check(define: (sequelize: Sequelize) => unknown): CheckedCatalog {
  const sequelize = new Sequelize({ dialect: 'postgres' });
  define(sequelize);
  const { catalog, findings } = checkCatalog(introspectModels(sequelize));
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
    const { findings } = check((sequelize) => {
      const User = sequelize.define('User', { name: DataTypes.STRING, token: DataTypes.STRING });
      const Task = sequelize.define('Task', { spots: DataTypes.ARRAY(DataTypes.GEOMETRY) });
      Task.belongsTo(User, { as: 'owner', targetKey: 'name' });
      Task.belongsTo(User, { as: 'author', uniqueKey: 'one' } as never);
    });
    expect(findings.map(({ code, severity, place }) => `${severity} ${code} ${place}`)).toEqual([
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
    const { findings } = checkCatalog({ ...introspectModels(sequelize), dialect: 'mssql' });
    expect(findings).toEqual([
      {
        code: 'DIALECT_UNSUPPORTED',
        severity: 'fatal',
        place: 'Sequelize',
        message: 'The dialect "mssql" is not served.',
        mend: 'Use postgres, mysql, mariadb or sqlite.',
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

  it('SCOPE_NOT_SERVED: leaves a model out whose default scope gives groups instead of rows', () => {
    const checked = checkTask({ rank: DataTypes.INTEGER }, { defaultScope: { group: ['rank'] } });
    expect(checked.findings).toEqual([
      {
        code: 'SCOPE_NOT_SERVED',
        severity: 'warning',
        place: 'Task',
        message:
          'The default scope groups rows by something else than the primary key, so that what it gives are no rows of the table.',
        mend: 'Name the primary key in the group, or take it out of the scope.',
        served: modelLeftOut,
      },
    ]);
    expect(namesOf(checked)).toEqual(['User']);
  });

  it.each<[string, object, string, string]>([
    [
      'limit',
      { limit: 5 },
      "The default scope's limit would apply to a whole batch of parents instead of one.",
      "the rows of the scope's where.",
    ],
    [
      'offset',
      { offset: 5 },
      "The default scope's offset would apply to a whole batch of parents instead of one.",
      "the rows of the scope's where.",
    ],
    [
      'order',
      { order: Sequelize.literal('1') },
      "The default scope's order has a term that is no attribute of the model.",
      "the rows of the scope's where, in the order of their key.",
    ],
    [
      'limit and order',
      { limit: 5, order: [['nothing', 'ASC']] },
      "The default scope's limit would apply to a whole batch of parents instead of one. The default scope's order has a term that is no attribute of the model.",
      "the rows of the scope's where, in the order of their key.",
    ],
  ])(
    'DEFAULT_SCOPE_PARTLY_IGNORED: serves a model without the %s of its default scope',
    (_, scope, message, served) => {
      const checked = checkTask({}, { defaultScope: scope });
      expect(checked.findings).toEqual([
        {
          code: 'DEFAULT_SCOPE_PARTLY_IGNORED',
          severity: 'warning',
          place: 'Task',
          message,
          mend: 'Leave it out of the default scope.',
          served,
        },
      ]);
      expect(namesOf(checked)).toEqual(['User', 'Task']);
    },
  );

  it('MODEL_WITHOUT_ATTRIBUTES: leaves a model out of which clients may see nothing', () => {
    const checked = checkTask({ token: { type: DataTypes.STRING, primaryKey: true } }, { timestamps: false });
    expect(checked.findings[0]).toEqual({
      code: 'MODEL_WITHOUT_ATTRIBUTES',
      severity: 'warning',
      place: 'Task',
      message: 'The model has no attribute that clients may see.',
      mend: 'Show one by models.Task.attributes, or exclude the model by models.exclude.',
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
      mend: 'Declare the attribute with a type of Sequelize, give it one in the options, or leave it.',
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
      mend: `Say whether clients may see it: models: { Task: { attributes: { ${name}: { expose: "hidden" } } } } (or "read-only", "write-only", "read-write").`,
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
        mend: 'Say whether clients may see them: models: { Task: { attributes: { token: { expose: "hidden" }, apiKey: { expose: "hidden" } } } } (or "read-only", "write-only", "read-write").',
        served: 'the attributes are left out.',
      },
      {
        code: 'ATTRIBUTE_HIDDEN',
        severity: 'warning',
        place: 'Task',
        message: 'The VIRTUALs slug, links do not say of which types their values are.',
        mend: 'Declare each with one, such as DataTypes.VIRTUAL(DataTypes.STRING), or say in the options: models: { Task: { attributes: { slug: { type: "STRING" }, links: { type: "STRING" } } } } (or expose: "hidden").',
        served: 'the attributes are left out.',
      },
    ]);
  });

  it('says nothing of foreign keys to models with which no association was declared under their name', () => {
    const { findings } = check((sequelize) => {
      const User = sequelize.define('User', {});
      const key = { type: DataTypes.INTEGER, references: { model: 'Users', key: 'id' } };
      const Task = sequelize.define('Task', { authorId: { ...key }, ownerId: { ...key } });
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
