import { DataTypes, type Model, type ModelStatic, type Sequelize } from 'sequelize';
import type { ModelSet } from './model-set.ts';

/** Defines User. */
export default function defineUser(sequelize: Sequelize): ModelStatic<Model> {
  return sequelize.define(
    'User',
    {
      id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
      handle: {
        type: DataTypes.STRING(40),
        allowNull: false,
        validate: { is: /^[a-z]+(-[a-z]+)*$/ },
        comment: 'Unique name for mentions; projects refer to their leader by it',
      },
      email: { type: DataTypes.STRING(160), allowNull: false, validate: { isEmail: true } },
      firstName: { type: DataTypes.STRING(80), allowNull: false, validate: { notEmpty: true } },
      lastName: { type: DataTypes.STRING(80) },
      isActive: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: true },
      hiredOn: { type: DataTypes.DATEONLY },
      lastSeenAt: { type: DataTypes.DATE, comment: 'Null until the first visit' },
      hourlyRate: { type: DataTypes.DECIMAL(8, 2), validate: { min: 0 } },
      settings: {
        type: DataTypes.JSON,
        comment: 'Language, theme and notifications, as the client wrote them',
      },
    },
    {
      comment: 'A person who creates, does or reviews tasks',
      indexes: [
        { unique: true, fields: ['handle'] },
        { unique: true, fields: ['email'] },
        { fields: ['CompanyId'] },
        { fields: ['managerId'] },
      ],
    },
  );
}

/** Adds what a user refers to. */
export function associate({ User, Company }: ModelSet): void {
  // No options: the field is `Company`, the key `CompanyId`, and the key becomes null with the company.
  User.belongsTo(Company);

  // A self reference needs `as`, or the field of a user would be called `User`.
  User.belongsTo(User, { as: 'manager', foreignKey: 'managerId', onDelete: 'SET NULL' });
}
