import { expectThat, type FaultReport, type FaultWorld } from './fault-world.ts';
import { percentile, printCounts, startLoad, wait } from './load.ts';

const leavers = 8;

/** Clients go away in the middle of their requests, while others stay. */
export async function leaveEarly(world: FaultWorld, requests: number): Promise<FaultReport> {
  const server = await world.serve();
  const load = await startLoad(server.endpoint, { readers: 4, writers: 1 });
  const body = JSON.stringify({
    query: '{ projects { name tasks { name tags { name } } } pairs { accounts { pair { name } } } }',
  });
  let left = 0;
  const leaving = Array.from({ length: leavers }, async () => {
    for (let request = 0; request < requests / leavers; request++) {
      const client = new AbortController();
      const asked = fetch(server.endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        signal: client.signal,
      }).then((response) => response.text());
      setTimeout(() => client.abort(), Math.random() * 30);
      await asked.catch(() => {
        left += 1;
      });
      // More of them would be a crowd, which is another fault.
      await wait(100);
    }
  });
  await Promise.all(leaving);
  await wait(500);
  const tally = await load.stop();
  await wait(500);
  const [busy] = (await world.sequelize.query(
    `SELECT count(*) AS count FROM pg_stat_activity WHERE application_name = '${server.name}' AND state <> 'idle'`,
  )) as unknown as [{ count: string }[]];
  const isAlive = server.isAlive();
  await server.kill();
  const took = tally.latencies.map((one) => one.took);
  return {
    figures: {
      'requests whose client left': left,
      'answers of others': tally.reads + tally.writes,
      'of these, failed': printCounts(new Map([...tally.readFailures, ...tally.writeFailures])),
      'p99 of others': `${Math.round(percentile(took, 0.99))} ms`,
      'connections busy afterwards': Number(busy[0]?.count),
    },
    broken: [
      ...expectThat(left > requests / 20, 'hardly anybody left'),
      ...expectThat(tally.readFailures.size + tally.writeFailures.size === 0, 'requests of others failed'),
      ...expectThat(tally.wrong === 0, 'others got wrong answers'),
      ...expectThat(Number(busy[0]?.count) === 0, 'connections stayed busy'),
      ...expectThat(isAlive, 'the server ended'),
    ],
  };
}
