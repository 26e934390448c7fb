import { expectThat, type FaultReport, type FaultWorld, timeouts } from './fault-world.ts';
import { percentile, printCounts, startLoad, wait } from './load.ts';

/** A process of the database's that works for the server stops in the middle of everything, and says nothing any more. */
export async function freezeBackends(world: FaultWorld, times: number): Promise<FaultReport> {
  const server = await world.serve();
  const load = await startLoad(server.endpoint);
  await load.succeed(200);
  const latest = timeouts.query + 1_000;
  const kept: number[] = [];
  for (let time = 0; time < times; time++) {
    const [frozen] = await world.backends(server);
    if (frozen === undefined) {
      throw new Error('The server has no connection.');
    }
    process.kill(frozen, 'SIGSTOP');
    await wait(latest);
    // What the server thinks of it shows once it can hear that its connection is gone.
    process.kill(frozen, 'SIGCONT');
    await wait(500);
    if ((await world.backends(server)).includes(frozen)) {
      kept.push(frozen);
    }
  }
  await load.succeed(200);
  const tally = await load.stop();
  await server.kill();
  const took = tally.latencies.map((one) => one.took);
  const longest = Math.max(...took);
  const others = [...tally.readFailures.keys()].filter((code) => code !== 'TIMEOUT');
  const untrue = await world.judge(tally);
  const timedOut = [...tally.readFailures.values()].reduce((sum, count) => sum + count, 0);
  return {
    figures: {
      'frozen processes': times,
      reads: tally.reads,
      'of these, failed': printCounts(tally.readFailures),
      writes: tally.writes,
      'of these, not acknowledged': printCounts(tally.writeFailures),
      'p99 and longest': `${Math.round(percentile(took, 0.99))} ms, ${Math.round(longest)} ms`,
      'frozen connections kept': kept.length,
      'not as answered': untrue.length,
    },
    broken: [
      ...expectThat(others.length === 0, `reads were answered by ${others.join(', ')}`),
      ...expectThat(timedOut <= times, `${timedOut} reads failed for ${times} frozen processes`),
      ...expectThat(longest <= 2 * timeouts.query + 1_000, `an answer took ${Math.round(longest)} ms`),
      ...expectThat(kept.length === 0, `${kept.length} frozen connections were kept`),
      ...new Set(untrue),
    ],
  };
}
