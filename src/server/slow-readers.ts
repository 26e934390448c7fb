import type { Server, ServerResponse } from 'node:http';
import type { ServerLimits } from '../build/server-limits.ts';
import type { Lifecycle } from './lifecycle.ts';

/** How often it is looked for answers that are over their time, at the least, in milliseconds. */
const checkMilliseconds = 5_000;

/**
 * Cuts the connections whose clients take their answers slower than the limits say. An answer is held in memory until it is
 * taken, and a client may take it byte by byte. One timer for all connections, while the server listens.
 */
export function cutSlowReaders(
  httpServer: Server,
  { inFlight }: Lifecycle,
  { answerMilliseconds, answerBytesPerSecond }: ServerLimits,
): void {
  /** Since when an answer was seen as complete and not taken. */
  const seen = new WeakMap<ServerResponse, number>();
  const check = (): void => {
    const now = performance.now();
    for (const response of inFlight) {
      if (!response.writableEnded) {
        continue;
      }
      const since = seen.get(response) ?? now;
      seen.set(response, since);
      const length = Number(response.getHeader('content-length') ?? 0);
      if (now - since > answerMilliseconds + (1_000 * length) / answerBytesPerSecond) {
        response.destroy();
      }
    }
  };
  httpServer.on('listening', () => {
    const timer = setInterval(check, Math.min(checkMilliseconds, answerMilliseconds));
    // It keeps no process alive that has nothing else to do.
    timer.unref();
    httpServer.once('close', () => clearInterval(timer));
  });
}
