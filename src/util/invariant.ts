/** Throws when `condition` is false: a mistake of KinQL's own, never of its user. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) {
    throw new Error(`KinQL invariant: ${message}`);
  }
}

/** Closes a switch over a union: a case that is added later and forgotten here no longer compiles. */
export function assertNever(value: never): never {
  throw new Error(`KinQL invariant: unexpected ${JSON.stringify(value)}`);
}
