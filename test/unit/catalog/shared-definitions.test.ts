import { describe, expect, it } from '@jest/globals';
import { DataTypes, Sequelize } from 'sequelize';
import { analyseModels } from '../../../src/build/create-schema.ts';

const bare = { timestamps: false };

describe('attributes that are defined by one object', () => {
  it('are told: Sequelize gives them all the column of the first', () => {
    const sequelize = new Sequelize({ dialect: 'postgres' });
    const text = { type: DataTypes.STRING };
    sequelize.define('User', { name: text, city: text, zip: DataTypes.STRING }, bare);
    sequelize.define('Task', { title: text }, bare);
    const { names, findings } = analyseModels(sequelize);
    const finding = {
      code: 'ATTRIBUTE_DEFINITION_SHARED',
      severity: 'warning',
      message:
        'It is defined by the same JavaScript object as User.name, into which Sequelize wrote that attribute\'s column, "name".',
      mend: 'Give each attribute an object of its own, such as a function makes.',
    };
    expect(findings).toEqual([
      { ...finding, place: 'User.city', served: 'the attribute is left out.' },
      { ...finding, place: 'Task.title', served: 'the column "name" under its name.' },
    ]);
    expect(names.models.User?.attributes).toEqual({ id: 'id', name: 'name', zip: 'zip' });
  });

  it('are nothing to tell of where they have one name, or only their type is one', () => {
    const sequelize = new Sequelize({ dialect: 'postgres' });
    const id = { type: DataTypes.UUID, primaryKey: true };
    const type = DataTypes.STRING(20);
    sequelize.define('User', { id, name: type, city: { type } }, bare);
    sequelize.define('Task', { id, title: { type } }, bare);
    expect(analyseModels(sequelize).findings).toEqual([]);
  });
});
