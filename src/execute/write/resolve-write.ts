import { isNativeError } from 'node:util/types';
import type { Transaction } from 'sequelize';
import { errorCodes } from '../../errors/error-code.ts';
import { RequestError } from '../../errors/request-error.ts';
import type { Names } from '../../inflection/name-catalog.ts';
import type { WriteSource } from '../../plan/field-source.ts';
import { InputProblem } from '../../plan/given-input.ts';
import { planWrite, type WriteLimits } from '../../plan/plan-write.ts';
import type { Write } from '../../plan/write.ts';
import { invariant } from '../../util/invariant.ts';
import type { LoadValues } from '../answer/direct.ts';
import { findUnreadableIn } from '../check-policy.ts';
import type { Resolution } from '../complete-row.ts';
import type { Engine } from '../engine.ts';
import { getEngineModel } from '../engine.ts';
import { Loaders } from '../loaders.ts';
import { findPlanField, type OperationState } from '../operation-state.ts';
import { recordCut } from '../resolve.ts';
import type { Key, Row } from '../row.ts';
import { translateError } from '../translate-error.ts';
import { findForbiddenRelation, findUnwritable, lookedAt } from './check-attributes.ts';
import { findRows } from './find-rows.ts';
import {
  claimKey,
  type IdempotencyTable,
  type IdempotentRequest,
  identifyRequest,
  rememberKeys,
} from './idempotency.ts';
import { insertAlone } from './insert-alone.ts';
import { refusalProblems } from './refusal-problems.ts';
import { isUniqueRefusal, keyOfRow, mayLoseRace, runWrite, type Written } from './run-write.ts';
import type { WriteContext } from './write-context.ts';
import { DatabaseRefusal, WriteFailure, type WriteProblem } from './write-problem.ts';
import { inTransaction } from './write-transaction.ts';

/** What stays the same for all mutations of a schema. */
export interface WriteSettings {
  readonly names: Names;
  readonly limits: WriteLimits;
  /** How many rows a payload lists at most. */
  readonly maxShown: number;
  /** Where the keys of writes that must happen once are kept; null where no field takes any. */
  readonly idempotency: IdempotencyTable | null;
}

/** What a mutation field gives. Either rows were written, or there are problems and nothing was. */
export interface WritePayload {
  readonly rows: readonly Row[];
  readonly count: number;
  readonly errors: readonly WriteProblem[];
}

type Arguments = Readonly<Record<string, unknown>>;

/** Does what a mutation field asks for. */
export async function resolveWrite(
  source: WriteSource,
  args: Arguments,
  settings: WriteSettings,
  resolution: Resolution,
): Promise<WritePayload> {
  const { operations, contextValue, info } = resolution;
  const definition = info.parentType.getFields()[info.fieldName];
  invariant(definition, `no field ${info.fieldName}`);
  const write = plan(() => planWrite(source, definition, args, settings.limits));
  const state = operations.find(contextValue, info);
  const { read } = findPlanField(state, info);
  const cut = (limit: number): void => recordCut(limit, resolution);
  return writeAll({ engine: operations.engine, source, args, settings }, write, { state, read, cut });
}

/** The same for a mutation that is run without graphql-js. */
export function loadWrite(engine: Engine, source: WriteSource, settings: WriteSettings): LoadValues {
  return async (_root, { state, field: { read }, definition, args, cut }) => {
    const write = plan(() => planWrite(source, definition, args, settings.limits));
    const place = { state, read, cut: (limit: number) => cut(0, limit) };
    return [await writeAll({ engine, source, args, settings }, write, place)];
  };
}

interface WriteField {
  readonly engine: Engine;
  readonly source: WriteSource;
  readonly args: Arguments;
  readonly settings: WriteSettings;
}

/** Where in an operation a write stands. */
interface WritePlace {
  readonly state: OperationState;
  /** The read by which the rows are shown; null where nothing of them is selected. */
  readonly read: string | null;
  /** Hears that more rows were written than a list shows. */
  readonly cut: (limit: number) => void;
}

/**
 * Does all of a write in one transaction, or nothing. The rows are read back within it, so that an answer without them means that
 * nothing was written either.
 */
async function writeAll(
  { engine, source, args, settings }: WriteField,
  write: Write,
  { state, read, cut }: WritePlace,
): Promise<WritePayload> {
  refuseForbidden(engine, state, write);
  const readIn =
    read === null
      ? null
      : (transaction: Transaction | null, keys: readonly Key[]): Promise<readonly (Row | null)[]> => {
          const loaders = new Loaders(engine, state.plan, transaction, {
            policy: state.policy,
            budget: state.budget,
            primary: true,
          });
          return Promise.all(keys.map((key) => loaders.loadByKey(read, key)));
        };
  try {
    const request = idempotentRequest(source, args, settings, state);
    const runAll = () =>
      inTransaction(engine, getEngineModel(engine, write.model), state, async (transaction) => {
        const { policy, budget } = state;
        const context = { engine, names: settings.names, transaction, policy, budget };
        const done = await runOnce(context, settings, request, () =>
          runWrite(context, write, {
            maxRows: settings.maxShown,
            read: readIn && ((keys) => readIn(transaction, keys)),
          }),
        );
        return { written: done, rows: done.rows ?? (await readIn?.(transaction, done.keys)) ?? [] };
      });
    const inserted =
      request === null ? await insertAlone({ engine, names: settings.names }, state, write, read) : null;
    if (inserted !== null) {
      return { rows: [inserted], count: 1, errors: [] };
    }
    const { written, rows } = await runAll().catch((error: unknown) => {
      if (mayLoseRace(write) && isUniqueRefusal(error)) {
        return runAll();
      }
      throw error;
    });
    if (written.count > settings.maxShown) {
      cut(settings.maxShown);
    }
    return { rows: rows.filter((row) => row !== null), count: written.count, errors: [] };
  } catch (error) {
    const errors = await problemsOf(engine, settings.names, error, state.transaction);
    const isStale = errors.some(({ code }) => code === 'STALE');
    const current =
      isStale && readIn !== null
        ? await within(state, (transaction) =>
            currentRow(settings, state, transaction, write, readIn, engine),
          )
        : [];
    return { rows: current, count: 0, errors };
  }
}

