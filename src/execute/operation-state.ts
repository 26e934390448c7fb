import type { GraphQLResolveInfo } from 'graphql';
import type { Transaction } from 'sequelize';
import { findCostProblem } from '../plan/cost.ts';
import type { Plan, PlanField } from '../plan/plan.ts';
import { planOperation } from '../plan/plan-operation.ts';
import { type SelectedField, selectedFields } from '../plan/selected-fields.ts';
import type { Policy } from '../policy/policy.ts';
import { invariant } from '../util/invariant.ts';
import { findUnreadable } from './check-policy.ts';
import { findForbidden } from './check-relations.ts';
import type { DatabaseSession } from './database-session.ts';
import { type Engine, limitsOf } from './engine.ts';
import { Loaders } from './loaders.ts';
import { openSession } from './open-session.ts';
import { RequestRecords } from './request-record.ts';
import type { Row } from './row.ts';
import { createRowBudget, type RowBudget } from './row-budget.ts';
import type { ReadSettings } from './row-reader.ts';
import { ScopeCalls } from './scope-calls.ts';
import type { Session } from './session.ts';

/** What an app tells KinQL of its requests, each by the contextValue that it executes with. */
export interface ContextReaders {
  /** The transaction that the request reads in, if it runs in one. */
  readonly transaction?: ((contextValue: never) => Transaction | null | undefined) | undefined;
  /** Who asks: what the option `rules` is about. An object with `role` or `roles`, and whatever else rules use. */
  readonly viewer?: ((contextValue: never) => unknown) | undefined;
  /** What ends the request: once it is aborted, no further statement of it is begun, and no transaction of it is completed. */
  readonly signal?: ((contextValue: never) => AbortSignal | null | undefined) | undefined;
  /**
   * On Postgres: as whom the database sees the viewer, for row level security and for a schema for each tenant. All statements
   * of an operation run in one transaction with this role and these settings. Where it throws, the operation is refused.
   */
  readonly databaseSession?: ((viewer: never) => DatabaseSession) | undefined;
}

/** One operation under way: its plan and its loaders. */
export interface OperationState {
  readonly plan: Plan;
  readonly loaders: Loaders;
  /** The transaction that the request runs in, if it runs in one. */
  readonly transaction: Transaction | null;
  /** What the statements of the operation run in, where the option `databaseSession` says as whom. */
  readonly session: Session | null;
  /** Who asks, as the app says. */
  readonly viewer: unknown;
  /** What the viewer may do; null where there are no rules. */
  readonly policy: Policy | null;
  /** Why the whole operation is refused; null where it is not. */
  readonly refusal: string | null;
  /** What the whole operation may read. */
  readonly budget: RowBudget;
  /** What ends the request, if anything can. */
  readonly signal: AbortSignal | null;
  /** Plans of fields that were found already, by the nodes that graphql-js resolves them for. */
  readonly fields: WeakMap<object, PlanField>;
  /** By the id of a connection's read. */
  readonly cursorPrinters: Map<string, CursorPrinter>;
}

/** An operation that is planned. */
export interface PlannedOperation {
  readonly plan: Plan;
  /** Whether it writes, so that all of it is read where it was written. */
  readonly isMutation?: boolean;
  /** The fields of models' types that it selects, told when somebody asks. */
  readonly selected: () => readonly SelectedField[];
}

/** What the parts of one operation share. */
interface RunningOperation {
  /** Why none of it is done. */
  readonly refusal: unknown;
  readonly budget: RowBudget;
  readonly signal: AbortSignal | null;
  readonly session: Session | null;
  /** By the field of the operation's own that they are below, where each reads for itself. */
  readonly states: Map<string, OperationState>;
}

/** Makes a row's cursor of what was selected; null where nobody asks for cursors. */
export type CursorPrinter = (row: Row) => string | null;

/**
 * The operations under way, found again by each of their resolvers. Keyed by `info.variableValues`, an object that
 * graphql-js makes for every execution, and not by the contextValue, which an app may share between operations or leave
 * out (docs/decisions/0001).
 */
