// Where a server's time goes in one workload: by package, and by function.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Profiler } from 'node:inspector';
import { parseArgs } from 'node:util';
import { makeDataset, removeCreatedRows } from './dataset.ts';
import type { LoadOrder, LoadResult } from './load.ts';
import { writeOutput } from './output.ts';
import { startServer } from './server-process.ts';
import { requestBodies, servers } from './servers/index.ts';
import { workloads } from './workloads.ts';

const { values } = parseArgs({
  options: {
    server: { type: 'string', default: 'kinql' },
    workload: { type: 'string', default: 'tasks100' },
    seconds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '16' },
  },
});

/** Adds what each sample says to what `nameOf` calls its function, and gives the largest sums first, in percent. */
function shares(
  profile: Profiler.Profile,
  nameOf: (frame: Profiler.ProfileNode['callFrame']) => string,
): [string, number][] {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const sums = new Map<string, number>();
  let total = 0;
  profile.samples?.forEach((id, index) => {
    const { callFrame } = nodes.get(id)!;
    if (callFrame.functionName !== '(idle)' && callFrame.url !== 'node:inspector') {
      const time = profile.timeDeltas![index]!;
      const name = nameOf(callFrame);
      sums.set(name, (sums.get(name) ?? 0) + time);
      total += time;
    }
  });
  return [...sums]
    .map(([name, sum]): [string, number] => [name, (sum * 100) / total])
    .sort((a, b) => b[1] - a[1]);
}

function shortPath(url: string): string {
  const path = url.replace(/^file:\/\//, '');
  return path.includes('/node_modules/')
    ? path.slice(path.lastIndexOf('/node_modules/') + '/node_modules/'.length)
    : path.replace(/^.*\/(dist|bench)\//, '$1/');
}

function packageOf({ url, functionName }: { url: string; functionName: string }): string {
  if (url === '') {
    return functionName.startsWith('(') ? functionName : '(native)';
  }
  const path = shortPath(url);
  return path.startsWith('node:')
    ? 'node'
    : path
        .split('/')
        .slice(0, path.startsWith('@') || path.startsWith('dist/') ? 2 : 1)
        .join('/');
}

const print = (title: string, rows: readonly [string, number][]): void =>
  console.log(
    `\n${title}\n${rows.map(([name, share]) => `${share.toFixed(1).padStart(6)} %  ${name}`).join('\n')}`,
  );

await makeDataset();
const spec = servers.find(({ name }) => name === values.server)!;
const workload = workloads.find(({ name }) => name === values.workload)!;
const server = await startServer(spec);
const load = fork(new URL('./load.ts', import.meta.url));
try {
  const order: LoadOrder = {
    url: server.url,
    bodies: requestBodies(spec, workload)!,
    connections: Number(values.connections),
    seconds: Number(values.seconds),
  };
  const run = async (seconds: number): Promise<LoadResult> => {
    load.send({ ...order, seconds });
    return ((await once(load, 'message')) as [LoadResult])[0];
  };
  await run(3);
  await server.stats();
  let result: LoadResult | null = null;
  const profile = await server.profile(async () => {
    result = await run(order.seconds);
  });
  const { requests, failure } = result as unknown as LoadResult;
  const { cpuSeconds } = await server.stats();
  const file = `${spec.name}-${workload.name}.cpuprofile`;
  writeOutput(file, JSON.stringify(profile));
  console.log(
    `${spec.title}, ${workload.title}: ${requests} requests, ${((cpuSeconds * 1_000) / requests).toFixed(2)} ms of CPU each${failure ? `, then ${failure}` : ''}`,
  );
  print('By package', shares(profile, packageOf).slice(0, 20));
  print(
    'By function',
    shares(profile, ({ functionName, url, lineNumber }) =>
      url === '' ? functionName : `${functionName || '(anonymous)'} ${shortPath(url)}:${lineNumber + 1}`,
    ).slice(0, 40),
  );
  console.log(`\nThe whole profile, for a browser's developer tools: bench/out/${file}`);
} finally {
  load.kill();
  await server.stop();
  if (workload.writes) {
    await removeCreatedRows();
  }
}
