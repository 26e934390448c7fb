import { DataTypes, type Model, type ModelStatic, type Sequelize } from 'sequelize';
import type { ModelSet } from './model-set.ts';
import { taskTagKey } from './task-tag.ts';

/** Defines Tag, whose default scope hides the retired ones wherever tags are read. */
export default function defineTag(sequelize: Sequelize): ModelStatic<Model> {
  return sequelize.define(
    'Tag',
    {
      id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
      name: { type: DataTypes.STRING(60), allowNull: false, validate: { notEmpty: true } },
      color: {
        type: DataTypes.STRING(7),
        allowNull: false,
        defaultValue: '#888888',
        validate: { is: /^#[0-9a-f]{6}$/ },
        comment: 'As in CSS, six hexadecimal digits',
      },
      isRetired: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: false },
    },
    {
      comment: 'A word to find tasks by',
      timestamps: false,
      defaultScope: { where: { isRetired: false } },
      indexes: [{ unique: true, fields: ['name'] }],
    },
  );
}

/** Joins tags and tasks, in both directions. */
export function associate({ Tag, Task, TaskTag }: ModelSet): void {
  // `uniqueKey` belongs to belongsToMany and names the unique key over both foreign keys of TaskTag.
  Task.belongsToMany(Tag, {
    through: TaskTag,
    foreignKey: 'taskId',
    otherKey: 'tagId',
    uniqueKey: taskTagKey,
  });
  Tag.belongsToMany(Task, {
    through: TaskTag,
    foreignKey: 'tagId',
    otherKey: 'taskId',
    uniqueKey: taskTagKey,
  });
}
