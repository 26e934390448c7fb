import { expectThat, type FaultReport, type FaultWorld } from './fault-world.ts';
import { ask, printCounts, startLoad, wait } from './load.ts';

/** SIGTERM comes while clients with open connections ask, and while twenty requests wait for the database. */
export async function stopUnderLoad(world: FaultWorld, times: number): Promise<FaultReport> {
  let answered = 0;
  let longest = 0;
  const failures = new Map<string, number>();
  const codes: (number | null)[] = [];
  for (let time = 0; time < times; time++) {
    const server = await world.serve();
    const load = await startLoad(server.endpoint, { readers: 6, writers: 2 });
    await load.succeed(100);
    const lock = await world.lockItems();
    const waiting = Array.from({ length: 20 }, () => ask(server.endpoint, '{ items(limit: 1) { id } }'));
    await wait(300);
    const begin = performance.now();
    const stopped = server.stop();
    await wait(300);
    await lock.rollback();
    answered += (await Promise.all(waiting)).filter(({ code }) => code === null).length;
    codes.push(await stopped);
    longest = Math.max(longest, performance.now() - begin);
    const tally = await load.stop();
    for (const [code, count] of [...tally.readFailures, ...tally.writeFailures]) {
      // Whoever finds nobody there asks another server.
      if (code !== 'connection ECONNREFUSED') {
        failures.set(code, (failures.get(code) ?? 0) + count);
      }
    }
  }
  return {
    figures: {
      stops: times,
      'in flight, answered': `${answered} of ${20 * times}`,
      'other requests that failed, but for refused connections': printCounts(failures),
      'longest stop': `${Math.round(longest)} ms`,
      'exit codes': codes.join(', '),
    },
    broken: [
      ...expectThat(answered === 20 * times, 'requests in flight were not answered'),
      ...expectThat(
        codes.every((code) => code === 0),
        'it did not end with 0',
      ),
      ...expectThat(failures.size === 0, `requests failed: ${printCounts(failures)}`),
    ],
  };
}

/** SIGTERM comes while statements run that do not end. */
export async function stopWithStatements(world: FaultWorld): Promise<FaultReport> {
  const server = await world.serve({ sequelize: { pool: { max: 5 } } });
  await ask(server.endpoint, '{ items(limit: 1) { id } }');
  const lock = await world.lockItems();
  const waiting = Array.from({ length: 20 }, () => ask(server.endpoint, '{ items(limit: 1) { id } }'));
  await wait(300);
  const begin = performance.now();
  const code = await server.stop();
  const took = performance.now() - begin;
  await Promise.all(waiting);
  await wait(100);
  const backends = await world.backends(server);
  await lock.rollback();
  return {
    figures: {
      'statements that run on': 5,
      'stopped after': `${Math.round(took)} ms`,
      'exit code': `${code}`,
      'connections left in the database': backends.length,
    },
    broken: [
      ...expectThat(took < 16_000, `it took ${Math.round(took)} ms`),
      ...expectThat(code === 1, `it ended with ${code}`),
      ...expectThat(backends.length === 0, `${backends.length} statements ran on`),
    ],
  };
}
