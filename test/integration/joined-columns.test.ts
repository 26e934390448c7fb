// Parents whose keys are of other types in the database than in the models, as legacy tables have them.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataTypes } from 'sequelize';
import { createSchema } from '../../src/build/create-schema.ts';
import { databases, openDatabase, type TestInstance } from '../support/databases.ts';
import { runQuery } from '../support/run-query.ts';

describe.each(databases)('a foreign key that is a text in the database ($name)', (database) => {
  let instance: TestInstance;

  beforeAll(async () => {
    instance = await openDatabase(database, 'joined_columns');
    const { sequelize } = instance;
    const id = { type: DataTypes.INTEGER, primaryKey: true };
    const options = { timestamps: false };
    const Legacy = sequelize.define(
      'Legacy',
      { id, name: DataTypes.STRING, userId: DataTypes.STRING(20) },
      options,
    );
    const User = sequelize.define('User', { name: DataTypes.STRING }, options);
    await sequelize.sync();
    await User.create({ name: 'Ada' });
    await Legacy.bulkCreate([
      { id: 1, name: 'a', userId: '1' },
      { id: 2, name: 'b', userId: '2' },
    ]);
    const Task = sequelize.define('Task', { name: DataTypes.STRING }, { ...options, tableName: 'Legacies' });
    Task.belongsTo(User, { foreignKey: 'userId', constraints: false });
  });

  afterAll(() => instance.close());

  it('leads to its row', async () => {
    const schema = createSchema(instance.sequelize, {
      models: { exclude: ['Legacy'] },
      onFinding: () => undefined,
    });
    const query = '{ tasks { name user { name } } }';
    const expected = {
      tasks: [
        { name: 'a', user: { name: 'Ada' } },
        { name: 'b', user: null },
      ],
    };
    for (let time = 0; time < 3; time += 1) {
      const { data, errors } = await runQuery(schema, instance, query, {}, {}, { joins: true });
      expect(errors).toBeUndefined();
      expect(data).toEqual(expected);
    }
  });
});
