import { DataTypes, type Model, type ModelStatic, type Sequelize } from 'sequelize';
import type { ModelSet } from './model-set.ts';

/** Defines Comment, which is paranoid: deleting sets `deletedAt`, and the row stays. */
export default function defineComment(sequelize: Sequelize): ModelStatic<Model> {
  return sequelize.define(
    'Comment',
    {
      id: {
        type: DataTypes.BIGINT,
        primaryKey: true,
        autoIncrement: true,
        comment: 'A BIGINT, so a string in JavaScript',
      },
      body: { type: DataTypes.TEXT, allowNull: false, validate: { notEmpty: true } },
      editedAt: { type: DataTypes.DATE, comment: 'Null while the first text stands' },
    },
    {
      comment: 'What somebody said about a task',
      paranoid: true,
      indexes: [{ fields: ['taskId'] }, { fields: ['authorId'] }, { fields: ['replyToId'] }],
    },
  );
}

/** Adds what a comment refers to. */
export function associate({ Comment, Task, User }: ModelSet): void {
  // CASCADE: a task takes its comments along, deleted ones too.
  Comment.belongsTo(Task, { foreignKey: { name: 'taskId', allowNull: false }, onDelete: 'CASCADE' });

  // `foreignKey` as a string names the attribute and the column; the comment outlives its author.
  Comment.belongsTo(User, { as: 'author', foreignKey: 'authorId', onDelete: 'SET NULL' });

  // The comment answered may be deleted and still be in the table: the key is set, the field is null.
  Comment.belongsTo(Comment, { as: 'replyTo', foreignKey: 'replyToId', onDelete: 'SET NULL' });
}
