import { createServer, type Server } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { root, runCli } from '../support/cli-process.ts';

const broken = 'test/fixtures/broken';

describe('kinql, when the models are broken', () => {
  it.each([
    ['nowhere', `--models: ${broken}/nowhere does not exist.`],
    [
      'syntax',
      `${broken}/syntax/user.js:2 cannot be loaded: Unexpected token '}'. It is loaded by ${broken}/syntax/index.js.`,
    ],
    [
      'syntax-module.mjs',
      `${broken}/syntax-module-part.mjs:2 cannot be loaded: Unexpected token '='. It is loaded by ${broken}/syntax-module.mjs.`,
    ],
    ['syntax.ts', `${broken}/syntax.ts:2 cannot be loaded: A class name is required.`],
    ['throws.mjs', `${broken}/throws.mjs:2 cannot be loaded: The vault is closed.`],
    [
      'missing-import.mjs',
      `${broken}/missing-import.mjs cannot be loaded: Cannot find module '${root}/${broken}/missing-file.js' imported from ${root}/${broken}/missing-import.mjs.`,
    ],
    ['never-done.mjs', 'The module of the models is never done: it awaits something that never comes.'],
    [
      'no-instance.mjs',
      `${broken}/no-instance.mjs exports no Sequelize instance, but answer, text: export it as sequelize or by default, or a function that makes it.`,
    ],
    [
      'function.mjs',
      `${broken}/function.mjs exports a function that gives no Sequelize instance: let it return one.`,
    ],
    [
      'no-models',
      'fatal NO_MODELS  Sequelize: There is no model to serve. Define the models on this Sequelize instance before the schema is built, or widen models.include.',
    ],
    [
      'unserved-dialect.mjs',
      'fatal DIALECT_UNSUPPORTED  Sequelize: The dialect "mssql" is not served. Use postgres, mysql, mariadb or sqlite.',
    ],
    [
      'unserved-driver.mjs',
      `${broken}/unserved-driver.mjs uses the database driver tedious, whose dialect KinQL does not serve: use postgres, mysql, mariadb or sqlite.`,
    ],
    [
      'driver.mjs',
      `${broken}/driver.mjs needs the database driver mariadb, which is not installed: npm install mariadb`,
    ],
    [
      'empty',
      `${broken}/empty holds no model files (.js, .cjs, .mjs, .ts, .cts, .mts); folders in it are not searched.`,
    ],
    [
      'classes',
      `${broken}/classes has no index file, and no file in it exports a model or a function that defines one: helpers.cjs`,
    ],
    [
      'two-instances',
      `The models in ${broken}/two-instances belong to 2 Sequelize instances, first seen in one.mjs and two.mjs: serve them one by one, each from a file that exports its instance.`,
    ],
    [
      'uninitialised',
      `${broken}/uninitialised/user.ts exports the class User, which nothing initialises: call User.init(...) in the file, or give it a static initModel(sequelize).`,
    ],
    [
      'decorators.ts',
      `The models in ${broken}/decorators.ts need the package @swc-node/register, because they use sequelize-typescript: npm install --save-dev @swc-node/register`,
    ],
  ])('says what is wrong with %s in one line', async (path, line) => {
    const result = await runCli(['print', '--models', `${broken}/${path}`]);
    expect(result).toEqual({ code: 1, stdout: '', stderr: `${line}\n` });
  });

  it('says which environment the configuration of sequelize-cli lacks', async () => {
    const args = ['print', '--models', 'test/fixtures/sequelize-cli/models'];
    expect(await runCli(args, { env: { NODE_ENV: 'staging' } })).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'test/fixtures/sequelize-cli/models/index.js:12 cannot be loaded: Cannot read properties of undefined (reading \'use_env_variable\'). The configuration that it reads has no entry for the environment "staging": set NODE_ENV.\n',
    });
  });

  it('says that the variable with the URL is not set', async () => {
    const args = ['print', '--models', 'test/fixtures/sequelize-cli/models'];
    expect(await runCli(args, { env: { NODE_ENV: 'production' } })).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'test/fixtures/sequelize-cli/models/index.js:13 cannot be loaded: The "url" argument must be of type string. Received undefined. The environment variable that holds the URL of the database is not set.\n',
    });
    const env = { NODE_ENV: 'production', FIXTURE_URL: 'postgres://team:not-shown@127.0.0.1:1/fixture' };
    expect(await runCli(args, { env })).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('kinql serve, when it cannot start', () => {
  const served = ['serve', '--models', 'test/fixtures/served.mjs'];

  it.each([
    [
      ['--port', 'abc'],
      "error: option '-p, --port <number>' argument 'abc' is invalid. It has to be a number from 0 to 65535.",
    ],
    [
      ['--port', '65536'],
      "error: option '-p, --port <number>' argument '65536' is invalid. It has to be a number from 0 to 65535.",
    ],
    [['--unknown'], "error: unknown option '--unknown'"],
    [
      ['--database', 'mysql://root:not-shown@127.0.0.1/shop'],
      "--database is a mysql URL, but the models' Sequelize instance speaks postgres.",
    ],
    [
      ['--database', 'mssql://root:not-shown@127.0.0.1/shop'],
      '--database is a URL of mssql, which KinQL does not serve: use postgres, mysql, mariadb or sqlite.',
    ],
    [
      ['--database', 'localhost:5432/not-shown'],
      '--database is no URL such as postgres://user@host:5432/database, in which special characters are percent-encoded.',
    ],
  ])('refuses %j in one line', async (args, line) => {
    expect(await runCli([...served, ...args])).toEqual({ code: 1, stdout: '', stderr: `${line}\n` });
  });

  it('says that PORT is no port', async () => {
    expect(await runCli(served, { env: { PORT: '80 80' } })).toEqual({
      code: 1,
      stdout: '',
      stderr: 'PORT is "80 80": it has to be a number from 0 to 65535.\n',
    });
  });

  it('asks for a database where the models bring none', async () => {
    expect(await runCli(['serve', '--models', 'test/fixtures/init-model-folder'])).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'These models come without a Sequelize instance: name the database by --database URL, or by DATABASE_URL in the environment.\n',
    });
  });

  it('says that its port is in use', async () => {
    const { server, port } = await occupyPort();
    try {
      const { code, stdout, stderr } = await runCli([...served, '--port', String(port)]);
      expect({ code, stdout, stderr: stderr.split('\n').slice(-2) }).toEqual({
        code: 1,
        stdout: '',
        stderr: [
          `Port ${port} on 127.0.0.1 is in use: stop the program that listens there, or choose another port.`,
          '',
        ],
      });
    } finally {
      server.close();
    }
  });
});

function occupyPort(): Promise<{ server: Server; port: number }> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve({ server, port: typeof address === 'object' && address !== null ? address.port : 0 });
    });
  });
}
