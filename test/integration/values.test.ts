import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DataTypes } from 'sequelize';
import type { TestDatabase } from '../support/databases.ts';
import { onEachDatabase } from '../support/on-each-database.ts';
import { readValues, sample, valuesOf, writeValues } from '../support/values.ts';

/** Tests that every value comes out as it went in, or as `out` says for it. */
function itKeeps(
  name: string,
  type: unknown,
  values: readonly unknown[],
  out: (value: unknown, database: TestDatabase) => unknown = (value) => value,
): void {
  describe(`a ${name}`, () => {
    onEachDatabase(valuesOf(name.toLowerCase().replaceAll(/\W/g, '_'), type, values), (world, database) => {
      it('comes out as it went in', async () => {
        expect(await readValues(world())).toEqual(values.map((value) => out(value, database)));
      });

      it('goes in as it came out', async () => {
        const shown = values.map((value) => out(value, database));
        expect(await writeValues(world(), shown)).toEqual(shown);
      });
    });
  });
}

const text = fc.string({ unit: 'binary', maxLength: 40 }).filter((value) => !value.includes('\0'));

itKeeps('TEXT', DataTypes.TEXT, [
  null,
  '',
  ' ',
  'a\tb\r\nc',
  '\u0001\u001f\u007f\u0085',
  '😀👩‍👩‍👧 שלום مرحبا \u202eabc',
  'e\u0301 \u00e9 ﬁ',
  '"\'`\\ ? $1 :name % _ {} ; --',
  'NULL',
  'x'.repeat(60_000),
  ...sample(text),
]);

itKeeps('STRING', DataTypes.STRING, [null, '', ' padded ', 'ß', '\u{10ffff}']);

itKeeps('INTEGER', DataTypes.INTEGER, [null, 0, -1, 2147483647, -2147483648]);

itKeeps('BIGINT', DataTypes.BIGINT, [
  null,
  '0',
  '-1',
  '9007199254740991',
  '9007199254740993',
  '9223372036854775807',
  '-9223372036854775808',
  ...sample(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })).map(String),
]);

itKeeps(
  'DECIMAL',
  DataTypes.DECIMAL(40, 10),
  [null, '0', '-0.5', '1.5', '123456789012345678901234567890.0123456789', '0.0000000001'],
  (value, { name }) => {
    if (value === null) {
      return null;
    }
    // SQLite makes a double of it, which fifteen digits survive for certain.
    const isLong = name === 'sqlite' && String(value).length > 16;
    return withFraction(isLong ? '123456789012345680000000000000' : String(value), 10);
  },
);

/** Every digit of the column's scale is there, as the databases have it. */
function withFraction(value: string, scale: number): string {
  const [whole, fraction = ''] = value.split('.');
  return `${whole}.${fraction.padEnd(scale, '0')}`;
}

itKeeps('DOUBLE', DataTypes.DOUBLE, [
  null,
  0,
  0.1,
  -1.5,
  1e300,
  5e-300,
  0.1 + 0.2,
  9007199254740991,
  ...sample(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 })).map((value) =>
    Math.abs(value) < 1e-300 ? 0 : value,
  ),
]);

itKeeps('BOOLEAN', DataTypes.BOOLEAN, [null, true, false]);

itKeeps('UUID', DataTypes.UUID, [
  null,
  '7c4e0000-1111-4222-8333-44445555aa02',
  '00000000-0000-0000-0000-000000000000',
]);

itKeeps(
  'BLOB',
  DataTypes.BLOB,
  [
    null,
    Buffer.alloc(0),
    Buffer.from([0, 1, 127, 128, 255]),
    ...sample(fc.uint8Array(), 50).map((bytes) => Buffer.from(bytes)),
  ],
  (value) => (Buffer.isBuffer(value) ? value.toString('base64') : value),
);

const json = fc
  .jsonValue({ stringUnit: 'grapheme' })
  .filter((value) => !/\\u0000|__proto__/.test(JSON.stringify(value)))
  .map((value) => JSON.parse(JSON.stringify(value)) as unknown);

