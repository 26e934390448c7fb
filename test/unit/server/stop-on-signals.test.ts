import { afterEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { stopOnSignals } from '../../../src/server/stop-on-signals.ts';

let removeHandlers = () => {};
afterEach(() => removeHandlers());

/** Handles SIGUSR2, which nothing else here does, and gives what `exit` was called with. */
function handle(stop: () => Promise<void>): { readonly codes: number[]; readonly exited: Promise<void> } {
  const codes: number[] = [];
  const exited = new Promise<void>((resolve) => {
    removeHandlers = stopOnSignals(
      { stop },
      {
        logger: pino({ level: 'silent' }),
        signals: ['SIGUSR2'],
        exit: (code) => {
          codes.push(code);
          resolve();
        },
      },
    );
  });
  return { codes, exited };
}

describe('stopOnSignals', () => {
  it('stops and leaves with 0', async () => {
    const { codes, exited } = handle(async () => {});
    process.emit('SIGUSR2', 'SIGUSR2');
    await exited;
    expect(codes).toEqual([0]);
  });

  it('leaves with 1 when stopping failed', async () => {
    const { codes, exited } = handle(() => Promise.reject(new Error('no')));
    process.emit('SIGUSR2', 'SIGUSR2');
    await exited;
    expect(codes).toEqual([1]);
  });

  it('leaves at once with 128 and the number at a second signal, and stops once', () => {
    let stops = 0;
    const { codes } = handle(() => {
      stops += 1;
      return new Promise(() => {});
    });
    process.emit('SIGUSR2', 'SIGUSR2');
    expect(codes).toEqual([]);
    process.emit('SIGUSR2', 'SIGUSR2');
    expect(codes).toEqual([140]);
    expect(stops).toBe(1);
  });

  it('gives a function that takes the handlers away', () => {
    const before = process.listenerCount('SIGUSR2');
    handle(async () => {});
    expect(process.listenerCount('SIGUSR2')).toBe(before + 1);
    removeHandlers();
    expect(process.listenerCount('SIGUSR2')).toBe(before);
  });
});
