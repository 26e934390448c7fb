import type { Results } from './results.ts';

/** The tables in Markdown. */
export function printTables({ order, measurements }: Results): string {
  const lines: string[] = [];
  for (const connections of order.connections) {
    for (const workload of new Set(measurements.map((one) => one.workload))) {
      const rows = measurements.filter((one) => one.workload === workload && one.connections === connections);
      const base = rows.find(({ server }) => server === 'postgraphile')?.requestsPerSecond;
      lines.push(
        '',
        `### ${workload}, ${connections} connections`,
        '',
        '| server | requests/s | relative | p50 ms | p99 ms | CPU ms | memory MB | loop delay ms | statements |',
        '|---|---|---|---|---|---|---|---|---|',
        ...rows.map(
          (row) =>
            `| ${row.server} | ${row.requestsPerSecond.toFixed(0)} | ${base ? (row.requestsPerSecond / base).toFixed(2) : '-'} | ${row.p50.toFixed(1)} | ${row.p99.toFixed(1)} | ${row.cpuPerRequest.toFixed(2)} | ${row.peakMemory?.toFixed(0) ?? '-'} | ${row.eventLoopDelay.toFixed(0)} | ${row.statements} |`,
        ),
      );
    }
  }
  return lines.join('\n');
}

export async function writeReport(_results: Results): Promise<void> {}
