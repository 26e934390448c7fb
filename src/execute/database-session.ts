import { join, type Sql, sql } from './sql.ts';

/** As whom the statements of an operation run, and what the database is told of the viewer, by `SET LOCAL`. Postgres only. */
export interface DatabaseSession {
  /** Settings by their names, such as `app.user_id`, which policies ask for by `current_setting`. */
  readonly settings?: Readonly<Record<string, string | number | bigint | boolean>>;
  /** The role that statements run as; that of the connection must be a member of it. */
  readonly role?: string;
  /** The schema in which tables are looked for, or several in turn (`search_path`). Models that name a schema stay there. */
  readonly schema?: string | readonly string[];
}

/** A name of a setting, as `SET` takes it. */
const settingName = /^[A-Za-z_][A-Za-z0-9_$]*(\.[A-Za-z_][A-Za-z0-9_$]*)*$/;

/** Names that mean themselves wherever they stand: neither `$user`, nor the parts of a list, nor anything in quotes. */
const plainName = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,62}$/;

/** What the other properties say, and what KinQL says itself. */
const ownSettings = new Set(['role', 'search_path', 'session_authorization', 'transaction_read_only']);

/**
 * What keeps a value from being a session, as a sentence; null where nothing does. An undefined value is what the viewer
 * lacks, which must not become the text "undefined".
 */
export function findSessionProblem(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'it is no object.';
  }
  const { settings = {}, role, schema } = value as { readonly [Key in keyof DatabaseSession]?: unknown };
  const unknown = Object.keys(value).find((key) => !['settings', 'role', 'schema'].includes(key));
  if (unknown !== undefined) {
    return `it has the unknown key ${JSON.stringify(unknown)}: known are settings, role, schema.`;
  }
  if (typeof settings !== 'object' || settings === null) {
    return 'its settings are no object.';
  }
  for (const [name, setting] of Object.entries(settings)) {
    if (!settingName.test(name) || ownSettings.has(name.toLowerCase())) {
      return `${JSON.stringify(name)} is no setting that it may have.`;
    }
    if (!['string', 'number', 'bigint', 'boolean'].includes(typeof setting) || Number.isNaN(setting)) {
      return `its setting ${name} is no text, number or truth value.`;
    }
  }
  if ('role' in value && !(typeof role === 'string' && isPlain(role) && role.toLowerCase() !== 'none')) {
    return 'its role is no name of a role that it may have.';
  }
  if ('schema' in value) {
    const names: readonly unknown[] = Array.isArray(schema) ? schema : [schema];
    if (names.length === 0 || !names.every((name) => typeof name === 'string' && isPlain(name))) {
      return 'its schema is no name of a schema that it may have, nor a list of such names.';
    }
  }
  return null;
}

/** Schemas and roles of Postgres's own are nobody's to name. */
function isPlain(name: string): boolean {
  return plainName.test(name) && !/^(pg_|information_schema$)/i.test(name);
}

/**
 * The statement that gives a transaction all of a session, for as long as it lasts; null where there is nothing to give.
 * The role comes last, since it may lack the right to change a setting.
 */
export function sessionStatement(
  { settings = {}, role, schema }: DatabaseSession,
  { readOnly }: { readonly readOnly: boolean },
): Sql | null {
  const entries: (readonly [string, string])[] = [
    ...(readOnly ? [['transaction_read_only', 'on'] as const] : []),
    ...Object.entries(settings).map(([name, value]) => [name, String(value)] as const),
  ];
  if (schema !== undefined) {
    const names = typeof schema === 'string' ? [schema] : schema;
    entries.push(['search_path', names.map((name) => `"${name}"`).join(', ')]);
  }
  if (role !== undefined) {
    entries.push(['role', role]);
  }
  return entries.length === 0
    ? null
    : sql`SELECT ${join(entries.map(([name, value]) => sql`set_config(${name}, ${value}, true)`))}`;
}
