// The load: a process of its own that keeps a number of connections busy, each with one request at a time.
import { Client, type Dispatcher } from 'undici';

/** What the load is told to do. */
export interface LoadOrder {
  readonly url: string;
  readonly bodies: readonly string[];
  readonly connections: number;
  readonly seconds: number;
}

/** What came of it. Latencies are in milliseconds. */
export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  readonly bytes: number;
  readonly p50: number;
  readonly p99: number;
  /** The first answer that was not a success, where there was one: its status and the start of its text. */
  readonly failure: string | null;
}

const errorMark = Buffer.from('"errors":[{');

interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

function ask(client: Client, path: string, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let status = 0;
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart() {},
      onResponseStart(_controller, statusCode) {
        status = statusCode;
      },
      onResponseData(_controller, chunk) {
        chunks.push(chunk);
      },
      onResponseEnd() {
        resolve({ status, body: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks) });
      },
      onResponseError(_controller, error) {
        reject(error);
      },
    };
    client.dispatch(
      {
        method: 'POST',
        path,
        body,
        headers: { 'content-type': 'application/json', accept: 'application/json' },
      },
      handler,
    );
  });
}

async function load({ url, bodies, connections, seconds }: LoadOrder): Promise<LoadResult> {
  const { origin, pathname } = new URL(url);
  const latencies: number[] = [];
  let bytes = 0;
  let failure: string | null = null;
  let next = 0;
  const begin = performance.now();
  const end = begin + seconds * 1_000;
  const connect = async (): Promise<void> => {
    const client = new Client(origin, { pipelining: 1 });
    try {
      while (failure === null && performance.now() < end) {
        const sent = performance.now();
        const answer = await ask(client, pathname, bodies[next++ % bodies.length]!);
        latencies.push(performance.now() - sent);
        bytes += answer.body.length;
        if (answer.status !== 200 || answer.body.includes(errorMark)) {
          failure ??= `${answer.status} ${answer.body.toString('utf8', 0, 500)}`;
        }
      }
    } catch (error) {
      failure ??= String(error);
    } finally {
      await client.close();
    }
  };
  await Promise.all(Array.from({ length: connections }, connect));
  const elapsed = (performance.now() - begin) / 1_000;
  latencies.sort((a, b) => a - b);
  const at = (share: number): number =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return { requests: latencies.length, seconds: elapsed, bytes, p50: at(0.5), p99: at(0.99), failure };
}

process.on('message', async (order) => {
  process.send?.(await load(order as LoadOrder));
});

process.on('disconnect', () => process.exit());
