import { type LevelWithSilent, type Logger, pino } from 'pino';
import { StartupError } from '../errors/startup-error.ts';

const levels: readonly string[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

function isLevel(level: string): level is LevelWithSilent {
  return levels.includes(level);
}

/**
 * Gives a logger that writes one JSON object a line to stderr, so that stdout stays free for a command's result. It
 * writes before it returns: nothing is lost when the process exits. Throws a `StartupError` for an unknown level.
 */
export function createLogger({ level = 'info' }: { readonly level?: string } = {}): Logger {
  if (!isLevel(level)) {
    throw new StartupError([
      `The log level ${JSON.stringify(level)} is unknown: use one of ${levels.join(', ')}.`,
    ]);
  }
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
