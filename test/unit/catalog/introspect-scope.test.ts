import { describe, expect, it } from '@jest/globals';
import { DataTypes, type FindOptions, type Includeable, type ModelOptions, Op, Sequelize } from 'sequelize';
import type { CatalogModel } from '../../../src/catalog/catalog.ts';
import { introspectModels } from '../../../src/catalog/introspect-models.ts';

function introspect(options: ModelOptions): CatalogModel {
  const sequelize = new Sequelize({ dialect: 'postgres' });
  sequelize.define('Task', { rank: DataTypes.INTEGER, name: DataTypes.STRING }, options);
  return introspectModels(sequelize).models[0] as CatalogModel;
}

/** The default scope of a model that includes `User`, who has a default scope of its own, and `Team`, which has none. */
function scopeWithInclude(
  include: (models: Sequelize['models']) => Includeable | Includeable[] | object,
  where?: object,
) {
  const sequelize = new Sequelize({ dialect: 'postgres' });
  const { models } = sequelize;
  const Team = sequelize.define('Team', {});
  const User = sequelize.define('User', { on: DataTypes.BOOLEAN }, { defaultScope: { where: { on: true } } });
  const Task = sequelize.define('Task', {});
  Task.belongsTo(Team, { as: 'team' });
  Task.belongsTo(sequelize.define('Place', {}));
  Task.belongsTo(User, { as: 'user' });
  Team.belongsTo(User, { as: 'lead' });
  const scope = { include: include(models) as Includeable[], ...(where !== undefined && { where }) };
  Task.addScope('defaultScope', scope as FindOptions, { override: true });
  return introspectModels(sequelize).models[2]?.defaultScope;
}

const nothing = { narrows: false, byKey: [], includes: [], absent: [], order: [], ignored: [], hides: [] };

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
      narrows: true,
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
    const defaultScope = { limit: 3, offset: 1, group: ['rank'], raw: true };
    expect(introspect({ defaultScope }).defaultScope).toEqual({
      ...nothing,
      ignored: ['limit', 'offset'],
      hides: ['group'],
    });
    expect(introspect({ defaultScope: { having: { rank: 1 } } }).defaultScope).toMatchObject({
      hides: ['having'],
    });
  });

  it.each<[string, unknown]>([
    ['its name', 'id'],
    ['a list', ['rank', 'id']],
    ['the name of the model too', ['Task.id']],
    ['a col', [Sequelize.col('Task.id')]],
  ])('sees that a group by %s names the primary key, and then narrows by having alone', (_, group) => {
    expect(introspect({ defaultScope: { group: group as string[] } }).defaultScope).toEqual(nothing);
    expect(
      introspect({ defaultScope: { group: group as string[], having: { rank: 1 } } }).defaultScope,
    ).toEqual({ ...nothing, narrows: true, byKey: ['having'] });
  });

  it('takes the column of the primary key for it, and wants every part of one', () => {
    const sequelize = new Sequelize({ dialect: 'postgres' });
    const key = (field: string) => ({ type: DataTypes.INTEGER, primaryKey: true, field });
    const scoped = (group: string[]) => {
      const Cell = sequelize.define('Cell', { x: key('xx'), y: key('yy') }, { defaultScope: { group } });
      return introspectModels(sequelize).models.find(({ name }) => name === Cell.name)?.defaultScope.hides;
    };
    expect(scoped(['xx', 'Cell.y'])).toEqual([]);
    expect(scoped(['xx'])).toEqual(['group']);
  });

  it.each<[string, string, Parameters<typeof scopeWithInclude>[0]]>([
    ['a model', 'Place', ({ Place }) => [Place as never]],
    ['an alias', 'team', () => 'team'],
    ['an association', 'team', ({ Task }) => [Task?.associations.team as never]],
    ['options', 'team', ({ Team }) => ({ model: Team, as: 'team' })],
    ['what need not be there', 'user', ({ User }) => [{ model: User as never, as: 'user', required: false }]],
    [
      'an include of its own',
      'team',
      () => [{ association: 'team', include: [{ association: 'lead', required: false }] }],
    ],
  ])('says no more of an include that hides nothing than its name: %s', (_, name, include) => {
    expect(scopeWithInclude(include)).toEqual({ ...nothing, includes: [name] });
  });

  it('names everything that an include of all includes', () => {
    expect(scopeWithInclude(() => ({ all: true }))).toMatchObject({ includes: ['team', 'Place', 'user'] });
  });

  it.each<[string, Parameters<typeof scopeWithInclude>[0]]>([
    ['it must be there', ({ Team }) => [{ model: Team as never, as: 'team', required: true }]],
    ['it has a where', () => [{ association: 'team', where: { id: 1 } }]],
    ['its target has a default scope with a where', () => 'user'],
    ['it is joined from the right', () => [{ association: 'team', right: true }]],
    [
      'an include under it must be there',
      ({ Task }) => [{ association: Task?.associations.team as never, include: ['lead'] }],
    ],
    ['it is one of all', () => ({ all: true })],
  ])('narrows by an include where %s', (_, include) => {
    expect(scopeWithInclude(include)).toMatchObject({ narrows: true, byKey: ['include'] });
  });

  it.each<[string, object]>([
    ['a column of it', { '$team.id$': 1 }],
    ['a column of it, under an operator', { [Op.or]: [{ id: 1 }, { '$team.id$': 1 }] }],
    ['SQL of its own', Sequelize.literal('"team"."id" = 1')],
    ['a function among others', { [Op.and]: [Sequelize.where(Sequelize.col('team.id'), 1)] }],
  ])('narrows by an include that need not be there where the where names %s', (_, where) => {
    expect(scopeWithInclude(() => 'team', where)).toMatchObject({ byKey: ['include'] });
  });

  it('leaves a plain where apart from an include that hides nothing', () => {
    expect(scopeWithInclude(() => 'team', { id: 1 })).toEqual({
      ...nothing,
      narrows: true,
      includes: ['team'],
    });
  });

  it('says that an include hides rows where Sequelize refuses it', () => {
    expect(scopeWithInclude(() => [{ association: 'boss' }])).toEqual({ ...nothing, hides: ['include'] });
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
