import type { Transaction } from 'sequelize';
import { identifyingKey } from '../catalog/catalog.ts';
import { sequelizeClass } from '../catalog/scope-options.ts';
import { type Engine, type EngineModel, getCodec } from './engine.ts';
import { type Instance, isInstance, type Key, readAttribute } from './row.ts';
import type { ReadSettings } from './row-reader.ts';
import { runFinder } from './run.ts';

interface Finder {
  unscoped(): Finder;
  findAll(options: object): Promise<Instance[]>;
}

/**
 * The rows that have the keys as instances, by the model's own `findAll` in its default scope, so that what the scope
 * includes is there for getters; null where there is none. The keys are those of rows that the viewer sees already, so
 * that the scope's `where` has had its say, but where it may name what is included.
 */
export async function findScopedInstances(
  engine: Engine,
  model: EngineModel,
  keys: readonly Key[],
  transaction: Transaction | null,
  { primary, budget, signal }: Pick<Required<ReadSettings>, 'primary' | 'budget' | 'signal'>,
): Promise<(Instance | null)[]> {
  const names = identifyingKey(model.catalog)?.attributes ?? [];
  const finder = (model.live as unknown as Finder).unscoped();
  const options = {
    ...scopeOptions(model, names, keys),
    useMaster: primary,
    ...(transaction !== null && { transaction }),
  };
  const instances = await runFinder(engine, transaction, () => finder.findAll(options), signal);
  budget?.take(instances.reduce((rows, instance) => rows + countRows(instance), 0));
  const byKey = new Map(
    instances.map((instance) => [
      printKey(names.map((name) => getCodec(model, name).encode(readAttribute(instance, name)))),
      instance,
    ]),
  );
  return keys.map((key) => byKey.get(printKey(key)) ?? null);
}

/** A row, and those that it includes. */
function countRows({ dataValues }: Instance): number {
  return Object.values(dataValues)
    .flat()
    .filter((value) => typeof value === 'object' && value !== null && isInstance(value))
    .reduce<number>((rows, instance) => rows + countRows(instance as Instance), 1);
}

/** A limit or an offset would count rows of several parents. */
function scopeOptions(
  { live, catalog }: EngineModel,
  names: readonly string[],
  keys: readonly Key[],
): object {
  const { where, attributes, limit: _limit, offset: _offset, ...scope } = live._scope;
  const { and, or } = sequelizeClass(live);
  const [name] = names;
  const inKeys =
    names.length === 1 && name !== undefined
      ? { [name]: keys.map(([value]) => value) }
      : or(...keys.map((key) => Object.fromEntries(names.map((part, index) => [part, key[index]]))));
  const isJoined = catalog.defaultScope.byKey.length > 0 && where !== undefined;
  return {
    ...scope,
    ...(attributes !== undefined && {
      attributes: Array.isArray(attributes) ? [...new Set([...names, ...attributes])] : attributes,
    }),
    where: isJoined ? and(where, inKeys) : inKeys,
    raw: false,
    rejectOnEmpty: false,
  };
}

function printKey(key: readonly unknown[]): string {
  return key.map(String).join('\u0000');
}

/** Whether an instance, such as an app's own resolver gives, carries all that its model's default scope includes. */
export function carriesIncluded(row: unknown, { catalog }: EngineModel): boolean {
  return (
    typeof row === 'object' &&
    row !== null &&
    isInstance(row) &&
    catalog.defaultScope.includes.every((name) => Object.hasOwn(row.dataValues, name))
  );
}
