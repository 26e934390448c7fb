import { expect, it } from '@jest/globals';
import { DataTypes, Sequelize } from 'sequelize';
import { analyseModels } from '../../../src/build/create-schema.ts';

it('leaves out attributes under whose names no column can be selected, and associations over them', () => {
  const sequelize = new Sequelize({ dialect: 'postgres' });
  const User = sequelize.define('User', {
    $position: DataTypes.STRING,
    'say "hi"': DataTypes.STRING,
    ['n'.repeat(64)]: DataTypes.STRING,
  });
  const Task = sequelize.define('Task', {});
  Task.belongsTo(User, { as: 'user', foreignKey: '$user' });
  const { findings, names } = analyseModels(sequelize);
  expect(Object.keys(names.models.User?.attributes ?? {})).toEqual(['id', 'createdAt', 'updatedAt']);
  expect(findings[0]?.message).toBe(
    `No column can be selected under the names $position, say "hi", ${'n'.repeat(64)}: each is longer than 63 bytes, holds a quote or begins with "$".`,
  );
  expect(findings.map(({ code, place }) => [code, place])).toEqual([
    ['ATTRIBUTE_HIDDEN', 'User'],
    ['ATTRIBUTE_HIDDEN', 'Task.$user'],
    ['FOREIGN_KEY_UNUSABLE', 'Task.belongsTo(User, as: "user")'],
  ]);
});
