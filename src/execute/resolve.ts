import { responsePathAsArray } from 'graphql';
import { errorCodes } from '../errors/error-code.ts';
import { RequestError } from '../errors/request-error.ts';
import type { ChildrenSource, KeyPart, ParentSource, RowSource } from '../plan/field-source.ts';
import { InputProblem } from '../plan/given-input.ts';
import type { Page, PlanField, Read } from '../plan/plan.ts';
import { chooseKey } from '../plan/plan-read.ts';
import { refuseHidden } from './check-policy.ts';
import type { BindValue } from './codec.ts';
import { type Resolution, withAttributes } from './complete-row.ts';
import { type Engine, type EngineModel, getCodec, getEngineModel } from './engine.ts';
import type { Rows } from './loaders.ts';
import { findPlanField, type OperationState } from './operation-state.ts';
import { type Key, type Row, readAttribute, readCarried } from './row.ts';

/** A page of all rows. */
export async function resolveList(resolution: Resolution): Promise<readonly Row[]> {
  const { state, read } = begin(resolution);
  return show(await state.loaders.loadPage(read), state, read, resolution);
}

/** The row that has the key in the arguments; null where none has it. */
export function resolveRow(
  source: RowSource,
  args: Readonly<Record<string, unknown>>,
  resolution: Resolution,
): Promise<Row | null> {
  const { state, read } = begin(resolution);
  const key = findKey(resolution.operations.engine, state, source, args);
  return key === null ? Promise.resolve(null) : state.loaders.loadByKey(read, key);
}

/**
 * The key in the arguments; null where no row can have it: a global id of other rows, or with a value that the column cannot
 * hold, names none.
 *
 * @throws RequestError where a value is none of the key's, and where the viewer may not look for rows by it.
 */
export function findKey(
  engine: Engine,
  { policy }: OperationState,
  source: RowSource,
  args: Readonly<Record<string, unknown>>,
): Key | null {
  const model = getEngineModel(engine, source.source.model);
  const { key, values } = chooseKeyOf(source, args);
  const asked = key.attributes.map(({ attribute }) => attribute);
  refuseHidden(policy, model.catalog.name, asked, 'look for rows by');
  const encoded: BindValue[] = [];
  for (const [index, value] of (values ?? []).entries()) {
    const { attribute, field, globalId } = key.attributes[index] as KeyPart;
    const bound = getCodec(model, attribute).encode(value);
    if (bound === undefined && (key.globalId ?? globalId) === undefined) {
      throw new RequestError(
        errorCodes.BAD_USER_INPUT,
        `${JSON.stringify(String(value))} is no value that ${model.catalog.name}.${field} can have.`,
      );
    }
    if (bound !== undefined) {
      encoded.push(bound);
    }
  }
  return encoded.length < key.attributes.length ? null : encoded;
}

/** @throws RequestError where a text is no global id. */
function chooseKeyOf(...given: Parameters<typeof chooseKey>): ReturnType<typeof chooseKey> {
  try {
    return chooseKey(...given);
  } catch (error) {
    throw error instanceof InputProblem ? new RequestError(errorCodes.BAD_USER_INPUT, error.message) : error;
  }
}

/**
 * The row that this row's key names; null where the key is null, names a row of another model, or no visible row has it. An
 * instance that carries the parent already, since the app included it, gives it as it is.
 */
export function resolveParent(source: ParentSource, row: unknown, resolution: Resolution): unknown {
  const { state, read } = begin(resolution);
  const keys = keysOf(source);
  if (!readsKeyOf(state, source)) {
    return null;
  }
  const carried = readCarried(row, source.alias);
  if (carried !== undefined && state.plan.reads[read]?.source.deleted === undefined) {
    return carried;
  }
  const { engine } = resolution.operations;
  return withAttributes(row, keys, source.model, resolution, (complete) => {
    if (!isDiscriminated(getEngineModel(engine, source.model), source.discriminator, complete)) {
      return null;
    }
    const model = getEngineModel(engine, source.source.model);
    const key = encodeKey(model, source.targetAttribute, readAttribute(complete, source.sourceAttribute));
    return key === null ? null : state.loaders.loadByKey(read, key);
  });
}

