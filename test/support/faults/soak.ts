import { expectThat, type FaultReport, type FaultWorld } from './fault-world.ts';
import { percentile, printCounts, startLoad, wait } from './load.ts';

interface Sample {
  readonly minutes: number;
  readonly heap: number;
  readonly rss: number;
  readonly resources: number;
  readonly connections: number;
}

const samples = 20;
const megabyte = 2 ** 20;

/** The same load for minutes: what the server holds must not grow. Judged once it has warmed up, from a fifth of the time on. */
export async function soak(world: FaultWorld, seconds: number): Promise<FaultReport> {
  const server = await world.serve();
  const load = await startLoad(server.endpoint, { readers: 6, writers: 2, pause: 10 });
  const taken: Sample[] = [];
  for (let sample = 1; sample <= samples; sample++) {
    await wait((seconds * 1_000) / samples);
    const { heapUsed, rss, resources } = await server.usage();
    const connections = (await world.backends(server)).length;
    const minutes = (sample * seconds) / samples / 60;
    taken.push({ minutes, heap: heapUsed / megabyte, rss: rss / megabyte, resources, connections });
  }
  const tally = await load.stop();
  const isAlive = server.isAlive();
  await server.kill();
  const warm = taken.slice(samples / 5);
  const slopes = { heap: slope(warm, 'heap'), rss: slope(warm, 'rss') };
  const [first, last] = [warm[0] as Sample, warm.at(-1) as Sample];
  const print = (name: 'heap' | 'rss'): string =>
    `${first[name].toFixed(1)} to ${last[name].toFixed(1)} MB, ${slopes[name].toFixed(2)} MB a minute`;
  const most = (name: 'resources' | 'connections'): number => Math.max(...warm.map((one) => one[name]));
  const failures = new Map([...tally.readFailures, ...tally.writeFailures]);
  const took = tally.latencies.map((one) => one.took);
  const grown = last.heap - first.heap;
  return {
    figures: {
      seconds,
      'reads, writes': `${tally.reads}, ${tally.writes}`,
      failed: printCounts(failures),
      'p50, p99': `${Math.round(percentile(took, 0.5))} ms, ${Math.round(percentile(took, 0.99))} ms`,
      'heap after collection': print('heap'),
      rss: print('rss'),
      'handles, most': `${most('resources')} (${first.resources} to ${last.resources})`,
      'connections, most': most('connections'),
    },
    broken: [
      ...expectThat(failures.size === 0 && tally.wrong === 0, `requests failed: ${printCounts(failures)}`),
      // Two megabytes are caches that fill; a leak of a kilobyte for each request would be tens of them.
      ...expectThat(grown < 2 + 0.2 * last.minutes, `the heap grew by ${grown.toFixed(1)} MB`),
      ...expectThat(last.resources <= first.resources + 5, 'handles grew'),
      ...expectThat(most('connections') <= 5, 'there were more connections than the pool may have'),
      ...expectThat(isAlive, 'the server ended'),
    ],
  };
}

/** How much a figure grows in a minute: least squares. */
function slope(taken: readonly Sample[], name: 'heap' | 'rss'): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = mean(taken.map(({ minutes }) => minutes));
  const y = mean(taken.map((one) => one[name]));
  const above = taken.reduce((sum, one) => sum + (one.minutes - x) * (one[name] - y), 0);
  const below = taken.reduce((sum, one) => sum + (one.minutes - x) ** 2, 0);
  return below === 0 ? 0 : above / below;
}
