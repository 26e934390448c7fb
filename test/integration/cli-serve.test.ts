import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataTypes, type Sequelize } from 'sequelize';
import { type CliOptions, type CliServer, runCli, startCli } from '../support/cli-process.ts';
import { databases, openDatabase, schemaNameOf, type TestInstance, urlOf } from '../support/databases.ts';

const name = 'cli_serve';

/** The arguments and the environment by which test/fixtures/served.mjs is pointed at a database of the matrix. */
function pointedAt({ database, sequelize }: TestInstance): {
  args: string[];
  options: CliOptions;
  shown: string;
} {
  if (database.name === 'sqlite') {
    const { storage } = (sequelize as unknown as { options: { storage: string } }).options;
    return {
      args: ['--models', 'test/fixtures/served-sqlite.ts', '--database', `sqlite:${storage}`],
      options: {},
      shown: `sqlite at ${storage}`,
    };
  }
  const url = urlOf(database, name);
  const schemaName = schemaNameOf(database, name);
  return {
    args: ['--models', 'test/fixtures/served.mjs', '--database', url.href],
    options: {
      env: database.name === 'mariadb' ? { FIXTURE_DIALECT: 'mysql' } : { FIXTURE_SCHEMA: schemaName },
    },
    shown: `${database.name === 'mariadb' ? 'mysql' : 'postgres'} at ${url.host}${url.pathname}`,
  };
}

async function createTables(sequelize: Sequelize): Promise<void> {
  const options = { timestamps: false };
  const User = sequelize.define('User', { firstName: DataTypes.STRING }, options);
  const Task = sequelize.define('Task', { taskName: DataTypes.STRING }, options);
  Task.belongsTo(User);
  Task.belongsTo(User, { as: 'owner' });
  await sequelize.sync();
  await User.create({ firstName: 'Ada' });
  await Task.bulkCreate([
    { taskName: 'Plan', UserId: 1 },
    { taskName: 'Build', ownerId: 1 },
  ]);
}

describe.each(databases)('kinql serve on $name', (database) => {
  let instance: TestInstance;
  let server: CliServer;

  beforeAll(async () => {
    instance = await openDatabase(database, name);
    await createTables(instance.sequelize);
    const { args, options } = pointedAt(instance);
    server = await startCli(args, options);
  });
  afterAll(async () => {
    await server?.stop();
    await instance?.close();
  });

  it('says where it is, which database it serves, and a query', () => {
    expect(server.output()).toEqual({
      stderr: '',
      stdout: `
KinQL serves 2 models (development).

  GraphQL   ${server.url}/graphql
  Explorer  ${server.url}/explorer
  Database  ${pointedAt(instance).shown}

A query to try:

  query Sample {
    tasks(limit: 5) {
      id
      taskName
      user {
        id
        firstName
      }
    }
  }

`,
    });
  });

  it('answers that query', async () => {
    const sample = server.output().stdout.split('A query to try:')[1] as string;
    expect(await server.query(sample)).toEqual({
      data: {
        tasks: [
          { id: '1', taskName: 'Plan', user: { id: '1', firstName: 'Ada' } },
          { id: '2', taskName: 'Build', user: null },
        ],
      },
    });
  });

  it('is ready', async () => {
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
  });
});

