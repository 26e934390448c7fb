import type { SequelizeModel } from '../../catalog/sequelize-internals.ts';
import type { EngineModel } from '../engine.ts';
import type { WrittenInstance } from './write-context.ts';

/** The static side of a model class, as far as writing goes. */
export interface WriterClass {
  readonly sequelize: SequelizeModel['sequelize'];
  build(values: object, options?: object): WrittenInstance;
  findAll(options: object): Promise<WrittenInstance[]>;
  bulkCreate(values: readonly object[], options: object): Promise<WrittenInstance[]>;
  update(values: object, options: object): Promise<readonly [affected: number]>;
  destroy(options: object): Promise<number>;
  restore(options: object): Promise<unknown>;
  unscoped(): WriterClass;
}

/** Ends a write whose statement changed no row, though the row was there: a trigger or a policy of the database held it back. */
export class NothingWritten extends Error {
  constructor(model: string) {
    super(`A statement that should have changed a row of ${model} changed none.`);
    this.name = 'NothingWritten';
  }
}

/**
 * Whether an UPDATE says how many rows it found. MySQL says how many it gave other values; there, nothing but the statement
 * itself keeps a row from being changed.
 */
export function countsFoundRows({ live }: EngineModel): boolean {
  return !['mysql', 'mariadb'].includes(queryInterfaceOf(live).sequelize.getDialect());
}

function queryInterfaceOf({ sequelize }: SequelizeModel): QueryInterface {
  return sequelize.getQueryInterface() as unknown as QueryInterface;
}

interface QueryInterface {
  readonly sequelize: { getDialect(): string };
  update(instance: object, ...rest: readonly unknown[]): Promise<readonly [unknown, number]>;
  delete(instance: object, table: unknown, where: unknown, options: object): Promise<unknown>;
}

/**
 * The model's class without its default scope, as rows are written by: which rows may be changed was settled before, by
 * their Source. `Model.save` and `destroy` do not say how many rows a statement changed; this class looks at what the query
 * interface says, so that a write of nothing is no success.
 */
export function writerClass(engineModel: EngineModel): WriterClass {
  const { live, writers } = engineModel;
  const known = writers.get(live);
  if (known !== undefined) {
    return known as WriterClass;
  }
  const writer = (live as unknown as WriterClass).unscoped();
  const queryInterface = queryInterfaceOf(live);
  Object.defineProperty(writer, 'queryInterface', {
    value: Object.create(queryInterface, {
      update: {
        value: async (...args: Parameters<QueryInterface['update']>) => {
          const result = await queryInterface.update(...args);
          if (result[1] === 0 && !live._versionAttribute && countsFoundRows(engineModel)) {
            throw new NothingWritten(live.name);
          }
          return result;
        },
      },
      delete: {
        value: async (...[instance, table, where, options]: Parameters<QueryInterface['delete']>) => {
          // Of this type Sequelize gives the number of rows; of its own one, nothing that tells.
          const counting = { ...options, type: 'BULKDELETE' };
          if ((await queryInterface.delete(instance, table, where, counting)) === 0) {
            throw new NothingWritten(live.name);
          }
        },
      },
    }),
  });
  writers.set(live, writer);
  return writer;
}

/** Sequelize's own class that the model's extends. */
export function baseModelOf({ sequelize }: SequelizeModel): {
  readonly prototype: { readonly save: unknown };
} {
  return (sequelize.constructor as unknown as { readonly Model: { prototype: { save: unknown } } }).Model;
}
