import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Profiler } from 'node:inspector';
import { createServer } from 'node:net';
import type { ServerSpec } from './servers/index.ts';
import type { ProcessStats } from './servers/instrument.ts';

const instrument = new URL('./servers/instrument.ts', import.meta.url).href;

/** A server that listens. */
export interface ServerProcess {
  readonly spec: ServerSpec;
  readonly url: string;
  /** Asks the process what it did since it was last asked. */
  readonly stats: () => Promise<ProcessStats>;
  /** Takes a profile of the CPU while `work` goes on. */
  readonly profile: (work: () => Promise<unknown>) => Promise<Profiler.Profile>;
  /** The most memory that it had since `forgetPeakMemory`, in megabytes; null where the system does not say. */
  readonly peakMemory: () => number | null;
  readonly forgetPeakMemory: () => void;
  readonly stop: () => Promise<void>;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}

/**
 * Starts a server and waits until it answers. Its output is shown only where it does not come up.
 * @throws Error where it ends before it answers, or does not answer within a minute.
 */
export async function startServer(
  spec: ServerSpec,
  { count = false, connections = 1 } = {},
): Promise<ServerProcess> {
  if (!existsSync(new URL('../dist/cli/main.js', import.meta.url))) {
    throw new Error('KinQL is not built: run "npm ci && npm run build" in the root of the repository.');
  }
  const port = await freePort();
  const child = spawn(process.execPath, ['--import', instrument, ...spec.command(port, connections)], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      PORT: String(port),
      NODE_ENV: 'production',
      GRAPHILE_ENV: 'production',
      ...(count && { BENCH_COUNT: '1' }),
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output = (output + chunk).slice(-4_000);
    });
  }
  const url = `http://127.0.0.1:${port}/graphql`;
  await untilItAnswers(child, url, () => `${spec.title} did not start:\n${output}`);
  const tell = async (message: string): Promise<unknown> => {
    child.send(message);
    return (await once(child, 'message'))[0];
  };
  return {
    spec,
    url,
    stats: async () => (await tell('stats')) as ProcessStats,
    profile: async (work) => {
      await tell('profile');
      await work();
      return (await tell('profiled')) as Profiler.Profile;
    },
    peakMemory: () => readPeakMemory(child.pid!),
    forgetPeakMemory: () => forgetPeakMemory(child.pid!),
    stop: async () => {
      if (child.exitCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    },
  };
}

async function untilItAnswers(child: ChildProcess, url: string, problem: () => string): Promise<void> {
  const end = Date.now() + 60_000;
  while (true) {
    try {
      await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
      return;
    } catch {
      if (child.exitCode !== null || Date.now() > end) {
        child.kill('SIGKILL');
        throw new Error(problem());
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

function readPeakMemory(pid: number): number | null {
  try {
    const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found ? Number(found[1]) / 1024 : null;
  } catch {
    return null;
  }
}

function forgetPeakMemory(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // The peak is that of the whole run then.
  }
}
