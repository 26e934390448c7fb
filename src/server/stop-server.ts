import { setTimeout as delay } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import type { KinqlServer } from './create-server.ts';
import { beginStopping } from './lifecycle.ts';
import { within } from './within.ts';

/**
 * Stops a server in this order: `/health/ready` says 503; the drain delay passes; no new connection is taken and the
 * requests in flight are answered, or cut off after the grace period; plugins' `serverWillStop`; the database's connections
 * close. Every step has a deadline, and a later step happens even when an earlier one failed. Rejects at the end with
 * what went wrong.
 */
export async function stopServer(server: KinqlServer): Promise<void> {
  const { apollo, lifecycle, limits, close } = server;
  const { gracePeriodMilliseconds, closeMilliseconds } = limits;
  const problems: unknown[] = [];
  beginStopping(lifecycle);
  if (limits.drainDelayMilliseconds > 0) {
    await delay(limits.drainDelayMilliseconds);
  }

  // Older than the signal of Apollo's drain plugin, so it is heard before that cuts the connections.
  const gracePeriod = AbortSignal.timeout(gracePeriodMilliseconds);
  gracePeriod.addEventListener('abort', () => {
    if (lifecycle.inFlight.size > 0) {
      problems.push(
        new Error(`${lifecycle.inFlight.size} requests had no answer after ${gracePeriodMilliseconds} ms.`),
      );
    }
  });
  try {
    await within(apollo.stop(), gracePeriodMilliseconds + closeMilliseconds, 'Stopping Apollo Server');
  } catch (error) {
    problems.push(error);
  }
  try {
    await within(
      Promise.resolve().then(() => close()),
      closeMilliseconds,
      "Closing the database's connections",
    );
  } catch (error) {
    problems.push(error);
  }
  if (problems.length > 0) {
    const messages = problems.map((problem) => (isNativeError(problem) ? problem.message : String(problem)));
    throw new AggregateError(problems, `The server did not stop cleanly. ${messages.join(' ')}`);
  }
}
