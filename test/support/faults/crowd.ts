import { post } from '../http-server.ts';
import { expectThat, type FaultReport, type FaultWorld, timeouts } from './fault-world.ts';
import { ask, percentile, printCounts, readSources, wait } from './load.ts';

/** Many more clients than connections ask while every statement waits for a lock, and go on asking for a while after it. */
export async function crowd(world: FaultWorld, clients: number): Promise<FaultReport> {
  const server = await world.serve();
  const source = readSources[0] as string;
  const { text: expected } = await ask(server.endpoint, source);
  const counts = new Map<string, number>();
  const problems = new Set<string>();
  const refused: number[] = [];
  const count = (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);

  const request = async (): Promise<void> => {
    const since = performance.now();
    const response = await post(server.endpoint, { query: source });
    const text = await response.text();
    if (text === expected) {
      count('right');
      return;
    }
    const { errors = [] } = JSON.parse(text) as { errors?: { extensions?: { code?: string } }[] };
    const code = errors[0]?.extensions?.code ?? 'none';
    count(`${response.status} ${code}`);
    if (code === 'SERVICE_UNAVAILABLE') {
      refused.push(performance.now() - since);
      if (response.headers.get('retry-after') === null) {
        problems.add('SERVICE_UNAVAILABLE came without retry-after');
      }
    } else if (code !== 'TIMEOUT') {
      problems.add(`${response.status} ${text.slice(0, 200)}`);
    }
  };

  let isOver = false;
  const lock = await world.lockItems();
  const asking = Array.from({ length: clients }, async () => {
    while (!isOver) {
      await request();
      await wait(50);
    }
  });
  await wait(1_000);
  await lock.rollback();
  await wait(3_000);
  isOver = true;
  const over = performance.now();
  await Promise.all(asking);
  const recovered = performance.now() - over;
  const { text: afterwards } = await ask(server.endpoint, source);
  await server.kill();
  return {
    figures: {
      clients,
      connections: 5,
      answers: printCounts(counts),
      'refused in, p50 and p99': `${Math.round(percentile(refused, 0.5))} ms, ${Math.round(percentile(refused, 0.99))} ms`,
      'last of them answered after': `${Math.round(recovered)} ms`,
    },
    broken: [
      ...problems,
      ...expectThat((counts.get('right') ?? 0) > clients, 'hardly anybody was answered'),
      ...expectThat(
        recovered < timeouts.acquire + 2_000,
        `it took ${Math.round(recovered)} ms to answer those who had asked`,
      ),
      ...expectThat(afterwards === expected, 'who asked after the crowd got no answer'),
    ],
  };
}
