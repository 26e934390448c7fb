import { getAttribute } from '../catalog/catalog.ts';
import type { GroupTerm, TimeUnit } from '../plan/plan.ts';
import { invariant } from '../util/invariant.ts';
import { columnOf, type EngineModel } from './engine.ts';
import { raw, type Sql, sql } from './sql.ts';
import type { Statement } from './statement.ts';

/** What rows `t` are grouped by: a column, or the start of the span of time, in UTC, that its value lies in. */
export function groupExpression(
  statement: Statement,
  model: EngineModel,
  { attribute, unit }: GroupTerm,
): Sql {
  const column = columnOf(model, 't', attribute);
  if (unit === null) {
    return column;
  }
  const isDate = getAttribute(model.catalog, attribute).kind === 'date';
  if (statement.isPostgres) {
    const name = raw(`'${unit.toLowerCase()}'`);
    return isDate
      ? sql`date_trunc(${name}, ${column})::date`
      : sql`date_trunc(${name}, ${column} AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'`;
  }
  if (statement.dialect === 'sqlite') {
    return sqliteStart(isDate ? column : sql`SUBSTR(${column}, 1, 19)`, unit, isDate);
  }
  if (isDate) {
    return sql`CAST(${truncate(column, unit)} AS DATE)`;
  }
  const { offset } = statement.engine;
  invariant(offset !== undefined, 'a zone by its name has no fixed spans of time');
  const utc = offset === 0 ? column : sql`(${column} - INTERVAL ${raw(String(offset))} MINUTE)`;
  const start = sql`CAST(${truncate(utc, unit)} AS DATETIME)`;
  return offset === 0 ? start : sql`(${start} + INTERVAL ${raw(String(offset))} MINUTE)`;
}

/**
 * As Sequelize writes a day or an instant, so that it is read as one. Of an instant to the second: the parts of a millisecond
 * might be rounded to the next second.
 */
function sqliteStart(column: Sql, unit: TimeUnit, isDate: boolean): Sql {
  const midnight = raw(isDate ? '' : ' 00:00:00.000 +00:00');
  switch (unit) {
    case 'YEAR':
      return sql`STRFTIME('%Y-01-01${midnight}', ${column})`;
    case 'QUARTER':
      return sql`STRFTIME('%Y-', ${column}) || SUBSTR('01040710', (STRFTIME('%m', ${column}) - 1) / 3 * 2 + 1, 2) || '-01${midnight}'`;
    case 'MONTH':
      return sql`STRFTIME('%Y-%m-01${midnight}', ${column})`;
    case 'WEEK':
      return sql`STRFTIME('%Y-%m-%d${midnight}', ${column}, 'weekday 0', '-6 days')`;
    case 'DAY':
      return sql`STRFTIME('%Y-%m-%d${midnight}', ${column})`;
    case 'HOUR':
      return sql`STRFTIME('%Y-%m-%d %H:00:00.000 +00:00', ${column})`;
    case 'MINUTE':
      return sql`STRFTIME('%Y-%m-%d %H:%M:00.000 +00:00', ${column})`;
  }
}

/** MySQL and MariaDB have no date_trunc. */
function truncate(value: Sql, unit: TimeUnit): Sql {
  switch (unit) {
    case 'YEAR':
      return sql`MAKEDATE(YEAR(${value}), 1)`;
    case 'QUARTER':
      return sql`(MAKEDATE(YEAR(${value}), 1) + INTERVAL QUARTER(${value}) - 1 QUARTER)`;
    case 'MONTH':
      return sql`(DATE(${value}) - INTERVAL DAYOFMONTH(${value}) - 1 DAY)`;
    case 'WEEK':
      return sql`(DATE(${value}) - INTERVAL WEEKDAY(${value}) DAY)`;
    case 'DAY':
      return sql`DATE(${value})`;
    case 'HOUR':
      return sql`DATE_FORMAT(${value}, '%Y-%m-%d %H:00:00')`;
    case 'MINUTE':
      return sql`DATE_FORMAT(${value}, '%Y-%m-%d %H:%i:00')`;
  }
}
