import { describe, expect, it } from '@jest/globals';
import { DataTypes, type Model, type ModelStatic, Sequelize } from 'sequelize';
import { introspectModels } from '../../../src/catalog/introspect-models.ts';

interface Models {
  readonly sequelize: Sequelize;
  readonly Task: ModelStatic<Model>;
  readonly User: ModelStatic<Model>;
}

/** The associations of `User`, inferred ones included. */
function associationsOfUser(associate: (models: Models) => unknown) {
  const sequelize = new Sequelize({ dialect: 'postgres' });
  const Task = sequelize.define('Task', {
    code: { type: DataTypes.INTEGER, unique: true },
    shared: DataTypes.INTEGER,
  });
  const User = sequelize.define(
    'User',
    { name: { type: DataTypes.STRING, unique: true }, active: DataTypes.BOOLEAN },
    { scopes: { active: { where: { active: true } } } },
  );
  associate({ sequelize, Task, User });
  const { models } = introspectModels(sequelize);
  return models.find(({ name }) => name === 'User')?.associations;
}

describe('inferInverses', () => {
  it('mirrors a belongsTo as a hasMany of its target', () => {
    expect(associationsOfUser(({ Task, User }) => Task.belongsTo(User))).toEqual([
      {
        id: 'inverse of Task.User',
        kind: 'hasMany',
        alias: 'User',
        aliased: false,
        source: 'User',
        target: 'Task',
        sourceAttribute: 'id',
        targetAttribute: 'UserId',
        inferred: true,
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
      },
    ]);
  });

  it('leads back from the target key', () => {
    const associations = associationsOfUser(({ Task, User }) =>
      Task.belongsTo(User, { as: 'owner', targetKey: 'name' }),
    );
    expect(associations).toMatchObject([
      { id: 'inverse of Task.owner', sourceAttribute: 'name', targetAttribute: 'ownerId' },
    ]);
  });

  it('mirrors a unique foreign key as a hasOne', () => {
    expect(
      associationsOfUser(({ Task, User }) => Task.belongsTo(User, { as: 'owner', foreignKey: 'code' })),
    ).toMatchObject([{ id: 'inverse of Task.owner', kind: 'hasOne', targetAttribute: 'code' }]);
  });

  it('mirrors each of several associations, and a reference to the model itself', () => {
    const associations = associationsOfUser(({ Task, User }) => {
      Task.belongsTo(User);
      Task.belongsTo(User, { as: 'owner' });
      User.belongsTo(User, { as: 'boss' });
    });
    expect(associations?.map(({ id }) => id)).toEqual([
      'User.boss',
      'inverse of Task.User',
      'inverse of Task.owner',
      'inverse of User.boss',
    ]);
  });

  it('mirrors two associations over one foreign key once', () => {
    const associations = associationsOfUser(({ Task, User }) => {
      Task.belongsTo(User, { as: 'owner', foreignKey: 'shared' });
      Task.belongsTo(User, { as: 'author', foreignKey: 'shared' });
    });
    expect(associations?.map(({ id }) => id)).toEqual(['inverse of Task.owner']);
  });

  it.each<[string, (models: Models) => unknown, string]>([
    ['hasMany', ({ Task, User }) => User.hasMany(Task, { as: 'works' }), 'User.works'],
    ['hasOne', ({ Task, User }) => User.hasOne(Task, { as: 'work', foreignKey: 'UserId' }), 'User.work'],
  ])('gives way to a declared %s over the same key', (_, declare, id) => {
    const associations = associationsOfUser((models) => {
      models.Task.belongsTo(models.User);
      declare(models);
    });
    expect(associations?.map((association) => association.id)).toEqual([id]);
  });

  it('stands beside a declared hasMany over another key', () => {
    const associations = associationsOfUser(({ Task, User }) => {
      Task.belongsTo(User, { as: 'owner' });
      User.hasMany(Task);
    });
    expect(associations?.map(({ id }) => id)).toEqual(['User.Tasks', 'inverse of Task.owner']);
  });

  it.each<[string, (models: Models) => unknown]>([
    ['a scoped target', ({ Task, User }) => Task.belongsTo(User.scope('active'))],
    ['an association with a scope', ({ Task, User }) => Task.belongsTo(User, { scope: { active: true } })],
    [
      'a foreign key that several targets share',
      ({ sequelize, Task, User }) => {
        Task.belongsTo(User, { foreignKey: 'shared', constraints: false });
        Task.belongsTo(sequelize.define('Team', {}), { foreignKey: 'shared', constraints: false });
      },
    ],
    [
      'a reference to the first column of a primary key of two',
      ({ sequelize, User }) => {
        User.rawAttributes.name = { ...User.rawAttributes.name, primaryKey: true } as never;
        (User as unknown as { refreshAttributes(): void }).refreshAttributes();
        sequelize.define('Note', {}).belongsTo(User);
      },
    ],
    ['an alias that is an object', ({ Task, User }) => Task.belongsTo(User, { as: {} as never })],
    [
      'a VIRTUAL foreign key',
      ({ sequelize, User }) =>
        sequelize.define('Ghost', { UserId: DataTypes.VIRTUAL }).belongsTo(User, { constraints: false }),
    ],
  ])('mirrors nothing of %s', (_, associate) => {
    expect(associationsOfUser(associate)).toEqual([]);
  });
});
