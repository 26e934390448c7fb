import { describe, expect, it } from '@jest/globals';
import { runCli, startCli } from '../support/cli-process.ts';

const models = ['--models', 'test/fixtures/many-findings.mjs'];

/** What each line is about: severity, code and place of a finding. */
const shorten = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(': ', 1)[0] ?? '');

const secret = 'warning ATTRIBUTE_HIDDEN  User.password';
const indexes = ['Album', 'Book', 'Car', 'Dog', 'Essay'].map(
  (name) => `warning FOREIGN_KEY_NOT_INDEXED  ${name}`,
);
const some = [secret, ...indexes.slice(0, 3), 'and 2 more of FOREIGN_KEY_NOT_INDEXED'];

describe('findings that come by the dozen', () => {
  it('are all printed by check, which is asked for them', async () => {
    const { stdout, stderr, code } = await runCli(['check', ...models]);
    expect(shorten(stdout)).toEqual([secret, ...indexes]);
    expect({ stderr, code }).toEqual({ stderr: '6 models: no fatal findings, 6 warnings.\n', code: 0 });
  });

  it('are cut by print, which says how many more there are', async () => {
    const { stderr, code } = await runCli(['print', ...models]);
    expect(shorten(stderr)).toEqual(some);
    expect(stderr.endsWith('and 2 more of FOREIGN_KEY_NOT_INDEXED: run kinql check to see all\n')).toBe(true);
    expect(code).toBe(0);
  });

  it('are cut by serve', async () => {
    const server = await startCli(models);
    const { stderr } = await server.stop();
    const lines = shorten(stderr).filter((line) => /^(warning [A-Z_]{5}|and )/.test(line));
    expect(lines).toEqual(some);
  });

  it('are cut where they keep a command from starting', async () => {
    const config = ['--config', 'test/fixtures/strict.mjs'];
    const { stderr, code } = await runCli(['print', ...models, ...config]);
    expect(shorten(stderr)).toEqual(some);
    expect(code).toBe(1);
  });
});
