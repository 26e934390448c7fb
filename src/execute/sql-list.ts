import type { BindValue, Codec } from './codec.ts';
import type { Key } from './row.ts';
import { join, raw, type Sql, sql } from './sql.ts';
import type { SqlDialect } from './sql-dialect.ts';

/**
 * What stands within the brackets of an `IN`, where there are no arrays. On SQLite one value holds them all: a statement
 * takes 32 766, and a client may list more.
 */
export function listSql(dialect: SqlDialect, codec: Codec, values: readonly BindValue[]): Sql {
  return dialect === 'sqlite' && !values.some((value) => Buffer.isBuffer(value))
    ? sql`SELECT ${listed(codec, raw('value'))} FROM json_each(${printList(values)})`
    : join(values.map((value) => codec.bind(value)));
}

/** The keys as a table `k` of SQLite, with their positions: columns `k0`, `k1` ... and `i`. */
export function sqliteKeysSql(codecs: readonly Codec[], keys: readonly Key[]): Sql {
  const isSingle = codecs.length === 1;
  const columns = codecs.map((codec, index) => {
    const value = raw(isSingle ? 'value' : `json_extract(value, '$[${index}]')`);
    return sql`${listed(codec, value)} AS ${raw(`k${index}`)}`;
  });
  const list = isSingle ? printList(keys.map((key) => key[0] as BindValue)) : `[${keys.map(printList)}]`;
  return sql`(SELECT key + 1 AS i, ${join(columns)} FROM json_each(${list})) AS k`;
}

function listed(codec: Codec, value: Sql): Sql {
  return codec.listed?.(value) ?? value;
}

/** A list in JSON. A BigInt has all of its digits there, and SQLite reads them. */
function printList(values: readonly BindValue[]): string {
  return `[${values.map((value) => (typeof value === 'bigint' ? String(value) : JSON.stringify(value)))}]`;
}
