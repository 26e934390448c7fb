import type { Statement } from './databases.ts';

/** Statements as what they do to which table, so that all databases are held by one list: `UPDATE Sales`. */
export function textsOf(statements: readonly Statement[]): string[] {
  return statements.map(({ text }) => {
    const plain = text.replace(/["`;]/g, '').replace(/\b[\w]+\.(?=\w+ (AS|\())/g, '');
    const lock = plain.endsWith('FOR UPDATE') ? ' FOR UPDATE' : '';
    const [, action, table] =
      /^(INSERT INTO|INSERT IGNORE INTO|UPDATE|DELETE FROM) (\w+)/.exec(plain) ??
      /^(SELECT)\b.*?\b(?:FROM|JOIN) (?!\(|unnest|json_each)(\w+)/s.exec(plain) ??
      [];
    if (action === undefined) {
      // SQLite locks the file at once.
      return plain
        .replace(/ [0-9a-f-]{36}-sp-\d+/, '')
        .replace('BEGIN IMMEDIATE TRANSACTION', 'START TRANSACTION');
    }
    return action === 'SELECT' ? `SELECT FROM ${table}${lock}` : `${action} ${table}`;
  });
}
