import { describe, expect, it } from '@jest/globals';
import type { GraphQLObjectType } from 'graphql';
import {
  DataTypes,
  type Model,
  type ModelAttributeColumnOptions,
  type ModelOptions,
  type ModelStatic,
  Sequelize,
} from 'sequelize';
import { createSchema } from '../../../src/build/create-schema.ts';

interface Parent {
  readonly foreignKey?: Partial<ModelAttributeColumnOptions>;
  readonly target?: ModelOptions;
  readonly options?: object;
  /** What the default scope of the target says of its own parent, which it includes. */
  readonly joined?: { readonly required: boolean };
  readonly clone?: (user: ModelStatic<Model>) => ModelStatic<Model>;
}

/** The type of `Task.user`. */
function parentType(
  { foreignKey, target, options, joined, clone = (user) => user }: Parent,
  nonNullParents = true,
): string {
  const sequelize = new Sequelize({ dialect: 'postgres' });
  const User = sequelize.define(
    'User',
    { on: DataTypes.BOOLEAN, name: { type: DataTypes.STRING, unique: true }, nick: DataTypes.STRING },
    { scopes: { on: { where: { on: true } } }, ...target },
  );
  if (joined !== undefined) {
    User.belongsTo(sequelize.define('Firm', {}), { as: 'firm' });
    User.addScope('defaultScope', { include: [{ association: 'firm', ...joined }] }, { override: true });
  }
  const Task = sequelize.define('Task', {
    userId: { type: DataTypes.INTEGER, allowNull: false, ...foreignKey },
  });
  Task.belongsTo(clone(User), { as: 'user', foreignKey: 'userId', ...options });
  const schema = createSchema(sequelize, { nonNullParents, onFinding: () => undefined });
  return String((schema.getType('Task') as GraphQLObjectType).getFields().user?.type);
}

describe('nonNullParents', () => {
  it.each<[string, Parent]>([
    ['whose foreign key is not null and constrained', {}],
    ['whose foreign key is the primary key', { foreignKey: { primaryKey: true, allowNull: true } }],
    ['by a unique target key', { options: { targetKey: 'name' }, foreignKey: { type: DataTypes.STRING } }],
    ['whose target includes what need not be there', { joined: { required: false } }],
    ['whose target has an order and a limit', { target: { defaultScope: { order: ['name'], limit: 1 } } }],
  ])('makes a parent non-null %s', (_, parent) => {
    expect(parentType(parent)).toBe('User!');
  });

  it.each<[string, Parent]>([
    ['whose foreign key may be null', { foreignKey: { allowNull: true } }],
    ['without a constraint', { options: { constraints: false } }],
    ['that may be deleted and stay', { target: { paranoid: true } }],
    ['that a default scope may hide', { target: { defaultScope: { where: { on: true } } } }],
    ['that the include of a default scope may hide', { joined: { required: true } }],
    ['that a scope of the association may hide', { options: { scope: { on: true } } }],
    ['that a scope of the target may hide', { clone: (User) => User.scope('on') }],
    ['that a find hook may hide', { target: { hooks: { beforeFind: () => undefined } } }],
    ['by a target key that is not unique', { options: { targetKey: 'nick', constraints: false } }],
  ])('leaves a parent nullable %s', (_, parent) => {
    expect(parentType(parent)).toBe('User');
  });

  it('leaves a parent nullable whose key may name a row of another model', () => {
    const sequelize = new Sequelize({ dialect: 'postgres' });
    const [User, Team] = ['User', 'Team'].map((name) => sequelize.define(name, {})) as [
      ModelStatic<Model>,
      ModelStatic<Model>,
    ];
    const Task = sequelize.define('Task', {
      kind: DataTypes.STRING,
      ownerId: { type: DataTypes.INTEGER, allowNull: false },
    });
    User.hasMany(Task, { foreignKey: 'ownerId', scope: { kind: 'user' } });
    Team.hasMany(Task, { foreignKey: 'ownerId', scope: { kind: 'team' }, constraints: false });
    Task.belongsTo(User, { as: 'user', foreignKey: 'ownerId' });
    const schema = createSchema(sequelize, { nonNullParents: true, onFinding: () => undefined });
    expect(String((schema.getType('Task') as GraphQLObjectType).getFields().user?.type)).toBe('User');
  });

  it('is off by default', () => {
    expect(parentType({}, false)).toBe('User');
  });
});
