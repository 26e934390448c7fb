import type { PrivatePostgres } from '../kills/private-postgres.ts';
import { expectThat, type FaultReport, type FaultWorld } from './fault-world.ts';
import { ask, printCounts, readSources, wait } from './load.ts';

/** The server starts while the database is down, and the database comes up later. */
export async function startWithoutDatabase(
  world: FaultWorld,
  postgres: PrivatePostgres,
): Promise<FaultReport> {
  await postgres.stop();
  const server = await world.serve();
  const base = server.endpoint.replace('/graphql', '');
  const statusOf = async (path: string): Promise<number> => (await fetch(`${base}${path}`)).status;
  const before = { live: await statusOf('/health/live'), ready: await statusOf('/health/ready') };
  const codes = new Map<string, number>();
  for (let request = 0; request < 20; request++) {
    const { code } = await ask(server.endpoint, readSources[0] as string);
    codes.set(`${code}`, (codes.get(`${code}`) ?? 0) + 1);
  }
  await postgres.start();
  const back = performance.now();
  while ((await statusOf('/health/ready')) !== 200) {
    await wait(10);
  }
  const ready = performance.now() - back;
  const { code } = await ask(server.endpoint, readSources[0] as string);
  await server.kill();
  return {
    figures: {
      'live, ready while it is down': `${before.live}, ${before.ready}`,
      'reads while it is down': printCounts(codes),
      'ready after it is back': `${Math.round(ready)} ms`,
    },
    broken: [
      ...expectThat(before.live === 200 && before.ready === 503, 'the server said the wrong of itself'),
      ...expectThat(codes.get('SERVICE_UNAVAILABLE') === 20, `reads were answered by ${printCounts(codes)}`),
      ...expectThat(ready < 1_000, `it took ${Math.round(ready)} ms to be ready`),
      ...expectThat(code === null, `then a read was answered by ${code}`),
    ],
  };
}
