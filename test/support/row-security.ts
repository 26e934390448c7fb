import { DataTypes, type Sequelize } from 'sequelize';
import type { TestDatabase } from './databases.ts';

/** Notes and their owners: what of them is whose is known by `owners.id` and `notes.owner_id`. */
export function defineNotes(sequelize: Sequelize): void {
  const options = { timestamps: false, underscored: true };
  const Owner = sequelize.define('Owner', { name: DataTypes.STRING }, options);
  const Note = sequelize.define('Note', { title: DataTypes.STRING, size: DataTypes.INTEGER }, options);
  Note.belongsTo(Owner, { as: 'owner', foreignKey: { name: 'ownerId', allowNull: false } });
  Owner.hasMany(Note, { as: 'notes', foreignKey: 'ownerId' });
}

/** Makes the role anew, and policies by which only what belongs to the owner in the setting `app.user_id` is there. */
export async function protectNotes(sequelize: Sequelize, role: string, schema: string): Promise<void> {
  await createRole(sequelize, role, schema);
  for (const [table, column] of Object.entries({ owners: 'id', notes: 'owner_id' })) {
    await protect(sequelize, `"${schema}"."${table}"`, `${column} = current_setting('app.user_id')::int`);
  }
}

/** A role of the whole server, so that its name begins with that of the database: two runs that are given two do not meet. */
export function roleOf({ url }: TestDatabase, name: string): string {
  return `${new URL(url).pathname.slice(1)}_${name}`;
}

/** With rights to everything in the schema and none beyond. */
async function createRole(sequelize: Sequelize, role: string, schema: string): Promise<void> {
  await dropRole(sequelize, role);
  await sequelize.query(`CREATE ROLE "${role}"`);
  await sequelize.query(`GRANT USAGE ON SCHEMA "${schema}" TO "${role}"`);
  await sequelize.query(`GRANT ALL ON ALL TABLES IN SCHEMA "${schema}" TO "${role}"`);
  await sequelize.query(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA "${schema}" TO "${role}"`);
}

export async function dropRole(sequelize: Sequelize, role: string): Promise<void> {
  const [found] = await sequelize.query('SELECT 1 FROM pg_roles WHERE rolname = $1', { bind: [role] });
  if (found.length > 0) {
    await sequelize.query(`DROP OWNED BY "${role}"`);
    await sequelize.query(`DROP ROLE "${role}"`);
  }
}

/** Lets a policy decide about every row of a table, whoever owns the table. */
export async function protect(sequelize: Sequelize, table: string, condition: string): Promise<void> {
  await sequelize.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
  await sequelize.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
  await sequelize.query(`CREATE POLICY own ON ${table} USING (${condition})`);
}
