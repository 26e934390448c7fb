import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../../../src/server/create-logger.ts';

describe('createLogger', () => {
  it('has the level info unless another is set', () => {
    expect(createLogger().level).toBe('info');
    expect(createLogger({ level: 'silent' }).level).toBe('silent');
  });

  it('names the levels when one is unknown', () => {
    expect(() => createLogger({ level: 'loud' })).toThrow(
      'The log level "loud" is unknown: use one of trace, debug, info, warn, error, fatal, silent.',
    );
  });

  it('writes one JSON object a line to stderr, before the process can exit', () => {
    const script = `
      import { createLogger } from './src/server/create-logger.ts';
      const logger = createLogger({ level: 'warn' });
      logger.info('not this');
      logger.warn({ port: 1 }, 'this');
      process.exit(3);`;
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', script],
      { cwd: join(__dirname, '..', '..', '..'), encoding: 'utf8' },
    );
    expect([status, stdout]).toEqual([3, '']);
    expect(JSON.parse(stderr)).toEqual({
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      port: 1,
      msg: 'this',
    });
  });
});
