import { DataTypes, type Model, type ModelStatic, type Sequelize } from 'sequelize';

/** The team that holds tasks of no other team. It must exist before the first task. */
export const defaultTeamCode = 'triage';

/** Defines Team, whose primary key is a word and not a number. It refers to nothing. */
export default function defineTeam(sequelize: Sequelize): ModelStatic<Model> {
  return sequelize.define(
    'Team',
    {
      code: {
        type: DataTypes.STRING(20),
        primaryKey: true,
        validate: { is: /^[a-z][a-z-]*$/ },
        comment: 'Lower-case word; the team named triage takes what no other team holds',
      },
      name: { type: DataTypes.STRING(80), allowNull: false, validate: { notEmpty: true } },
      weeklyHours: { type: DataTypes.FLOAT, validate: { min: 0 } },
    },
    { comment: 'A group that works on tasks' },
  );
}
