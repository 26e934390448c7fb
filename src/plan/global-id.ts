import type { AttributeKind } from '../catalog/catalog.ts';

/** What a global id says: an object type, and the values of a row's key in the order of its attributes, as texts. */
export interface GlobalId {
  readonly type: string;
  readonly key: readonly string[];
}

/**
 * The global id of a row: what `id` is with the option `relay`. The values of the key are given as its own fields show them,
 * in the order of the key's attributes; clients hand the id back unread.
 */
export function toGlobalId(type: string, ...key: readonly [KeyValue, ...(readonly KeyValue[])]): string {
  return printGlobalId({ type, key: key.map(String) });
}

type KeyValue = string | number | bigint | boolean;

/** The type and the key in a global id, or null for a text that is none. Says nothing of whether there is such a row. */
export function fromGlobalId(id: string): GlobalId | null {
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(id, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
  if (!Array.isArray(content) || content.length < 2 || !content.every((part) => typeof part === 'string')) {
    return null;
  }
  const [type = '', ...key] = content as readonly string[];
  // Decoding overlooks what does not belong to the text: two texts must not stand for one row.
  return printGlobalId({ type, key }) === id ? { type, key } : null;
}

/** What to tell a client that gave another text where a global id belongs. */
export function noGlobalId(text: string, place: string): string {
  return `The value ${JSON.stringify(text)} of "${place}" is no global id: take one from a field "id".`;
}

export function printGlobalId({ type, key }: GlobalId): string {
  return Buffer.from(JSON.stringify([type, ...key])).toString('base64url');
}

/** Rows that have global ids: their object type and model, and the attributes of their key. */
export interface GlobalIdTarget {
  readonly type: string;
  readonly model: string;
  readonly key: readonly { readonly attribute: string; readonly kind: AttributeKind }[];
}

/** The values of the key in a global id, as the scalars of its attributes give them; null in an id of other rows. */
export function keyOfGlobalId({ type, key }: GlobalIdTarget, id: GlobalId): readonly unknown[] | null {
  return id.type === type && id.key.length === key.length
    ? key.map(({ kind }, index) => readText(id.key[index] as string, kind))
    : null;
}

/** Whole numbers stay texts, which have all their digits. */
function readText(text: string, kind: AttributeKind): unknown {
  switch (kind) {
    case 'float':
      return text === '' ? text : Number(text);
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    default:
      return text;
  }
}
