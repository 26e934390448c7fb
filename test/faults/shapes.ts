// A hundred thousand operations of random shapes leave what the server and the database's processes hold as it was:
// npm run test:shapes, or `-- --shapes 10000`. See docs/reliability.md.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { QueryTypes } from 'sequelize';
import { createSchema } from '../../src/build/create-schema.ts';
import { createInstance, openDatabase, type TestDatabase } from '../support/databases.ts';
import { Cursors } from '../support/differential/cursors.ts';
import { defineModels } from '../support/differential/define-models.ts';
import { printOperation } from '../support/differential/operation.ts';
import { Random } from '../support/differential/random.ts';
import { randomModelSet } from '../support/differential/random-model-set.ts';
import { randomOperation } from '../support/differential/random-operation.ts';
import { insertRows, randomRows, readData } from '../support/differential/rows.ts';
import { startQuietServer } from '../support/faults/quiet-server.ts';
import { post } from '../support/http-server.ts';
import { startPrivatePostgres } from '../support/kills/private-postgres.ts';

const clients = 8;
const connections = 5;
const applicationName = 'shapes';
const megabyte = 2 ** 20;

/** How much of what there is at half of the operations may be added in the other half. */
const mostGrowth = 0.1;

interface Sample {
  readonly done: number;
  readonly distinct: number;
  readonly heap: number;
  readonly rss: number;
  /** Memory of the database's processes that is theirs alone, in MB, the largest first. */
  readonly backends: readonly number[];
}

/** Counts texts that differ, in memory that does not grow: of a hundred thousand it misses some hundred. */
function createCounter() {
  const bits = new Uint8Array(2 ** 22);
  let distinct = 0;
  return {
    add(text: string): void {
      const hash = createHash('sha1').update(text).digest().readUInt32LE() % (8 * bits.length);
      const bit = 1 << (hash % 8);
      const index = Math.floor(hash / 8);
      if (((bits[index] as number) & bit) === 0) {
        bits[index] = (bits[index] as number) | bit;
        distinct += 1;
      }
    },
    get distinct() {
      return distinct;
    },
  };
}

async function run(database: TestDatabase, shapes: number): Promise<boolean> {
  const random = new Random(1, 20);
  const set = randomModelSet(random, true);
  const instance = await openDatabase(database, 'shapes');
  defineModels(instance.sequelize, set);
  await instance.sequelize.sync();
  const written = randomRows(random, set);
  await insertRows(instance.sequelize, set, written);
  const { rows } = await readData(instance.sequelize, set, written);
  const sequelize = createInstance(database, 'shapes', {
    pool: { max: connections },
    dialectOptions: { application_name: applicationName },
  });
  defineModels(sequelize, set);
  const schema = createSchema(sequelize, { onFinding: () => undefined });
  const server = await startQuietServer(schema, sequelize);
  const cursors = new Cursors();
  const counter = createCounter();
  const refused = new Map<string, number>();
  const samples: Sample[] = [];
  let sent = 0;

  const ask = async (): Promise<void> => {
    const { source, variables } = printOperation(
      randomOperation({ random, schema, set, rows, cursors }),
      random,
    );
    counter.add(source);
    const response = await post(server.endpoint, { query: source, variables });
    const { errors = [] } = (await response.json()) as { errors?: { extensions?: { code?: string } }[] };
    for (const code of new Set(errors.map(({ extensions }) => `${extensions?.code}`))) {
      refused.set(code, (refused.get(code) ?? 0) + 1);
    }
  };

  const sample = async (): Promise<void> => {
    globalThis.gc?.();
    globalThis.gc?.();
    const pids = await instance.sequelize.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE application_name = '${applicationName}'`,
      { type: QueryTypes.SELECT },
    );
    const { heapUsed, rss } = process.memoryUsage();
    const taken: Sample = {
      done: sent,
      distinct: counter.distinct,
      heap: heapUsed / megabyte,
      rss: rss / megabyte,
      backends: pids.map(({ pid }) => ownMemory(pid)).sort((one, other) => other - one),
    };
    samples.push(taken);
    instance.statements.length = 0;
    const print = (value: number): string => value.toFixed(1);
    console.log(
      `| ${taken.done} | ${taken.distinct} | ${print(taken.heap)} MB | ${print(taken.rss)} MB | ${taken.backends.map(print).join(', ')} MB |`,
    );
  };

  console.log("| operations | different | heap after collection | rss | the database's processes |");
  console.log('|---|---|---|---|---|');
  for (const share of [0.1, 0.25, 0.5, 0.75, 1]) {
    const until = Math.round(share * shapes);
    const work = async (): Promise<void> => {
      while (sent < until) {
        sent += 1;
        await ask();
      }
    };
    await Promise.all(Array.from({ length: clients }, work));
    await sample();
  }
  await server.stop();
  await instance.close();
  const [half, end] = [samples[2] as Sample, samples[4] as Sample];
  const heapGrowth = end.heap / half.heap - 1;
  const backendGrowth = (end.backends[0] ?? 0) / (half.backends[0] ?? 1) - 1;
  console.log(
    `\nIn the second half the heap grew by ${(100 * heapGrowth).toFixed(1)} %, the largest process of the database by ${(100 * backendGrowth).toFixed(1)} %. Errors: ${[...refused].map(([code, count]) => `${code} ${count}`).join(', ') || 'none'}.`,
  );
  return heapGrowth <= mostGrowth && backendGrowth <= mostGrowth && !refused.has('INTERNAL_SERVER_ERROR');
}

/** Linux tells of each process how much of its memory no other shares. */
function ownMemory(pid: number): number {
  const [, kilobytes] = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1_024;
}

const { values } = parseArgs({ options: { shapes: { type: 'string', default: '100000' } } });
const postgres = await startPrivatePostgres();
try {
  console.log(`${postgres.version}, Node ${process.version}\n`);
  if (!(await run({ name: 'postgres', url: postgres.url }, Number(values.shapes)))) {
    process.exitCode = 1;
  }
} finally {
  await postgres.remove();
}
