import { expectThat, type FaultReport, type FaultWorld } from './fault-world.ts';
import { percentile, printCounts, startLoad, wait } from './load.ts';

/** What a write may be answered with when the database goes away under it. */
const writeCodes = /^(SERVICE_UNAVAILABLE|WRITE_OUTCOME_UNKNOWN)$/;

/** The database goes away under load and comes back. */
export async function restartDatabase(
  world: FaultWorld,
  restart: () => Promise<void>,
  times: number,
): Promise<FaultReport> {
  const server = await world.serve();
  const load = await startLoad(server.endpoint);
  const outages: number[] = [];
  for (let time = 0; time < times; time++) {
    await load.succeed(100);
    const begin = performance.now();
    await restart();
    outages.push(performance.now() - begin);
    await load.succeed(100);
  }
  return report(world, load, server, {
    restarts: times,
    'database away, longest': `${Math.round(Math.max(...outages))} ms`,
  });
}

/** Connections of the server's are ended each second, as many as `end` gives. */
export async function endConnections(
  world: FaultWorld,
  seconds: number,
  end: (server: Awaited<ReturnType<FaultWorld['serve']>>) => Promise<number>,
): Promise<FaultReport> {
  const server = await world.serve();
  const load = await startLoad(server.endpoint);
  let ended = 0;
  for (let second = 0; second < seconds; second++) {
    await wait(1_000);
    ended += await end(server);
  }
  await load.succeed(50);
  return report(world, load, server, { 'connections ended': ended });
}

async function report(
  world: FaultWorld,
  load: Awaited<ReturnType<typeof startLoad>>,
  server: Awaited<ReturnType<FaultWorld['serve']>>,
  figures: FaultReport['figures'],
): Promise<FaultReport> {
  const tally = await load.stop();
  const isAlive = server.isAlive();
  await server.kill();
  const untrue = await world.judge(tally);
  const failedReads = [...tally.readFailures.values()].reduce((sum, count) => sum + count, 0);
  const reads = tally.latencies.filter(({ isRead }) => isRead).map(({ took }) => took);
  const others = [...tally.writeFailures.keys()].filter((code) => !writeCodes.test(code));
  return {
    figures: {
      ...figures,
      reads: tally.reads,
      'of these, failed': printCounts(tally.readFailures),
      'read, p99 and longest': `${Math.round(percentile(reads, 0.99))} ms, ${Math.round(Math.max(...reads))} ms`,
      writes: tally.writes,
      'of these, not acknowledged': printCounts(tally.writeFailures),
      'not as answered': untrue.length,
    },
    broken: [
      ...expectThat(failedReads === 0, `${failedReads} reads failed`),
      ...expectThat(tally.wrong === 0, `${tally.wrong} reads had another answer than before`),
      ...expectThat(others.length === 0, `writes were answered by ${others.join(', ')}`),
      ...expectThat(isAlive, 'the server ended'),
      ...new Set(untrue),
    ],
  };
}
