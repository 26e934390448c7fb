import { describe, expect, it } from '@jest/globals';
import { DataTypes, Sequelize } from 'sequelize';
import { exportedNames, findInstances, mainFunction } from '../../../src/cli/module-exports.ts';

const sequelize = new Sequelize({ dialect: 'postgres', logging: false });
const User = sequelize.define('User', { firstName: DataTypes.STRING });
const other = new Sequelize({ dialect: 'postgres', logging: false });
const Task = other.define('Task', { taskName: DataTypes.STRING });

describe('findInstances', () => {
  it.each<[string, unknown]>([
    ['module.exports itself', sequelize],
    ['sequelize', { User: Task, sequelize, Sequelize }],
    ['default', { default: sequelize }],
    ['default.sequelize', { default: { Task, sequelize } }],
    [
      'module.exports by its name',
      { default: { __esModule: true, default: sequelize }, 'module.exports': sequelize },
    ],
    ['the default of a compiled module', { default: { __esModule: true, default: sequelize } }],
    ['any other name', { connection: sequelize, limit: 5 }],
    ['a promise as the whole export', { default: Promise.resolve({ sequelize }) }],
    ['a model', { User }],
    ['a model by default', { default: User }],
  ])('finds it in %s', async (_name, exports) => {
    expect(await findInstances(exports)).toEqual([sequelize]);
  });

  it('gives every instance that the exported models belong to', async () => {
    expect(await findInstances({ User, Task })).toEqual([sequelize, other]);
  });

  it('waits for no other promise', async () => {
    expect(await findInstances({ first: new Promise(() => {}), User })).toEqual([sequelize]);
  });

  it.each([[undefined], [null], [5], [{}], [{ default: null }], [Sequelize], [{ User: class User {} }]])(
    'finds none in %p',
    async (exports) => {
      expect(await findInstances(exports)).toEqual([]);
    },
  );
});

describe('mainFunction', () => {
  const make = () => sequelize;

  it.each<[string, unknown]>([
    ['module.exports', make],
    ['default', { default: make }],
    ['the default of a compiled module', { default: { default: make } }],
    ['sequelize', { sequelize: make }],
    ['initModels', { initModels: make, default: { initModels: make } }],
  ])('finds it in %s', (_name, exports) => {
    expect(mainFunction(exports)).toBe(make);
  });

  it('takes neither classes nor models nor other names', () => {
    expect(mainFunction({ default: class {}, User, make })).toBeUndefined();
    expect(mainFunction({ default: User })).toBeUndefined();
  });
});

describe('exportedNames', () => {
  it('names each once, without what module systems add', () => {
    const whole = { __esModule: true, answer: 42 };
    expect(exportedNames({ default: whole, 'module.exports': whole, answer: 42 })).toEqual([
      'default',
      'answer',
    ]);
  });
});
