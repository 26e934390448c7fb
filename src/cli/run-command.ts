import { StartupError } from '../errors/startup-error.ts';
import { firstLine } from './load-error.ts';
import { warn } from './output.ts';

/**
 * Runs a command, prints what it fails with, one line for each problem, and ends the process with the command's code or
 * 1. A fault of KinQL's own comes with its stack. Where the command `stays`, its handles keep the process alive.
 */
export async function runCommand(command: () => Promise<number | 'stays'>): Promise<void> {
  // What the team's modules start and forget, such as a first connection, must not end a server.
  process.on('unhandledRejection', (reason) => {
    warn(`warning: a promise was rejected that nobody waited for: ${firstLine(reason)}`);
  });
  // As of `kinql print | head`.
  process.stdout.on('error', () => process.exit(0));
  process.once('beforeExit', neverDone);
  let code: number | 'stays';
  try {
    code = await command();
  } catch (error) {
    code = 1;
    report(error);
  }
  process.off('beforeExit', neverDone);
  if (code !== 'stays') {
    process.exit(code);
  }
}

/** Node ends a process in which nothing can happen any more, whoever awaits something in it, and says nothing. */
function neverDone(): void {
  warn('The module of the models is never done: it awaits something that never comes.');
  process.exit(1);
}

function report(error: unknown): void {
  if (error instanceof StartupError) {
    error.summary.forEach(warn);
  } else {
    process.stderr.write(`KinQL failed: ${error instanceof Error ? error.stack : String(error)}\n`);
  }
}
