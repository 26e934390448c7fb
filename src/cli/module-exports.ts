import type { Sequelize } from 'sequelize';
import {
  instanceOf,
  isModelClass,
  isPlainFunction,
  isSequelize,
  type ModelClass,
} from './sequelize-shape.ts';

type Exports = Readonly<Record<string, unknown>>;

/**
 * What a module exports, whichever loader and module system it came through: each value once, the likeliest first. What
 * a CommonJS module assigns to `module.exports` arrives as itself, as `default`, as `default.default` or under its name.
 */
export function exportedValues(exports: unknown): unknown[] {
  const main = mainExports(exports);
  const named = [...main, ...(isContainer(exports) ? [exports] : [])]
    .filter(isContainer)
    .flatMap((container) => [container.sequelize, ...Object.values(container)]);
  return [...new Set([...main, ...named])].filter((value) => value !== undefined && value !== null);
}

/** What the module exports as a whole, or by default. */
export function mainExports(exports: unknown): unknown[] {
  const values: unknown[] = [];
  let current = exports;
  while (current !== undefined && current !== null && !values.includes(current)) {
    values.push(current);
    current = isContainer(current) ? (current['module.exports'] ?? current.default) : undefined;
  }
  return values;
}

/** The exports of a module by their names. */
export function exportedNames(exports: unknown): string[] {
  const names = mainExports(exports).filter(isContainer).flatMap(Object.keys);
  return [...new Set(names)].filter((name) => name !== 'module.exports' && name !== '__esModule');
}

/** An export of this name, wherever the module system put it. */
export function exportNamed(exports: unknown, name: string): unknown {
  return mainExports(exports)
    .filter(isContainer)
    .map((container) => container[name])
    .find((value) => value !== undefined);
}

/** The model classes that a module exports. */
export function exportedModels(exports: unknown): ModelClass[] {
  return exportedValues(exports).filter(isModelClass);
}

/**
 * Every Sequelize instance that a module leads to: exported by itself, else the main export's promise of one, else those
 * on which the exported models were initialised.
 */
export async function findInstances(exports: unknown): Promise<Sequelize[]> {
  const exported = exportedValues(exports).find(isSequelize) ?? (await promisedInstance(exports));
  if (exported !== undefined) {
    return [exported];
  }
  const ofModels = exportedModels(exports).map(instanceOf);
  return [...new Set(ofModels)].filter((instance) => instance !== undefined);
}

/** Other promises are not waited for: they may be the team's first connection, to a database that is not there. */
async function promisedInstance(exports: unknown): Promise<Sequelize | undefined> {
  for (const value of [...mainExports(exports), exportNamed(exports, 'sequelize')]) {
    if (value instanceof Promise) {
      return exportedValues(await value).find(isSequelize);
    }
  }
  return undefined;
}

/** The function that a module exports as a whole or by default, or as sequelize-auto does, as `initModels`. */
export function mainFunction(exports: unknown): ((...parameters: unknown[]) => unknown) | undefined {
  return [
    exportNamed(exports, 'initModels'),
    ...mainExports(exports),
    exportNamed(exports, 'sequelize'),
  ].find(isPlainFunction);
}

function isContainer(value: unknown): value is Exports {
  return typeof value === 'object' && value !== null && !isSequelize(value) && !(value instanceof Promise);
}
