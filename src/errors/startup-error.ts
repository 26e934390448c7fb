/**
 * Everything that keeps KinQL from starting, gathered: one line for each problem, saying what, where and how to mend it.
 * Its message is those lines, so that a command prints it as it is and exits with 1.
 */
export class StartupError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(problems.join('\n'), options);
    this.name = 'StartupError';
    this.problems = problems;
  }
}
