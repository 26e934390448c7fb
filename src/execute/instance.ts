import type { Policy } from '../policy/policy.ts';
import type { Codec } from './codec.ts';
import type { EngineModel } from './engine.ts';
import { type Instance, isInstance, type Row } from './row.ts';

/** An instance of the model that holds the row's values, as Sequelize would have built it. */
export function buildInstance({ live, codecs }: EngineModel, row: Row): Instance {
  const values: Record<string, unknown> = {};
  for (const [attribute, value] of Object.entries(row)) {
    const codec = codecs.get(attribute);
    if (codec !== undefined) {
      values[attribute] = value === null ? null : codec.revive(value);
    }
  }
  const { build } = live as unknown as { build: (values: object, options: object) => Instance };
  return build.call(live, values, { raw: true, isNewRecord: false });
}

/**
 * What the model itself shows for an attribute of the row: the value of its getter, or of a VIRTUAL. One instance is built
 * for a row, however many of its attributes are computed.
 */
export function computeAttribute(model: EngineModel, row: object, attribute: string): unknown {
  if (isInstance(row)) {
    return row.get(attribute);
  }
  let instance = model.instances.get(row);
  if (instance === undefined) {
    instance = buildInstance(model, row as Row);
    model.instances.set(row, instance);
  }
  return instance.get(attribute);
}

/** A row without the attributes that the viewer may not read, for the model's own code: what it computes would tell them. */
export function withoutHidden(model: EngineModel, row: object, policy: Policy | null): object {
  const { name, attributes } = model.catalog;
  const hidden =
    policy === null ? [] : attributes.filter((attribute) => !policy.isReadable(name, attribute.name));
  if (hidden.length === 0) {
    return row;
  }
  const isHidden = new Set(hidden.map((attribute) => attribute.name));
  const readable = Object.fromEntries(
    Object.entries(isInstance(row) ? row.dataValues : row).filter(([attribute]) => !isHidden.has(attribute)),
  );
  if (!isInstance(row)) {
    return readable;
  }
  const { build } = model.live as unknown as { build: (values: object, options: object) => Instance };
  return build.call(model.live, readable, { raw: true, isNewRecord: false });
}

/** What a model's code made of a text or an instant, as text: a text as it is, an object or a list as JSON. */
export function presentAsText(value: unknown, codec: Codec): unknown {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (value instanceof Date) {
    return codec.present(value);
  }
  const { toJSON } = value as { readonly toJSON?: () => unknown };
  const plain = typeof toJSON === 'function' ? toJSON.call(value) : value;
  return typeof plain === 'string' ? plain : JSON.stringify(plain);
}
