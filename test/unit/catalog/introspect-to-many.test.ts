import { describe, expect, it } from '@jest/globals';
import { DataTypes, type Model, type ModelStatic, Sequelize } from 'sequelize';
import type { Catalog, CatalogAssociation } from '../../../src/catalog/catalog.ts';
import { introspectModels } from '../../../src/catalog/introspect-models.ts';

interface Models {
  readonly sequelize: Sequelize;
  readonly Project: ModelStatic<Model>;
  readonly User: ModelStatic<Model>;
}

function introspect(associate: (models: Models) => unknown): Catalog {
  const sequelize = new Sequelize({ dialect: 'postgres' });
  const Project = sequelize.define('Project', { code: { type: DataTypes.STRING, unique: true } });
  const User = sequelize.define('User', { email: { type: DataTypes.STRING, unique: true } });
  associate({ sequelize, Project, User });
  return introspectModels(sequelize);
}

function associations(catalog: Catalog, model: string): readonly CatalogAssociation[] {
  return catalog.models.find(({ name }) => name === model)?.associations ?? [];
}

const users: CatalogAssociation = {
  id: 'Project.Users',
  kind: 'hasMany',
  alias: 'Users',
  aliased: false,
  source: 'Project',
  target: 'User',
  sourceAttribute: 'id',
  targetAttribute: 'ProjectId',
  inferred: false,
  narrowed: false,
  scopeValues: null,
  targetScope: null,
  polymorphic: false,
  discriminator: null,
  constrained: true,
  onDelete: 'SET NULL',
  onUpdate: 'CASCADE',
  through: null,
  oddities: [],
};

describe('introspectModels of hasMany and hasOne', () => {
  it('takes a hasMany with its defaults', () => {
    const catalog = introspect(({ Project, User }) => Project.hasMany(User));
    expect(associations(catalog, 'Project')).toEqual([users]);
    expect(associations(catalog, 'User')).toEqual([]);
  });

  it('takes alias, foreign key and source key', () => {
    const catalog = introspect(({ Project, User }) =>
      Project.hasMany(User, {
        as: 'members',
        foreignKey: { name: 'projectCode', allowNull: false },
        sourceKey: 'code',
      }),
    );
    expect(associations(catalog, 'Project')).toEqual([
      {
        ...users,
        id: 'Project.members',
        alias: 'members',
        aliased: true,
        sourceAttribute: 'code',
        targetAttribute: 'projectCode',
        onDelete: 'CASCADE',
      },
    ]);
  });

  it('takes a hasOne', () => {
    const catalog = introspect(({ Project, User }) => Project.hasOne(User, { as: 'lead' }));
    expect(associations(catalog, 'Project')).toEqual([
      {
        ...users,
        id: 'Project.lead',
        kind: 'hasOne',
        alias: 'lead',
        aliased: true,
        targetAttribute: 'leadId',
      },
    ]);
  });

  it('gives both associations of one foreign key the actions of the first that was declared', () => {
    const catalog = introspect(({ Project, User }) => {
      Project.hasMany(User, { foreignKey: { name: 'ProjectId', allowNull: false } });
      User.belongsTo(Project);
    });
    expect(associations(catalog, 'Project')).toEqual([{ ...users, onDelete: 'CASCADE' }]);
    expect(associations(catalog, 'User')).toMatchObject([{ id: 'User.Project', onDelete: 'CASCADE' }]);
  });
});

