import type { Transaction } from 'sequelize';
import type { SequelizeModel } from '../catalog/sequelize-internals.ts';
import type { Read } from '../plan/plan.ts';
import { type Engine, type EngineModel, getEngineModel, resolveSource } from './engine.ts';
import { hasAfterFindHook, runAfterFindHooks, runBeforeFindHooks } from './find-hooks.ts';
import type { Row } from './row.ts';
import { runStatement } from './run.ts';
import { type HookConditions, resolveThrough } from './source.ts';
import type { Sql } from './sql.ts';

/** A row as selected, and as it is shown: an instance where find hooks ran, null where one took it away. */
export interface ReadRow {
  readonly raw: Row;
  readonly row: Row | null;
}

/** Runs the reading statements of one operation, with the models' find hooks around them. */
export class RowReader {
  readonly #engine: Engine;
  readonly #transaction: Transaction | null;
  readonly #conditions = new Map<SequelizeModel, Promise<object | undefined>>();

  constructor(engine: Engine, transaction: Transaction | null) {
    this.#engine = engine;
    this.#transaction = transaction;
  }

  /**
   * Runs the statement that `build` makes. It is given the read, with every attribute where an `afterFind` hook will see
   * the rows, and what the models' before-find hooks add.
   */
  async read<Kind extends Read>(
    read: Kind,
    build: (read: Kind, hooks: HookConditions) => Sql,
  ): Promise<readonly ReadRow[]> {
    const model = getEngineModel(this.#engine, read.source.model);
    const conditions = await this.#runBeforeHooks(read);
    if (!hasAfterFindHook(this.#engine, model.live)) {
      const rows = await runStatement(this.#engine, build(read, conditions), this.#transaction);
      return rows.map((row) => ({ raw: row, row }));
    }
    const complete = { ...read, attributes: allAttributes(model) };
    const rows = await runStatement(this.#engine, build(complete, conditions), this.#transaction);
    const shown = await runAfterFindHooks(model, rows, this.#transaction);
    return rows.map((raw, index) => ({ raw, row: shown[index] ?? null }));
  }

  /** Once for each model of an operation: what a hook adds may depend on the request, not on the rows that are read. */
  async #runBeforeHooks(read: Read): Promise<HookConditions> {
    const conditions = new Map<SequelizeModel, object>();
    for (const live of this.#classesOf(read)) {
      let run = this.#conditions.get(live);
      if (run === undefined) {
        run = runBeforeFindHooks(this.#engine, live, this.#transaction);
        this.#conditions.set(live, run);
      }
      const where = await run;
      if (where !== undefined) {
        conditions.set(live, where);
      }
    }
    return conditions;
  }

  #classesOf(read: Read): SequelizeModel[] {
    const target = resolveSource(this.#engine, read.source).live;
    return read.kind === 'children' && read.through !== null
      ? [target, resolveThrough(this.#engine, read.through.association).live]
      : [target];
  }
}

function allAttributes({ catalog }: EngineModel): string[] {
  return catalog.attributes.filter(({ stored }) => stored).map(({ name }) => name);
}
