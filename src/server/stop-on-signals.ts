import { constants } from 'node:os';
import type { Logger } from 'pino';
import type { RunningServer } from './listen.ts';

/** When to stop and how to leave. */
export interface StopOnSignalsOptions {
  readonly logger: Logger;
  /** By default SIGTERM, which Docker and Kubernetes send, and SIGINT, which Ctrl+C sends. */
  readonly signals?: readonly NodeJS.Signals[];
  /** Ends the process; by default `process.exit`. */
  readonly exit?: (code: number) => void;
}

/**
 * Makes the first signal stop the server and then end the process, with 0, or with 1 when `stop` rejected, which is
 * logged. A second signal ends the process at once with 128 and the signal's number, as a shell counts it. Gives a
 * function that takes the handlers away.
 */
export function stopOnSignals(
  running: Pick<RunningServer, 'stop'>,
  { logger, signals = ['SIGTERM', 'SIGINT'], exit = process.exit }: StopOnSignalsOptions,
): () => void {
  let isStopping = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (isStopping) {
      logger.warn(`Got ${signal} while stopping: leaving at once.`);
      exit(128 + constants.signals[signal]);
      return;
    }
    isStopping = true;
    logger.info(`Got ${signal}: stopping.`);
    running.stop().then(
      () => {
        logger.info('Stopped.');
        exit(0);
      },
      (error: unknown) => {
        logger.error({ err: error }, 'Stopped, but not cleanly.');
        exit(1);
      },
    );
  };
  for (const signal of signals) {
    process.on(signal, onSignal);
  }
  return () => {
    for (const signal of signals) {
      process.removeListener(signal, onSignal);
    }
  };
}
