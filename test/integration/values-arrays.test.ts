import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AbstractDataTypeConstructor, DataTypes } from 'sequelize';
import { onEachDatabase } from '../support/on-each-database.ts';
import { readValues, sample, typeOfValue, valuesOf, valuesTable, writeValues } from '../support/values.ts';

const only = ['embedded', 'postgres'] as const;

/** Tests that every list comes out as it went in, or as `out` says for each of its values. */
function itKeepsLists(
  name: string,
  element: unknown,
  lists: readonly unknown[],
  out: (value: unknown) => unknown = (value) => value,
): void {
  const shown = (list: unknown): unknown =>
    list === null ? null : (list as unknown[]).map((value) => (value === null ? null : out(value)));
  describe(`an ARRAY of ${name}`, () => {
    const type = DataTypes.ARRAY(element as AbstractDataTypeConstructor);
    const table = `array_${name.toLowerCase().replaceAll(/\W/g, '_')}`;
    onEachDatabase({ ...valuesOf(table, type, lists), only }, (world) => {
      it('comes out as it went in', async () => {
        expect(await readValues(world())).toEqual(lists.map(shown));
      });

      it('goes in as it came out', async () => {
        const values = lists.map(shown);
        expect(await writeValues(world(), values)).toEqual(values);
      });
    });
  });
}

const lists = <Value>(value: fc.Arbitrary<Value>) => [
  null,
  [],
  [null],
  ...sample(fc.array(fc.option(value, { freq: 10 }), { maxLength: 6 }), 100),
];

const text = fc.string({ unit: 'binary', maxLength: 20 }).filter((value) => !value.includes('\0'));

itKeepsLists('TEXT', DataTypes.TEXT, [
  ['', ' ', 'NULL', 'null', '"', '\\', '{}', '{a,b}', ',', "'", '\n', 'a b'],
  ...lists(text),
]);

itKeepsLists('STRING', DataTypes.STRING(20), [['a', null, 'ß']]);

itKeepsLists('INTEGER', DataTypes.INTEGER, lists(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })));

itKeepsLists(
  'BIGINT',
  DataTypes.BIGINT,
  lists(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)),
);

itKeepsLists('DECIMAL', DataTypes.DECIMAL(40, 10), [
  ['123456789012345678901234567890.0123456789', '-0.5000000000', null],
]);

itKeepsLists('BOOLEAN', DataTypes.BOOLEAN, lists(fc.boolean()));

itKeepsLists('UUID', DataTypes.UUID, lists(fc.uuid()));

itKeepsLists('DATE', DataTypes.DATE, [
  null,
  [],
  ...sample(
    fc.array(
      fc.date({
        min: new Date('1900-01-01T00:00:00Z'),
        max: new Date('9999-12-30T00:00:00Z'),
        noInvalidDate: true,
      }),
    ),
    100,
  ).map((dates) => dates.map((date) => date.toISOString())),
]);

itKeepsLists('DATEONLY', DataTypes.DATEONLY, [['0001-01-01', '9999-12-31'], []]);

itKeepsLists('TIME', DataTypes.TIME, [['00:00:00', null, '23:59:59.999999']]);

itKeepsLists('INET', DataTypes.INET, [['10.0.0.1', '10.0.0.0/8', '::1', null]]);

itKeepsLists('CHAR', DataTypes.CHAR(3), [['a', null, 'abc', ' b']]);

const json = fc
  .jsonValue({ stringUnit: 'grapheme' })
  .filter((value) => value !== null && !/\\u0000|__proto__/.test(JSON.stringify(value)))
  .map((value) => JSON.parse(JSON.stringify(value)) as unknown);

describe('an ARRAY of JSONB', () => {
  const values = lists(json);
  onEachDatabase(
    {
      ...valuesOf('array_jsonb', DataTypes.ARRAY(DataTypes.JSONB), []),
      only,
    },
    (world) => {
      it('comes out as it went in', async () => {
        for (const value of values) {
          const texts = value?.map((item) => (item === null ? null : JSON.stringify(item))) ?? null;
          await world().sequelize.query(
            `INSERT INTO ${valuesTable(world())} (v) VALUES ($1::text[]::jsonb[])`,
            { bind: [texts] },
          );
        }
        expect(await readValues(world())).toEqual(values);
      });
    },
  );
});

