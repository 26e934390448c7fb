// One run: answers compared, statements counted, then every workload on every server, in rounds.
import { parseArgs } from 'node:util';
import { compareAnswers } from './compare-answers.ts';
import { countStatements } from './count-statements.ts';
import { makeDataset, removeCreatedRows } from './dataset.ts';
import { describeMachine } from './machine.ts';
import { measure } from './measure.ts';
import { writeOutput } from './output.ts';
import { printTables, writeReport } from './report.ts';
import type { Results } from './results.ts';
import { startServer } from './server-process.ts';
import { type ServerSpec, servers } from './servers/index.ts';
import { type Workload, workloads } from './workloads.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '5' },
    'warm-up': { type: 'string', default: '2' },
    connections: { type: 'string', default: '16' },
    only: { type: 'string' },
    workload: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const usage = `npm run bench -- [options]

  --rounds 5          how often each server has its turn
  --seconds 5         how long each turn is measured
  --warm-up 2         how long it is asked before that, not measured
  --connections 16    how many requests are under way at a time; 1,16,256 measures each
  --only a,b          servers: ${servers.map(({ name }) => name).join(', ')}
  --workload a,b      workloads: ${workloads.map(({ name }) => name).join(', ')}

A run of all servers and workloads writes docs/performance.md and its plot; every run writes bench/out/results.json.`;

function choose<T extends { name: string }>(all: readonly T[], names: string | undefined): readonly T[] {
  if (names === undefined) {
    return all;
  }
  return names.split(',').map((name) => {
    const found = all.find((one) => one.name === name);
    if (!found) {
      throw new Error(`There is no "${name}": there are ${all.map((one) => one.name).join(', ')}.`);
    }
    return found;
  });
}

async function run(
  chosenServers: readonly ServerSpec[],
  chosenWorkloads: readonly Workload[],
): Promise<Results> {
  console.log('Making the tables, where they are not there ...');
  await makeDataset();
  console.log('Comparing answers and counting statements ...');
  const counts = await countStatements(chosenServers, chosenWorkloads);
  await removeCreatedRows();
  const order = {
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
    warmUp: Number(values['warm-up']),
    connections: values.connections.split(',').map(Number),
  };
  const connections = Math.max(...order.connections);
  const running = [];
  try {
    for (const server of chosenServers) {
      running.push(await startServer(server, { connections }));
    }
    for (const workload of chosenWorkloads) {
      await compareAnswers(running, workload);
      if (workload.writes) {
        await removeCreatedRows();
      }
    }
    return {
      machine: await describeMachine(),
      order,
      measurements: await measure(running, chosenWorkloads, order, counts),
    };
  } finally {
    await Promise.all(running.map((server) => server.stop()));
    await removeCreatedRows();
  }
}

if (values.help) {
  console.log(usage);
} else {
  const results = await run(choose(servers, values.only), choose(workloads, values.workload));
  writeOutput('results.json', `${JSON.stringify(results, null, 2)}\n`);
  console.log(printTables(results));
  if (values.only === undefined && values.workload === undefined) {
    writeReport(results);
  }
}
