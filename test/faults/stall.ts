// The longest time for which a document keeps the server from doing anything else: `npm run test:stall`. Prints a table for
// docs/reliability.md, and fails where one is over the aim.

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import createModels from '../../schema/models/index.ts';
import { sampleOptions } from '../../schema/options.ts';
import { createSchema } from '../../src/build/create-schema.ts';
import { startQuietServer } from '../support/faults/quiet-server.ts';
import { post } from '../support/http-server.ts';
import { hurtfulDocuments } from '../support/stall/documents.ts';

const aimMilliseconds = 100;
const sizes = [3_000, 10_000, 50_000, 99_000];
const runs = 5;

/** What a document was answered with, and the longest pause of the event loop meanwhile, of several runs the middle one. */
interface Measure {
  readonly status: number;
  readonly stall: number;
  readonly longest: number;
}

async function measure(
  endpoint: string,
  query: string,
  variables?: Readonly<Record<string, unknown>>,
): Promise<Measure> {
  const body = JSON.stringify({ query, variables });
  const stalls: number[] = [];
  let status = 0;
  for (let run = 0; run < runs; run++) {
    const histogram = monitorEventLoopDelay({ resolution: 1 });
    histogram.enable();
    await delay(5);
    histogram.reset();
    const response = await post(endpoint, body);
    await response.text();
    await delay(5);
    histogram.disable();
    status = response.status;
    stalls.push(histogram.max / 1e6);
  }
  stalls.sort((one, other) => one - other);
  return { status, stall: stalls[Math.floor(runs / 2)] ?? 0, longest: stalls.at(-1) ?? 0 };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  // Nothing that passes is to wait for a database: there is none, which is found out at once.
  const sequelize = createModels({ url: 'postgres://127.0.0.1:1/none' });
  const schema = createSchema(sequelize, {
    ...sampleOptions,
    readRetryMilliseconds: 0,
    onFinding: () => undefined,
  });
  const { endpoint, stop } = await startQuietServer(schema, sequelize);
  await measure(endpoint, '{ tasks { id user { id } } }');
  await measure(endpoint, '{ nope }');
  let worst = 0;
  let longest = 0;
  console.log(`| document | ${sizes.map((size) => `${Math.round(size / 1_000)} kB`).join(' | ')} | answer |`);
  console.log(`|---|${sizes.map(() => '---|').join('')}---|`);
  const documents = hurtfulDocuments.filter(({ name }) => values.only === undefined || name === values.only);
  for (const { name, print, variables } of documents) {
    const measures: Measure[] = [];
    for (const size of sizes) {
      measures.push(await measure(endpoint, print(size), variables?.(size)));
    }
    worst = Math.max(worst, ...measures.map(({ stall }) => stall));
    longest = Math.max(longest, ...measures.map((one) => one.longest));
    const statuses = [...new Set(measures.map(({ status }) => status))].join(', ');
    console.log(
      `| ${name} | ${measures.map(({ stall }) => `${Math.round(stall)} ms`).join(' | ')} | ${statuses} |`,
    );
  }
  console.log(
    `\nThe longest: ${Math.round(worst)} ms; of all runs, the garbage collector's pauses among them: ${Math.round(longest)} ms.`,
  );
  await stop();
  process.exitCode = worst > aimMilliseconds ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
