import { StartupError } from '../errors/startup-error.ts';

/** What one operation may take. Each is a whole number from 1. */
export interface LimitsOptions {
  /** Rows times fields that an operation may ask for, by its arguments and variables: 10 000 000. */
  readonly cost?: number;
  /** Rows that an operation may read while it runs: 50 000. */
  readonly rows?: number;
  /** Relations that filters and orders go over, each as often as it is named: 200. */
  readonly filterRelations?: number;
  /** Fields within each other: 25. */
  readonly depth?: number;
  /** Fields that are given another name: 100. */
  readonly aliases?: number;
  /** Fields that stand a second time beside themselves: 50. */
  readonly repeatedFields?: number;
  /** Directives: 100. */
  readonly directives?: number;
  /** Selections once fragments are spread: 2 000. */
  readonly recursiveSelections?: number;
  /**
   * Lexical tokens of a document: 2 000. They bound the depth of values as well; from 5 000 on a document can be deep enough
   * to exhaust the stack of what handles it.
   */
  readonly tokens?: number;
  /** Characters of a document, those of comments and strings among them: 50 000. */
  readonly sourceLength?: number;
}

export type OperationLimits = Required<LimitsOptions>;

export type LimitName = keyof OperationLimits;

export const defaultOperationLimits: OperationLimits = {
  cost: 10_000_000,
  rows: 50_000,
  filterRelations: 200,
  depth: 25,
  aliases: 100,
  repeatedFields: 50,
  directives: 100,
  recursiveSelections: 2_000,
  tokens: 2_000,
  sourceLength: 50_000,
};

/**
 * All limits, the rest by default. Of other names, which are limits of a server, only these are taken.
 *
 * @throws StartupError with one line for each that is not a whole number from 1.
 */
export function resolveOperationLimits(limits: LimitsOptions = {}): OperationLimits {
  const given = Object.entries(limits).filter(
    ([name, value]) => name in defaultOperationLimits && value !== undefined,
  );
  const problems = given
    .filter(([, value]) => !Number.isSafeInteger(value) || value < 1)
    .map(([name, value]) => `The option limits.${name} must be a whole number from 1 on, not ${value}.`);
  if (problems.length > 0) {
    throw new StartupError(problems);
  }
  return { ...defaultOperationLimits, ...Object.fromEntries(given) };
}
