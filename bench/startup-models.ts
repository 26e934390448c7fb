import { DataTypes, Sequelize } from 'sequelize';
import { databaseUrl } from './settings.ts';

/** How many models: BENCH_MODELS. */
export const modelCount = Number(process.env.BENCH_MODELS ?? 10);

/** The schema of Postgres that their tables are in. */
export const startupSchema = 'kinql_bench_startup';

/** Models as a large application has them: twelve attributes, three parents and their inverses. */
export const sequelize = new Sequelize(databaseUrl, {
  logging: false,
  define: { schema: startupSchema, underscored: true },
});

export const nameOf = (index: number): string => `Thing${index}`;
const parents = { owner: 1, origin: 7, template: 31 } as const;

for (let index = 0; index < modelCount; index++) {
  sequelize.define(
    nameOf(index),
    {
      id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
      name: { type: DataTypes.STRING(40), allowNull: false },
      label: { type: DataTypes.STRING(40), validate: { len: [2, 40] } },
      email: { type: DataTypes.STRING(40), validate: { isEmail: true } },
      kind: { type: DataTypes.ENUM('small', 'medium', 'large') },
      amount: { type: DataTypes.INTEGER },
      price: { type: DataTypes.DECIMAL(12, 2) },
      ratio: { type: DataTypes.DOUBLE },
      isActive: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: true },
      startsOn: { type: DataTypes.DATEONLY },
    },
    { indexes: Object.keys(parents).map((alias) => ({ fields: [`${alias}_id`] })) },
  );
}

for (let index = 0; index < modelCount; index++) {
  for (const [as, distance] of Object.entries(parents)) {
    const target = sequelize.model(nameOf((index + distance) % modelCount));
    sequelize.model(nameOf(index)).belongsTo(target, { as, foreignKey: `${as}Id` });
  }
}