describe('an ARRAY of DOUBLE', () => {
  // JSON has no negative zero.
  const double = fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((value) => (value === 0 ? 0 : value));
  const values = lists(double);
  onEachDatabase({ ...valuesOf('array_double', DataTypes.ARRAY(DataTypes.DOUBLE), []), only }, (world) => {
    const insert = async (list: unknown): Promise<unknown> =>
      world().sequelize.query(`INSERT INTO ${valuesTable(world())} (v) VALUES ($1::float8[])`, {
        bind: [list],
      });

    it('comes out as it went in', async () => {
      for (const list of values) {
        await insert(list);
      }
      expect(await readValues(world())).toEqual(values);
    });

    it('with NaN or an infinity does not fit', async () => {
      await world().sequelize.query(`TRUNCATE ${valuesTable(world())}`);
      await insert(['1.5', 'NaN']);
      await insert(['-Infinity']);
      await insert(['2']);
      const { data, errors } = await world().query('{ values { v } }');
      expect(data).toEqual({ values: [{ v: null }, { v: null }, { v: [2] }] });
      expect(errors?.map(({ message, path }) => [message, path])).toEqual([
        ['A value of Value.v does not fit its type.', ['values', 0, 'v']],
        ['A value of Value.v does not fit its type.', ['values', 1, 'v']],
      ]);
    });
  });
});

describe('an ARRAY of BLOB', () => {
  onEachDatabase({ ...valuesOf('array_blob', DataTypes.ARRAY(DataTypes.BLOB), []), only }, (world) => {
    it('comes as base64', async () => {
      await world().sequelize.query(
        `INSERT INTO ${valuesTable(world())} (v) VALUES (ARRAY['\\x00ff80', NULL, '\\x']::bytea[])`,
      );
      expect(await readValues(world())).toEqual([['AP+A', null, '']]);
    });
  });
});

describe('an ARRAY of ENUM', () => {
  const labels: Readonly<Record<string, string>> = {
    open: 'open',
    'in work': 'in_work',
    '': 'EMPTY',
    'a,b"{}\\': 'a_b____',
  };
  const values = Object.keys(labels);
  onEachDatabase(
    {
      ...valuesOf('array_enum', DataTypes.ARRAY(DataTypes.ENUM(...values)), [null, [], values, ['open']]),
      only,
    },
    (world) => {
      it('comes out by its labels, also where the type was made after the first connection', async () => {
        expect(await readValues(world())).toEqual([null, [], Object.values(labels), ['open']]);
      });

      it('comes out of an instance that an app gives, too', async () => {
        const { schema, sequelize } = world();
        const field = schema.getQueryType()?.getFields().values;
        const resolve = field?.resolve;
        (field as { resolve: unknown }).resolve = () => sequelize.models.Value?.findAll({ order: ['id'] });
        expect(await readValues(world())).toEqual([null, [], Object.values(labels), ['open']]);
        (field as { resolve: unknown }).resolve = resolve;
      });

      it('has the type of a list of labels', () => {
        expect(typeOfValue(world())).toBe('[ValueV]');
      });
    },
  );
});

describe('the microseconds and the zone of instants in an ARRAY', () => {
  onEachDatabase({ ...valuesOf('array_micro', DataTypes.ARRAY(DataTypes.DATE), []), only }, (world) => {
    it('arrive', async () => {
      await world().sequelize.query(
        `INSERT INTO ${valuesTable(world())} (v) VALUES (ARRAY['2024-01-01 00:00:00.123456+02', '1969-12-31 23:59:59.000001-03:30', NULL]::timestamptz[])`,
      );
      expect(await readValues(world())).toEqual([
        ['2023-12-31T22:00:00.123456Z', '1970-01-01T03:29:59.000001Z', null],
      ]);
    });
  });
});

describe('an ARRAY of ARRAY', () => {
  const nested = DataTypes.ARRAY(DataTypes.ARRAY(DataTypes.BIGINT) as unknown as AbstractDataTypeConstructor);
  onEachDatabase({ ...valuesOf('array_nested', nested, []), only }, (world) => {
    it('is a list of lists, whatever its indices count from', async () => {
      await world().sequelize.query(
        `INSERT INTO ${valuesTable(world())} (v) VALUES ('{{1,9007199254740993},{NULL,-4}}'), ('{}'), ('[2:3][5:5]={{1},{2}}'), (NULL)`,
      );
      expect(await readValues(world())).toEqual([
        [
          ['1', '9007199254740993'],
          [null, '-4'],
        ],
        [],
        [['1'], ['2']],
        null,
      ]);
      expect(typeOfValue(world())).toBe('[[BigInt]]');
    });

    it('of fewer dimensions than the model says does not fit', async () => {
      await world().sequelize.query(`TRUNCATE ${valuesTable(world())}`);
      await world().sequelize.query(`INSERT INTO ${valuesTable(world())} (v) VALUES ('{1,2}')`);
      const { data, errors } = await world().query('{ values { v } }');
      expect(data).toEqual({ values: [{ v: null }] });
      expect(errors).toEqual([
        {
          message: 'A value of Value.v does not fit its type.',
          path: ['values', 0, 'v'],
          code: 'VALUE_NOT_REPRESENTABLE',
        },
      ]);
    });
  });
});
