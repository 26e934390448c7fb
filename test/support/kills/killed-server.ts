import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A `kinql serve` with writes on, in a process of its own. */
export interface KilledServer {
  readonly endpoint: string;
  /** What its connections are called in the database. */
  readonly name: string;
  readonly pid: number;
  /** Ends it by SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
  /** Sends it SIGTERM, and gives its exit code. */
  stop(): Promise<number | null>;
  /** What it holds, once what it does not need is gone. */
  usage(): Promise<ServerUsage>;
  /** Whether it still runs. */
  isAlive(): boolean;
}

/** What a process holds. */
export interface ServerUsage {
  readonly heapUsed: number;
  readonly rss: number;
  /** Sockets, timers and the like that keep the process alive. */
  readonly resources: number;
}

/** What the models of test/fixtures/killed look at beside their database. */
export interface KilledServerOptions {
  /** Options of Sequelize, in addition. */
  readonly sequelize?: object;
}

let started = 0;

/** Starts the server as it is built in dist/, on a free port. */
export async function startKilledServer(
  url: string,
  schema: string,
  options: KilledServerOptions = {},
): Promise<KilledServer> {
  const folder = join('test', 'fixtures', 'killed');
  started += 1;
  const name = `kills ${process.pid} ${started}`;
  const child = spawn(
    process.execPath,
    [
      ...['--expose-gc', '--import', `./${folder}/usage.mjs`],
      join('dist', 'cli', 'main.js'),
      ...['serve', '--port', '0'],
      ...['--models', join(folder, 'models.ts'), '--config', join(folder, 'config.mjs')],
    ],
    {
      env: {
        PATH: process.env.PATH,
        KILLED_URL: url,
        KILLED_SCHEMA: schema,
        KILLED_NAME: name,
        KILLED_OPTIONS: JSON.stringify(options.sequelize ?? {}),
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Ctrl-C is for the run alone, which ends the server itself.
      detached: true,
    },
  );
  const killWithRun = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithRun);
  child.once('close', () => process.off('exit', killWithRun));
  let output = '';
  child.stderr?.on('data', (chunk) => {
    output = (output + chunk).slice(-2_000);
  });
  const closed = once(child, 'close');
  const endpoint = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      output += chunk;
      const [, found] = /GraphQL {3}(\S+)\n/.exec(output) ?? [];
      if (found !== undefined) {
        resolve(found);
      }
    });
    child.once('close', () => reject(new Error(`The server did not start.\n${output}`)));
  });
  return {
    endpoint,
    name,
    pid: child.pid as number,
    async kill() {
      child.kill('SIGKILL');
      await closed;
    },
    async stop() {
      child.kill('SIGTERM');
      const [code] = await closed;
      return code;
    },
    async usage() {
      const told = once(child, 'message');
      child.send('usage');
      const [usage] = await told;
      return usage as ServerUsage;
    },
    isAlive: () => child.exitCode === null && child.signalCode === null,
  };
}
