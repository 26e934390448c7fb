import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { type AbstractDataTypeConstructor, DataTypes, type ModelAttributes, Sequelize } from 'sequelize';
import type { TestDatabase } from '../support/databases.ts';
import { onEachDatabase } from '../support/on-each-database.ts';
import { readValues, sample, typeOfValue, valuesOf, valuesTable } from '../support/values.ts';

const postgres = ['embedded', 'postgres'] as const;

/** Tests that every value comes out as it went in, or as `out` says for it. */
function itKeeps(
  name: string,
  type: unknown,
  values: readonly unknown[],
  {
    only,
    graphql,
    out = (value) => value,
  }: {
    readonly only?: readonly TestDatabase['name'][];
    readonly graphql: string;
    readonly out?: (value: unknown) => unknown;
  },
): void {
  describe(`a ${name}`, () => {
    onEachDatabase(
      {
        ...valuesOf(`other_${name.toLowerCase().replaceAll(/\W/g, '_')}`, type, values),
        ...(only && { only }),
      },
      (world) => {
        it(`comes out as it went in, as ${graphql}`, async () => {
          expect(await readValues(world())).toEqual(values.map(out));
          expect(typeOfValue(world())).toBe(graphql);
        });
      },
    );
  });
}

itKeeps('INET', DataTypes.INET, [null, '10.0.0.1', '10.0.0.1/8', '::1', 'fe80::/10'], {
  only: postgres,
  graphql: 'String',
});

itKeeps('CIDR', DataTypes.CIDR, [null, '10.0.0.0/8', '2001:db8::/32'], { only: postgres, graphql: 'String' });

itKeeps('MACADDR', DataTypes.MACADDR, [null, '08:00:2b:01:02:03'], { only: postgres, graphql: 'String' });

itKeeps('TSVECTOR', DataTypes.TSVECTOR, [null, "'cat':2 'fat':1", "'it''s'"], {
  only: postgres,
  graphql: 'String',
});

const { TINYINT, SMALLINT, MEDIUMINT, INTEGER, BIGINT, DECIMAL, FLOAT, DOUBLE, REAL } = DataTypes;
const mariadb = ['mariadb'] as const;
const binaryString = (DataTypes.STRING as unknown as { BINARY: unknown }).BINARY;

itKeeps('TINYINT', TINYINT, [null, -128, 0, 1, 127], { only: mariadb, graphql: 'Int' });
itKeeps('TINYINT UNSIGNED', TINYINT.UNSIGNED, [0, 255], { only: mariadb, graphql: 'Int' });
itKeeps('SMALLINT', SMALLINT, [-32768, 32767], { graphql: 'Int' });
itKeeps('SMALLINT UNSIGNED', SMALLINT.UNSIGNED, [0, 65535], { only: mariadb, graphql: 'Int' });
itKeeps('MEDIUMINT', MEDIUMINT, [-8388608, 8388607], { only: mariadb, graphql: 'Int' });
itKeeps('MEDIUMINT UNSIGNED', MEDIUMINT.UNSIGNED, [0, 16777215], { only: mariadb, graphql: 'Int' });
itKeeps('INTEGER UNSIGNED', INTEGER.UNSIGNED, ['0', '4294967295'], { only: mariadb, graphql: 'BigInt' });
itKeeps('INTEGER ZEROFILL', INTEGER.ZEROFILL, ['7', '4294967295'], { only: mariadb, graphql: 'BigInt' });
itKeeps('BIGINT UNSIGNED', BIGINT.UNSIGNED, ['0', '9007199254740993', '18446744073709551615'], {
  only: mariadb,
  graphql: 'BigInt',
});
itKeeps('BIGINT ZEROFILL', BIGINT.ZEROFILL, ['7', '9007199254740993'], { only: mariadb, graphql: 'BigInt' });
itKeeps('DECIMAL ZEROFILL', DECIMAL(10, 2).ZEROFILL, ['1.50', '0.25', '12345678.00'], {
  only: mariadb,
  graphql: 'Decimal',
});
itKeeps('FLOAT', FLOAT, [null, 0, 1.5, -0.25], { graphql: 'Float' });
itKeeps('REAL', REAL, [null, 0, 1.5, -0.25], { graphql: 'Float' });
itKeeps('STRING BINARY', binaryString, ['abc', ''], {
  only: mariadb,
  graphql: 'String',
});
itKeeps('BYTEA by STRING BINARY', binaryString, [Buffer.from([0, 255, 128])], {
  only: postgres,
  graphql: 'Bytes',
  out: (value) => (value as Buffer).toString('base64'),
});
itKeeps('CHAR', DataTypes.CHAR(4), [null, '', 'a', ' b', 'abcd'], { graphql: 'String' });

