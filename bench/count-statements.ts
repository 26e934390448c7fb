import { askServer } from './ask-server.ts';
import { startServer } from './server-process.ts';
import { requestBodies, type ServerSpec } from './servers/index.ts';
import type { Workload } from './workloads.ts';

/** Statements of a request, by server and workload: `counts.get('kinql row')`. */
export type StatementCounts = ReadonlyMap<string, number>;

/**
 * Counts what each server sends to the database for one request of each workload, in processes of their own: the counting is
 * not there while time is taken. `BEGIN` and `COMMIT` count. The request is the fourth of its kind, when caches are filled.
 */
export async function countStatements(
  servers: readonly ServerSpec[],
  workloads: readonly Workload[],
): Promise<StatementCounts> {
  const counts = new Map<string, number>();
  for (const spec of servers) {
    const server = await startServer(spec, { count: true });
    try {
      for (const workload of workloads) {
        const bodies = requestBodies(spec, workload);
        if (bodies !== null) {
          for (let index = 0; index < 3; index++) {
            await askServer(server.url, bodies[index % bodies.length]!);
          }
          await server.stats();
          await askServer(server.url, bodies[3 % bodies.length]!);
          const { statements } = await server.stats();
          counts.set(`${spec.name} ${workload.name}`, statements.length);
          if (process.env.BENCH_SHOW_STATEMENTS) {
            console.log(`${spec.name} ${workload.name}:\n  ${statements.join('\n  ')}`);
          }
        }
      }
    } finally {
      await server.stop();
    }
  }
  return counts;
}
