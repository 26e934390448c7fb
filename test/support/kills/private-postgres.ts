import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A cluster of its own, in a temporary folder, that may be crashed. */
export interface PrivatePostgres {
  readonly host: string;
  readonly port: number;
  readonly url: string;
  readonly version: string;
  /** Ends it as a loss of power would: nothing is written before, and the log is replayed at the next start. */
  crash(): Promise<void>;
  /** Ends it in good order: what runs is broken off, what is done is written. */
  stop(): Promise<void>;
  /** Ends the process that all others descend from by SIGKILL. */
  killPostmaster(): Promise<void>;
  start(): Promise<void>;
  /** What it has logged. */
  log(): Promise<string>;
  /** Stops it and deletes the folder. */
  remove(): Promise<void>;
}

/** Makes and starts a cluster of the installed PostgreSQL; as the user postgres where this process is root's. `more` are settings of its own, as `-c NAME=VALUE`. */
export async function startPrivatePostgres(more = ''): Promise<PrivatePostgres> {
  const bin = findBinaries();
  const isRoot = process.getuid?.() === 0;
  // In memory where that can be: a process that is killed leaves its files as they are, there as on a disk.
  const folder = await mkdtemp(`${existsSync('/dev/shm') ? '/dev/shm' : '/tmp'}/kinql-kills-`);
  const data = join(folder, 'data');
  if (isRoot) {
    execFileSync('chown', ['postgres', folder]);
  }
  const command = async (name: string, args: readonly string[]): Promise<string> => {
    const path = join(bin, name);
    const { stdout } = await (isRoot
      ? run('runuser', ['-u', 'postgres', '--', path, ...args], { cwd: '/' })
      : run(path, args));
    return stdout;
  };
  const port = await freePort();
  await command('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale']);
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder} ${more}`;

  const start = async (): Promise<void> => {
    for (let attempt = 1; ; attempt++) {
      try {
        await command('pg_ctl', [
          ...['start', '-w', '-s', '-D', data, '-l', join(folder, 'log'), '-o', settings],
        ]);
        return;
      } catch (error) {
        // Where the postmaster was killed, its children have to go first.
        if (attempt === 50) {
          throw new Error(`${error}\n${(await readFile(join(folder, 'log'), 'utf8')).slice(-2_000)}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  };
  await start();
  return {
    host: '127.0.0.1',
    port,
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    version: (await command('postgres', ['--version'])).trim(),
    async crash() {
      await command('pg_ctl', ['stop', '-w', '-s', '-m', 'immediate', '-D', data]);
    },
    async stop() {
      await command('pg_ctl', ['stop', '-w', '-s', '-m', 'fast', '-D', data]);
    },
    async killPostmaster() {
      const [pid] = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n');
      process.kill(Number(pid), 'SIGKILL');
    },
    start,
    log: () => readFile(join(folder, 'log'), 'utf8'),
    async remove() {
      await command('pg_ctl', ['stop', '-w', '-s', '-m', 'immediate', '-D', data]).catch(() => undefined);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Whether PostgreSQL is installed on this machine. */
export function hasPostgres(): boolean {
  try {
    return existsSync(join(findBinaries(), 'initdb'));
  } catch {
    return false;
  }
}

function findBinaries(): string {
  const { PG_BIN } = process.env;
  if (PG_BIN !== undefined) {
    return PG_BIN;
  }
  const root = '/usr/lib/postgresql';
  const [newest] = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  return newest === undefined
    ? execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim()
    : join(root, newest, 'bin');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
