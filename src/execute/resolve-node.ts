import { errorCodes } from '../errors/error-code.ts';
import { RequestError } from '../errors/request-error.ts';
import type { NodeSource } from '../plan/field-source.ts';
import { fromGlobalId, keyOfGlobalId, noGlobalId } from '../plan/global-id.ts';
import { refuseHidden } from './check-policy.ts';
import type { BindValue } from './codec.ts';
import type { Resolution } from './complete-row.ts';
import { getCodec, getEngineModel } from './engine.ts';
import { beginField } from './resolve.ts';
import type { Row } from './row.ts';

/** A row, and the object type that its global id names. */
export interface FoundNode {
  readonly type: string;
  readonly row: Row;
}

/**
 * The row that a global id names; null where there is none that anybody may see.
 *
 * @throws RequestError where the text is no global id.
 */
export async function resolveNode(
  source: NodeSource,
  text: string,
  resolution: Resolution,
): Promise<FoundNode | null> {
  const { state, field } = beginField(resolution);
  const { engine } = resolution.operations;
  const id = fromGlobalId(text);
  if (id === null) {
    throw new RequestError(errorCodes.BAD_USER_INPUT, noGlobalId(text, source.argument));
  }
  const target = source.targets.find(({ type }) => type === id.type);
  const values = target && keyOfGlobalId(target, id);
  const read = field.rereads[id.type];
  if (target === undefined || !values || read === undefined) {
    return null;
  }
  const asked = target.key.map(({ attribute }) => attribute);
  refuseHidden(state.policy, target.model, asked, 'look for rows by');
  const model = getEngineModel(engine, target.model);
  const key: BindValue[] = [];
  for (const [index, { attribute }] of target.key.entries()) {
    const bound = getCodec(model, attribute).encode(values[index]);
    if (bound === undefined) {
      return null;
    }
    key.push(bound);
  }
  const row = await state.loaders.loadByKey(read, key);
  return row === null ? null : { type: id.type, row };
}

/**
 * The same for each of several ids, in their order. A text that is no global id is an error in its place.
 *
 * @throws RequestError where there are too many.
 */
export function resolveNodes(
  source: NodeSource,
  texts: readonly string[],
  resolution: Resolution,
): readonly Promise<FoundNode | null>[] {
  beginField(resolution);
  return texts.map((text) => resolveNode(source, text, resolution));
}