const jsonValues = [
  'abc',
  '',
  'null',
  'true',
  '5',
  '{"a":1}',
  0,
  -1.5,
  true,
  false,
  [],
  {},
  [null],
  { a: null, b: [1, 'x', { c: [] }], '': 0, 'ü"\\': '😀' },
  ...sample(json),
];

itKeeps('JSON', DataTypes.JSON, [null, ...jsonValues]);

describe('a JSONB', () => {
  onEachDatabase(
    {
      ...valuesOf('jsonb', undefined, jsonValues),
      define(sequelize) {
        const type = sequelize.getDialect() === 'postgres' ? DataTypes.JSONB : DataTypes.JSON;
        sequelize.define('Value', { v: type }, { timestamps: false });
      },
    },
    (world) => {
      it('comes out as it went in', async () => {
        expect(await readValues(world())).toEqual(jsonValues);
      });

      it('goes in as it came out', async () => {
        expect(await writeValues(world(), jsonValues)).toEqual(jsonValues);
      });
    },
  );
});

describe('an ENUM', () => {
  const labels: Readonly<Record<string, string>> = {
    open: 'open',
    'in work': 'in_work',
    'in-work': 'in_work_bba66b82',
    '1': '_1',
    true: 'true_',
    null: 'null_',
    '': 'EMPTY',
    __x: '_x',
    "it's": 'it_s',
    été: '_t_',
  };
  const values = Object.keys(labels);
  onEachDatabase(valuesOf('enum', DataTypes.ENUM(...values), [null, ...values]), (world) => {
    it('comes out by its label, which says in the schema what it stands for', async () => {
      expect(await readValues(world())).toEqual([null, ...Object.values(labels)]);
    });

    it('B14: goes in by its label', async () => {
      expect(await writeValues(world(), Object.values(labels))).toEqual(Object.values(labels));
      expect(
        await world().sequelize.models.Value?.findAll({
          raw: true,
          attributes: ['v'],
          offset: values.length + 1,
          limit: values.length,
          order: ['id'],
        }),
      ).toEqual(values.map((v) => ({ v })));
    });
  });
});

describe('a value that its declared type cannot carry', () => {
  const unfit = (attribute: string, row: number) => ({
    message: `A value of Value.${attribute} does not fit its type.`,
    path: ['values', row, attribute],
    code: 'VALUE_NOT_REPRESENTABLE',
  });

  onEachDatabase(
    {
      name: 'values_unfit',
      define(sequelize) {
        const { ENUM, INTEGER, JSON: Json } = DataTypes;
        sequelize.define('Value', { v: ENUM('a', 'b'), n: INTEGER, j: Json }, { timestamps: false });
      },
      async fill(sequelize) {
        // The columns take more than the model says, on SQLite always; Postgres's JSON alone cannot be no JSON.
        const dialect = sequelize.getDialect();
        const postgres = dialect === 'postgres';
        const table = postgres ? 'kinql_values_unfit."Values"' : '`Values`';
        const wider = postgres
          ? 'ALTER COLUMN v TYPE text, ALTER COLUMN n TYPE bigint'
          : 'MODIFY v TEXT, MODIFY n BIGINT, MODIFY j TEXT';
        if (dialect !== 'sqlite') {
          await sequelize.query(`ALTER TABLE ${table} ${wider}`);
        }
        await sequelize.query(
          `INSERT INTO ${table} (v, n, j) VALUES ('a', 1, '{}'), ('c', 2, NULL), ('b', 3000000000, '${postgres ? '{}' : '{'}')`,
        );
      },
    },
    (world, { name }) => {
      it('is an error on its field, which names model and attribute and not the value, and spoils no other', async () => {
        const isLoose = name === 'mariadb' || name === 'sqlite';
        const { data, errors } = await world().query('{ values { v n j } }');
        expect(data).toEqual({
          values: [
            { v: 'a', n: 1, j: {} },
            { v: null, n: 2, j: null },
            { v: 'b', n: null, j: isLoose ? null : {} },
          ],
        });
        const inJson = isLoose ? [unfit('j', 2)] : [];
        expect(errors).toEqual([unfit('v', 1), unfit('n', 2), ...inJson]);
      });
    },
  );
});
