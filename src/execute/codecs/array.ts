import type { Codec } from '../codec.ts';
import { sql } from '../sql.ts';
import { plainText } from './text.ts';

/**
 * A Postgres array of values that `element` carries. Selected as an array of texts: drivers know no array of a type that
 * was made after they connected, such as an ENUM, and lose the microseconds of instants. By way of one text, since a cast of
 * each element is another one than its output.
 */
export function arrayCodec(element: Codec): Codec {
  const each =
    (convert: (value: unknown) => unknown) =>
    (value: unknown): unknown => {
      if (!Array.isArray(value)) {
        throw new TypeError('not an array');
      }
      return value.map((item: unknown) => (item === null || item === undefined ? null : convert(item)));
    };
  const read = (item: unknown): unknown => (typeof item === 'string' ? element.readText(item) : item);
  const decode = each((item) => element.decode(read(item)));
  const present = each(element.present);
  return {
    ...plainText,
    select: (column) => sql`${column}::text::text[]`,
    decode,
    revive: each((item) => element.revive(read(item))),
    present: (value) => (isPrinted(value) ? decode(parseArray(value)) : present(value)),
    encode: () => undefined,
    element,
  };
}

/** What an instance of a model holds instead of an array, where its driver did not know the type. */
function isPrinted(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('{') && value.endsWith('}');
}

/** Of `{a,"b c",NULL}`. */
function parseArray(text: string): (string | null)[] {
  const items = text.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|[^,"]+/gs);
  return Array.from(items, ([item, quoted]) => {
    if (quoted !== undefined) {
      return quoted.replace(/\\(.)/gs, '$1');
    }
    return item === 'NULL' ? null : item;
  });
}
