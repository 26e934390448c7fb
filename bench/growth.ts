// How time and memory grow with the rows of an answer, from 100 to 100 000: as the rows do, or worse.
import { parseArgs } from 'node:util';
import { makeDataset } from './dataset.ts';
import { median } from './measure.ts';
import { writeOutput } from './output.ts';
import { startServer } from './server-process.ts';
import { kinqlCommand, type ServerSpec, servers } from './servers/index.ts';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '100,1000,10000,100000' } } });
const rowCounts = values.rows.split(',').map(Number);

const takingPart: readonly (readonly [ServerSpec, (rows: number) => string])[] = [
  [
    { name: 'kinql', title: 'KinQL', dialect: 'kinql', command: kinqlCommand('kinql.growth.config.ts') },
    (rows) => `{ tasks(limit: ${rows}) { id title status user { id firstName } } }`,
  ],
  [
    servers.find(({ name }) => name === 'postgraphile')!,
    (rows) => `{ tasks: tasksList(first: ${rows}) { id: rowId title status user { id: rowId firstName } } }`,
  ],
];

const lines = [
  '### Growth with the rows of an answer',
  '',
  'Tasks with their user, one request at a time, each line on a server that has just been started; medians of five requests after three.',
  '',
  '| server | rows | bytes | ms | microseconds a row | peak MB | loop held up, ms |',
  '| --- | --- | --- | --- | --- | --- | --- |',
];

await makeDataset();
for (const [spec, query] of takingPart) {
  for (const rows of rowCounts) {
    const server = await startServer(spec);
    try {
      const times: number[] = [];
      let bytes = 0;
      for (let request = 0; request < 8; request++) {
        if (request === 3) {
          await server.stats();
        }
        const sent = performance.now();
        const response = await fetch(server.url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/json' },
          body: JSON.stringify({ query: query(rows) }),
        });
        const text = await response.text();
        times.push(performance.now() - sent);
        bytes = Buffer.byteLength(text);
        const found = (JSON.parse(text) as { data?: { tasks: unknown[] } }).data?.tasks.length;
        if (found !== rows) {
          throw new Error(`${spec.title} gave ${found} rows instead of ${rows}: ${text.slice(0, 300)}`);
        }
      }
      const milliseconds = median(times.slice(3));
      const figures = [
        spec.title,
        rows,
        bytes,
        milliseconds.toFixed(1),
        ((milliseconds * 1_000) / rows).toFixed(1),
        server.peakMemory()?.toFixed(0) ?? '',
        (await server.stats()).eventLoopDelay.toFixed(0),
      ];
      lines.push(`| ${figures.join(' | ')} |`);
      console.log(lines.at(-1));
    } finally {
      await server.stop();
    }
  }
}
writeOutput('growth.md', `${lines.join('\n')}\n`);
