import type { ServerOptions } from './create-server.ts';
import type { Lifecycle } from './lifecycle.ts';
import { within } from './within.ts';

/** The body of `/health/ready`. What exactly is wrong with the database is in the log only. */
export type Readiness =
  | { readonly status: 'ready' }
  | { readonly status: 'not ready'; readonly reason: 'stopping' | 'database' };

/**
 * Gives the function that tells whether the server should get requests: it is not stopping and the database answers
 * within `limitMilliseconds`. However many ask at once, the database is asked once. Each change is logged.
 */
export function createReadinessCheck(
  { checkDatabase, logger }: Pick<ServerOptions, 'checkDatabase' | 'logger'>,
  lifecycle: Lifecycle,
  limitMilliseconds: number,
): () => Promise<Readiness> {
  let pending: Promise<Readiness> | undefined;
  let wasReady = true;

  const ask = async (): Promise<Readiness> => {
    try {
      await within(
        Promise.resolve().then(() => checkDatabase()),
        limitMilliseconds,
        'The database',
      );
      if (!wasReady) {
        logger.info('The database answers again.');
      }
      wasReady = true;
      return { status: 'ready' };
    } catch (error) {
      if (wasReady) {
        logger.warn({ err: error }, 'The database does not answer: /health/ready says 503.');
      }
      wasReady = false;
      return { status: 'not ready', reason: 'database' };
    } finally {
      pending = undefined;
    }
  };

  return async () => {
    if (lifecycle.stopping) {
      return { status: 'not ready', reason: 'stopping' };
    }
    pending ??= ask();
    const readiness = await pending;
    return lifecycle.stopping ? { status: 'not ready', reason: 'stopping' } : readiness;
  };
}