function keysOf({ sourceAttribute, discriminator }: ParentSource): readonly string[] {
  return [sourceAttribute, ...Object.keys(discriminator)];
}

/** Whether the viewer may know which rows the keys name. */
export function readsKeyOf({ policy }: OperationState, source: ParentSource): boolean {
  return policy === null || keysOf(source).every((attribute) => policy.isReadable(source.model, attribute));
}

/** Whether the row holds what it must hold for its key to be one of this target's. */
export function isDiscriminated(
  model: EngineModel,
  discriminator: ParentSource['discriminator'],
  row: unknown,
): boolean {
  return Object.entries(discriminator).every(([attribute, value]) => {
    const held = readAttribute(row, attribute);
    return (
      held !== null && held !== undefined && String(getCodec(model, attribute).decode(held)) === String(value)
    );
  });
}

/** The page of rows that name this row. */
export async function resolveChildren(
  source: ChildrenSource,
  row: unknown,
  resolution: Resolution,
): Promise<readonly Row[]> {
  const { state, read } = begin(resolution);
  const found = await loadChildren(source, row, read, state, resolution);
  return found === null ? [] : show(found, state, read, resolution);
}

/** The one row that names this row, or null. */
export async function resolveChild(
  source: ChildrenSource,
  row: unknown,
  resolution: Resolution,
): Promise<Row | null> {
  const { state, read } = begin(resolution);
  const found = await loadChildren(source, row, read, state, resolution);
  return found?.rows[0]?.row ?? null;
}

async function loadChildren(
  source: ChildrenSource,
  row: unknown,
  read: string,
  { loaders }: OperationState,
  resolution: Resolution,
): Promise<Rows | null> {
  return withChildKey(source, row, resolution, (key) => loaders.loadChildren(read, key));
}

/** Calls `use` with the key that the row's children carry; gives null where it can have none. */
export async function withChildKey<Result>(
  source: ChildrenSource,
  row: unknown,
  resolution: Resolution,
  use: (key: Key) => Promise<Result>,
): Promise<Result | null> {
  return withAttributes(row, [source.sourceAttribute], source.model, resolution, (complete) => {
    const model = getEngineModel(resolution.operations.engine, source.through?.model ?? source.source.model);
    const key = encodeKey(model, source.targetAttribute, readAttribute(complete, source.sourceAttribute));
    return key === null ? null : use(key);
  });
}

/** The field's place in the plan of its operation, which is there even where the field reads nothing. */
export function beginField({ operations, contextValue, info }: Resolution): {
  readonly state: OperationState;
  readonly field: PlanField;
} {
  const state = operations.find(contextValue, info);
  if (state.refusal !== null) {
    throw new RequestError(errorCodes.FORBIDDEN, state.refusal);
  }
  const field = findPlanField(state, info);
  if (field.problem !== null) {
    throw new RequestError(errorCodes.BAD_USER_INPUT, field.problem);
  }
  return { state, field };
}

function begin(resolution: Resolution): { state: OperationState; read: string } {
  const { state, field } = beginField(resolution);
  const { read } = field;
  if (read === null) {
    throw new Error(`KinQL invariant: ${resolution.info.fieldName} reads nothing`);
  }
  return { state, read };
}

/** Null for a null key and for a value that no row can have there: a bad key harms only itself. */
function encodeKey(model: EngineModel, attribute: string, value: unknown): Key | null {
  if (value === null || value === undefined) {
    return null;
  }
  const encoded = getCodec(model, attribute).encode(value);
  return encoded === undefined ? null : [encoded];
}

/** The rows of a list; where they were cut at a limit of ours, the request's record says so. */
function show(
  { rows, cut }: Rows,
  { plan }: OperationState,
  readId: string,
  resolution: Resolution,
): readonly Row[] {
  if (cut) {
    const { page } = plan.reads[readId] as Extract<Read, { readonly page: Page }>;
    recordCut(page.limit, resolution);
  }
  return rows.flatMap(({ row }) => (row === null ? [] : [row]));
}

/** Says in the request's record that a list was cut at a limit of ours. */
export function recordCut(limit: number, { operations, contextValue, info }: Resolution): void {
  operations.records.find(contextValue)?.truncated.push({ path: responsePathAsArray(info.path), limit });
}
