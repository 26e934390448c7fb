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

  it.each(['withTeam', 'grouped'])(
    'notes that the scope %s may hide rows by more than its where',
    (scope) => {
      expect(associate((User) => User.scope(scope))).toMatchObject({
        narrowed: true,
        oddities: ['hidingScope'],
      });
    },
  );
});
