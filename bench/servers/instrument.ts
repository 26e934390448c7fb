// Loaded before each server (`node --import`): answers what the process has done since it was last asked.
import { Session } from 'node:inspector/promises';
import { createRequire } from 'node:module';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What a server process says of itself. */
export interface ProcessStats {
  /** Seconds of CPU since the last question. */
  readonly cpuSeconds: number;
  /** How long the event loop was held up, in milliseconds, in 99 of 100 samples. */
  readonly eventLoopDelay: number;
  /** Statements since the last question; only counted where BENCH_COUNT is set. */
  readonly statements: readonly string[];
}

const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
let cpu = process.cpuUsage();
let statements: string[] = [];

if (process.env.BENCH_COUNT) {
  const pg = createRequire(import.meta.url)('pg') as typeof import('pg');
  const { prototype } = pg.Client;
  const query = prototype.query as (...args: unknown[]) => unknown;
  prototype.query = function counted(this: unknown, ...args: unknown[]) {
    const [first] = args;
    statements.push(typeof first === 'string' ? first : String((first as { text?: string }).text));
    return query.apply(this, args);
  } as typeof prototype.query;
}

let profiler: Session | null = null;

process.on('message', async (message) => {
  if (message === 'profile') {
    profiler = new Session();
    profiler.connect();
    await profiler.post('Profiler.enable');
    await profiler.post('Profiler.setSamplingInterval', { interval: 500 });
    await profiler.post('Profiler.start');
    process.send?.(null);
  }
  if (message === 'profiled' && profiler !== null) {
    process.send?.((await profiler.post('Profiler.stop')).profile);
    profiler.disconnect();
  }
  if (message === 'stats') {
    const used = process.cpuUsage(cpu);
    const stats: ProcessStats = {
      cpuSeconds: (used.user + used.system) / 1e6,
      eventLoopDelay: delay.percentile(99) / 1e6,
      statements,
    };
    process.send?.(stats);
    delay.reset();
    cpu = process.cpuUsage();
    statements = [];
  }
});

// Who asks has ended, by an error perhaps: nobody else would end this process.
process.on('disconnect', () => process.exit());
