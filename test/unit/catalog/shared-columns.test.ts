import { describe, expect, it } from '@jest/globals';
import { DataTypes, Sequelize } from 'sequelize';
import { analyseModels } from '../../../src/build/create-schema.ts';

/** One side names the foreign key by its attribute, the other by its column, so that Sequelize makes two attributes. */
function define(order: 'childFirst' | 'parentFirst' = 'childFirst') {
  const sequelize = new Sequelize({ dialect: 'postgres', define: { timestamps: false, underscored: true } });
  const User = sequelize.define('User', { name: DataTypes.STRING });
  const Task = sequelize.define('Task', { title: DataTypes.STRING }, { indexes: [{ fields: ['user_id'] }] });
  const child = () => Task.belongsTo(User, { as: 'user', foreignKey: { name: 'userId', field: 'user_id' } });
  const parent = () => User.hasMany(Task, { as: 'tasks', foreignKey: 'user_id' });
  for (const associate of order === 'childFirst' ? [child, parent] : [parent, child]) {
    associate();
  }
  return { sequelize, Task, User };
}

describe('attributes that share a column', () => {
  it.each([['childFirst'], ['parentFirst']] as const)('are one field, %s', (order) => {
    const { sequelize, Task } = define(order);
    expect(Object.keys(Task.getAttributes()).filter((name) => name.startsWith('user'))).toHaveLength(2);
    const { names, findings } = analyseModels(sequelize);
    expect(findings).toEqual([]);
    expect(Object.values(names.models.Task?.attributes ?? {})).toEqual(['id', 'title', 'userId']);
  });

  it('are one key: the way there and the way back are the two sides of one association', () => {
    const { catalog } = analyseModels(define().sequelize);
    const [user, tasks] = ['Task', 'User'].map(
      (name) => catalog.models.find((model) => model.name === name)?.associations,
    );
    expect(user?.map(({ id, sourceAttribute }) => [id, sourceAttribute])).toEqual([['Task.user', 'userId']]);
    expect(tasks?.map(({ id, targetAttribute }) => [id, targetAttribute])).toEqual([
      ['User.tasks', 'userId'],
    ]);
  });

  it('are all hidden where the name of one says so, and the second may be asked for', () => {
    const { sequelize, Task } = define();
    sequelize.define('Login', {
      shown: { type: DataTypes.STRING, field: 'pass' },
      password: { type: DataTypes.STRING, field: 'pass' },
      name: DataTypes.STRING,
    });
    const { names } = analyseModels(sequelize, {
      models: { Task: { attributes: { user_id: { expose: 'read-write' } } } },
    });
    expect(names.models.Login?.attributes).toEqual({ id: 'id', name: 'name' });
    expect(Object.keys(names.models[Task.name]?.attributes ?? {})).toContain('user_id');
  });
});
