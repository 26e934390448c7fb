import { isIP } from 'node:net';
import type { CatalogType } from '../../catalog/catalog.ts';
import type { Codec } from '../codec.ts';
import { sql } from '../sql.ts';

const identity = <Value>(value: Value): Value => value;

/** NUL, which Postgres does not store, and half a surrogate pair, of which a driver would make another character. */
const unstorable = /\0|\p{Surrogate}/u;

/** The codec of plain text, which the others differ from. */
export const plainText: Codec = {
  select: identity,
  decode: identity,
  revive: identity,
  present: identity,
  readText: identity,
  encode: (value) => (typeof value === 'string' && !unstorable.test(value) ? value : numberToText(value)),
  keyType: 'text',
  bind: (key) => sql`${key}`,
  compare: identity,
  exact: false,
};

/** The digits of a number, undefined for anything else. */
export function numberToText(value: unknown): string | undefined {
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
}

/** CHAR's padding is no part of its value, and CITEXT compares as such. Neither type has a length: a cast would cut. */
export function textCodec({ sqlType }: CatalogType, postgres: boolean): Codec {
  if (!postgres) {
    return plainText;
  }
  if (sqlType.startsWith('CHAR(')) {
    return {
      ...plainText,
      select: (column) => sql`${column}::text`,
      readText: (text) => text.replace(/ +$/, ''),
      keyType: 'bpchar', // `text` would not match CHAR with an index
    };
  }
  if (sqlType === 'TSVECTOR') {
    return { ...plainText, compare: (column) => sql`${column}::text` };
  }
  return { ...plainText, keyType: sqlType === 'CITEXT' ? 'citext' : 'text' };
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Postgres compares UUIDs as numbers; elsewhere they are texts, compared as the column's collation says. */
export function uuidCodec(postgres: boolean): Codec {
  return {
    ...plainText,
    encode: (value) => {
      if (typeof value !== 'string' || !uuidPattern.test(value)) {
        return undefined;
      }
      return postgres ? value.toLowerCase() : value;
    },
    keyType: 'uuid',
    exact: postgres,
  };
}

/** A label that the enum lacks matches nothing; Postgres would refuse to compare with it. */
export function enumCodec({ enumValues }: CatalogType, postgres: boolean): Codec {
  return {
    ...plainText,
    encode: (value) => enumValues.find((label) => label === value),
    compare: (column) => (postgres ? sql`${column}::text` : column),
  };
}

const hardwarePattern = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i;

/** INET, CIDR and MACADDR. Selected as they are: a cast to text would add the length of the prefix to every address. */
export function networkCodec({ sqlType }: CatalogType, postgres: boolean): Codec {
  if (!postgres) {
    return plainText;
  }
  const isValid = sqlType === 'MACADDR' ? (text: string) => hardwarePattern.test(text) : isNetwork;
  return {
    ...plainText,
    encode: (value) => (typeof value === 'string' && isValid(value) ? value : undefined),
    keyType: sqlType === 'MACADDR' ? 'macaddr' : 'inet',
  };
}

/** `10.0.0.1`, `10.0.0.0/8`, `::1/128`; without a zone, which Postgres does not know. */
function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const version = address.includes('%') ? 0 : isIP(address);
  return (
    version !== 0 &&
    rest.length === 0 &&
    (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128)))
  );
}
