// A process with a server whose field `wait` is answered once the process has got a signal, so that a request that is in
// flight at the signal stays so without any waiting by the clock. It prints its address, and "waiting" for each request.
import { createLogger } from '../../src/server/create-logger.ts';
import { createServer } from '../../src/server/create-server.ts';
import { listen } from '../../src/server/listen.ts';
import { stopOnSignals } from '../../src/server/stop-on-signals.ts';
import { createSampleSchema } from './http-server.ts';

/** answer, or: cut-off, stuck (requests are never answered, with a short and a long grace period), bad-close. */
const mode = process.argv[2];
const neverAnswers = mode === 'cut-off' || mode === 'stuck';
const signalled = new Promise<void>((resolve) => {
  process.once('SIGTERM', () => setImmediate(resolve));
});
const never = new Promise<void>(() => {});

const logger = createLogger();
const server = createServer({
  schema: createSampleSchema(() => {
    process.stdout.write('waiting\n');
    return neverAnswers ? never : signalled;
  }),
  mode: 'production',
  logger,
  checkDatabase: async () => {},
  close: async () => {
    process.stdout.write('closed\n');
    if (mode === 'bad-close') {
      throw new Error('The pool is broken.');
    }
  },
  sampleQuery: '{ hello }',
  limits: { gracePeriodMilliseconds: mode === 'cut-off' ? 50 : 10_000 },
});
const running = await listen(server, { port: 0 });
stopOnSignals(running, { logger });
process.stdout.write(`${running.url}\n`);
