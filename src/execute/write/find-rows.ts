import { identifyingKey } from '../../catalog/catalog.ts';
import type { SourceReference } from '../../plan/plan.ts';
import type { KeyChoice } from '../../plan/write.ts';
import { groupBy } from '../../util/group-by.ts';
import { invariant } from '../../util/invariant.ts';
import type { BindValue } from '../codec.ts';
import { type EngineModel, getCodec, getEngineModel } from '../engine.ts';
import { type Key, type Row, readAttribute } from '../row.ts';
import {
  loadersOf,
  primaryKeyOf,
  rawValue,
  readId,
  type WriteContext,
  type WrittenInstance,
} from './write-context.ts';
import { writerClass } from './writer-class.ts';

/**
 * The visible rows that keys name, each with the attributes of the primary key and those asked for; null where there is none.
 * Read through the Source like any other row, so that what nobody may see cannot be written either. One statement for each
 * key of the model that is used, however many values of it.
 */
export async function findRows(
  context: WriteContext,
  source: SourceReference,
  keys: readonly KeyChoice[],
  attributes: readonly string[] = [],
): Promise<readonly (Row | null)[]> {
  const model = getEngineModel(context.engine, source.model);
  const found = new Array<Row | null>(keys.length).fill(null);
  const groups = groupBy(
    keys.map((key, index) => ({ key, index })),
    ({ key }) => key.attributes.join(' '),
  );
  for (const group of groups.values()) {
    const { attributes: names } = group[0].key;
    const loaders = loadersOf(context, {
      kind: 'key',
      source,
      attributes: [...new Set([...primaryKeyOf(model), ...attributes])],
      key: names,
    });
    await Promise.all(
      group.map(async ({ key, index }) => {
        const encoded = encodeKey(model, key);
        found[index] = encoded === null ? null : await loaders.loadByKey(readId, encoded);
      }),
    );
  }
  return found;
}

/** Null for a key that no row can have. */
function encodeKey(model: EngineModel, { attributes, values }: KeyChoice): Key | null {
  const encoded = (values ?? []).map((value, index) =>
    value === null ? undefined : getCodec(model, attributes[index] as string).encode(value),
  );
  return encoded.length === attributes.length && encoded.every((value) => value !== undefined)
    ? (encoded as Key)
    : null;
}

/** The rows under a parent's key that an association leads to, as far as the list may show them. */
export async function findChildren(
  context: WriteContext,
  source: SourceReference,
  attribute: string,
  parentKey: unknown,
  limit: number,
): Promise<readonly Row[]> {
  const model = getEngineModel(context.engine, source.model);
  const encoded = getCodec(model, attribute).encode(parentKey);
  if (encoded === undefined) {
    return [];
  }
  const loaders = loadersOf(context, {
    kind: 'children',
    source,
    attributes: primaryKeyOf(model),
    key: attribute,
    through: null,
    throughWhere: null,
    edge: [],
    where: null,
    order: [],
    page: { kind: 'offset', limit, offset: 0, capped: false },
  });
  const { rows } = await loaders.loadChildren(readId, [encoded]);
  return rows.flatMap(({ row }) => (row === null ? [] : [row]));
}

/**
 * The rows as instances that no other transaction changes until this one ends, with all their attributes; undefined in the
 * place of one that has gone in between. In the order of the primary key, so that two writes of the same rows wait for each
 * other instead of blocking each other.
 */
export async function lockRows(
  context: WriteContext,
  model: EngineModel,
  rows: readonly Row[],
  { deleted = false }: { readonly deleted?: boolean } = {},
): Promise<readonly (WrittenInstance | undefined)[]> {
  if (rows.length === 0) {
    return [];
  }
  const { transaction, budget } = context;
  const key = primaryKeyOf(model);
  const instances = await writerClass(model).findAll({
    where: whereKeys(model, rows),
    order: key.map((attribute) => [attribute, 'ASC']),
    lock: true,
    hooks: false,
    paranoid: !deleted,
    transaction,
  });
  budget.take(instances.length);
  const byKey = new Map(instances.map((instance) => [printKey(model, instance), instance]));
  return rows.map((row) => byKey.get(printKey(model, row)));
}

/** A Sequelize `where` that holds for rows and instances by their primary key, and for no other. */
export function whereKeys(model: EngineModel, rows: readonly Row[]): object {
  const key = primaryKeyOf(model);
  invariant(key.length > 0 && rows.length > 0, `no rows of ${model.catalog.name} to find by key`);
  const values = rows.map((row) => key.map((attribute) => reviveKey(model, row, attribute)));
  const [attribute = ''] = key;
  return key.length === 1
    ? { [attribute]: values.map(([value]) => value) }
    : {
        [orOperator(model)]: values.map((list) =>
          Object.fromEntries(list.map((value, i) => [key[i], value])),
        ),
      };
}

/** The symbol of the app's own copy of Sequelize. */
function orOperator({ live }: EngineModel): symbol {
  const { Op } = live.sequelize.constructor as unknown as { Op: { or: symbol } };
  return Op.or;
}

function reviveKey(model: EngineModel, row: Row, attribute: string): unknown {
  const value = readAttribute(row, attribute);
  return 'dataValues' in row ? value : getCodec(model, attribute).revive(value);
}

function printKey(model: EngineModel, row: Row): string {
  return primaryKeyOf(model)
    .map((attribute) => {
      const value = readAttribute(row, attribute);
      return String(getCodec(model, attribute).encode(value) ?? value);
    })
    .join('\u0000');
}

/** The key by which an instance is read back, ready to bind. */
export function identityOf(model: EngineModel, instance: WrittenInstance): Key {
  const key = identifyingKey(model.catalog);
  invariant(key, `${model.catalog.name} has no key`);
  return key.attributes.map((attribute) => {
    const encoded = getCodec(model, attribute).encode(rawValue(instance, attribute));
    invariant(encoded !== undefined, `${model.catalog.name}.${attribute} of a written row is no key`);
    return encoded as BindValue;
  });
}
