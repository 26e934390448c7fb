import type { Transaction } from 'sequelize';
import type { SequelizeModel } from '../catalog/sequelize-internals.ts';
import type { Read, ThroughReference } from '../plan/plan.ts';
import { visitAssociations } from '../policy/condition.ts';
import type { Policy } from '../policy/policy.ts';
import { allowedSql } from './allowed-rows.ts';
import {
  type Engine,
  type EngineModel,
  getAssociation,
  getEngineModel,
  resolveSource,
  sourceOf,
} from './engine.ts';
import { hasAfterFindHook, hasBeforeFindHook, runAfterFindHooks, runBeforeFindHooks } from './find-hooks.ts';
import { countJoined } from './joined-parents.ts';
import type { Key, Row } from './row.ts';
import type { RowBudget } from './row-budget.ts';
import { runStatement } from './run.ts';
import type { ScopeCalls } from './scope-calls.ts';
import type { Session } from './session.ts';
import { type Additions, resolveThrough } from './source.ts';
import { integer, type Sql, sql } from './sql.ts';
import { hasTemplates, templatesOf } from './statement-templates.ts';

/** A row as selected, and as it is shown: an instance where find hooks ran, null where one took it away. */
export interface ReadRow {
  readonly raw: Row;
  readonly row: Row | null;
}

/** How the statements of an operation read. */
export interface ReadSettings {
  readonly primary?: boolean;
  readonly scopes?: ScopeCalls;
  /** What the viewer may see; null where there are no rules. */
  readonly policy?: Policy | null;
  /** What the whole operation may read; without one, any number of rows. */
  readonly budget?: RowBudget | null;
  /** Ends the operation: once it is aborted, no statement is begun. */
  readonly signal?: AbortSignal | null;
  /** What statements run in, where the option `databaseSession` says as whom. */
  readonly session?: Session | null;
}

/** Runs the reading statements of one operation, with the models' find hooks around them. */
export class RowReader {
  readonly #engine: Engine;
  readonly #transaction: Transaction | null;
  readonly #primary: boolean;
  readonly #scopes: ScopeCalls;
  readonly #policy: Policy | null;
  readonly #budget: RowBudget | null;
  readonly #signal: AbortSignal | null;
  readonly #session: Session | null;
  readonly #conditions = new Map<SequelizeModel, Promise<object | undefined>>();

  constructor(
    engine: Engine,
    transaction: Transaction | null,
    { primary, scopes, policy, budget, signal, session }: Required<ReadSettings>,
  ) {
    this.#engine = engine;
    this.#scopes = scopes;
    this.#policy = policy;
    this.#transaction = transaction;
    this.#primary = primary;
    this.#budget = budget;
    this.#signal = signal;
    this.#session = session;
  }

  /** Runs statements where those of the operation run: in its session or transaction, or on the pool. */
  within<Result>(run: (transaction: Transaction | null) => Promise<Result>): Promise<Result> {
    return this.#session === null ? run(this.#transaction) : this.#session.read(run);
  }