export class Operations {
  readonly records = new RequestRecords();
  readonly #engine: Engine;
  readonly #readers: ContextReaders;
  readonly #refusals = new WeakMap<Policy, WeakMap<Plan, string | null>>();
  readonly #running = new WeakMap<object, RunningOperation>();
  readonly #policyOf: ((viewer: unknown) => Policy) | null;
  /** The settings that transactions of the app's own were given. */
  readonly #given = new WeakMap<Transaction, string>();

  constructor(
    engine: Engine,
    readers: ContextReaders,
    policyOf: ((viewer: unknown) => Policy) | null = null,
  ) {
    this.#engine = engine;
    this.#readers = readers;
    this.#policyOf = policyOf;
  }

  get engine(): Engine {
    return this.#engine;
  }

  /**
   * The state of the operation that `info` belongs to; the first resolver of an operation makes it.
   *
   * @throws LimitError where the operation costs more than it may, and the reason of its end where it was ended.
   */
  find(contextValue: unknown, info: GraphQLResolveInfo): OperationState {
    let running = this.#running.get(info.variableValues);
    if (running === undefined) {
      running = this.#start(contextValue, info);
      this.#running.set(info.variableValues, running);
    }
    const { refusal, budget, signal, session, states } = running;
    if (refusal !== null) {
      throw refusal;
    }
    signal?.throwIfAborted();
    // The fields of a mutation run one after the other, and each may change what the next one reads.
    const part = info.operation.operation === 'mutation' ? rootKey(info) : '';
    let state = states.get(part);
    if (state === undefined) {
      const scopes = new ScopeCalls(this.#engine);
      const plan =
        states.values().next().value?.plan ??
        planOperation(info.operation, info, (source) => scopes.orderOf(source));
      // After a write the copies that only serve reads may lag behind.
      state = this.#createState(
        contextValue,
        { plan, selected: () => selectedFields(info.operation, info) },
        { primary: part !== '', scopes, budget, signal, session },
      );
      states.set(part, state);
    }
    return state;
  }

  /**
   * The state of an operation that is planned already, costs no more than it may, and has one state for all of its fields.
   *
   * @throws the reason of its end where it was ended, why there is no session for its viewer, and whatever the app's own
   * functions throw.
   */
  begin(contextValue: unknown, query: PlannedOperation, scopes: ScopeCalls | null): OperationState {
    const signal = this.#signalOf(contextValue);
    signal?.throwIfAborted();
    const primary = query.isMutation ?? false;
    return this.#createState(contextValue, query, {
      primary,
      scopes: scopes ?? new ScopeCalls(this.#engine),
      budget: createRowBudget(limitsOf(this.#engine).rows),
      signal,
      session: this.#openSession(contextValue, signal, { primary }),
    });
  }

  #signalOf(contextValue: unknown): AbortSignal | null {
    return this.#readers.signal?.(contextValue as never) ?? this.records.find(contextValue)?.signal ?? null;
  }