describe('a DOUBLE that is no number', () => {
  onEachDatabase(
    { ...valuesOf('other_nan', DOUBLE, [Number.NaN, 1, Number.NEGATIVE_INFINITY]), only: postgres },
    (world) => {
      it('is an error that names model and attribute, since GraphQL has no such Float', async () => {
        const { data, errors } = await world().query('{ values { v } }');
        expect(data).toEqual({ values: [{ v: null }, { v: 1 }, { v: null }] });
        expect(errors).toEqual(
          [0, 2].map((row) => ({
            message: 'A value of Value.v does not fit its type.',
            path: ['values', row, 'v'],
            code: 'VALUE_NOT_REPRESENTABLE',
          })),
        );
      });
    },
  );
});

// Sequelize has HSTORE only beside a package of its own, with which KinQL reads nothing.
jest.mock('pg-hstore', () => () => ({ stringify: String, parse: String }), { virtual: true });

describe('an HSTORE', () => {
  const text = fc.string({ unit: 'binary', maxLength: 10 }).filter((value) => !value.includes('\0'));
  const maps: readonly (Record<string, string | null> | null)[] = [
    null,
    {},
    { a: '1', b: null, c: 'NULL', '': '', 'a"b\\c': '"=>"', "it's": 'x, "y"=>"z"', 'two\nlines': '\t' },
    ...sample(fc.dictionary(text, fc.option(text), { noNullPrototype: true }), 100),
  ];
  onEachDatabase(
    {
      name: 'values_hstore',
      only: ['postgres'], // PGlite has the extension apart
      define(sequelize) {
        sequelize.define('Value', { v: DataTypes.HSTORE }, { timestamps: false });
        sequelize.addHook('beforeBulkSync', async () => {
          await sequelize.query('CREATE EXTENSION IF NOT EXISTS hstore');
        });
      },
      options: { page: { default: 1_000 } },
    },
    (world) => {
      it('comes out as it went in, as JSON', async () => {
        for (const map of maps) {
          await world().sequelize.query(
            `INSERT INTO ${valuesTable(world())} (v) VALUES (hstore($1::text[], $2::text[]))`,
            { bind: map === null ? [null, null] : [Object.keys(map), Object.values(map)] },
          );
        }
        expect(await readValues(world())).toEqual(maps);
        expect(typeOfValue(world())).toBe('JSON');
      });
    },
  );
});

describe('a GEOMETRY', () => {
  const shapes = [
    null,
    { type: 'Point', coordinates: [0.1234567890123456, -179.99999999999997] },
    {
      type: 'LineString',
      coordinates: [
        [0, 0],
        [1.5, 1e-20],
      ],
    },
    {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [4, 0],
          [4, 4],
          [0, 0],
        ],
        [
          [1, 0.5],
          [2, 0.5],
          [2, 1],
          [1, 0.5],
        ],
      ],
    },
    {
      type: 'MultiPoint',
      coordinates: [
        [1, 2],
        [3, 4],
      ],
    },
    { type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: [1, 2] }] },
    ...sample(
      fc.tuple(
        fc.double({ min: -180, max: 180, noNaN: true }),
        fc.double({ min: -90, max: 90, noNaN: true }),
      ),
      100,
    ).map(([x, y]) => ({ type: 'Point', coordinates: [x === 0 ? 0 : x, y === 0 ? 0 : y] })),
  ];
  itKeeps('GEOMETRY', DataTypes.GEOMETRY, shapes, { only: mariadb, graphql: 'GeoJSON' });
  itKeeps('GEOMETRY of one shape', DataTypes.GEOMETRY('POINT'), [shapes[1]], {
    only: mariadb,
    graphql: 'GeoJSON',
  });
});

