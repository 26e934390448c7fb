/**
 * Everything that keeps KinQL from starting, gathered: one line for each problem, saying what, where and how to mend it.
 * Its message is those lines; a command prints its summary and exits with 1.
 */
export class StartupError extends Error {
  readonly problems: readonly string[];
  /** The lines that a command prints: the problems, or where there are many of a kind, some of them and how many more. */
  readonly summary: readonly string[];

  constructor(
    problems: readonly string[],
    { summary = problems, ...options }: ErrorOptions & { readonly summary?: readonly string[] } = {},
  ) {
    super(problems.join('\n'), options);
    this.name = 'StartupError';
    this.problems = problems;
    this.summary = summary;
  }
}