  /**
   * Runs the statement that `build` makes for the keys, if the read has any. It is given the read, with every attribute where an
   * `afterFind` hook will see the rows, and what the models' before-find hooks add. `most`: how many rows it can give.
   */
  async read<Kind extends RowsRead>(
    read: Kind,
    keys: readonly Key[] | null,
    build: (read: Kind, additions: Additions) => Sql,
    most = 0,
  ): Promise<readonly ReadRow[]> {
    const model = getEngineModel(this.#engine, read.source.model);
    const additions = await this.#runBeforeHooks(read);
    if (!hasAfterFindHook(this.#engine, model.live)) {
      const statement = this.#statement(read, keys, additions, () => build(read, additions));
      const rows = await this.#run(this.#withinBudget(statement, most));
      if (read.joined !== undefined) {
        this.#budget?.take(countJoined(read.joined, rows));
      }
      return rows.map((row) => ({ raw: row, row }));
    }
    const complete = { ...read, attributes: allAttributes(model) };
    const rows = await this.#run(this.#withinBudget(build(complete, additions), most));
    const shown = await runAfterFindHooks(model, rows, await this.#hookTransaction());
    return rows.map((raw, index) => ({ raw, row: shown[index] ?? null }));
  }

  /** Runs a statement that gives no rows of the model, but something computed of them; no `afterFind` hook sees it. */
  async readValues(
    read: Read,
    keys: readonly Key[] | null,
    build: (additions: Additions) => Sql,
  ): Promise<readonly Row[]> {
    const additions = await this.#runBeforeHooks(read);
    return this.#run(this.#statement(read, keys, additions, () => build(additions)));
  }

  /** As it was put together before, where nothing of the request is in it. */
  #statement(read: Read, keys: readonly Key[] | null, additions: Additions, build: () => Sql): Sql {
    const isPlain =
      hasTemplates(this.#engine) && additions.hooks.size === 0 && read.source.scopes === undefined;
    const templates = isPlain ? templatesOf(this.#engine, this.#policy) : null;
    return templates === null ? build() : templates.find(read, keys, build);
  }

  /**
   * The statement, which gives `most` rows at most. Where those are more than the operation may still read, the database
   * gives one more than it may and no further: enough to know.
   */
  #withinBudget(statement: Sql, most: number): Sql {
    const left = this.#budget?.left ?? Number.POSITIVE_INFINITY;
    return most > left ? sql`${statement} LIMIT ${integer(left + 1)}` : statement;
  }

  async #run(statement: Sql): Promise<readonly Row[]> {
    this.#signal?.throwIfAborted();
    const rows = await this.within((transaction) =>
      runStatement(this.#engine, statement, transaction, { primary: this.#primary, signal: this.#signal }),
    );
    this.#budget?.take(rows.length);
    return rows;
  }

  async #hookTransaction(): Promise<Transaction | null> {
    return this.#session === null ? this.#transaction : this.#session.transaction();
  }

  /** Once for each model of an operation: what a hook adds may depend on the request, not on the rows that are read. */
  async #runBeforeHooks(read: Read): Promise<Additions> {
    const conditions = new Map<SequelizeModel, object>();
    for (const live of this.#classesOf(read)) {
      if (!hasBeforeFindHook(this.#engine, live)) {
        continue;
      }
      let run = this.#conditions.get(live);
      if (run === undefined) {
        run = this.#runBeforeHooksOf(live);
        this.#conditions.set(live, run);
      }
      const where = await run;
      if (where !== undefined) {
        conditions.set(live, where);
      }
    }
    const policy = this.#policy;
    return {
      hooks: conditions,
      scopes: this.#scopes,
      ...(policy !== null && {
        allowed: (model, alias, action) => allowedSql(this.#engine, policy, model, alias, action),
        isReadable: policy.isReadable,
      }),
    };
  }

  async #runBeforeHooksOf(live: SequelizeModel): Promise<object | undefined> {
    return hasBeforeFindHook(this.#engine, live)
      ? runBeforeFindHooks(this.#engine, live, await this.#hookTransaction())
      : undefined;
  }

  /** The model classes whose rows the statement looks at, those that filters and orders lead to among them. */
  #classesOf(read: Read): ReadonlySet<SequelizeModel> {
    const classes = new Set([resolveSource(this.#engine, read.source).live]);
    for (const { source } of ('joined' in read && read.joined?.parents) || []) {
      classes.add(resolveSource(this.#engine, source).live);
    }
    const through = throughOf(read);
    if (through !== null) {
      classes.add(resolveThrough(this.#engine, through.association).live);
    }
    for (const id of associationsOf(read)) {
      const association = getAssociation(this.#engine, id);
      classes.add(resolveSource(this.#engine, sourceOf(association)).live);
      if (association.through !== null) {
        classes.add(resolveThrough(this.#engine, id).live);
      }
    }
    return classes;
  }
}

type RowsRead = Extract<Read, { readonly attributes: readonly string[] }>;

function throughOf(read: Read): ThroughReference | null {
  if (read.kind === 'children') {
    return read.through;
  }
  return read.kind === 'aggregate' ? (read.under?.through ?? null) : null;
}

/** The ids of the associations that the read's filter and order go over. */
function associationsOf(read: Read): readonly string[] {
  const ids: string[] = [];
  const throughWhere =
    read.kind === 'children'
      ? read.throughWhere
      : read.kind === 'aggregate'
        ? read.under?.throughWhere
        : null;
  for (const condition of ['where' in read ? read.where : null, throughWhere]) {
    if (condition) {
      visitAssociations(condition, (id) => ids.push(id));
    }
  }
  if (read.kind === 'page' || read.kind === 'children') {
    for (const { path, countOf } of read.order) {
      ids.push(...path, ...(countOf === null ? [] : [countOf]));
    }
  }
  return ids;
}

function allAttributes({ catalog }: EngineModel): string[] {
  return catalog.attributes.filter(({ stored }) => stored).map(({ name }) => name);
}
