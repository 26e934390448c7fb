import cluster, { type Worker } from 'node:cluster';
import { constants } from 'node:os';
import type { Logger } from 'pino';
import type { RunningServer } from '../server/listen.ts';

/** How long after a worker ended the next one begins, in milliseconds, so that one that cannot start does not take the processor. */
const pauseBeforeNext = 1_000;

const stopMessage = 'stop';
/** Says to a worker which of them it is, counted from 1. */
const numberVariable = 'KINQL_WORKER';

/** Whether this process is the one that starts workers. */
export function isSupervisor(): boolean {
  return cluster.isPrimary;
}

/** Which of several workers this process is, counted from 1; 1 where there are none. */
export function workerNumber(): number {
  return Number(process.env[numberVariable] ?? 1);
}

/**
 * Runs this same command in `count` processes, which share the port: each is a server of its own, with its own pool and its own
 * limits. One that ends is followed by another, unless none has ever listened. A signal stops all of them, each as a server
 * stops; a second one ends them at once. Gives the exit code.
 */
export async function superviseWorkers(count: number, logger: Logger): Promise<number> {
  const supervisor = new Supervisor(count, logger);
  supervisor.start(1);
  return supervisor.ended;
}

class Supervisor {
  readonly ended: Promise<number>;
  readonly #count: number;
  readonly #logger: Logger;
  readonly #workers = new Set<Worker>();
  readonly #listening = new WeakSet<Worker>();
  #end: (code: number) => void = () => {};
  #code = 0;
  #isStopping = false;
  #hasListened = false;

  constructor(count: number, logger: Logger) {
    this.#count = count;
    this.#logger = logger;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => this.#onSignal(signal));
    }
  }

  start(number: number): void {
    const worker = cluster.fork({ [numberVariable]: String(number) });
    this.#workers.add(worker);
    worker.once('listening', () => {
      this.#listening.add(worker);
      this.#logger.info(`Worker ${number} listens.`);
      this.#onListening();
    });
    worker.once('exit', (code: number | null, signal: string | null) => {
      this.#workers.delete(worker);
      this.#onExit(number, code, signal);
    });
  }

  /** The others follow the first, so that what keeps it from starting is said once. */
  #onListening(): void {
    if (!this.#hasListened && !this.#isStopping) {
      this.#hasListened = true;
      for (let number = 2; number <= this.#count; number += 1) {
        this.start(number);
      }
    }
  }

  #onExit(number: number, code: number | null, signal: string | null): void {
    if (!this.#isStopping && this.#hasListened) {
      const reason = signal ?? `exit code ${code}`;
      this.#logger.error(`Worker ${number} ended (${reason}): another takes its place.`);
      setTimeout(() => this.#isStopping || this.start(number), pauseBeforeNext);
      return;
    }
    this.#code ||= code ?? 1;
    this.#stop();
    if (this.#workers.size === 0) {
      this.#end(this.#code);
    }
  }

  #stop(): void {
    if (!this.#isStopping) {
      this.#isStopping = true;
      for (const worker of this.#workers) {
        if (this.#listening.has(worker)) {
          worker.send(stopMessage);
        } else {
          worker.process.kill('SIGKILL'); // it answers nobody yet
        }
      }
    }
  }

  #onSignal(signal: 'SIGTERM' | 'SIGINT'): void {
    if (this.#isStopping) {
      for (const worker of this.#workers) {
        worker.process.kill('SIGKILL');
      }
      this.#end(128 + constants.signals[signal]);
      return;
    }
    this.#stop();
    if (this.#workers.size === 0) {
      this.#end(0);
    }
  }
}

/**
 * Makes a worker stop when its supervisor says so, or is gone. Signals are the supervisor's business: Ctrl+C reaches every process of a
 * terminal, and would be a second signal.
 */
export function stopWithSupervisor(starting: Promise<Pick<RunningServer, 'stop'>>, logger: Logger): void {
  const stop = async (): Promise<void> => (await starting).stop();
  const stopAndExit = (): void => {
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'Stopped, but not cleanly.');
        process.exit(1);
      },
    );
  };
  process.on('message', (message) => message === stopMessage && stopAndExit());
  process.on('disconnect', stopAndExit);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {});
  }
}
