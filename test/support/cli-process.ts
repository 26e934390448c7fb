// The real command line, in a process of its own: jest's own module system has nothing of Node's loaders.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export const root = join(__dirname, '..', '..');

export interface CliOptions {
  /** The working directory; the repository's where not given. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A server that the command line started. */
export interface CliServer {
  readonly url: string;
  readonly pid: number;
  /** What it printed up to now. */
  output(): { readonly stdout: string; readonly stderr: string };
  /** Sends a query and gives the answer. */
  query(source: string): Promise<unknown>;
  /** Stops it by SIGTERM and waits for its end. */
  stop(): Promise<CliResult>;
}

function start(args: readonly string[], { cwd = root, env = {} }: CliOptions): ChildProcess {
  // As it is published: `npm test` builds it first.
  const main = join(root, 'dist', 'cli', 'main.js');
  return spawn(process.execPath, [main, ...args], {
    cwd,
    // Nothing of this process's environment, in which a team's models would look for theirs.
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function collect(child: ChildProcess): { stdout: string; stderr: string } {
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    output.stderr += chunk;
  });
  return output;
}

/** Runs a command to its end. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const child = start(args, options);
  const output = collect(child);
  const [code] = await once(child, 'close');
  return { code, ...output };
}

/** Runs `kinql serve` on a free port until it says where it listens. Rejects with what it printed when it ends before. */
export async function startCli(args: readonly string[], options: CliOptions = {}): Promise<CliServer> {
  const child = start(['serve', '--port', '0', ...args], options);
  const output = collect(child);
  const closed = once(child, 'close');
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const found = /GraphQL {3}(\S+)\/graphql\n[\s\S]*\n\n$/.exec(output.stdout);
      if (found !== null) {
        resolve(found[1] as string);
      }
    });
    child.once('close', (code) => reject(new Error(`${code}\n${output.stdout}${output.stderr}`)));
  });
  return {
    url,
    pid: child.pid as number,
    output: () => ({ ...output }),
    async query(source) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: source }),
      });
      return response.json();
    },
    async stop() {
      child.kill('SIGTERM');
      const [code] = await closed;
      return { code, ...output };
    },
  };
}
