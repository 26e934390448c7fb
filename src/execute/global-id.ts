import type { AttributeKind } from '../catalog/catalog.ts';
import { type GlobalIdTarget, printGlobalId } from '../plan/global-id.ts';
import type { GlobalReference } from '../plan/input-source.ts';
import { type Engine, type EngineModel, getCodec, getEngineModel } from './engine.ts';
import { isInstance, readAttribute } from './row.ts';

/** Kinds of which one value may be written in several ways, of which the codec chooses one on every database. */
const printedByCodec: ReadonlySet<AttributeKind> = new Set(['integer', 'bigInteger', 'decimal', 'uuid']);

/**
 * The global id that a row of `model` holds: its own, or that of the row which a foreign key of it names, so that both are
 * the same text whatever the columns' types are. Null where the key is null, or no row of the references is meant.
 */
export function globalIdOf(
  engine: Engine,
  model: string,
  references: readonly GlobalReference[],
  row: unknown,
): string | null {
  const holder = getEngineModel(engine, model);
  const reference = references.find(({ discriminator }) =>
    Object.entries(discriminator).every(
      ([attribute, value]) => String(readShown(holder, row, attribute)) === String(value),
    ),
  );
  return reference === undefined
    ? null
    : globalIdOfKey(
        engine,
        reference,
        reference.attributes.map((attribute) => readShown(holder, row, attribute)),
      );
}

/** The global id with these values of the target's key, as the scalars of their attributes have them. */
export function globalIdOfKey(
  engine: Engine,
  { type, model, key }: GlobalIdTarget,
  values: readonly unknown[],
): string | null {
  const target = getEngineModel(engine, model);
  const texts: string[] = [];
  for (const [index, { attribute, kind }] of key.entries()) {
    const value = values[index];
    if (value === null || value === undefined) {
      return null;
    }
    const printed = printedByCodec.has(kind) ? getCodec(target, attribute).encode(value) : undefined;
    texts.push(String(printed ?? value));
  }
  return printGlobalId({ type, key: texts });
}

/** An attribute of a row of ours, or of one that an app's own resolver gave, as its scalar has it. */
function readShown(model: EngineModel, row: unknown, attribute: string): unknown {
  const value = readAttribute(row, attribute);
  if (value === null || value === undefined) {
    return null;
  }
  const codec = getCodec(model, attribute);
  return typeof row === 'object' && row !== null && isInstance(row)
    ? codec.present(value)
    : codec.decode(value);
}
