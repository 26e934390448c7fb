import { DataTypes, type Model, type ModelStatic, Op, type Sequelize } from 'sequelize';
import type { ModelSet } from './model-set.ts';
import { defaultTeamCode } from './team.ts';

/** Defines Task, the centre of the sample. */
export default function defineTask(sequelize: Sequelize): ModelStatic<Model> {
  return sequelize.define(
    'Task',
    {
      id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
      number: {
        type: DataTypes.INTEGER,
        allowNull: false,
        validate: { min: 1 },
        comment: 'Counts from 1 within each project',
      },
      taskName: { type: DataTypes.STRING(200), allowNull: false, validate: { notEmpty: true } },
      description: { type: DataTypes.TEXT },
      status: {
        type: DataTypes.ENUM('open', 'in_progress', 'blocked', 'done', 'cancelled'),
        allowNull: false,
        defaultValue: 'open',
      },
      priority: {
        type: DataTypes.ENUM('low', 'normal', 'high', 'urgent'),
        allowNull: false,
        defaultValue: 'normal',
      },
      dueOn: {
        type: DataTypes.DATEONLY,
        comment: 'The last day that is in time; null where nothing presses',
      },
      completedAt: { type: DataTypes.DATE, comment: 'Null until the task is done' },
      estimatedHours: { type: DataTypes.FLOAT, validate: { min: 0 } },
      price: { type: DataTypes.DECIMAL(10, 2), validate: { min: 0 } },
      isBillable: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: true },
      customFields: { type: DataTypes.JSON, comment: 'What a project adds to its tasks; any JSON value' },
    },
    {
      comment: 'A piece of work in a project',
      // Clients may ask for these: see options.ts.
      scopes: {
        open: {
          where: { status: ['open', 'in_progress', 'blocked'] },
          order: [
            ['priority', 'DESC'],
            ['dueOn', 'ASC'],
          ],
        },
        dueBetween: (from: string, to?: string) => ({
          where: { dueOn: to === undefined ? { [Op.gte]: from } : { [Op.between]: [from, to] } },
        }),
      },
      // Counts the updates in the attribute `version`, so that two people cannot overwrite each other.
      version: true,
      // PostgreSQL makes no index for a foreign key; without these the lists of a user would read every task.
      indexes: [
        { unique: true, fields: ['project_id', 'number'] },
        { fields: ['UserId'] },
        { fields: ['creatorId'] },
        { fields: ['assigneeId'] },
        { fields: ['reviewerId'] },
        { fields: ['parentId'] },
        { fields: ['teamCode'] },
        { fields: ['dueOn'] },
      ],
    },
  );
}

/** Adds what a task refers to: four users, a project, a team and another task. */
export function associate({ Task, User, Project, Team }: ModelSet): void {
  // No options: the field is `User` (who answers for the task), the key `UserId`.
  Task.belongsTo(User);

  // `as` keeps several associations to one model apart; RESTRICT: who created a task cannot be deleted.
  Task.belongsTo(User, {
    as: 'creator',
    foreignKey: { name: 'creatorId', allowNull: false },
    onDelete: 'RESTRICT',
  });

  // SET NULL: the task stays when the person goes, and waits for another.
  Task.belongsTo(User, { as: 'assignee', foreignKey: 'assigneeId', onDelete: 'SET NULL' });

  // `as` alone: the key takes its name from the alias and is `reviewerId`.
  Task.belongsTo(User, { as: 'reviewer' });

  // CASCADE: a project takes its tasks along.
  Task.belongsTo(Project, {
    foreignKey: { name: 'projectId', field: 'project_id', allowNull: false },
    onDelete: 'CASCADE',
  });

  // A self reference: the steps of a task that is deleted become tasks of their own.
  Task.belongsTo(Task, { as: 'parent', foreignKey: 'parentId', onDelete: 'SET NULL' });

  // MariaDB accepts SET DEFAULT and silently keeps RESTRICT, so say what it does.
  const setDefault = Task.sequelize?.getDialect() === 'postgres' ? 'SET DEFAULT' : 'RESTRICT';
  // SET DEFAULT needs a default: tasks of a team that is deleted or renamed go back to triage.
  Task.belongsTo(Team, {
    foreignKey: { name: 'teamCode', allowNull: false, defaultValue: defaultTeamCode },
    onDelete: setDefault,
    onUpdate: setDefault,
  });
}
