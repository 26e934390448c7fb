import type { QueryTypes, Sequelize } from 'sequelize';
import { sqlDialectOf } from './sql-dialect.ts';

/**
 * A line where the connections of MySQL or MariaDB are in the mode `NO_BACKSLASH_ESCAPES`. KinQL's own statements are the same in any mode; what
 * Sequelize writes by itself is not: it puts a backslash before a quote, which then ends the literal.
 */
export async function checkSqlMode(sequelize: Sequelize, dialect: string): Promise<readonly string[]> {
  if (sqlDialectOf(dialect) !== 'mysql') {
    return [];
  }
  const rows = await sequelize.query<{ readonly mode: string }>('SELECT @@SESSION.sql_mode AS mode', {
    type: 'SELECT' as QueryTypes.SELECT,
    logging: false,
    raw: true,
    transaction: null,
  });
  return rows.some(({ mode }) => mode.split(',').includes('NO_BACKSLASH_ESCAPES'))
    ? [
        'The connections have the sql_mode NO_BACKSLASH_ESCAPES, in which Sequelize escapes no quote: what clients give to a named scope, or to rows that are written in bulk, can become SQL. Take the mode away from the connections of this instance.',
      ]
    : [];
}
