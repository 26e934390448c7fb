import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DataTypes } from 'sequelize';
import type { TestDatabase } from '../support/databases.ts';
import { onEachDatabase } from '../support/on-each-database.ts';
import { readValues, sample, typeOfValue, valuesOf, valuesTable, writeValues } from '../support/values.ts';

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

        it('goes in as it came out', async () => {
          const shown = values.map(out);
          expect(await writeValues(world(), shown)).toEqual(shown);
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

describe('a network address as a key', () => {
  onEachDatabase(
    {
      name: 'values_network_key',
      only: postgres,
      define(sequelize) {
        const { CIDR, INET, MACADDR } = DataTypes;
        sequelize.define(
          'Host',
          {
            address: { type: INET, primaryKey: true },
            network: { type: CIDR, unique: true },
            card: { type: MACADDR, unique: true },
          },
          { timestamps: false },
        );
      },
      fill: async ({ models }) =>
        models.Host?.create({ address: '10.0.0.1', network: '10.0.0.0/8', card: '08:00:2b:01:02:03' }),
    },
    (world) => {
      it('finds its row however it is written, and spoils no other where it is none', async () => {
        const { data, errors } = await world().query(`{
          plain: host(address: "10.0.0.1") { address }
          full: host(address: "10.0.0.1/32") { address }
          none: host(address: "nope") { address }
          network: hostBy(key: { network: "10.0.0.0/8" }) { address }
          card: hostBy(key: { card: "08:00:2B:01:02:03" }) { address }
        }`);
        expect(errors?.map(({ path, code }) => [path, code])).toEqual([[['none'], 'BAD_USER_INPUT']]);
        const host = { address: '10.0.0.1' };
        expect(data).toEqual({ plain: host, full: host, none: null, network: host, card: host });
      });
    },
  );
});

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
