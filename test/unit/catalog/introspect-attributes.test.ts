import { describe, expect, it } from '@jest/globals';
import { DataTypes, type Dialect, type ModelAttributes, type ModelOptions, Sequelize } from 'sequelize';
import type { CatalogAttribute } from '../../../src/catalog/catalog.ts';
import { introspectModels } from '../../../src/catalog/introspect-models.ts';

function introspect(
  attributes: ModelAttributes,
  options: ModelOptions = {},
  dialect: Dialect = 'postgres',
): readonly CatalogAttribute[] {
  const sequelize = new Sequelize({ dialect });
  sequelize.define('Task', attributes, { timestamps: false, ...options });
  return introspectModels(sequelize).models[0]?.attributes ?? [];
}

/** Name, kind and printed type of each attribute but the id. */
function kinds(attributes: ModelAttributes, dialect: Dialect) {
  return introspect(attributes, {}, dialect)
    .filter(({ name }) => name !== 'id')
    .map(({ name, kind, sqlType }) => [name, kind, sqlType]);
}

/** Why each attribute is hidden, without those that are not. */
function hidden(attributes: ModelAttributes, options: ModelOptions = {}) {
  return Object.fromEntries(
    introspect(attributes, options).flatMap((attribute) =>
      attribute.hidden === null ? [] : [[attribute.name, attribute.hidden]],
    ),
  );
}

const binary = (type: unknown) => (type as { BINARY: typeof DataTypes.STRING }).BINARY;

describe('introspectModels of attributes', () => {
  it('takes name, column, kind, type, nullability and comment', () => {
    expect(
      introspect({
        taskName: { type: DataTypes.STRING(80), field: 'task_nm', allowNull: false, comment: 'In a word' },
        state: DataTypes.ENUM('open', 'done'),
      }),
    ).toMatchObject([
      {
        name: 'id',
        column: 'id',
        kind: 'integer',
        sqlType: 'INTEGER',
        nullable: false,
        description: null,
        enumValues: [],
        stored: true,
        references: null,
        hidden: null,
      },
      {
        name: 'taskName',
        column: 'task_nm',
        kind: 'text',
        sqlType: 'VARCHAR(80)',
        nullable: false,
        description: 'In a word',
        enumValues: [],
        stored: true,
        references: null,
        hidden: null,
      },
      {
        name: 'state',
        column: 'state',
        kind: 'enum',
        sqlType: 'ENUM',
        nullable: true,
        description: null,
        enumValues: ['open', 'done'],
        stored: true,
        references: null,
        hidden: null,
      },
    ]);
  });

  it('takes a primary key for not null, whatever it says', () => {
    const [code] = introspect({ code: { type: DataTypes.STRING, primaryKey: true, allowNull: true } });
    expect(code?.nullable).toBe(false);
  });

  it('takes timestamps as Sequelize has them: not null, but the date of deletion', () => {
    const attributes = introspect({}, { timestamps: true, paranoid: true, underscored: true });
    expect(attributes.map(({ name, column, nullable }) => [name, column, nullable])).toEqual([
      ['id', 'id', false],
      ['createdAt', 'created_at', false],
      ['updatedAt', 'updated_at', false],
      ['deletedAt', 'deleted_at', true],
    ]);
  });

  it('takes labels that are numbers as texts, which they are in the database', () => {
    const [, level] = introspect({ level: DataTypes.ENUM(1 as never, 2 as never) });
    expect(level?.enumValues).toEqual(['1', '2']);
  });
});

