import { DataTypes, type Model, type ModelStatic, type Sequelize } from 'sequelize';
import type { ModelSet } from './model-set.ts';

/** Defines Attachment, whose columns are in snake case in a table with a name of its own. */
export default function defineAttachment(sequelize: Sequelize): ModelStatic<Model> {
  return sequelize.define(
    'Attachment',
    {
      id: { type: DataTypes.UUID, primaryKey: true, defaultValue: DataTypes.UUIDV4 },
      fileName: { type: DataTypes.STRING(200), allowNull: false, validate: { notEmpty: true } },
      mediaType: {
        type: DataTypes.STRING(100),
        allowNull: false,
        validate: { is: /^[a-z]+\/[a-z0-9.+-]+$/ },
        comment: 'As in the header Content-Type',
      },
      sizeInBytes: { type: DataTypes.BIGINT, allowNull: false, validate: { min: 0 } },
      isPublic: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: false },
    },
    {
      comment: 'A file at a task or at a comment',
      tableName: 'file_attachments',
      underscored: true,
      indexes: [{ fields: ['task_id'] }, { fields: ['comment_id'] }, { fields: ['uploader_id'] }],
    },
  );
}

/** Adds what an attachment refers to. */
export function associate({ Attachment, Task, Comment, User }: ModelSet): void {
  // `constraints: false`: no foreign key in the database, so the record of a file outlives its task.
  Attachment.belongsTo(Task, { foreignKey: 'taskId', constraints: false });

  // The comment may be deleted and still be in the table: the key is set, the field is null.
  Attachment.belongsTo(Comment, { foreignKey: 'commentId', onDelete: 'CASCADE' });

  // `foreignKey` without `as`: the key is `uploaderId`, the field stays `User`.
  Attachment.belongsTo(User, { foreignKey: 'uploaderId' });
}
