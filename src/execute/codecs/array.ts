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
  return {
    ...plainText,
    select: (column) => sql`${column}::text::text[]`,
    decode: each((item) => element.decode(read(item))),
    revive: each((item) => element.revive(read(item))),
    present: each(element.present),
    encode: () => undefined,
  };
}