describe('attributeKind', () => {
  it('on Postgres', () => {
    expect(
      kinds(
        {
          a: DataTypes.STRING,
          b: DataTypes.CHAR(5),
          c: DataTypes.TEXT,
          d: DataTypes.CITEXT,
          e: DataTypes.SMALLINT,
          f: DataTypes.INTEGER,
          g: DataTypes.BIGINT,
          h: DataTypes.FLOAT,
          i: DataTypes.REAL,
          j: DataTypes.DOUBLE,
          k: DataTypes.DECIMAL(10, 2),
          l: DataTypes.BOOLEAN,
          m: DataTypes.DATE(3),
          n: DataTypes.DATEONLY,
          o: DataTypes.TIME,
          p: DataTypes.UUID,
          q: DataTypes.ENUM('x'),
          r: DataTypes.JSON,
          s: DataTypes.JSONB,
          t: DataTypes.BLOB,
          u: binary(DataTypes.STRING),
        },
        'postgres',
      ),
    ).toEqual([
      ['a', 'text', 'VARCHAR(255)'],
      ['b', 'text', 'CHAR(5)'],
      ['c', 'text', 'TEXT'],
      ['d', 'text', 'CITEXT'],
      ['e', 'integer', 'SMALLINT'],
      ['f', 'integer', 'INTEGER'],
      ['g', 'bigInteger', 'BIGINT'],
      ['h', 'float', 'FLOAT'],
      ['i', 'float', 'REAL'],
      ['j', 'float', 'DOUBLE PRECISION'],
      ['k', 'decimal', 'DECIMAL(10,2)'],
      ['l', 'boolean', 'BOOLEAN'],
      ['m', 'dateTime', 'TIMESTAMP WITH TIME ZONE'],
      ['n', 'date', 'DATE'],
      ['o', 'time', 'TIME'],
      ['p', 'uuid', 'UUID'],
      ['q', 'enum', 'ENUM'],
      ['r', 'json', 'JSON'],
      ['s', 'json', 'JSONB'],
      ['t', 'bytes', 'BYTEA'],
      ['u', 'bytes', 'BYTEA'],
    ]);
  });

  it('on MySQL, where an unsigned INTEGER reaches past 32 bits and BINARY is a collation', () => {
    expect(
      kinds(
        {
          a: binary(DataTypes.STRING),
          b: DataTypes.TINYINT,
          c: DataTypes.MEDIUMINT.UNSIGNED,
          d: DataTypes.INTEGER.UNSIGNED,
          e: DataTypes.INTEGER.UNSIGNED.ZEROFILL,
          f: DataTypes.BIGINT.UNSIGNED,
          g: DataTypes.BOOLEAN,
          h: DataTypes.DATE(6),
          i: DataTypes.UUID,
          j: DataTypes.ENUM('it', "isn't"),
          k: DataTypes.BLOB('long'),
        },
        'mysql',
      ),
    ).toEqual([
      ['a', 'text', 'VARCHAR(255) BINARY'],
      ['b', 'integer', 'TINYINT'],
      ['c', 'integer', 'MEDIUMINT UNSIGNED'],
      ['d', 'bigInteger', 'INTEGER UNSIGNED'],
      ['e', 'bigInteger', 'INTEGER UNSIGNED ZEROFILL'],
      ['f', 'bigInteger', 'BIGINT UNSIGNED'],
      ['g', 'boolean', 'TINYINT(1)'],
      ['h', 'dateTime', 'DATETIME(6)'],
      ['i', 'uuid', 'CHAR(36) BINARY'],
      ['j', 'enum', "ENUM('it', 'isn't')"],
      ['k', 'bytes', 'LONGBLOB'],
    ]);
  });

  it('of what KinQL cannot carry: types that the database has not, and arrays of geometries', () => {
    const types = {
      list: DataTypes.ARRAY(DataTypes.INTEGER),
      span: DataTypes.RANGE(DataTypes.DATE),
      spots: DataTypes.ARRAY(DataTypes.GEOMETRY),
      globe: DataTypes.GEOGRAPHY,
    };
    expect(kinds(types, 'postgres')).toEqual([
      ['list', 'array', 'INTEGER[]'],
      ['span', 'range', 'tstzrange'],
      ['spots', 'unsupported', 'GEOMETRY[]'],
      ['globe', 'geometry', 'GEOGRAPHY'],
    ]);
    expect(kinds(types, 'mysql').map(([name, kind]) => [name, kind])).toEqual([
      ['list', 'unsupported'],
      ['span', 'unsupported'],
      ['spots', 'unsupported'],
      ['globe', 'unsupported'],
    ]);
  });
});

