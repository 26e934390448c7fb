import { describe, expect, it } from '@jest/globals';
import { DataTypes, type ModelAttributes, type ModelOptions, Sequelize } from 'sequelize';
import {
  type CatalogKey,
  type CatalogModel,
  identifyingKey,
  isUniqueAttribute,
} from '../../../src/catalog/catalog.ts';
import { introspectModels } from '../../../src/catalog/introspect-models.ts';

const { INTEGER, STRING } = DataTypes;

function model(attributes: ModelAttributes, options: ModelOptions = {}): CatalogModel {
  const sequelize = new Sequelize({ dialect: 'postgres' });
  sequelize.define('Task', attributes, { timestamps: false, ...options });
  return introspectModels(sequelize).models[0] as CatalogModel;
}

const keys = (attributes: ModelAttributes, options: ModelOptions = {}) => model(attributes, options).keys;

const id: CatalogKey = { attributes: ['id'], primary: true, nullable: false };
const key = (...attributes: string[]): CatalogKey => ({ attributes, primary: false, nullable: true });

describe('introspectModels of keys', () => {
  it('takes the id that Sequelize adds', () => {
    expect(keys({ name: STRING })).toEqual([id]);
  });

  it('takes a composite primary key in the order of definition', () => {
    expect(keys({ b: { type: INTEGER, primaryKey: true }, a: { type: INTEGER, primaryKey: true } })).toEqual([
      { attributes: ['b', 'a'], primary: true, nullable: false },
    ]);
  });

  it('takes unique: true', () => {
    expect(keys({ code: { type: STRING, unique: true } })).toEqual([id, key('code')]);
  });

  it('knows whether a key may be null', () => {
    expect(
      keys({
        code: { type: STRING, unique: true, allowNull: false },
        a: { type: STRING, unique: 'both', allowNull: false },
        b: { type: STRING, unique: 'both' },
      }),
    ).toEqual([id, { ...key('code'), nullable: false }, key('a', 'b')]);
  });

  it('takes attributes with one name of a unique key together', () => {
    expect(
      keys({
        projectId: { type: INTEGER, unique: 'project_number' },
        number: { type: INTEGER, unique: { name: 'project_number', msg: 'taken' } },
        code: { type: STRING, unique: 'code_alone' },
      }),
    ).toEqual([id, key('projectId', 'number'), key('code')]);
  });

  it('takes unique indexes, by columns or attributes, with or without options', () => {
    expect(
      keys(
        { code: { type: STRING, field: 'cd' }, a: STRING, b: STRING, c: STRING },
        {
          indexes: [
            { unique: true, fields: ['cd'] },
            { unique: true, fields: ['a', { name: 'b', order: 'DESC' }] },
            { type: 'UNIQUE', fields: ['b', 'c'] },
          ],
        },
      ),
    ).toEqual([id, key('code'), key('a', 'b'), key('b', 'c')]);
  });

  it('takes no index that is not unique, partial, or over an expression', () => {
    const { fn, col } = new Sequelize({ dialect: 'postgres' }).constructor as typeof Sequelize;
    expect(
      keys(
        { code: STRING, deleted: DataTypes.BOOLEAN },
        {
          indexes: [
            { fields: ['code'] },
            { unique: true, fields: ['code'], where: { deleted: false } },
            { unique: true, fields: [fn('lower', col('code'))] },
          ],
        },
      ),
    ).toEqual([id]);
  });

  it('takes a key once, whatever declares it', () => {
    expect(
      keys(
        { id: { type: INTEGER, primaryKey: true, unique: true }, code: { type: STRING, unique: true } },
        { indexes: [{ unique: true, fields: ['code'] }] },
      ),
    ).toEqual([id, key('code')]);
  });

  it('takes a column for the attribute behind it, though another attribute has its name', () => {
    expect(
      keys({
        code: { type: STRING, field: 'old_code' },
        newCode: { type: STRING, field: 'code', unique: true },
      }),
    ).toEqual([id, key('newCode')]);
  });

  it('takes the columns of an underscored model', () => {
    expect(
      keys(
        { taskName: { type: STRING, unique: true } },
        { underscored: true, indexes: [{ unique: true, fields: ['task_name', 'id'] }] },
      ),
    ).toEqual([id, key('taskName'), key('taskName', 'id')]);
  });

  it('takes none where there is none', () => {
    const sequelize = new Sequelize({ dialect: 'postgres' });
    sequelize.define('Log', { line: STRING }, { timestamps: false }).removeAttribute('id');
    expect(introspectModels(sequelize).models[0]?.keys).toEqual([]);
  });
});

describe('isUniqueAttribute', () => {
  it('is true for an attribute that is a whole key, and only for that', () => {
    const task = model({
      code: { type: STRING, unique: true },
      a: { type: STRING, unique: 'both' },
      b: { type: STRING, unique: 'both' },
      c: STRING,
    });
    expect(['id', 'code', 'a', 'b', 'c', 'd'].filter((name) => isUniqueAttribute(task, name))).toEqual([
      'id',
      'code',
    ]);
  });
});

describe('identifyingKey', () => {
  it('is the primary key, else the first unique key without nulls, else null', () => {
    const keyOf = (...candidates: CatalogKey[]) => identifyingKey({ ...model({}), keys: candidates });
    const email = { ...key('email'), nullable: false };
    expect(keyOf(key('code'), email, id)).toEqual(id);
    expect(keyOf(key('code'), email)).toEqual(email);
    expect(keyOf(key('code'))).toBeNull();
    expect(keyOf()).toBeNull();
  });
});
