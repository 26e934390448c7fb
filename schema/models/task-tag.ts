import { DataTypes, type Model, type ModelStatic, type Sequelize } from 'sequelize';
import type { ModelSet } from './model-set.ts';

/** The name of the unique key over the task and the tag. */
export const taskTagKey = 'task_tags_task_id_tag_id';

/** Defines TaskTag, which joins tasks and tags and remembers who did so. */
export default function defineTaskTag(sequelize: Sequelize): ModelStatic<Model> {
  return sequelize.define(
    'TaskTag',
    {
      // Without a primary key of its own both foreign keys would become it, and `uniqueKey` do nothing.
      id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    },
    {
      comment: 'A tag on a task',
      updatedAt: false,
      indexes: [{ fields: ['tagId'] }, { fields: ['addedById'] }],
    },
  );
}

/** Adds what a tag on a task refers to; tag.ts adds the same keys as a many-to-many association. */
export function associate({ TaskTag, Task, Tag, User }: ModelSet): void {
  // CASCADE: it goes with its task.
  TaskTag.belongsTo(Task, { foreignKey: { name: 'taskId', allowNull: false }, onDelete: 'CASCADE' });

  // The field is null for a retired tag, since the default scope of Tag hides it.
  TaskTag.belongsTo(Tag, { foreignKey: { name: 'tagId', allowNull: false }, onDelete: 'CASCADE' });

  // `as` in two words: the default key is `addedById`.
  TaskTag.belongsTo(User, { as: 'addedBy' });
}
