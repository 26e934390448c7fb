import type { SourceReference } from '../../plan/plan.ts';
import type { KeyChoice, RelationOperation, RelationOperationOf } from '../../plan/write.ts';
import { type EngineModel, getCodec, getEngineModel } from '../engine.ts';
import { type Row, readAttribute } from '../row.ts';
import { findRows } from './find-rows.ts';
import { savedValue } from './pending-row.ts';
import { keyValues, type ModelValues } from './row-values.ts';
import { typeName, type WriteContext, type WrittenInstance } from './write-context.ts';
import { WriteFailure } from './write-problem.ts';
import type { RowWriter } from './write-rows.ts';

/** An operation that says which row is on the other side, found or made. */
export type TargetOperation = RelationOperationOf<'create' | 'connect' | 'connectOrCreate'>;

export function isTargetOperation(operation: RelationOperation): operation is TargetOperation {
  return ['create', 'connect', 'connectOrCreate'].includes(operation.kind);
}

/** A row on the other side, as it was found, or as it was made. */
export interface Target {
  readonly found: Row | null;
  readonly made: WrittenInstance | null;
}

/**
 * The rows that operations name, each found by its key or made with `values` in it. All keys are looked for together, and all
 * rows that are missing are made together; one key that several operations name makes one row.
 *
 * @throws WriteFailure with every key that no visible row has.
 */
export async function findTargets(
  context: WriteContext,
  writer: RowWriter,
  source: SourceReference,
  attribute: string,
  operations: readonly TargetOperation[],
  valuesOf: (index: number) => ModelValues = () => ({}),
): Promise<readonly Target[]> {
  const model = getEngineModel(context.engine, source.model);
  const keys = operations.map((operation) => ('key' in operation ? operation.key : null));
  const rows = await findByKeys(context, source, keys, [attribute]);
  const missing = operations.flatMap((operation, index) =>
    operation.kind === 'connect' && rows[index] === null ? [operation.key] : [],
  );
  if (missing.length > 0) {
    throw notFound(context, model, missing);
  }
  const makers = new Map<
    string,
    { readonly index: number; readonly operation: Exclude<TargetOperation, { kind: 'connect' }> }
  >();
  const makerOf = operations.map((operation, index) => {
    if (operation.kind === 'connect' || rows[index] !== null) {
      return null;
    }
    const name =
      operation.kind === 'create'
        ? String(index)
        : `${JSON.stringify([operation.key.attributes, operation.key.values])}`;
    if (!makers.has(name)) {
      makers.set(name, { index, operation });
    }
    return name;
  });
  const made = await writer.create(
    source.model,
    [...makers.values()].map(({ index, operation }) => ({
      write: operation.row,
      values: {
        ...(operation.kind === 'connectOrCreate' && missingKeyValues(context, model, operation)),
        ...valuesOf(index),
      },
    })),
  );
  const madeBy = new Map([...makers.keys()].map((name, index) => [name, made[index] as WrittenInstance]));
  return operations.map((_, index) => ({
    found: rows[index] ?? null,
    made: madeBy.get(makerOf[index] ?? '') ?? null,
  }));
}

/** The key by which a row was not found, as far as the row that is made instead does not give it. */
function missingKeyValues(
  context: WriteContext,
  model: EngineModel,
  { key, row }: RelationOperationOf<'connectOrCreate'>,
): ModelValues {
  const given = new Set(row.values.map(({ attribute }) => attribute));
  return Object.fromEntries(
    Object.entries(keyValues(context, model, key)).filter(([attribute]) => !given.has(attribute)),
  );
}

async function findByKeys(
  context: WriteContext,
  source: SourceReference,
  keys: readonly (KeyChoice | null)[],
  attributes: readonly string[],
): Promise<readonly (Row | null)[]> {
  const given = keys.filter((key) => key !== null);
  const found = await findRows(context, source, given, attributes);
  return keys.map((key) => (key === null ? null : (found[given.indexOf(key)] ?? null)));
}

/** The value by which other rows refer to a target, as the model's own code knows it. */
export async function targetValue(
  context: WriteContext,
  model: EngineModel,
  { found, made }: Target,
  attribute: string,
): Promise<unknown> {
  if (made !== null) {
    return savedValue(context, made, attribute);
  }
  const value = readAttribute(found, attribute);
  return value === null || value === undefined ? null : getCodec(model, attribute).revive(value);
}

/** The failure of keys that no visible row has. */
export function notFound(
  context: WriteContext,
  model: EngineModel,
  keys: readonly Pick<KeyChoice, 'path'>[],
): WriteFailure {
  const type = typeName(context, model.catalog.name);
  return new WriteFailure(
    keys.map(({ path }) => ({
      code: 'NOT_FOUND',
      path,
      message: `There is no ${type} with this key.`,
      rule: null,
    })),
  );
}
