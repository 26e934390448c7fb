// The interface of the package sqlite3, as far as Sequelize uses it, over SQLite in WebAssembly: the real database, without a
// compiler. Given as Sequelize's `dialectModule`. Statements run at once, and answer later, as those of a driver do.
import sqlite, { type Database as OpenDatabase } from 'node-sqlite3-wasm';

type Row = Record<string, unknown>;
type Parameters = readonly unknown[] | Readonly<Record<string, unknown>>;
type Callback = (this: Statement, error: Error | null, rows?: Row[]) => void;

export const OPEN_READONLY = 1;
export const OPEN_READWRITE = 2;
export const OPEN_CREATE = 4;

/** What a callback finds as its `this`. Sequelize asks for the name of the class. */
class Statement {
  lastID: number | undefined;
  changes: number | undefined;
}

export class Database {
  readonly filename: string;
  readonly #database: OpenDatabase | undefined;

  constructor(filename: string, mode: number, callback: (error: Error | null) => void) {
    this.filename = filename;
    let problem: Error | null = null;
    try {
      this.#database = new sqlite.Database(filename, {
        readOnly: mode === OPEN_READONLY,
        fileMustExist: (mode & OPEN_CREATE) === 0,
      });
      // A test's rows need not outlive the machine.
      this.#database.exec('PRAGMA synchronous = OFF');
    } catch (error) {
      problem = toDriverError(error);
    }
    setImmediate(() => callback(problem));
  }

  /** Statements are never run side by side here. */
  serialize(work: () => void): void {
    work();
  }

  all(text: string, ...rest: readonly unknown[]): this {
    return this.#start(rest, (database, values) => {
      const rows = database.all(text, values as never) as Row[];
      return [new Statement(), rows.map(toDriverRow)];
    });
  }

  run(text: string, ...rest: readonly unknown[]): this {
    return this.#start(rest, (database, values) => {
      const { lastInsertRowid, changes } = database.run(text, values as never);
      return [Object.assign(new Statement(), { lastID: Number(lastInsertRowid), changes })];
    });
  }

  exec(text: string, callback?: Callback): this {
    return this.#start([callback], (database) => {
      database.exec(text);
      return [new Statement()];
    });
  }

  close(callback?: Callback): void {
    this.#start([callback], (database) => {
      database.close();
      return [new Statement()];
    });
  }

  #start(
    rest: readonly unknown[],
    work: (database: OpenDatabase, values: unknown) => readonly [Statement, Row[]?],
  ): this {
    const callback = rest.find((item): item is Callback => typeof item === 'function');
    const values = rest.find((item): item is Parameters => typeof item === 'object' && item !== null) ?? [];
    void this.#attempt(() => work(this.#open(), toDriverValues(values)), performance.now()).then(
      ([statement, rows]) => callback?.call(statement, null, rows),
      (error) => callback?.call(new Statement(), error as Error),
    );
    return this;
  }

  #open(): OpenDatabase {
    if (this.#database?.isOpen !== true) {
      throw Object.assign(new Error('SQLITE_MISUSE: Database is closed'), { code: 'SQLITE_MISUSE' });
    }
    return this.#database;
  }

  /** Where another connection holds the file, the driver waits for a second, and here for ten, since tests run side by side. */
  async #attempt<Result>(work: () => Result, start: number): Promise<Result> {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      try {
        return work();
      } catch (cause) {
        const error = toDriverError(cause);
        if (error.code !== 'SQLITE_BUSY' || performance.now() - start > 10_000) {
          throw error;
        }
      }
    }
  }
}

function toDriverValues(values: Parameters): unknown {
  return Array.isArray(values)
    ? values.map(toDriverValue)
    : Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toDriverValue(value)]));
}

function toDriverValue(value: unknown): unknown {
  return value === undefined ? null : value;
}

/** Bytes are a Buffer, and a whole number is a double, whatever digits that takes. */
function toDriverRow(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (typeof value === 'bigint') {
        return [name, Number(value)];
      }
      return [name, value instanceof Uint8Array ? Buffer.from(value) : value];
    }),
  );
}

const codes: readonly (readonly [pattern: RegExp, code: string])[] = [
  [/constraint failed/, 'SQLITE_CONSTRAINT'],
  [/database is locked/, 'SQLITE_BUSY'],
];

function toDriverError(error: unknown): Error & { readonly code: string } {
  const { message, code: known } = error as { message: string; code?: string };
  if (known !== undefined) {
    return error as Error & { code: string };
  }
  if (/could not open/i.test(message)) {
    return Object.assign(new Error('SQLITE_CANTOPEN: unable to open database file'), {
      code: 'SQLITE_CANTOPEN',
    });
  }
  const code = codes.find(([pattern]) => pattern.test(message))?.[1] ?? 'SQLITE_ERROR';
  return Object.assign(new Error(`${code}: ${message}`), { code });
}
