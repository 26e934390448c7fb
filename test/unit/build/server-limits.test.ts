import { describe, expect, it } from '@jest/globals';
import { defaultLimits, resolveLimits, type ServerLimits } from '../../../src/build/server-limits.ts';
import { StartupError } from '../../../src/errors/startup-error.ts';

describe('resolveLimits', () => {
  it('gives the defaults', () => {
    expect(resolveLimits()).toEqual(defaultLimits);
  });

  it('keeps the rest when some are set', () => {
    const limits = { bodyBytes: 5, drainDelayMilliseconds: 0 };
    expect(resolveLimits(limits)).toEqual({ ...defaultLimits, bodyBytes: 5 });
  });

  it('names everything that is wrong', () => {
    const wrong = { variableDepth: 0, bodyBytes: 1.5, drainDelayMilliseconds: -1, depth: 3 };
    const failure = (() => {
      try {
        return resolveLimits(wrong as Partial<ServerLimits>);
      } catch (error) {
        return error;
      }
    })();
    expect(failure).toBeInstanceOf(StartupError);
    expect((failure as StartupError).problems).toEqual([
      'limits.variableDepth is 0: it has to be an integer from 1.',
      'limits.bodyBytes is 1.5: it has to be an integer from 1.',
      'limits.drainDelayMilliseconds is -1: it has to be an integer from 0.',
      `limits.depth is not a limit: use one of ${Object.keys(defaultLimits).join(', ')}.`,
    ]);
  });
});