describe.each(databases)('kinql serve on $name, of which tables and columns are missing', (database) => {
  let instance: TestInstance;

  beforeAll(async () => {
    instance = await openDatabase(database, `${name}_missing`);
    const { sequelize } = instance;
    const options = { timestamps: false };
    await sequelize
      .define('Task', { taskName: DataTypes.STRING, ownerId: DataTypes.INTEGER }, options)
      .sync();
  });
  afterAll(() => instance?.close());

  it('names them, serves all the same, and adds nothing', async () => {
    const { args, options } = pointedAt(instance);
    const isSqlite = database.name === 'sqlite';
    const schemaName = schemaNameOf(database, name);
    const here = `${schemaName}_missing`;
    const server = await (isSqlite
      ? startCli(args)
      : startCli(
          args.map((argument) => argument.replace(schemaName, here)),
          { env: JSON.parse(JSON.stringify(options.env).replace(schemaName, here)) },
        ));
    try {
      const table = database.name === 'mariadb' || isSqlite ? 'Users' : `${here}.Users`;
      const mend = 'Add it by a migration, or by sync({ alter: true }) in development.';
      expect(server.output().stderr.split('\n')).toEqual([
        `warning: The database has no table "${table}", which the model User reads. ${mend}`,
        `warning: The table "Tasks" has no column "UserId", which Task.belongsTo(User) uses. ${mend}`,
        '',
      ]);
      expect(await server.query('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
      const [columns] = await instance.sequelize.query(
        isSqlite
          ? "SELECT m.name AS t, c.name AS c FROM sqlite_schema m JOIN pragma_table_xinfo(m.name) c WHERE m.name <> 'sqlite_sequence' ORDER BY 1, 2"
          : `SELECT table_name AS t, column_name AS c FROM information_schema.columns WHERE table_schema = '${here}' ORDER BY 1, 2`,
      );
      expect(columns).toEqual([
        { t: 'Tasks', c: 'id' },
        { t: 'Tasks', c: 'ownerId' },
        { t: 'Tasks', c: 'taskName' },
      ]);
    } finally {
      await server.stop();
    }
  });
});

describe('kinql serve', () => {
  it('serves while the database is away, and is not ready', async () => {
    const server = await startCli(['--models', 'test/fixtures/away.mjs']);
    expect(await server.query('{ users { id } }')).toMatchObject({
      errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }],
    });
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(503);
    const { code, stderr } = await server.stop();
    expect(code).toBe(0);
    expect(
      stderr
        .split('\n')
        .filter((line) => line.startsWith('warning'))
        .sort(),
    ).toEqual([
      'warning: The database at 127.0.0.1:1/fixture does not answer (connect ECONNREFUSED 127.0.0.1:1); requests get SERVICE_UNAVAILABLE until it does.',
      'warning: a promise was rejected that nobody waited for: connect ECONNREFUSED 127.0.0.1:1',
    ]);
  });

  it.each([
    ['--production', ['--production'], {}],
    ['NODE_ENV', [], { NODE_ENV: 'production' }],
  ])('serves no pages and no introspection in production, by %s', async (_name, args, env) => {
    const config = ['--config', 'test/fixtures/open.config.json'];
    const server = await startCli(['--models', 'test/fixtures/away.mjs', ...config, ...args], { env });
    expect(server.output().stdout).toMatch(
      /^\nKinQL serves 1 model \(production\)\.\n\n {2}GraphQL \S* *\S+\n {2}Database/,
    );
    expect((await fetch(`${server.url}/explorer`)).status).toBe(404);
    expect((await server.stop()).code).toBe(0);
  });

  it('takes the limits of operations and of requests from its configuration', async () => {
    const server = await startCli([
      ...['--models', 'test/fixtures/away.mjs'],
      ...['--config', 'test/fixtures/limited.config.json'],
    ]);
    expect(await server.query('{ usersConnection { edges { node { id } } } }')).toMatchObject({
      errors: [{ message: expect.stringContaining('(limits.depth)') }],
    });
    const large = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: `{ users { id } } # ${'-'.repeat(300)}` }),
    });
    expect(large.status).toBe(413);
    await server.stop();
  });
});

describe('kinql serve --production without a word about who may do what', () => {
  it('does not start, and says what to say', async () => {
    const args = ['serve', '--models', 'test/fixtures/away.mjs', '--port', '0', '--production'];
    expect(await runCli(args)).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'The configuration says nothing of who may do what: give it rules (docs/rules.md), or rules: "none" where everybody may do everything.\n',
    });
  });
});

// The embedded Postgres takes every user and every database for its own.
for (const database of databases.filter(({ name }) => name === 'postgres' || name === 'mariadb')) {
  describe(`kinql serve with a mistake in the URL, on ${database.name}`, () => {
    const isPostgres = database.name === 'postgres';
    const serveAt = (url: URL) =>
      runCli(['serve', '--models', 'test/fixtures/served.mjs', '--port', '0', '--database', url.href], {
        env: { FIXTURE_DIALECT: isPostgres ? 'postgres' : 'mysql' },
      });

    it('says that there is no such database and ends with 1', async () => {
      const url = new URL(database.url);
      url.pathname = '/nowhere';
      const reason = isPostgres ? 'database "nowhere" does not exist' : "Unknown database 'nowhere'";
      expect(await serveAt(url)).toEqual({
        code: 1,
        stdout: '',
        stderr: `Cannot connect to the database at ${url.host}/nowhere: ${reason}.\n`,
      });
    });

    it('says that the user is refused and ends with 1, without the password', async () => {
      const url = new URL(database.url);
      url.username = 'nobody_here';
      url.password = 'not-shown';
      const { code, stdout, stderr } = await serveAt(url);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      // How it is refused is the server's configuration.
      expect(stderr).toMatch(/^Cannot connect to the database at \S+: [^\n]*nobody_here[^\n]*\n$/);
      expect(stderr).not.toContain('not-shown');
    });
  });
}

describe('kinql serve with a mistake in the URL, on sqlite', () => {
  it('says that there is no such file, makes none and ends with 1', async () => {
    const file = join(tmpdir(), 'kinql-nowhere.sqlite');
    const result = await runCli([
      ...['serve', '--models', 'test/fixtures/served-sqlite.ts', '--port', '0'],
      ...['--database', `sqlite:${file}`],
    ]);
    expect(result).toEqual({
      code: 1,
      stdout: '',
      stderr: `Cannot connect to the database at ${file}: SQLITE_CANTOPEN: unable to open database file.\n`,
    });
    expect(existsSync(file)).toBe(false);
  });
});
