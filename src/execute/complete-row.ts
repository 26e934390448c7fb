import type { GraphQLResolveInfo } from 'graphql';
import { identifyingKey } from '../catalog/catalog.ts';
import type { BindValue } from './codec.ts';
import { type EngineModel, getCodec, getEngineModel } from './engine.ts';
import { findRereadId, type Operations } from './operation-state.ts';
import { type Key, readAttribute } from './row.ts';

/** The arguments that every resolver has beside the row it stands on. */
export interface Resolution {
  readonly operations: Operations;
  readonly contextValue: unknown;
  readonly info: GraphQLResolveInfo;
}

/**
 * Calls `use` with the row, once it holds the attributes. A row of ours always does. An app's own resolver may give less:
 * an instance or a plain row with some attributes only, or nothing but a key. Such a row is read again by its key, with
 * every other one of its kind in one statement. `undefined` means that an attribute is missing; null is a value.
 */
export function withAttributes<Result>(
  row: unknown,
  attributes: readonly string[],
  model: string,
  resolution: Resolution,
  use: (row: unknown) => Result,
): Result | Promise<Result | null> {
  if (attributes.every((attribute) => readAttribute(row, attribute) !== undefined)) {
    return use(row);
  }
  const { operations, contextValue, info } = resolution;
  const state = operations.find(contextValue, info);
  const readId = findRereadId(state.plan, info);
  const key = readId === undefined ? null : keyOf(row, getEngineModel(operations.engine, model));
  if (readId === undefined || key === null) {
    return use(row);
  }
  return state.loaders.loadByKey(readId, key).then((complete) => (complete === null ? null : use(complete)));
}

/** The key of a row: what the row holds of it, or where an app's resolver gave nothing but the key, that. */
export function keyOf(row: unknown, model: EngineModel): Key | null {
  const attributes = identifyingKey(model.catalog)?.attributes ?? [];
  const isRow = typeof row === 'object' && row !== null;
  const values: (BindValue | undefined)[] = attributes.map((attribute) =>
    getCodec(model, attribute).encode(isRow ? readAttribute(row, attribute) : row),
  );
  const isWhole = values.length > 0 && (isRow || values.length === 1);
  return isWhole && values.every((value) => value !== undefined) ? values : null;
}
