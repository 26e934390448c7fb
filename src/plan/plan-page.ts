import { type CursorValues, decodeCursor } from './cursor.ts';
import type { PageSize } from './field-source.ts';
import { InputProblem } from './given-input.ts';
import type { OrderTerm } from './order.ts';
import type { KeysetPage, OffsetPage } from './plan.ts';

/** The largest offset that every database takes: LIMIT and OFFSET are printed into the statement as they are. */
const maxOffset = 2 ** 31 - 1;

/**
 * The page that a plain list's arguments ask for. A limit above the maximum is lowered to it, and the page says so
 * (`capped`).
 *
 * @throws InputProblem where an argument is negative or too large.
 */
export function planPage(
  { limit, offset }: { readonly limit?: unknown; readonly offset?: unknown },
  size: PageSize,
): OffsetPage {
  const wished = typeof limit === 'number' ? limit : size.default;
  if (wished < 0) {
    throw new InputProblem(`The argument "limit" must not be negative, but it is ${wished}.`);
  }
  const skipped = typeof offset === 'number' ? offset : 0;
  if (skipped < 0 || skipped > maxOffset) {
    throw new InputProblem(`The argument "offset" must not be negative, but it is ${skipped}.`);
  }
  return {
    kind: 'offset',
    limit: Math.min(wished, size.max),
    offset: skipped,
    capped: typeof limit !== 'number' || wished > size.max,
  };
}

interface ConnectionArguments {
  readonly first?: unknown;
  readonly last?: unknown;
  readonly after?: unknown;
  readonly before?: unknown;
}

/**
 * The page that a connection's arguments ask for, in a list of the model in this order. A number above the maximum is
 * lowered to it; `hasNextPage` tells. Of both numbers, `last` cuts what `first` left, as Relay's algorithm has it.
 *
 * @throws InputProblem where a number is negative, or a cursor is none of this list.
 */
export function planKeysetPage(
  { first, last, after, before }: ConnectionArguments,
  size: PageSize,
  model: string,
  order: readonly OrderTerm[],
): KeysetPage {
  for (const [name, value] of Object.entries({ first, last })) {
    if (typeof value === 'number' && value < 0) {
      throw new InputProblem(`The argument "${name}" must not be negative, but it is ${value}.`);
    }
  }
  const wished = typeof first === 'number' ? first : typeof last === 'number' ? last : size.default;
  return {
    kind: 'keyset',
    limit: Math.min(wished, size.max),
    backwards: typeof last === 'number' && typeof first !== 'number',
    ...(typeof first === 'number' && typeof last === 'number' && { tail: Math.min(last, size.max) }),
    after: planCursor('after', after, model, order),
    before: planCursor('before', before, model, order),
    cursors: false,
  };
}

function planCursor(
  name: string,
  cursor: unknown,
  model: string,
  order: readonly OrderTerm[],
): CursorValues | null {
  if (typeof cursor !== 'string') {
    return null;
  }
  const values = decodeCursor(model, order, cursor);
  if (values === null) {
    throw new InputProblem(
      `The argument "${name}" is no cursor of this list in this order: take one from "edges" or "pageInfo" of the same list, with the same "orderBy".`,
    );
  }
  return values;
}
