import type { Sequelize } from 'sequelize';
import type { Finding } from '../catalog/finding.ts';
import { type SqlDialect, sqlDialectOf } from './sql-dialect.ts';

/** A setting of a session under which a quote that Sequelize escapes ends its literal. */
interface EscapingSetting {
  /** Its statement gives one row with the value under `value`. */
  readonly ask: string;
  readonly finding: Finding;
  /** The statement that mends a session of this value; null where there is nothing to mend. */
  mend(value: string): string | null;
}

const noBackslashEscapes = 'NO_BACKSLASH_ESCAPES';

const settings: Readonly<Record<SqlDialect, EscapingSetting | null>> = {
  // Sequelize puts a backslash before a quote, whatever the mode is (`sql-string.js`).
  mysql: {
    ask: 'SELECT @@SESSION.sql_mode AS value',
    finding: createFinding(`sql_mode ${noBackslashEscapes}`),
    mend(value) {
      const modes = value.split(',');
      return modes.includes(noBackslashEscapes)
        ? `SET SESSION sql_mode = '${modes.filter((mode) => mode !== noBackslashEscapes).join(',')}'`
        : null;
    },
  },
  // Sequelize doubles quotes and leaves backslashes as they are; it turns this on by itself unless it is told not to.
  postgres: {
    ask: "SELECT current_setting('standard_conforming_strings') AS value",
    finding: createFinding('standard_conforming_strings off'),
    mend: (value) => (value === 'on' ? null : 'SET standard_conforming_strings = on'),
  },
  sqlite: null,
};

function createFinding(setting: string): Finding {
  return {
    code: 'QUOTES_NOT_ESCAPED',
    severity: 'warning',
    place: setting,
    message:
      'The connections come with this setting, under which a quote that Sequelize escapes ends its literal, so that what clients send could become SQL.',
    mend: 'Take it away in the database, or in a hook afterConnect of this instance.',
    served: 'KinQL takes it away from each connection before its first use.',
  };
}

/** A connection of a driver: `mysql2` gives rows to a callback, `mariadb` promises rows, and `pg` promises them in an object. */
interface DriverConnection {
  query(text: string, callback?: (error: Error | null, rows: SettingRow[]) => void): unknown;
}

type SettingRow = { readonly value: string };

interface SequelizeRuntime {
  readonly connectionManager: { destroyConnection(connection: object): Promise<void> };
  readonly options: { readonly standardConformingStrings?: boolean };
  addHook(name: 'afterPoolAcquire', run: (connection: object) => Promise<void>): void;
}

/** The instances whose connections are looked at already: each may have several schemas. */
const guarded = new WeakSet<Sequelize>();

/**
 * Looks at each connection of an instance before its first use, and takes away the setting under which Sequelize's own
 * escaping lets a text of a condition, a scope or a row that is written in bulk be read as SQL. KinQL's own statements are the
 * same under any setting. It is no `afterConnect`: connections may be open already, and a hook of the team may come later.
 *
 * @param onFinding Hears of it once for each instance.
 */
export function keepQuotesEscaped(
  sequelize: Sequelize,
  dialect: string,
  onFinding: ((finding: Finding) => void) | undefined,
): void {
  const setting = settings[sqlDialectOf(dialect)];
  const runtime = sequelize as unknown as SequelizeRuntime;
  const isKept = dialect === 'postgres' && runtime.options.standardConformingStrings !== false;
  if (setting === null || isKept || guarded.has(sequelize)) {
    return;
  }
  guarded.add(sequelize);
  const seen = new WeakSet<object>();
  let isTold = false;
  runtime.addHook('afterPoolAcquire', async (connection) => {
    if (seen.has(connection)) {
      return;
    }
    const run = (text: string) => query(connection as DriverConnection, dialect, text);
    try {
      const [row] = await run(setting.ask);
      const mending = row === undefined ? null : setting.mend(row.value);
      if (mending !== null) {
        await run(mending);
        if (!isTold) {
          isTold = true;
          onFinding?.(setting.finding);
        }
      }
      seen.add(connection);
    } catch (error) {
      // Nobody else gives it back: for whoever asked for it, it was never acquired.
      await runtime.connectionManager.destroyConnection(connection).catch(() => {});
      throw error;
    }
  });
}

async function query(connection: DriverConnection, dialect: string, text: string): Promise<SettingRow[]> {
  switch (dialect) {
    case 'postgres':
      return ((await connection.query(text)) as { rows: SettingRow[] }).rows;
    case 'mariadb':
      return connection.query(text) as Promise<SettingRow[]>;
    default:
      return new Promise((resolve, reject) => {
        connection.query(text, (error, rows) => (error === null ? resolve(rows) : reject(error)));
      });
  }
}