describe('types within types (T33)', () => {
  const typeOf = (type: unknown, dialect: Dialect = 'postgres') => {
    const [, attribute] = introspect({ value: type } as ModelAttributes, {}, dialect);
    const { kind, sqlType, enumValues, element, customName } = attribute as CatalogAttribute;
    return { kind, sqlType, enumValues, element, customName };
  };
  const leaf = (kind: string, sqlType: string) => ({
    kind,
    sqlType,
    enumValues: [],
    element: null,
    customName: null,
  });

  it('are plain data: what an ARRAY holds', () => {
    expect(typeOf(DataTypes.ARRAY(DataTypes.ENUM('a', 'b')))).toEqual({
      ...leaf('array', 'ENUM[]'),
      element: { ...leaf('enum', 'ENUM'), enumValues: ['a', 'b'] },
    });
    expect(typeOf(DataTypes.ARRAY(DataTypes.ARRAY(DataTypes.BIGINT) as never))).toEqual({
      ...leaf('array', 'BIGINT[][]'),
      element: { ...leaf('array', 'BIGINT[]'), element: leaf('bigInteger', 'BIGINT') },
    });
  });

  it('and the bounds of a RANGE', () => {
    expect(typeOf(DataTypes.RANGE(DataTypes.BIGINT))).toEqual({
      ...leaf('range', 'int8range'),
      element: leaf('bigInteger', 'BIGINT'),
    });
    expect(typeOf(DataTypes.RANGE)).toMatchObject({ kind: 'range', element: { kind: 'integer' } });
  });

  it('of a VIRTUAL may be any, whatever the database has', () => {
    expect(typeOf(DataTypes.VIRTUAL(DataTypes.ARRAY(DataTypes.ENUM('it')) as never), 'mysql')).toMatchObject({
      kind: 'array',
      sqlType: 'ENUM[]',
      element: { kind: 'enum', enumValues: ['it'] },
    });
  });

  it('that Sequelize does not have go by their key, or by the first word of their SQL', () => {
    expect(typeOf('vector(3)')).toEqual({ ...leaf('custom', 'vector(3)'), customName: 'vector' });
    expect(typeOf('VECTOR')).toEqual({ ...leaf('custom', 'VECTOR'), customName: 'vector' });
    expect(typeOf('"Öre" NOT NULL')).toMatchObject({ customName: 'öre' });
    expect(typeOf('???')).toMatchObject({ customName: '???' });
    expect(typeOf(ownType('PRICE', DataTypes.ABSTRACT))).toMatchObject({
      kind: 'custom',
      customName: 'PRICE',
    });
    expect(typeOf(DataTypes.ARRAY(ownType('PRICE', DataTypes.ABSTRACT) as never))).toMatchObject({
      kind: 'array',
      element: { kind: 'custom', customName: 'PRICE' },
    });
  });

  it('of an app that extend one of Sequelize are of its kind', () => {
    expect(typeOf(ownType('EMAIL', DataTypes.STRING))).toEqual(leaf('text', 'VARCHAR(255)'));
  });
});

/** A data type of an app's own, made as Sequelize's manual says. */
function ownType(key: string, base: unknown): unknown {
  const Base = (base as { prototype: { constructor: new () => object } }).prototype.constructor;
  class OwnType extends Base {}
  Object.assign(OwnType, { key });
  Object.assign(OwnType.prototype, { key });
  const { Utils } = Sequelize as unknown as { Utils: { classToInvokable(type: unknown): unknown } };
  return Utils.classToInvokable(OwnType);
}

describe('hidden attributes', () => {
  it('are those whose name looks like a secret', () => {
    const names = [
      ...['password', 'passwordHash', 'reset_token', 'apiToken', 'OTP', 'clientSecret', 'salt', 'PASSPHRASE'],
      ...['passwords', 'refreshTokens', 'userpassword', 'accesstoken', 'password1', 'pwd', 'apiKey', 'pin'],
      ...['tokenizer', 'hashtag', 'secretary', 'compass', 'pinned', 'primaryKey', 'salty'],
    ];
    expect(hidden(Object.fromEntries(names.map((name) => [name, DataTypes.STRING])))).toEqual({
      password: 'secret',
      passwordHash: 'secret',
      reset_token: 'secret',
      apiToken: 'secret',
      OTP: 'secret',
      clientSecret: 'secret',
      salt: 'secret',
      PASSPHRASE: 'secret',
      passwords: 'secret',
      refreshTokens: 'secret',
      userpassword: 'secret',
      accesstoken: 'secret',
      password1: 'secret',
      pwd: 'secret',
      apiKey: 'secret',
      pin: 'secret',
    });
  });

  it('are VIRTUAL ones without a type', () => {
    expect(hidden({ full: DataTypes.VIRTUAL, plain: DataTypes.STRING })).toEqual({ full: 'virtual' });
  });

  it('are those that a default scope does not list', () => {
    const { STRING } = DataTypes;
    expect(
      hidden(
        { name: STRING, nick: STRING, salary: STRING },
        { defaultScope: { attributes: ['id', ['nick_name', 'nick'], 'name'] } },
      ),
    ).toEqual({ salary: 'scope' });
  });

  it('are those that a default scope excludes', () => {
    expect(
      hidden(
        { name: DataTypes.STRING, salary: DataTypes.STRING },
        { defaultScope: { attributes: { exclude: ['salary'] } } },
      ),
    ).toEqual({ salary: 'scope' });
  });

  it('are none where a default scope only adds', () => {
    expect(
      hidden({ name: DataTypes.STRING }, { defaultScope: { attributes: { include: [['name', 'label']] } } }),
    ).toEqual({});
  });

  it('have one reason each: no column before the type, the type before the name, the name before the scope', () => {
    const get = () => 'x';
    expect(
      hidden(
        {
          a_token: { type: DataTypes.VIRTUAL, get },
          b_token: { type: DataTypes.ARRAY(DataTypes.GEOMETRY), get },
          c_token: { type: DataTypes.STRING, get },
          d: { type: DataTypes.STRING, get },
        },
        { defaultScope: { attributes: ['id'] } },
      ),
    ).toEqual({ a_token: 'virtual', b_token: 'type', c_token: 'secret', d: 'scope' });
  });
});