  #transactionOf(contextValue: unknown): Transaction | null {
    return this.#readers.transaction?.(contextValue as never) ?? clsTransaction(this.#engine);
  }

  #start(contextValue: unknown, info: GraphQLResolveInfo): RunningOperation {
    const limits = limitsOf(this.#engine);
    const signal = this.#signalOf(contextValue);
    const parts = { budget: createRowBudget(limits.rows), signal, states: new Map() };
    const refusal = findCostProblem(info.operation, info, limits);
    if (refusal !== null) {
      return { ...parts, refusal, session: null };
    }
    try {
      const primary = info.operation.operation === 'mutation';
      return { ...parts, refusal: null, session: this.#openSession(contextValue, signal, { primary }) };
    } catch (error) {
      return { ...parts, refusal: error, session: null };
    }
  }

  #openSession(
    contextValue: unknown,
    signal: AbortSignal | null,
    { primary }: { readonly primary: boolean },
  ): Session | null {
    const { databaseSession, viewer } = this.#readers;
    return databaseSession === undefined
      ? null
      : openSession({
          engine: this.#engine,
          describe: () => databaseSession(viewer?.(contextValue as never) as never),
          outer: this.#transactionOf(contextValue),
          given: this.#given,
          primary,
          signal,
          atEnd: this.records.find(contextValue)?.atEnd ?? null,
        });
  }

  /** What a policy and a plan say that are kept, they say each time. */
  #refusalOf(policy: Policy, plan: Plan, selected: PlannedOperation['selected']): string | null {
    const known = this.#refusals.get(policy) ?? new WeakMap<Plan, string | null>();
    this.#refusals.set(policy, known);
    let refusal = known.get(plan);
    if (refusal === undefined) {
      refusal = findRefusal(this.#engine, policy, plan, selected);
      known.set(plan, refusal);
    }
    return refusal;
  }

  #createState(
    contextValue: unknown,
    { plan, selected }: PlannedOperation,
    settings: Required<Pick<ReadSettings, 'primary' | 'scopes' | 'signal' | 'session'>> & {
      readonly budget: RowBudget;
    },
  ): OperationState {
    const viewer = this.#readers.viewer?.(contextValue as never);
    const policy = this.#policyOf?.(viewer) ?? null;
    const transaction = this.#transactionOf(contextValue);
    return {
      plan,
      loaders: new Loaders(this.#engine, plan, transaction, { ...settings, policy }),
      transaction,
      session: settings.session,
      viewer,
      budget: settings.budget,
      signal: settings.signal,
      policy,
      refusal: policy === null ? null : this.#refusalOf(policy, plan, selected),
      fields: new WeakMap(),
      cursorPrinters: new Map(),
    };
  }
}

/** Why the viewer may not do the whole operation, as far as its plan tells; null where it may. */
function findRefusal(
  engine: Engine,
  policy: Policy,
  plan: Plan,
  selected: PlannedOperation['selected'],
): string | null {
  const forbidden = findForbidden(engine, policy, plan, selected);
  if (forbidden !== null) {
    return `You may not use ${forbidden}.`;
  }
  const unreadable = findUnreadable(engine, policy, plan);
  return unreadable === null ? null : `You may not filter, order, group or compute by ${unreadable}.`;
}

/** The response name of the operation's own field that `info` is below. */
function rootKey(info: GraphQLResolveInfo): string {
  let { path } = info;
  while (path.prev !== undefined) {
    path = path.prev;
  }
  return String(path.key);
}

/** The transaction that continuation-local storage holds, where the app told Sequelize to use one. */
function clsTransaction({ sequelize }: Engine): Transaction | null {
  const { _cls } = sequelize.constructor as unknown as {
    _cls?: { get(name: string): Transaction | undefined };
  };
  return _cls?.get('transaction') ?? null;
}

/**
 * The plan of the field that is being resolved, found by its path from the root; from then on by its nodes, which
 * graphql-js gives as the same list for every row.
 */
export function findPlanField({ plan, fields }: OperationState, info: GraphQLResolveInfo): PlanField {
  const known = fields.get(info.fieldNodes);
  if (known !== undefined) {
    return known;
  }
  const found = followPath(plan, info.path);
  invariant(found, `${info.parentType.name}.${info.fieldName} is not in the plan of its operation`);
  fields.set(info.fieldNodes, found);
  return found;
}

/**
 * The id of the read that completes the row on which `info` stands, if it came from a resolver of another's making.
 */
export function findRereadId(plan: Plan, { path, parentType }: GraphQLResolveInfo): string | undefined {
  return followPath(plan, path.prev)?.rereads[parentType.name];
}

type ResponsePath = GraphQLResolveInfo['path'];

function followPath(plan: Plan, end: ResponsePath | undefined): PlanField | undefined {
  const steps: { readonly key: string; readonly typeName: string | undefined }[] = [];
  for (let path = end; path !== undefined; path = path.prev) {
    if (typeof path.key === 'string') {
      steps.push({ key: path.key, typeName: path.typename });
    }
  }
  let level = plan.fields;
  let found: PlanField | undefined;
  for (const { key, typeName } of steps.reverse()) {
    found = level.find((field) => field.responseName === key && field.typeName === typeName);
    level = found?.fields ?? [];
  }
  return found;
}
