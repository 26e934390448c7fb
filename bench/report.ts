import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { outputFolder } from './output.ts';
import { plot } from './plot.ts';
import type { Machine, Measurement, Results } from './results.ts';
import { type ServerSpec, servers } from './servers/index.ts';
import { type Workload, workloads } from './workloads.ts';

const page = new URL('../docs/performance.md', import.meta.url);
const picture = new URL('../docs/performance.svg', import.meta.url);
const begin = '<!-- figures: written by bench/report.ts -->';
const end = '<!-- end -->';

/** How a page begins that is not there yet; what is written outside of the marks stays. */
const newPage = `# Performance

KinQL and its peers, measured side by side. [bench/README.md](../bench/README.md) says how to run it.

${begin}
${end}
`;

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

/** The figure of `value` with as many digits as it takes to tell it from others. */
const figure = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);

interface Group {
  readonly workload: Workload;
  readonly connections: number;
  readonly rows: readonly (Measurement & { readonly spec: ServerSpec; readonly relative: number | null })[];
}

/** What was measured, by number of connections and workload, each with what it is relative to PostGraphile. */
export function groupResults({ order, measurements }: Results): Group[] {
  return order.connections.flatMap((connections) =>
    workloads.flatMap((workload) => {
      const measured = measurements.filter(
        (one) => one.workload === workload.name && one.connections === connections,
      );
      const base = measured.find(({ server }) => server === 'postgraphile')?.requestsPerSecond;
      const rows = measured.map((one) => ({
        ...one,
        spec: servers.find(({ name }) => name === one.server)!,
        relative: base === undefined ? null : one.requestsPerSecond / base,
      }));
      return rows.length > 0 ? [{ workload, connections, rows }] : [];
    }),
  );
}

function printGroup({ workload, connections, rows }: Group): string {
  return [
    `### ${workload.title} (${workload.name}), ${connections} ${connections === 1 ? 'connection' : 'connections'}`,
    table(
      [
        'server',
        'requests/s',
        'range',
        'relative',
        'p50 ms',
        'p99 ms',
        'CPU ms',
        'peak MB',
        'loop ms',
        'statements',
      ],
      rows.map((one) => [
        one.spec.title,
        figure(one.requestsPerSecond),
        one.range.map(figure).join(' to '),
        one.relative === null ? '' : `**${one.relative.toFixed(2)}**`,
        figure(one.p50),
        figure(one.p99),
        figure(one.cpuPerRequest),
        one.peakMemory?.toFixed(0) ?? '',
        figure(one.eventLoopDelay),
        String(one.statements),
      ]),
    ),
  ].join('\n\n');
}

type Ratio = (one: Measurement, base: Measurement) => number;

/** A line for each workload, with what `ratio` says of each server and PostGraphile. */
function printSummary(groups: readonly Group[], ratio: Ratio): string {
  const taking = servers.filter(({ name }) =>
    groups.some(({ rows }) => rows.some(({ server }) => server === name)),
  );
  return table(
    ['workload', 'connections', ...taking.map(({ name }) => name)],
    groups.map(({ workload, connections, rows }) => {
      const base = rows.find(({ server }) => server === 'postgraphile');
      return [
        workload.title,
        String(connections),
        ...taking.map(({ name }) => {
          const one = rows.find(({ server }) => server === name);
          return one && base ? ratio(one, base).toFixed(2) : '';
        }),
      ];
    }),
  );
}

function printMachine({
  cpu,
  cores,
  memoryGigabytes,
  system,
  node,
  postgres,
  versions,
  date,
}: Machine): string {
  return `${date}: ${cpu}, ${cores} cores, ${memoryGigabytes} GB, ${system}; Node ${node} for every server, PostgreSQL ${postgres} on the same machine. ${Object.entries(
    versions,
  )
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}.`;
}

/** All tables in Markdown: relative to PostGraphile first, then the figures of each workload. */
export function printTables(results: Results): string {
  const { rounds, seconds, warmUp } = results.order;
  const groups = groupResults(results);
  return [
    printMachine(results.machine),
    `${rounds} rounds of ${seconds} s after ${warmUp} s of warm-up; the servers take turns within each round. Medians of the rounds; the peak is that of all rounds.`,
    'Requests per second, relative to PostGraphile:',
    printSummary(groups, (one, base) => one.requestsPerSecond / base.requestsPerSecond),
    'CPU that the server’s process takes for a request, relative to PostGraphile (less is better; another process on the machine changes it little):',
    printSummary(groups, (one, base) => one.cpuPerRequest / base.cpuPerRequest),
    'Peak memory, relative to PostGraphile:',
    printSummary(groups, (one, base) => (one.peakMemory ?? Number.NaN) / (base.peakMemory ?? Number.NaN)),
    ...groups.map(printGroup),
  ].join('\n\n');
}

/** Text that another script left behind for the page. */
function printed(name: string): string[] {
  const file = new URL(`${name}.md`, outputFolder);
  return existsSync(file) ? [readFileSync(file, 'utf8').trim()] : [];
}

/** Writes docs/performance.md, between its marks, and docs/performance.svg. */
export function writeReport(results: Results): void {
  const text = existsSync(page) ? readFileSync(page, 'utf8') : newPage;
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) {
    throw new Error(`docs/performance.md has lost its marks: "${begin}" and "${end}".`);
  }
  const figures = [
    '![Requests per second, relative to PostGraphile](performance.svg)',
    printTables(results),
    ...printed('startup'),
    ...printed('growth'),
  ].join('\n\n');
  writeFileSync(page, `${text.slice(0, from)}${begin}\n\n${figures}\n\n${text.slice(to)}`);
  writeFileSync(picture, plot(groupResults(results)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeReport(JSON.parse(readFileSync(new URL('results.json', outputFolder), 'utf8')) as Results);
}
