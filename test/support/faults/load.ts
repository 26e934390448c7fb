import { randomUUID } from 'node:crypto';
import { post } from '../http-server.ts';

/** What came of the requests of a load. */
export interface LoadTally {
  reads: number;
  writes: number;
  /** How often reads, and writes, were answered by what else than success: a code, or what fetch failed by. */
  readonly readFailures: Map<string, number>;
  readonly writeFailures: Map<string, number>;
  /** Reads whose answer was not that of before the fault. */
  wrong: number;
  /** Milliseconds that each answer took, and when it came, in milliseconds since the load began. */
  readonly latencies: { readonly at: number; readonly took: number; readonly isRead: boolean }[];
  /** The marks of writes, by how they were answered. */
  readonly marks: Map<string, string>;
}

export interface Load {
  readonly tally: LoadTally;
  /** Waits for `count` more answers that are a success. */
  succeed(count: number): Promise<void>;
  stop(): Promise<LoadTally>;
}

export interface LoadOptions {
  readonly readers?: number;
  readonly writers?: number;
  /** Milliseconds that each client waits between two requests. */
  readonly pause?: number;
}

export const readSources: readonly string[] = [
  '{ items(where: { batch: { eq: "kept 1" } }) { batch mark } }',
  '{ pairs(limit: 4) { name accounts { balance pair { name } } } }',
  '{ projects(limit: 5) { name tasks { name tags { name } } } pairsAggregate { count } }',
];

const writeSource =
  'mutation ($batch: String!) { createItem(data: { batch: $batch }) { item { batch } errors { code } } }';

interface Answer {
  readonly code: string | null;
  readonly text: string;
}

/** Sends an operation; `code` is null where it succeeded. */
export async function ask(endpoint: string, query: string, variables: object = {}): Promise<Answer> {
  let status: number;
  let text: string;
  try {
    const response = await post(endpoint, { query, variables });
    status = response.status;
    text = await response.text();
  } catch (error) {
    const { cause } = error as { cause?: { code?: string; message?: string } };
    return { code: `connection ${cause?.code ?? cause?.message ?? String(error)}`, text: '' };
  }
  const { errors = [] } = JSON.parse(text) as {
    errors?: readonly { readonly extensions?: { readonly code?: string } }[];
  };
  return { code: errors.length === 0 ? null : `${errors[0]?.extensions?.code ?? status}`, text };
}

/** Clients that ask one thing after the other until they are stopped. */
export async function startLoad(
  endpoint: string,
  { readers = 8, writers = 2, pause = 5 }: LoadOptions = {},
): Promise<Load> {
  const expected = new Map<string, string>();
  for (const source of readSources) {
    const { code, text } = await ask(endpoint, source);
    if (code !== null) {
      throw new Error(`Before any fault ${source} was answered by ${text}`);
    }
    expected.set(source, text);
  }
  const begin = performance.now();
  const tally: LoadTally = {
    reads: 0,
    writes: 0,
    readFailures: new Map(),
    writeFailures: new Map(),
    wrong: 0,
    latencies: [],
    marks: new Map(),
  };
  const waiting = new Set<{ left: number; resolve: () => void }>();
  let isStopped = false;
  const succeeded = (): void => {
    for (const wait of waiting) {
      wait.left -= 1;
      if (wait.left === 0) {
        waiting.delete(wait);
        wait.resolve();
      }
    }
  };
  const note = (isRead: boolean, code: string | null, since: number): void => {
    const now = performance.now();
    tally.latencies.push({ at: now - begin, took: now - since, isRead });
    tally[isRead ? 'reads' : 'writes'] += 1;
    if (code === null) {
      succeeded();
    } else {
      const failures = isRead ? tally.readFailures : tally.writeFailures;
      failures.set(code, (failures.get(code) ?? 0) + 1);
    }
  };
  const read = async (turn: number): Promise<void> => {
    const source = readSources[turn % readSources.length] as string;
    const since = performance.now();
    const { code, text } = await ask(endpoint, source);
    note(true, code, since);
    tally.wrong += code === null && text !== expected.get(source) ? 1 : 0;
  };
  const write = async (): Promise<void> => {
    const mark = `load ${randomUUID()}`;
    const since = performance.now();
    const { code } = await ask(endpoint, writeSource, { batch: mark });
    note(false, code, since);
    tally.marks.set(mark, code ?? 'acknowledged');
  };
  const clients = Array.from({ length: readers + writers }, async (_, index) => {
    for (let turn = index; !isStopped; turn++) {
      await (index < readers ? read(turn) : write());
      await wait(pause);
    }
  });
  return {
    tally,
    succeed: (count) => new Promise((resolve) => waiting.add({ left: count, resolve })),
    async stop() {
      isStopped = true;
      await Promise.all(clients);
      return tally;
    },
  };
}

export const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The value below which that share of the numbers lies. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** `CODE 3, OTHER 1`; `none` where there are none. */
export function printCounts(counts: ReadonlyMap<string, number>): string {
  return counts.size === 0 ? 'none' : [...counts].map(([code, count]) => `${code} ${count}`).join(', ');
}
