import { DataTypes, type Model, type ModelStatic, type Sequelize } from 'sequelize';

/** Defines Company: who employs users and orders projects. It refers to nothing. */
export default function defineCompany(sequelize: Sequelize): ModelStatic<Model> {
  return sequelize.define(
    'Company',
    {
      id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
      code: {
        type: DataTypes.STRING(16),
        allowNull: false,
        validate: { is: /^[A-Z][A-Z0-9-]*$/ },
        comment: 'Short code printed on invoices, unique; projects refer to it',
      },
      name: { type: DataTypes.STRING(120), allowNull: false, validate: { notEmpty: true } },
      country: {
        type: DataTypes.STRING(2),
        allowNull: false,
        validate: { isUppercase: true, len: [2, 2] },
        comment: 'ISO 3166-1 code of two letters',
      },
      website: { type: DataTypes.STRING(200), validate: { isUrl: true } },
      foundedOn: { type: DataTypes.DATEONLY },
      annualRevenue: {
        type: DataTypes.BIGINT,
        comment: 'In the smallest unit of the currency of the country, hence a BIGINT',
      },
      isCustomer: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: true },
    },
    {
      comment: 'A company that employs users and orders projects',
      // An index rather than `unique: true`: sync({ alter: true }) would add one more with every start.
      indexes: [{ unique: true, fields: ['code'] }],
    },
  );
}
