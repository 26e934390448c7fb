import type { InputPath } from '../../plan/write.ts';

/** What a person can mend about a write, as the payload's `errors` say it. */
export interface WriteProblem {
  readonly code: WriteProblemCode;
  /** Where in the arguments: `['data', 'tags', 'create', '0', 'name']`. */
  readonly path: InputPath;
  readonly message: string;
  /** The validator that refused, such as `len`. */
  readonly rule: string | null;
}

/**
 * `VALIDATION`: a value that the model or its column does not take. `UNIQUE`: another row has it already. `FOREIGN_KEY`: it
 * refers to no row, or rows refer to what should go. `NOT_FOUND`: no visible row has the key. `STALE`: the row has changed
 * since the version that was expected. `REQUIRED_RELATION`: a row cannot be without what should be taken from it.
 * `FORBIDDEN`: the rules do not allow it to the viewer.
 */
export type WriteProblemCode =
  | 'VALIDATION'
  | 'UNIQUE'
  | 'FOREIGN_KEY'
  | 'NOT_FOUND'
  | 'STALE'
  | 'REQUIRED_RELATION'
  | 'FORBIDDEN';

/** Ends a write: its transaction is rolled back, and the problems go into the payload. */
export class WriteFailure extends Error {
  readonly problems: readonly WriteProblem[];

  constructor(problems: readonly WriteProblem[]) {
    super(problems.map(({ message }) => message).join(' '));
    this.name = 'WriteFailure';
    this.problems = problems;
  }
}

/**
 * Ends a write that the database itself refused for the rows that it had. What its errors mean is asked of the database
 * once the transaction is rolled back.
 */
export class DatabaseRefusal extends Error {
  readonly refusals: readonly Refusal[];

  constructor(refusals: readonly Refusal[]) {
    super('The database refused a row.');
    this.name = 'DatabaseRefusal';
    this.refusals = refusals;
  }
}

export interface Refusal {
  readonly error: unknown;
  readonly model: string;
  readonly path: InputPath;
  readonly action: 'save' | 'delete';
}

export function failWith(
  code: WriteProblemCode,
  path: InputPath,
  message: string,
  rule: string | null = null,
): never {
  throw new WriteFailure([{ code, path, message, rule }]);
}
