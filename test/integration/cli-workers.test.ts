import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataTypes } from 'sequelize';
import { type CliServer, runCli, startCli } from '../support/cli-process.ts';
import {
  databases,
  openDatabase,
  schemaNameOf,
  type TestDatabase,
  type TestInstance,
} from '../support/databases.ts';

const name = 'cli_workers';
const [database] = databases as [TestDatabase];

/** The processes that a process has started and that still run. */
function childrenOf(pid: number): readonly number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' }).split('\n');
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, state = 'Z']) => Number(parent) === pid && !state.startsWith('Z'))
    .map(([child]) => Number(child));
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('kinql serve --workers 2', () => {
  let instance: TestInstance;
  let server: CliServer;

  const args = (): string[] => ['--models', 'test/fixtures/served.mjs', '--database', database.url];
  const options = { env: { FIXTURE_SCHEMA: schemaNameOf(database, name) } };

  beforeAll(async () => {
    instance = await openDatabase(database, name);
    const { sequelize } = instance;
    const User = sequelize.define('User', { firstName: DataTypes.STRING }, { timestamps: false });
    const Task = sequelize.define('Task', { taskName: DataTypes.STRING }, { timestamps: false });
    Task.belongsTo(User);
    Task.belongsTo(User, { as: 'owner' });
    await sequelize.sync();
    await User.create({ firstName: 'Ada' });
    server = await startCli([...args(), '--workers', '2'], options);
    await untilListening(2);
  });

  afterAll(async () => {
    await server.stop();
    await instance.close();
  });

  /** Waits until the log has said so often that a worker listens. */
  async function untilListening(times: number): Promise<void> {
    await until(() => {
      const { stdout, stderr } = server.output();
      return (stdout + stderr).match(/Worker \d listens/g)?.length === times;
    });
  }

  const ask = (): Promise<unknown> => server.query('{ users { firstName } }');

  it('answers, and says once what it serves', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, ask));
    expect(answers).toEqual(Array(8).fill({ data: { users: [{ firstName: 'Ada' }] } }));
    expect(server.output().stdout.match(/KinQL serves 2 models/g)).toHaveLength(1);
  });

  it('replaces a worker that is killed', async () => {
    const [first = 0] = childrenOf(server.pid);
    process.kill(first, 'SIGKILL');
    await untilListening(3);
    expect(await ask()).toEqual({ data: { users: [{ firstName: 'Ada' }] } });
    expect(server.output().stdout + server.output().stderr).toMatch(/Worker [12] ended \(SIGKILL\)/);
  });

  it('stops all of them with one signal', async () => {
    const workers = childrenOf(server.pid);
    const { code } = await server.stop();
    expect(code).toBe(0);
    const running = execFileSync('ps', ['-A', '-o', 'pid='], { encoding: 'utf8' }).split(/\s+/).map(Number);
    expect(workers.filter((pid) => running.includes(pid))).toEqual([]);
  });

  it('ends with one sentence where the first of them cannot start', async () => {
    const { code, stderr } = await runCli(['serve', '--models', 'nowhere.mjs', '--workers', '3']);
    expect(code).toBe(1);
    expect(stderr.match(/nowhere\.mjs/g)).toHaveLength(1);
  });
});
