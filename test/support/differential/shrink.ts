import type { Selection } from './operation.ts';

/** The smallest operation, by leaving out one part after the other, that still fails; `fails` is asked `tries` times at most. */
export async function shrinkOperation(
  operation: readonly Selection[],
  fails: (operation: readonly Selection[]) => Promise<boolean>,
  tries = 300,
): Promise<readonly Selection[]> {
  let smallest = operation;
  let left = tries;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const candidate of smaller(smallest)) {
      left -= 1;
      if (left > 0 && (await fails(candidate))) {
        smallest = candidate;
        isSmaller = true;
        break;
      }
    }
  }
  return smallest;
}

function* smaller(selections: readonly Selection[]): Generator<readonly Selection[]> {
  for (const [index, selection] of selections.entries()) {
    const replace = (...by: Selection[]) => [
      ...selections.slice(0, index),
      ...by,
      ...selections.slice(index + 1),
    ];
    if (selections.length > 1) {
      yield replace();
    }
    for (const inner of smaller(selection.selections)) {
      yield replace({ ...selection, selections: inner });
    }
    for (const [name, { type, value }] of Object.entries(selection.arguments)) {
      const { [name]: _, ...others } = selection.arguments;
      if (!type.endsWith('!')) {
        yield replace({ ...selection, arguments: others });
      }
      if (name !== 'by' && name !== 'key') {
        for (const smallerValue of smallerValues(value)) {
          yield replace({ ...selection, arguments: { ...others, [name]: { type, value: smallerValue } } });
        }
      }
    }
  }
}

/** Inputs of which exactly one field must be given would break; an operation that is not valid does not fail. */
function* smallerValues(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield value.toSpliced(index, 1);
      for (const smallerItem of smallerValues(item)) {
        yield value.with(index, smallerItem);
      }
    }
  } else if (typeof value === 'object' && value !== null && value.constructor === Object) {
    for (const [name, item] of Object.entries(value)) {
      const { [name]: _, ...others } = value as Record<string, unknown>;
      yield others;
      for (const smallerItem of smallerValues(item)) {
        yield { ...value, [name]: smallerItem };
      }
    }
  }
}
