import type { Transaction } from 'sequelize';
import { type DatabaseSession, sessionStatement } from './database-session.ts';
import type { Engine } from './engine.ts';
import { runFinder, runStatement } from './run.ts';

/** Of what a session is made. */
export interface SessionParts {
  readonly engine: Engine;
  readonly session: DatabaseSession;
  /** The app's own transaction, which the settings hold in until it ends; without one, sessions have transactions of their own. */
  readonly outer: Transaction | null;
  /** Whether its rows come from the database that is written to, where there are copies of it for reading. */
  readonly primary: boolean;
  readonly signal: AbortSignal | null;
}

/**
 * The transaction that an operation's statements run in with the viewer's settings. The first statement begins it, the end of
 * the operation ends it, and its settings with it: what comes later is refused, and no connection goes back to the pool with
 * any. A statement that fails spoils it, so that the next one begins another; a write ends it, and has one of its own.
 */
export class Session {
  readonly #parts: SessionParts;
  #open: Transaction | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #ended = false;
  readonly #onAbort = (): void => void this.end();

  constructor(parts: SessionParts) {
    this.#parts = parts;
    // Whoever waits for the rest of the operation may wait for ever: its transaction does not. The app's own the app ends.
    if (parts.outer === null) {
      parts.signal?.addEventListener('abort', this.#onAbort, { once: true });
    }
  }

  /** Runs statements in the transaction, one caller after the other: one that fails must not spoil those of the next. */
  read<Result>(run: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.#inTurn(async () => {
      const transaction = await this.#begin();
      try {
        return await run(transaction);
      } catch (error) {
        await this.#close('rollback');
        throw error;
      }
    });
  }

  /** The transaction that is open now, for code of the app that runs statements of its own. */
  transaction(): Promise<Transaction> {
    return this.#inTurn(() => this.#begin());
  }

  /** Runs a write that begins a transaction of its own, or a part of the app's. No reading transaction is open meanwhile. */
  write<Result>(run: () => Promise<Result>): Promise<Result> {
    return this.#inTurn(async () => {
      await (this.#parts.outer === null ? this.#close('commit') : this.#begin());
      return run();
    });
  }

  /** Gives the transaction of a write what the session says; a part of the app's has it already. */
  async applyTo(transaction: Transaction): Promise<void> {
    if (this.#parts.outer === null) {
      await this.#apply(transaction, { readOnly: false });
    }
  }

  /** Ends the transaction, after the statement that is under way. Never rejects: what was read is read. */
  async end(): Promise<void> {
    this.#ended = true;
    this.#parts.signal?.removeEventListener('abort', this.#onAbort);
    await this.#inTurn(() => this.#close('commit'));
  }

  #inTurn<Result>(run: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(run);
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #begin(): Promise<Transaction> {
    const { engine, outer, primary, signal } = this.#parts;
    signal?.throwIfAborted();
    if (this.#ended) {
      throw new Error('The operation has ended, and its database session with it.');
    }
    if (this.#open !== null) {
      return this.#open;
    }
    if (outer !== null) {
      await this.#apply(outer, { readOnly: false });
      this.#open = outer;
      return outer;
    }
    const begin = (): Promise<Transaction> => engine.sequelize.transaction({ readOnly: !primary });
    const transaction = await runFinder(engine, null, begin, signal);
    this.#open = transaction;
    try {
      await this.#apply(transaction, { readOnly: true });
    } catch (error) {
      await this.#close('rollback');
      throw error;
    }
    return transaction;
  }

  async #apply(transaction: Transaction, options: { readonly readOnly: boolean }): Promise<void> {
    const { engine, session, signal } = this.#parts;
    if (session.schema !== undefined) {
      engine.named?.avoidIn(transaction);
    }
    const statement = sessionStatement(session, options);
    if (statement !== null) {
      await runStatement(engine, statement, transaction, { signal });
    }
  }

  /** Sequelize ends the connection of a transaction that cannot be completed. */
  async #close(how: 'commit' | 'rollback'): Promise<void> {
    const { engine, outer } = this.#parts;
    const transaction = this.#open;
    if (transaction === null || outer !== null) {
      return;
    }
    this.#open = null;
    await runFinder(engine, transaction, () => transaction[how]()).catch(() => undefined);
  }
}