describe('a type that Sequelize does not have', () => {
  class Money extends (DataTypes.ABSTRACT as unknown as new () => object) {
    static key = 'MONEY';
    key = 'MONEY';
    toSql(): string {
      return 'DECIMAL(10,2)';
    }
  }
  const { classToInvokable } = (
    Sequelize as unknown as { Utils: { classToInvokable(type: unknown): unknown } }
  ).Utils;

  onEachDatabase(
    {
      name: 'values_custom',
      define(sequelize) {
        const isPostgres = sequelize.getDialect() === 'postgres';
        sequelize.define(
          'Value',
          {
            v: isPostgres ? 'tsquery' : 'YEAR',
            document: isPostgres ? 'JSONB' : 'LONGTEXT',
            instant: isPostgres ? 'timestamp with time zone' : 'DATETIME',
            price: classToInvokable(Money) as AbstractDataTypeConstructor,
          } as ModelAttributes,
          { timestamps: false },
        );
      },
      async fill(sequelize) {
        const { define } = (sequelize as unknown as { options: { define?: { schema?: string } } }).options;
        const [table, values] =
          sequelize.getDialect() === 'postgres'
            ? [`"${define?.schema}"."Values"`, `'fat & cat', '{"a": [1]}', '2024-01-31T10:00:00Z', 1.5`]
            : ['`Values`', `2024, '{}', '2024-01-31 10:00:00', 1.5`];
        await sequelize.query(`INSERT INTO ${table} (v, document, instant, price) VALUES (${values})`);
      },
    },
    (world, { name }) => {
      it('is served as the driver gives it, in a scalar named after it, with a finding', async () => {
        const { data, errors } = await world().query('{ values { v document instant price } }');
        expect(errors).toBeUndefined();
        expect(data).toEqual({
          values: [
            name === 'mariadb'
              ? { v: 2024, document: '{}', instant: '2024-01-31T10:00:00.000Z', price: '1.50' }
              : {
                  v: "'fat' & 'cat'",
                  document: { a: [1] },
                  instant: '2024-01-31T10:00:00.000Z',
                  price: '1.50',
                },
          ],
        });
        expect(typeOfValue(world())).toBe(name === 'mariadb' ? 'Year' : 'Tsquery');
        expect(world().findings.map(({ code, place }) => [code, place])).toEqual(
          ['v', 'document', 'instant', 'price'].map((attribute) => [
            'ATTRIBUTE_TYPE_UNKNOWN',
            `Value.${attribute}`,
          ]),
        );
      });
    },
  );
});

describe('a VIRTUAL', () => {
  onEachDatabase(
    {
      name: 'values_virtual',
      define(sequelize) {
        const { DATE, GEOMETRY, HSTORE, INET, NUMBER, STRING, VIRTUAL } = DataTypes;
        const virtual = (type: unknown, value: unknown) => ({
          type: VIRTUAL(type as AbstractDataTypeConstructor),
          get: () => value,
        });
        const point = { type: 'Point', coordinates: [1, 2] };
        sequelize.define(
          'Value',
          {
            v: STRING,
            at: virtual(DATE, new Date(0)),
            spot: virtual(GEOMETRY, point),
            map: virtual(HSTORE, { a: '1' }),
            host: virtual(INET, '::1'),
            size: virtual(NUMBER, 1.5),
            free: virtual('WHATEVER', { any: ['thing'] }),
            wrong: virtual(GEOMETRY, 'POINT(1 2)'),
          },
          { timestamps: false },
        );
      },
      fill: async ({ models }) => models.Value?.create({ v: 'x' }),
    },
    (world) => {
      it('of any type takes what the model gives, on every database', async () => {
        const { data, errors } = await world().query('{ values { at spot map host size free wrong } }');
        expect(data).toEqual({
          values: [
            {
              at: '1970-01-01T00:00:00.000Z',
              spot: { type: 'Point', coordinates: [1, 2] },
              map: { a: '1' },
              host: '::1',
              size: 1.5,
              free: { any: ['thing'] },
              wrong: null,
            },
          ],
        });
        expect(errors?.map(({ message }) => message)).toEqual([
          'A value of Value.wrong does not fit its type.',
        ]);
      });
    },
  );
});
