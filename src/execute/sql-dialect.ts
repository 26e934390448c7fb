/** Whose SQL is written: MySQL's is MariaDB's too, whichever driver speaks to it. */
export type SqlDialect = 'postgres' | 'mysql' | 'sqlite';

/** The SQL that a dialect of Sequelize understands. */
export function sqlDialectOf(dialect: string): SqlDialect {
  return dialect === 'postgres' || dialect === 'sqlite' ? dialect : 'mysql';
}