describe('introspectModels of belongsToMany', () => {
  it('takes both sides over a through model that Sequelize makes', () => {
    const catalog = introspect(({ Project, User }) => {
      Project.belongsToMany(User, { through: 'UserProjects' });
      User.belongsToMany(Project, { through: 'UserProjects' });
    });
    const through = {
      model: 'UserProjects',
      sourceAttribute: 'ProjectId',
      targetAttribute: 'UserId',
      scope: { narrows: false, byKey: [], includes: [], absent: [], order: [], ignored: [], hides: [] },
    };
    const many: CatalogAssociation = {
      ...users,
      kind: 'belongsToMany',
      targetAttribute: 'id',
      constrained: false,
      onDelete: null,
      onUpdate: null,
      through,
    };
    expect(associations(catalog, 'Project')).toEqual([many]);
    expect(associations(catalog, 'User')).toEqual([
      {
        ...many,
        id: 'User.Projects',
        alias: 'Projects',
        source: 'User',
        target: 'Project',
        through: { ...through, sourceAttribute: 'UserId', targetAttribute: 'ProjectId' },
      },
    ]);
  });

  it.each([{}, { as: 'favourites' }, { as: { singular: 'pick', plural: 'picks' } }])(
    'names a through model that Sequelize makes after itself, not after the association that made it: %j',
    (options) => {
      const sequelize = new Sequelize({ dialect: 'postgres' });
      const User = sequelize.define('User', {}, { comment: 'Who works here' });
      const Project = sequelize.define('Project', {});
      User.belongsToMany(Project, { through: 'UserProjects', ...(options as { as?: string }) });
      expect(
        introspectModels(sequelize).models.map(({ name, singular, plural, description }) => ({
          name,
          singular,
          plural,
          description,
        })),
      ).toEqual([
        { name: 'User', singular: 'User', plural: 'Users', description: 'Who works here' },
        { name: 'Project', singular: 'Project', plural: 'Projects', description: null },
        { name: 'UserProjects', singular: 'UserProject', plural: 'UserProjects', description: null },
      ]);
    },
  );

  it('takes the key of a through model from both of its foreign keys', () => {
    const catalog = introspect(({ Project, User }) =>
      User.belongsToMany(Project, { through: 'UserProjects' }),
    );
    expect(catalog.models[2]?.keys).toEqual([
      { attributes: ['UserId', 'ProjectId'], primary: true, nullable: false },
    ]);
  });

  it('takes foreignKey, otherKey, sourceKey and targetKey over a through model of the team', () => {
    const catalog = introspect(({ sequelize, Project, User }) => {
      const Membership = sequelize.define('Membership', { since: DataTypes.DATEONLY });
      Project.belongsToMany(User, {
        as: 'members',
        through: Membership,
        foreignKey: 'projectCode',
        otherKey: 'userEmail',
        sourceKey: 'code',
        targetKey: 'email',
      });
    });
    expect(associations(catalog, 'Project')).toMatchObject([
      {
        id: 'Project.members',
        kind: 'belongsToMany',
        sourceAttribute: 'code',
        targetAttribute: 'email',
        through: { model: 'Membership', sourceAttribute: 'projectCode', targetAttribute: 'userEmail' },
      },
    ]);
  });

  it('is silent about uniqueKey, which names the unique key of the through model', () => {
    const catalog = introspect(({ Project, User }) =>
      User.belongsToMany(Project, { through: 'UserProjects', uniqueKey: 'one_pair' }),
    );
    expect(associations(catalog, 'User')).toMatchObject([{ oddities: [] }]);
  });
});

describe('introspectModels', () => {
  it('gives data that is the same after it went through JSON', () => {
    const catalog = introspect(({ sequelize, Project, User }) => {
      User.belongsTo(Project, { as: 'favourite' });
      Project.belongsToMany(User, { through: 'UserProjects' });
      sequelize.define(
        'Odd',
        {
          range: DataTypes.RANGE(DataTypes.INTEGER),
          list: DataTypes.ARRAY(DataTypes.STRING),
          spot: DataTypes.GEOMETRY('POINT'),
          full: new DataTypes.VIRTUAL(DataTypes.STRING, ['list']),
          state: { type: DataTypes.ENUM('a', 'b'), defaultValue: 'a', comment: 'how it stands' },
          custom: 'tsvector',
        },
        {
          comment: 'all sorts',
          defaultScope: { where: sequelize.literal('true') as never, order: [['id', 'desc']], limit: 3 },
          indexes: [{ unique: true, fields: [sequelize.fn('lower', sequelize.col('state'))] }],
        },
      );
    });
    expect(JSON.parse(JSON.stringify(catalog))).toEqual(catalog);
    expect(catalog.models).toHaveLength(4);
  });

  it('names the dialect, and has no models where there are none', () => {
    expect(introspectModels(new Sequelize({ dialect: 'mysql' }))).toEqual({
      dialect: 'mysql',
      searchPath: false,
      models: [],
    });
  });

  it('takes table, schema and comment of a model', () => {
    const sequelize = new Sequelize({ dialect: 'postgres' });
    sequelize.define('Task', {}, { tableName: 'tsk', schema: 'work', comment: 'What is to be done' });
    sequelize.define('Sheep', {}, { freezeTableName: true });
    expect(
      introspectModels(sequelize).models.map(({ table, description }) => ({ table, description })),
    ).toEqual([
      { table: { name: 'tsk', schema: 'work' }, description: 'What is to be done' },
      { table: { name: 'Sheep', schema: null }, description: null },
    ]);
  });

  it('takes the singular and plural that a model was given', () => {
    const sequelize = new Sequelize({ dialect: 'postgres' });
    sequelize.define('Datum', {}, { name: { singular: 'reading', plural: 'readings' } });
    sequelize.define('News', {});
    expect(introspectModels(sequelize).models.map(({ singular, plural }) => [singular, plural])).toEqual([
      ['reading', 'readings'],
      ['News', 'News'],
    ]);
  });
});