/** @throws RequestError where the write gives or looks for an attribute, or goes over a relation, that the viewer may not. */
function refuseForbidden(engine: Engine, { policy, refusal }: OperationState, write: Write): void {
  if (refusal !== null) {
    throw new RequestError(errorCodes.FORBIDDEN, refusal);
  }
  if (policy === null) {
    return;
  }
  const forbidden = findForbiddenRelation(engine, policy, write);
  if (forbidden !== null) {
    throw new RequestError(errorCodes.FORBIDDEN, `You may not use ${forbidden}.`);
  }
  const unwritable = findUnwritable(engine, policy, write);
  if (unwritable !== null) {
    throw new RequestError(errorCodes.FORBIDDEN, `You may not write ${unwritable}.`);
  }
  const unreadable = 'where' in write ? findUnreadableIn(engine, policy, write.model, write.where) : null;
  const key = lookedAt(engine, policy, write).find(
    ({ model, attribute }) => !policy.isReadable(model, attribute),
  );
  const hidden = unreadable ?? (key === undefined ? null : `${key.model}.${key.attribute}`);
  if (hidden !== null) {
    throw new RequestError(errorCodes.FORBIDDEN, `You may not look for rows by ${hidden}.`);
  }
}

function idempotentRequest(
  { operation, source }: WriteSource,
  { idempotencyKey, ...args }: Readonly<Record<string, unknown>>,
  { idempotency }: WriteSettings,
  { viewer }: OperationState,
): IdempotentRequest | null {
  return idempotency === null || idempotencyKey === undefined || idempotencyKey === null
    ? null
    : identifyRequest(String(idempotencyKey), viewer, `${operation} ${source.model}`, args);
}

/** Does the write, unless its key says that it was done before: then the rows of that time are shown. */
async function runOnce(
  context: WriteContext,
  { idempotency }: WriteSettings,
  request: IdempotentRequest | null,
  run: () => Promise<Written>,
): Promise<Written> {
  if (request === null || idempotency === null) {
    return run();
  }
  const before = await claimKey(context, idempotency, request);
  if (before !== null) {
    return { count: before.length, keys: before, rows: null };
  }
  const written = await run();
  await rememberKeys(context, idempotency, request, written.keys);
  return written;
}

function plan(run: () => Write): Write {
  try {
    return run();
  } catch (error) {
    if (error instanceof InputProblem) {
      throw new RequestError(errorCodes.BAD_USER_INPUT, error.message);
    }
    throw error;
  }
}

/** What the client can mend. @throws whatever it cannot, in the form in which a client may see it. */
async function problemsOf(
  engine: Engine,
  names: Names,
  error: unknown,
  outer: Transaction | null,
): Promise<readonly WriteProblem[]> {
  if (error instanceof WriteFailure) {
    return error.problems;
  }
  if (error instanceof DatabaseRefusal) {
    return refusalProblems({ engine, names, transaction: outer } as WriteContext, error.refusals);
  }
  if (isNativeError(error) && error.name === 'SequelizeOptimisticLockError') {
    return [{ code: 'STALE', path: ['key'], message: 'The row was changed at the same time.', rule: null }];
  }
  throw translateError(error);
}

function within<Result>(
  { transaction, session }: OperationState,
  run: (transaction: Transaction | null) => Promise<Result>,
): Promise<Result> {
  return session === null ? run(transaction) : session.read(run);
}

/** The row that somebody else has changed, as it is now. */
async function currentRow(
  { names }: WriteSettings,
  { policy, budget }: OperationState,
  transaction: Transaction | null,
  write: Write,
  readIn: (transaction: Transaction | null, keys: readonly Key[]) => Promise<readonly (Row | null)[]>,
  engine: Engine,
): Promise<readonly Row[]> {
  if (write.kind !== 'update' && write.kind !== 'delete') {
    return [];
  }
  const model = getEngineModel(engine, write.model);
  const context = { engine, names, transaction, policy, budget } as WriteContext;
  const [row = null] = await findRows(context, { model: write.model, association: null }, [write.key]);
  const key = row === null ? null : keyOfRow(model, row);
  return key === null ? [] : (await readIn(transaction, [key])).filter((found) => found !== null);
}
