import type { Engine } from './engine.ts';
import { type Additions, noAdditions } from './source.ts';
import { join, raw, type Sql, sql } from './sql.ts';
import { type SqlDialect, sqlDialectOf } from './sql-dialect.ts';

/** One statement while it is put together: what its parts share, names that differ within it among that. */
export class Statement {
  readonly engine: Engine;
  readonly additions: Additions;
  #names = 0;

  constructor(engine: Engine, additions = noAdditions(engine)) {
    this.engine = engine;
    this.additions = additions;
  }

  get dialect(): SqlDialect {
    return sqlDialectOf(this.engine.dialect);
  }

  get isPostgres(): boolean {
    return this.dialect === 'postgres';
  }

  /** A name for rows that nothing else in the statement has. */
  nameRows(prefix: string): string {
    this.#names += 1;
    return `${prefix}${this.#names}`;
  }
}

/** ` WHERE` with all of the conditions, or nothing where there are none. */
export function whereSql(conditions: readonly (Sql | null)[]): Sql {
  const all = conditions.filter((condition) => condition !== null);
  return all.length === 0 ? raw('') : sql` WHERE ${join(all, ' AND ')}`;
}
