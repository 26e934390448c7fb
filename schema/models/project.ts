import { DataTypes, type Model, type ModelStatic, type Sequelize } from 'sequelize';
import type { ModelSet } from './model-set.ts';

/** Defines Project, which refers to a company and a leader by unique words instead of their ids. */
export default function defineProject(sequelize: Sequelize): ModelStatic<Model> {
  return sequelize.define(
    'Project',
    {
      id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
      name: { type: DataTypes.STRING(120), allowNull: false, validate: { notEmpty: true } },
      description: { type: DataTypes.TEXT },
      isArchived: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: false },
      startsOn: { type: DataTypes.DATEONLY, allowNull: false },
      endsOn: { type: DataTypes.DATEONLY, comment: 'Null while the end is open' },
      budget: { type: DataTypes.DECIMAL(14, 2), validate: { min: 0 } },
      progress: {
        type: DataTypes.FLOAT,
        allowNull: false,
        defaultValue: 0,
        validate: { min: 0, max: 1 },
        comment: 'Estimated by the leader, from 0 to 1',
      },
    },
    {
      comment: 'Work that a company ordered',
      indexes: [{ fields: ['company_code'] }, { fields: ['leaderHandle'] }],
      validate: {
        endsAfterItStarts(this: Model): void {
          const endsOn = this.get('endsOn');
          if (typeof endsOn === 'string' && endsOn < String(this.get('startsOn'))) {
            throw new Error('A project cannot end before it starts');
          }
        },
      },
    },
  );
}

/** Adds what a project refers to. */
export function associate({ Project, Company, User }: ModelSet): void {
  Project.belongsTo(Company, {
    // The key is the attribute `companyCode` in the column `company_code`, and never null.
    foreignKey: { name: 'companyCode', field: 'company_code', allowNull: false },
    // It holds Company.code, which has a unique index, instead of Company.id.
    targetKey: 'code',
    // A company that still has projects cannot be deleted.
    onDelete: 'RESTRICT',
    // A company that changes its code takes its projects along.
    onUpdate: 'CASCADE',
  });

  // `targetKey` with `as` and a nullable key: the project outlives its leader.
  Project.belongsTo(User, {
    as: 'leader',
    foreignKey: 'leaderHandle',
    targetKey: 'handle',
    onDelete: 'SET NULL',
  });
}
