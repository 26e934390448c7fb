import { createHash } from 'node:crypto';
import { errorCodes } from '../../errors/error-code.ts';
import { RequestError } from '../../errors/request-error.ts';
import { queryGeneratorOf } from '../engine.ts';
import type { Key } from '../row.ts';
import type { WriteContext } from './write-context.ts';

/** Where the keys of writes that must happen once are kept. */
export interface IdempotencyTable {
  readonly tableName: string;
  readonly schema?: string;
}

/** What a key was used for: `fingerprint` tells one request from another. */
export interface IdempotentRequest {
  /** The client's key as it is stored: hashed, since a database may take texts for equal that are not. */
  readonly key: string;
  readonly fingerprint: string;
}

/**
 * A request as it is told from others: the field and what it is given, in whatever order an input's fields are.
 *
 * @throws RequestError where the key is empty.
 */
export function identifyRequest(
  key: string,
  viewer: unknown,
  field: string,
  args: Readonly<Record<string, unknown>>,
): IdempotentRequest {
  if (key === '') {
    throw new RequestError(errorCodes.BAD_USER_INPUT, 'The argument "idempotencyKey" must not be empty.');
  }
  const text = JSON.stringify([field, args], (_name, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return { key: hash(JSON.stringify([key, identityOfViewer(viewer)])), fingerprint: hash(text) };
}

/** The same viewer comes with another token the next time, but as the same one; keys of two viewers never meet. */
function identityOfViewer(viewer: unknown): unknown {
  const { id, sub } = (typeof viewer === 'object' && viewer !== null ? viewer : {}) as {
    readonly id?: unknown;
    readonly sub?: unknown;
  };
  return id ?? sub ?? viewer ?? null;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Takes a key for the transaction. Null where it was free: the write is to be done. Else the keys of the rows that the first
 * request with it wrote; another transaction that holds it is waited for.
 *
 * @throws RequestError where the key was used for something else.
 */
export async function claimKey(
  context: WriteContext,
  table: IdempotencyTable,
  { key, fingerprint }: IdempotentRequest,
): Promise<readonly Key[] | null> {
  const { engine, transaction } = context;
  const { name, quote } = quoting(context, table);
  const columns = ['key', 'fingerprint', 'createdAt'].map(quote).join(', ');
  const values = `($key, $fingerprint, ${engine.dialect === 'sqlite' ? "datetime('now')" : 'CURRENT_TIMESTAMP'})`;
  const isMysql = engine.dialect === 'mysql' || engine.dialect === 'mariadb';
  const inserted = await engine.sequelize.query(
    isMysql
      ? `INSERT IGNORE INTO ${name} (${columns}) VALUES ${values}`
      : `INSERT INTO ${name} (${columns}) VALUES ${values} ON CONFLICT DO NOTHING`,
    { bind: { key, fingerprint }, type: 'BULKUPDATE' as never, transaction },
  );
  if (Number(inserted) === 1) {
    return null;
  }
  // MySQL reads what there was when the transaction began, unless it locks; a stronger lock would meet that of the next one.
  const lock = isMysql ? ' LOCK IN SHARE MODE' : '';
  const [row] = (await engine.sequelize.query(
    `SELECT ${quote('fingerprint')}, ${quote('result')} FROM ${name} WHERE ${quote('key')} = $key${lock}`,
    { bind: { key }, type: 'SELECT' as never, transaction },
  )) as unknown as { readonly fingerprint: string; readonly result: string | null }[];
  if (row?.fingerprint !== fingerprint) {
    throw new RequestError(
      errorCodes.BAD_USER_INPUT,
      'The argument "idempotencyKey" was used for another write: take a new key for each.',
    );
  }
  return JSON.parse(row.result ?? '[]') as Key[];
}

/** Keeps what a claimed key's request wrote. */
export async function rememberKeys(
  context: WriteContext,
  table: IdempotencyTable,
  { key }: IdempotentRequest,
  keys: readonly Key[],
): Promise<void> {
  const { engine, transaction } = context;
  const { name, quote } = quoting(context, table);
  const result = JSON.stringify(keys, (_name, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  await engine.sequelize.query(
    `UPDATE ${name} SET ${quote('result')} = $result WHERE ${quote('key')} = $key`,
    {
      bind: { key, result },
      type: 'BULKUPDATE' as never,
      transaction,
    },
  );
}

function quoting(
  { engine }: WriteContext,
  { tableName, schema }: IdempotencyTable,
): { readonly name: string; readonly quote: (column: string) => string } {
  const generator = queryGeneratorOf(engine.sequelize);
  return {
    name: generator.quoteTable(schema === undefined ? tableName : { tableName, schema }),
    quote: (column) => generator.quoteIdentifier(column, true),
  };
}
