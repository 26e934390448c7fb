import { LimitError } from '../errors/limit-error.ts';

/** The rows that one operation may still read. */
export interface RowBudget {
  /** How many rows may still be read. */
  readonly left: number;
  /** @throws LimitError where these rows are more than are left. */
  take(rows: number): void;
}

/** A budget of `allowed` rows, for everything that one operation reads. */
export function createRowBudget(allowed: number): RowBudget {
  let taken = 0;
  return {
    get left() {
      return Math.max(0, allowed - taken);
    },
    take(rows) {
      taken += rows;
      if (taken > allowed) {
        throw new LimitError(
          `The operation has read ${taken} rows; ${allowed} are allowed: ask for shorter lists or fewer relations`,
          { setting: 'rows', allowed, found: taken },
        );
      }
    },
  };
}
