// Builds the schema in a process of its own, and says what that took.
import { createSchema } from '../dist/index.js';
import { sequelize } from './startup-models.ts';

/** What building took: milliseconds, and megabytes of the heap that stay. */
export interface BuildFigures {
  readonly milliseconds: number;
  readonly heapMegabytes: number;
  readonly types: number;
}

const collect = (globalThis as { gc?: () => void }).gc;
const heap = (): number => {
  collect?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
};

const before = heap();
const begin = performance.now();
const schema = createSchema(sequelize, { writes: true });
const milliseconds = performance.now() - begin;
const figures: BuildFigures = {
  milliseconds,
  heapMegabytes: heap() - before,
  types: Object.keys(schema.getTypeMap()).length,
};
process.send?.(figures);
