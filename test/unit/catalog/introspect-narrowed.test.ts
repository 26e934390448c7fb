import { describe, expect, it } from '@jest/globals';
import { DataTypes, type Model, type ModelStatic, Op, Sequelize } from 'sequelize';
import type { CatalogAssociation } from '../../../src/catalog/catalog.ts';
import { introspectModels } from '../../../src/catalog/introspect-models.ts';

/** What is said of `Task.belongsTo(target(User))`. */
function associate(
  target: (user: ModelStatic<Model>) => ModelStatic<Model>,
  options: object = {},
): CatalogAssociation {
  const sequelize = new Sequelize({ dialect: 'postgres' });
  const Team = sequelize.define('Team', {});
  const User = sequelize.define(
    'User',
    { active: DataTypes.BOOLEAN },
    {
      scopes: {
        active: { where: { active: true } },
        withTeam: { include: [{ model: Team, required: true }] },
        grouped: { group: ['active'] },
        idle: { attributes: ['id'], order: [['id', 'DESC']] },
      },
    },
  );
  User.belongsTo(Team);
  const Task = sequelize.define('Task', {});
  Task.belongsTo(target(User), { as: 'user', ...options });
  const catalog = introspectModels(sequelize);
  return catalog.models.find(({ name }) => name === 'Task')?.associations[0] as CatalogAssociation;
}

const untouched = { target: 'User', narrowed: false, oddities: [] };

describe('introspectModels of an association whose target is narrowed', () => {
  it('sees nothing narrowed in the model itself', () => {
    expect(associate((User) => User)).toMatchObject(untouched);
  });

  it.each<[string, (user: ModelStatic<Model>) => ModelStatic<Model>]>([
    ['a scoped clone', (User) => User.scope('active')],
    ['an unscoped clone, which lacks the default scope', (User) => User.unscoped()],
    ['a clone in another schema', (User) => User.schema('archive')],
  ])('sees %s', (_, target) => {
    expect(associate(target)).toMatchObject({ ...untouched, narrowed: true });
  });

  it('sees the scope of the association', () => {
    const scope = { active: { [Op.not]: false } };
    expect(associate((User) => User, { scope })).toMatchObject({ ...untouched, narrowed: true });
  });

  it('takes the scope of a clone as that of a model', () => {
    const scopeOf = (name: string) => associate((User) => User.scope(name)).targetScope;
    const nothing = {
      narrows: false,
      byKey: [],
      includes: [],
      absent: [],
      order: [],
      ignored: [],
      hides: [],
    };
    expect(associate((User) => User).targetScope).toBeNull();
    expect(associate((User) => User.unscoped()).targetScope).toEqual(nothing);
    expect(scopeOf('active')).toEqual({ ...nothing, narrows: true });
    expect(scopeOf('withTeam')).toEqual({
      ...nothing,
      narrows: true,
      byKey: ['include'],
      includes: ['Team'],
    });
    expect(scopeOf('grouped')).toEqual({ ...nothing, hides: ['group'] });
    expect(scopeOf('idle')).toEqual({ ...nothing, order: [{ attribute: 'id', direction: 'DESC' }] });
  });

  it('notes that a clone leaves out attributes which the model shows', () => {
    expect(associate((User) => User.scope('idle'))).toMatchObject({ oddities: ['hidingScope'] });
  });
});
