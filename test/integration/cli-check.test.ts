import { describe, expect, it } from '@jest/globals';
import { runCli } from '../support/cli-process.ts';

const warning = 'warning ATTRIBUTE_HIDDEN  User.passwordHash: ';

describe('kinql check', () => {
  it('prints nothing and exits with 0 where nothing is found', async () => {
    expect(await runCli(['check', '--models', 'test/fixtures/sequelize-cli/models'])).toEqual({
      code: 0,
      stdout: '',
      stderr: '2 models: no fatal findings, no warnings.\n',
    });
  });

  it('prints one line for each finding and exits with 0 where none is fatal', async () => {
    const result = await runCli(['check', '--models', 'test/fixtures/odd-models.mjs']);
    expect(result).toMatchObject({ code: 0, stderr: '1 model: no fatal findings, 1 warning.\n' });
    expect(result.stdout.startsWith(warning)).toBe(true);
    expect(result.stdout.split('\n')).toHaveLength(2);
  });

  it('exits with 1 for a warning under --strict', async () => {
    const result = await runCli(['check', '--models', 'test/fixtures/odd-models.mjs', '--strict']);
    expect(result).toMatchObject({ code: 1, stderr: '1 model: no fatal findings, 1 warning.\n' });
  });

  it('exits with 1 for a fatal finding', async () => {
    expect(await runCli(['check', '--models', 'test/fixtures/broken/unserved-dialect.mjs'])).toEqual({
      code: 1,
      stdout:
        'fatal DIALECT_UNSUPPORTED  Sequelize: The dialect "mssql" is not served. Use postgres, mysql, mariadb or sqlite.\n',
      stderr: '1 model: 1 fatal finding, no warnings.\n',
    });
  });
});
