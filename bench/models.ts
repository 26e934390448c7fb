import { DataTypes, Sequelize } from 'sequelize';
import { databaseSchema, databaseUrl, poolIdleMilliseconds, poolSize } from './settings.ts';

/** The models, as a team would write them, for all servers that are made with Sequelize. */
export const sequelize = new Sequelize(databaseUrl, {
  logging: false,
  pool: { max: poolSize, min: 0, idle: poolIdleMilliseconds },
  schema: databaseSchema,
  define: { schema: databaseSchema, underscored: true, timestamps: false },
});

// Each attribute has an object of its own: Sequelize writes the attribute's name into it.
const key = () => ({ type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true });
const text = () => ({ type: DataTypes.TEXT, allowNull: false });
const indexes = (...fields: string[]) => ({ indexes: fields.map((field) => ({ fields: [field] })) });

export const Company = sequelize.define('Company', { id: key(), name: text(), city: text() });

export const User = sequelize.define(
  'User',
  { id: key(), firstName: text(), lastName: text(), email: { ...text(), unique: true } },
  indexes('company_id'),
);

export const Project = sequelize.define('Project', { id: key(), name: text() }, indexes('company_id'));

export const Task = sequelize.define(
  'Task',
  {
    id: key(),
    title: text(),
    status: text(),
    priority: { type: DataTypes.INTEGER, allowNull: false },
    isBillable: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: false },
    dueOn: DataTypes.DATEONLY,
  },
  { timestamps: true, updatedAt: false, ...indexes('user_id', 'project_id') },
);

const by = (name: string) => ({ foreignKey: { name, allowNull: false } });

User.belongsTo(Company, by('companyId'));
Company.hasMany(User, by('companyId'));
Project.belongsTo(Company, by('companyId'));
Company.hasMany(Project, by('companyId'));
Task.belongsTo(User, by('userId'));
User.hasMany(Task, by('userId'));
Task.belongsTo(Project, by('projectId'));
Project.hasMany(Task, by('projectId'));
