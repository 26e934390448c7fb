import { describe, expect, it } from '@jest/globals';
import { DataTypes, type Includeable, type ModelOptions, Op, Sequelize } from 'sequelize';
import type { CatalogModel } from '../../../src/catalog/catalog.ts';
import { introspectModels } from '../../../src/catalog/introspect-models.ts';

function introspect(options: ModelOptions): CatalogModel {
  const sequelize = new Sequelize({ dialect: 'postgres' });
  sequelize.define('Task', { rank: DataTypes.INTEGER, name: DataTypes.STRING }, options);
  return introspectModels(sequelize).models[0] as CatalogModel;
}

/** The default scope of a model that includes `User`, who has a default scope of its own, and `Team`, which has none. */
function scopeWithInclude(include: (models: Sequelize['models']) => Includeable | Includeable[] | object) {
  const sequelize = new Sequelize({ dialect: 'postgres' });
  const { models } = sequelize;
  const Team = sequelize.define('Team', {});
  const User = sequelize.define('User', { on: DataTypes.BOOLEAN }, { defaultScope: { where: { on: true } } });
  const Task = sequelize.define('Task', {});
  Task.belongsTo(Team, { as: 'team' });
  Task.belongsTo(User, { as: 'user' });
  Team.belongsTo(User, { as: 'lead' });
  Task.addScope('defaultScope', { include: include(models) as Includeable[] }, { override: true });
  return introspectModels(sequelize).models[2]?.defaultScope;
}

const nothing = { where: false, absent: [], order: [], ignored: [], hides: [] };

describe('introspectModels of the default scope', () => {
  it('has nothing to say where there is none', () => {
    expect(introspect({}).defaultScope).toEqual(nothing);
    expect(introspect({ defaultScope: {} }).defaultScope).toEqual(nothing);
    expect(introspect({ defaultScope: { where: {} } }).defaultScope).toEqual(nothing);
  });

  it.each<[string, ModelOptions['defaultScope']]>([
    ['attributes', { where: { rank: 1 } }],
    ['operators, which are symbols', { where: { [Op.or]: [{ rank: 1 }] } }],
    ['a literal', { where: Sequelize.literal('1 = 1') as never }],
  ])('says that it narrows the rows by %s', (_, defaultScope) => {
    expect(introspect({ defaultScope: defaultScope ?? {} }).defaultScope).toEqual({
      ...nothing,
      where: true,
    });
  });

  it.each<[string, unknown, unknown]>([
    ['a list of pairs', [['rank', 'desc'], ['name']], ['rank DESC', 'name ASC']],
    ['a list of names', ['rank', 'name'], ['rank ASC', 'name ASC']],
    ['one name', 'rank', ['rank ASC']],
  ])('takes an order that is %s', (_, order, expected) => {
    const { defaultScope } = introspect({ defaultScope: { order: order as never } });
    expect(defaultScope.order.map(({ attribute, direction }) => `${attribute} ${direction}`)).toEqual(
      expected,
    );
    expect(defaultScope.ignored).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['a literal', Sequelize.literal('random()')],
    ['an unknown attribute', ['score']],
    ['a place for nulls', [['rank', 'DESC NULLS LAST']]],
  ])('ignores an order by %s', (_, order) => {
    expect(introspect({ defaultScope: { order: order as never } }).defaultScope).toEqual({
      ...nothing,
      ignored: ['order'],
    });
  });

  it('names the parts that are not served, and apart from them those that may hide rows', () => {
    const defaultScope = { limit: 3, offset: 1, group: ['rank'], having: { rank: 1 }, raw: true };
    expect(
      introspect({ defaultScope: defaultScope as ModelOptions['defaultScope'] & object }).defaultScope,
    ).toEqual({
      ...nothing,
      ignored: ['limit', 'offset'],
      hides: ['group', 'having'],
    });
  });

  it.each<[string, Parameters<typeof scopeWithInclude>[0]]>([
    ['a model', ({ Team }) => [Team as never]],
    ['an alias', () => 'team'],
    ['an association', ({ Task }) => [Task?.associations.team as never]],
    ['options', ({ Team }) => ({ model: Team, as: 'team' })],
    ['what need not be there', ({ User }) => [{ model: User as never, as: 'user', required: false }]],
    [
      'an include of its own',
      () => [{ association: 'team', include: [{ association: 'lead', required: false }] }],
    ],
  ])('ignores an include that hides nothing: %s', (_, include) => {
    expect(scopeWithInclude(include)).toEqual({ ...nothing, ignored: ['include'] });
  });

  it.each<[string, Parameters<typeof scopeWithInclude>[0]]>([
    ['it must be there', ({ Team }) => [{ model: Team as never, as: 'team', required: true }]],
    ['it has a where', () => [{ association: 'team', where: { id: 1 } }]],
    ['its target has a default scope with a where', () => 'user'],
    [
      'an include under it hides',
      ({ Task }) => [{ association: Task?.associations.team as never, include: ['lead'] }],
    ],
    ['nobody can tell', () => ({ all: true })],
  ])('says that an include may hide rows where %s', (_, include) => {
    expect(scopeWithInclude(include)).toEqual({ ...nothing, hides: ['include'] });
  });
});

describe('introspectModels of what hides rows besides', () => {
  it('knows paranoid models, and that paranoid means nothing without timestamps', () => {
    expect(introspect({ paranoid: true }).paranoid).toBe(true);
    expect(introspect({ paranoid: true, timestamps: false }).paranoid).toBe(false);
    expect(introspect({ paranoid: true, deletedAt: 'gone' }).paranoid).toBe(true);
    expect(introspect({}).paranoid).toBe(false);
  });

  it('names find hooks of the model and of the instance, and no others', () => {
    const sequelize = new Sequelize({
      dialect: 'postgres',
      hooks: { beforeFindAfterOptions: () => undefined },
    });
    const Task = sequelize.define(
      'Task',
      {},
      { hooks: { afterFind: () => undefined, beforeCreate: () => undefined } },
    );
    Task.addHook('beforeFind', () => undefined);
    sequelize.define('User', {});
    expect(introspectModels(sequelize).models.map(({ name, findHooks }) => [name, findHooks])).toEqual([
      ['Task', ['beforeFind', 'beforeFindAfterOptions', 'afterFind']],
      ['User', ['beforeFindAfterOptions']],
    ]);
  });
});
