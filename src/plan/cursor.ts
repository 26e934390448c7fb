import { createHash } from 'node:crypto';
import type { OrderTerm } from './order.ts';

/** The values that a row has in the terms of its list's order, as JSON has them. */
export type CursorValues = readonly (string | number | boolean | null)[];

/**
 * Makes cursors of the rows of a list in this order: the place of a row, as a text that clients hand back unread. It holds
 * the row's values and not its number, so that rows which come and go meanwhile make nobody see a row twice or miss one.
 */
export function createCursorWriter(
  model: string,
  order: readonly OrderTerm[],
): (values: CursorValues) => string {
  const mark = fingerprint(model, order);
  return (values) => Buffer.from(JSON.stringify([mark, ...values])).toString('base64url');
}

/** The values in a cursor, or null for a text that is no cursor of such a list in this order. */
export function decodeCursor(
  model: string,
  order: readonly OrderTerm[],
  cursor: string,
): CursorValues | null {
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
  if (!Array.isArray(content) || content.length !== order.length + 1) {
    return null;
  }
  const [mark, ...values] = content as unknown[];
  return mark === fingerprint(model, order) && values.every(isCursorValue) ? values : null;
}

function isCursorValue(value: unknown): value is CursorValues[number] {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** Differs wherever the values of a cursor would mean something else. */
function fingerprint(model: string, order: readonly OrderTerm[]): string {
  return createHash('sha256')
    .update(JSON.stringify([model, order]))
    .digest('base64url')
    .slice(0, 8);
}
