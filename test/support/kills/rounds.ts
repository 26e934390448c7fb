import { QueryTypes, type Sequelize } from 'sequelize';
import type { Judge } from './judge.ts';
import type { KilledServer } from './killed-server.ts';
import type { SentWrite, Writer } from './writer.ts';

/** What rounds of kills work on. */
export interface KillWorld {
  /** On the database directly, past what is killed. */
  readonly sequelize: Sequelize;
  readonly writers: readonly Writer[];
  readonly judge: Judge;
  /** Whether each connection is a process of the database's, which may still work when the one who sent it is gone. */
  readonly hasBackends: boolean;
}

/** Writers at work. */
interface Work {
  /** All that was sent since. */
  readonly writes: SentWrite[];
  /** Waits until `count` more writes are acknowledged. */
  acknowledged(count: number): Promise<void>;
  /** Waits until each writer got an answer to what it sent last. */
  stop(): Promise<void>;
}

function work({ writers }: KillWorld, endpoint: string, isServed: () => boolean): Work {
  const writes: SentWrite[] = [];
  const waiting = new Set<{ left: number; resolve: () => void }>();
  let isStopped = false;
  const runs = writers.map(async (writer) => {
    while (!isStopped && isServed()) {
      const write = await writer.next(endpoint);
      writes.push(write);
      if (write.answer === 'problems') {
        // The writes are such that nobody has anything to mend: no round would ever end.
        throw new Error(`A ${write.kind} was answered by ${write.text}`);
      }
      if (write.answer === 'acknowledged') {
        for (const wait of waiting) {
          wait.left -= 1;
          if (wait.left === 0) {
            waiting.delete(wait);
            wait.resolve();
          }
        }
      } else {
        await pause(5);
      }
    }
  });
  return {
    writes,
    async acknowledged(left) {
      const done = new Promise<boolean>((resolve) => waiting.add({ left, resolve: () => resolve(true) }));
      if (!(await Promise.race([done, Promise.all(runs).then(() => false)]))) {
        throw new Error('The server ended before it was killed.');
      }
    },
    async stop() {
      isStopped = true;
      await Promise.all(runs);
    },
  };
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Kills the server at a random moment of its work, and judges what it left once the database has seen that it is gone. */
export async function killServer(world: KillWorld, server: KilledServer): Promise<void> {
  const running = work(world, server.endpoint, server.isAlive);
  await running.acknowledged(world.writers.length);
  await pause(Math.random() * 200);
  await server.kill();
  await running.stop();
  if (world.hasBackends) {
    await noBackends(world.sequelize, server.name);
  }
  world.judge.tally.kills += 1;
  await world.judge.judge(running.writes);
}

/** Breaks the database while the server works, and judges once the server has acknowledged writes again, by itself. */
export async function breakDatabase(
  world: KillWorld,
  server: KilledServer,
  breakAndMend: () => Promise<void>,
): Promise<void> {
  const running = work(world, server.endpoint, server.isAlive);
  await running.acknowledged(world.writers.length);
  await pause(Math.random() * 200);
  await breakAndMend();
  await running.acknowledged(world.writers.length);
  await running.stop();
  world.judge.tally.kills += 1;
  await world.judge.judge(running.writes);
}

/** A process that is gone may have sent a COMMIT that the database is still about to do. */
async function noBackends(sequelize: Sequelize, name: string): Promise<void> {
  while ((await backendsOf(sequelize, name)).length > 0) {
    await pause(5);
  }
}

/** The processes of Postgres that serve a server's connections. */
export async function backendsOf(sequelize: Sequelize, name: string): Promise<readonly number[]> {
  const rows = await sequelize.query<{ pid: number }>(
    'SELECT pid FROM pg_stat_activity WHERE application_name = $name',
    { bind: { name }, type: QueryTypes.SELECT },
  );
  return rows.map(({ pid }) => pid);
}
