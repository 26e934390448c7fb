import type { PageSize } from './field-source.ts';
import type { Page } from './plan.ts';

/** The largest offset that every database takes: LIMIT and OFFSET are printed into the statement as they are. */
const maxOffset = 2 ** 31 - 1;

/**
 * The page that a plain list's arguments ask for, or the sentence that says what is wrong with them. A limit above the
 * maximum is lowered to it, and the page says so (`capped`).
 */
export function planPage(
  { limit, offset }: { readonly limit?: unknown; readonly offset?: unknown },
  size: PageSize,
): Page | string {
  const wished = typeof limit === 'number' ? limit : size.default;
  if (wished < 0) {
    return `The argument "limit" must not be negative, but it is ${wished}.`;
  }
  const skipped = typeof offset === 'number' ? offset : 0;
  if (skipped < 0 || skipped > maxOffset) {
    return `The argument "offset" must not be negative, but it is ${skipped}.`;
  }
  return {
    limit: Math.min(wished, size.max),
    offset: skipped,
    capped: typeof limit !== 'number' || wished > size.max,
  };
}
