import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { StatementCounts } from './count-statements.ts';
import { removeCreatedRows } from './dataset.ts';
import type { LoadOrder, LoadResult } from './load.ts';
import type { Measurement, Order } from './results.ts';
import type { ServerProcess } from './server-process.ts';
import { requestBodies } from './servers/index.ts';
import type { Workload } from './workloads.ts';

type Round = Omit<Measurement, 'server' | 'workload' | 'connections' | 'range' | 'statements'>;

/**
 * Measures every workload on every server. The servers have their turns in rounds, each round beginning with another one, so that
 * what changes on the machine meets all of them alike; each turn begins with a warm-up.
 * @throws Error at the first answer that is not a success.
 */
export async function measure(
  servers: readonly ServerProcess[],
  workloads: readonly Workload[],
  order: Order,
  counts: StatementCounts,
): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  const load = fork(new URL('./load.ts', import.meta.url));
  const runLoad = async (what: LoadOrder): Promise<LoadResult> => {
    load.send(what);
    const [result] = (await once(load, 'message')) as [LoadResult];
    return result;
  };
  try {
    for (const connections of order.connections) {
      for (const workload of workloads) {
        const taking = servers.filter(({ spec }) => requestBodies(spec, workload) !== null);
        const rounds = new Map<ServerProcess, Round[]>(taking.map((server) => [server, []]));
        for (let round = 0; round < order.rounds; round++) {
          for (let turn = 0; turn < taking.length; turn++) {
            const server = taking[(turn + round) % taking.length]!;
            rounds.get(server)!.push(await measureTurn(server, workload, { ...order, connections }, runLoad));
          }
        }
        for (const [server, figures] of rounds) {
          measurements.push({
            server: server.spec.name,
            workload: workload.name,
            connections,
            ...summarize(figures),
            statements: counts.get(`${server.spec.name} ${workload.name}`)!,
          });
          progress(measurements.at(-1)!);
        }
      }
    }
  } finally {
    load.kill('SIGKILL');
  }
  return measurements;
}

async function measureTurn(
  server: ServerProcess,
  workload: Workload,
  { seconds, warmUp, connections }: { seconds: number; warmUp: number; connections: number },
  runLoad: (order: LoadOrder) => Promise<LoadResult>,
): Promise<Round> {
  const what = { url: server.url, bodies: requestBodies(server.spec, workload)!, connections };
  server.forgetPeakMemory();
  check(await runLoad({ ...what, seconds: warmUp }), server, workload);
  await server.stats();
  const result = check(await runLoad({ ...what, seconds }), server, workload);
  const stats = await server.stats();
  const peakMemory = server.peakMemory();
  if (workload.writes) {
    await removeCreatedRows();
  }
  return {
    requestsPerSecond: result.requests / result.seconds,
    p50: result.p50,
    p99: result.p99,
    cpuPerRequest: (stats.cpuSeconds * 1_000) / result.requests,
    peakMemory,
    eventLoopDelay: stats.eventLoopDelay,
    bytesPerAnswer: result.bytes / result.requests,
  };
}

function check(result: LoadResult, { spec }: ServerProcess, { name }: Workload): LoadResult {
  if (result.failure !== null) {
    throw new Error(`${spec.name} failed in "${name}": ${result.failure}`);
  }
  return result;
}

function summarize(
  rounds: readonly Round[],
): Omit<Measurement, 'server' | 'workload' | 'connections' | 'statements'> {
  const of = (figure: keyof Round): number => median(rounds.map((round) => round[figure] ?? 0));
  const speeds = rounds.map(({ requestsPerSecond }) => requestsPerSecond);
  return {
    requestsPerSecond: of('requestsPerSecond'),
    range: [Math.min(...speeds), Math.max(...speeds)],
    p50: of('p50'),
    p99: of('p99'),
    cpuPerRequest: of('cpuPerRequest'),
    peakMemory: rounds.some(({ peakMemory }) => peakMemory === null)
      ? null
      : Math.max(...rounds.map(({ peakMemory }) => peakMemory ?? 0)),
    eventLoopDelay: of('eventLoopDelay'),
    bytesPerAnswer: of('bytesPerAnswer'),
  };
}

/** The middle of `values`, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function progress({ workload, connections, server, requestsPerSecond, p50, p99 }: Measurement): void {
  console.log(
    `${workload} at ${connections}: ${server} ${requestsPerSecond.toFixed(0)} requests a second, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
  );
}
