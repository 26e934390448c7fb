import type { Model, ModelStatic, Sequelize } from 'sequelize';

/** A model class, with what teams put on it by convention. */
export type ModelClass = ModelStatic<Model> & {
  readonly sequelize?: Sequelize;
  associate?(models: Readonly<Record<string, unknown>>): unknown;
};

/** Whether it is a Sequelize instance, of whichever copy of the package: the team's is rarely KinQL's own. */
export function isSequelize(value: unknown): value is Sequelize {
  return (
    typeof value === 'object' &&
    value !== null &&
    'models' in value &&
    'define' in value &&
    'getDialect' in value &&
    typeof value.define === 'function' &&
    typeof value.getDialect === 'function'
  );
}

/** Whether it is a class that extends Sequelize's `Model`, initialised or not. */
export function isModelClass(value: unknown): value is ModelClass {
  return (
    typeof value === 'function' &&
    'findAll' in value &&
    'getTableName' in value &&
    typeof value.findAll === 'function' &&
    typeof value.getTableName === 'function'
  );
}

/** The instance on which the model was initialised, if it was. */
export function instanceOf(model: ModelClass): Sequelize | undefined {
  return isSequelize(model.sequelize) ? model.sequelize : undefined;
}

/** Whether the model is declared by the decorators of sequelize-typescript, and waits for `addModels`. */
export function isDecorated(model: ModelClass): boolean {
  return 'isInitialized' in model && instanceOf(model) === undefined;
}

/** A function that can be called: neither a class of any kind nor anything else. */
export function isPlainFunction(value: unknown): value is (...parameters: unknown[]) => unknown {
  return (
    typeof value === 'function' &&
    !/^class\b/.test(Function.prototype.toString.call(value)) &&
    !isModelClass(value)
  );
}

/** Whether a function's first parameter is called `sequelize`: by this convention it defines models on what it is given. */
export function takesSequelize(value: (...parameters: unknown[]) => unknown): boolean {
  return /^(?:async\s*)?(?:function\b[^(]*\(|\(?)\s*_?sequelize\b/i.test(
    Function.prototype.toString.call(value),
  );
}
