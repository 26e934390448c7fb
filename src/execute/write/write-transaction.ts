import type { EventEmitter } from 'node:events';
import { isNativeError } from 'node:util/types';
import type { Transaction } from 'sequelize';
import { errorCodes } from '../../errors/error-code.ts';
import { RequestError } from '../../errors/request-error.ts';
import type { Engine, EngineModel } from '../engine.ts';
import type { OperationState } from '../operation-state.ts';
import { databaseCode, isRefusal } from './validation-problems.ts';
import { DatabaseRefusal } from './write-problem.ts';

/**
 * Runs the write of rows of `model` in a transaction of its own, or where the request runs in one, in a part of that which is
 * undone by itself. What it throws says that nothing was written, but for this:
 *
 * @throws RequestError with WRITE_OUTCOME_UNKNOWN where nobody knows whether the transaction was completed.
 */
export async function inTransaction<Result>(
  engine: Engine,
  model: EngineModel,
  { transaction: outer, signal, session }: Pick<OperationState, 'transaction' | 'signal' | 'session'>,
  run: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  const { sequelize, dialect } = engine;
  const options = {
    ...(outer !== null && { transaction: outer }),
    // SQLite cannot wait for the lock once it has read.
    ...(dialect === 'sqlite' && outer === null && { type: 'IMMEDIATE' as never }),
  };
  let end: CommandTags | null = null;
  try {
    const transact = () =>
      sequelize.transaction(options, async (transaction) => {
        signal?.throwIfAborted();
        await session?.applyTo(transaction);
        const written = await run(transaction);
        signal?.throwIfAborted();
        end = gatherTags(transaction);
        return written;
      });
    const result = await (session === null ? transact() : session.write(transact));
    if ((end as CommandTags | null)?.tags.at(-1) === 'ROLLBACK') {
      end = null;
      // A statement had failed and a hook kept that to itself. Sequelize takes any answer to COMMIT for success.
      throw new Error(
        'A statement of this write failed and a hook of the models went on after it, so that Postgres undid the transaction at its end. Let the hook throw, or give the statement a savepoint.',
      );
    }
    return result;
  } catch (error) {
    throw end === null ? error : toCommitError(engine, model, error);
  } finally {
    (end as CommandTags | null)?.stop();
  }
}

/** What Postgres says of each statement that it has done: `COMMIT`, or `ROLLBACK` where that was all it could do. */
interface CommandTags {
  readonly tags: string[];
  stop(): void;
}

/** Gathers the tags of what is done in the transaction from now on. Of other databases and drivers there are none. */
function gatherTags(transaction: Transaction): CommandTags {
  const { connection } = transaction as unknown as {
    readonly connection?: { readonly connection?: Partial<EventEmitter> };
  };
  const tags: string[] = [];
  const gather = ({ text }: { readonly text: string }): void => void tags.push(text);
  const protocol = connection?.connection;
  protocol?.on?.('commandComplete', gather);
  return { tags, stop: () => protocol?.off?.('commandComplete', gather) };
}

/** What an error means that came once everything was written, and only COMMIT was left. */
function toCommitError(engine: Engine, model: EngineModel, error: unknown): unknown {
  if (!isRefusedCommit(engine, error)) {
    return outcomeUnknown(error);
  }
  return isRefusal(error)
    ? new DatabaseRefusal([
        { error, model: modelOfError(engine, error) ?? model.catalog.name, path: [], action: 'save' },
      ])
    : error;
}

/** What a client is told of a write that may have been completed. */
export function outcomeUnknown(error: unknown): RequestError {
  return new RequestError(
    errorCodes.WRITE_OUTCOME_UNKNOWN,
    'Nobody could tell whether the write was completed: look whether it is there before sending it again.',
    error,
  );
}

/** Codes of Postgres after which a transaction may still have been completed: connections, resources, shutdowns, faults. */
const undecidedCode = /^(08|53|57|58|F0|XX)|^40003$/;

/** Whether it was COMMIT itself that the database refused, so that it undid everything. */
function isRefusedCommit({ dialect }: Engine, error: unknown): boolean {
  if (!isNativeError(error) || !/^COMMIT\b/.test(String((error as { readonly sql?: unknown }).sql ?? ''))) {
    return false;
  }
  const code = databaseCode(error);
  return dialect === 'postgres'
    ? /^[0-9A-Z]{5}$/.test(code) && !undecidedCode.test(code)
    : // A cluster of MariaDB compares what was written when it is completed.
      code === 'ER_LOCK_DEADLOCK';
}

/** The model of the table that a constraint which is looked at late is on. */
function modelOfError({ models }: Engine, error: Error): string | undefined {
  const { original } = error as {
    readonly original?: { readonly table?: string; readonly schema?: string };
  };
  return [...models.values()].find(
    ({ catalog: { table } }) =>
      table.name === original?.table && (table.schema === null || table.schema === original?.schema),
  )?.catalog.name;
}
