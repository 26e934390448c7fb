import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AbstractDataTypeConstructor, DataTypes } from 'sequelize';
import type { World } from '../support/on-each-database.ts';
import { onEachDatabase } from '../support/on-each-database.ts';
import { sample, typeOfValue, valuesOf, valuesTable, writeValues } from '../support/values.ts';

const only = ['embedded', 'postgres'] as const;

const selection = '{ start end startInclusive endInclusive isEmpty }';

interface Range {
  readonly start: unknown;
  readonly end: unknown;
  readonly startInclusive: boolean;
  readonly endInclusive: boolean;
  readonly isEmpty: boolean;
}

const range = (start: unknown, end: unknown, inclusive = '[)'): Range => ({
  start,
  end,
  startInclusive: inclusive.startsWith('['),
  endInclusive: inclusive.endsWith(']'),
  isEmpty: false,
});

const empty: Range = { start: null, end: null, startInclusive: false, endInclusive: false, isEmpty: true };

const rangeOf = (type: unknown) => DataTypes.RANGE(type as AbstractDataTypeConstructor);

async function insert(world: World, texts: readonly (string | null)[], sqlType: string): Promise<void> {
  await world.sequelize.query(
    `INSERT INTO ${valuesTable(world)} (v) SELECT text::${sqlType} FROM unnest($1::text[]) WITH ORDINALITY AS x(text, i) ORDER BY i`,
    { bind: [texts] },
  );
}

async function readRanges(world: World): Promise<unknown[]> {
  const { data, errors } = await world.query(`{ values { v ${selection} } }`);
  expect(errors).toBeUndefined();
  return (data as { values: { v: unknown }[] }).values.map(({ v }) => v);
}

/** Not the empty range, infinity as a bound (which is shown as none), and more digits than Sequelize writes. */
function isWritten(own: Range | null): boolean {
  const isInfinite =
    own !== null && ((own.start === null && own.startInclusive) || (own.end === null && own.endInclusive));
  return own?.isEmpty !== true && !isInfinite && !/\.\d{4,}Z/.test(`${own?.start} ${own?.end}`);
}

/** Tests that every range, as Postgres reads it, comes as given, and that the type is called `typeName`. */
function itReads(
  name: string,
  type: unknown,
  sqlType: string,
  typeName: string,
  ranges: readonly (readonly [text: string | null, range: Range | null])[],
): void {
  describe(`a RANGE of ${name}`, () => {
    onEachDatabase({ ...valuesOf(`range_${name.toLowerCase()}`, rangeOf(type), []), only }, (world) => {
      it('comes with its bounds, and whether they belong to it', async () => {
        await insert(
          world(),
          ranges.map(([text]) => text),
          sqlType,
        );
        expect(await readRanges(world())).toEqual(ranges.map(([, shown]) => shown));
      });

      it(`is of the type ${typeName}`, () => {
        expect(typeOfValue(world())).toBe(typeName);
      });

      it('goes in as it came out', async () => {
        const shown = ranges.map(([, own]) => own).filter(isWritten);
        const given = shown.map((own) => {
          const { isEmpty: _, ...input } = own ?? { isEmpty: false };
          return own === null ? null : input;
        });
        expect(await writeValues(world(), given, selection)).toEqual(shown);
      });
    });
  });
}

const common: readonly (readonly [string | null, Range | null])[] = [
  [null, null],
  ['empty', empty],
  ['(,)', range(null, null, '()')],
];

const ordered = <Value>(value: fc.Arbitrary<Value>) =>
  fc
    .tuple(value, value)
    .filter(([start, end]) => start !== end)
    .map(([a, b]) => (a < b ? [a, b] : [b, a]) as [Value, Value]);

itReads('INTEGER', DataTypes.INTEGER, 'int4range', 'IntRange', [
  ...common,
  ['[1,5]', range(1, 6)],
  ['(1,5)', range(2, 5)],
  ['[3,3)', empty],
  ['[-2147483648,)', range(-2147483648, null)],
  ['(,-1]', range(null, 0, '()')],
  ...sample(ordered(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })), 100).map(
    ([start, end]) => [`[${start},${end})`, range(start, end)] as const,
  ),
]);

itReads('BIGINT', DataTypes.BIGINT, 'int8range', 'BigIntRange', [
  ...common,
  ['[9007199254740993,9223372036854775807)', range('9007199254740993', '9223372036854775807')],
  ...sample(ordered(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })), 100).map(
    ([start, end]) => [`[${start},${end})`, range(String(start), String(end))] as const,
  ),
]);

itReads('DECIMAL', DataTypes.DECIMAL, 'numrange', 'DecimalRange', [
  ...common,
  ['(0.10,12345678901234567890.0000000001]', range('0.10', '12345678901234567890.0000000001', '(]')],
  ['[-1.5,-1.5]', range('-1.5', '-1.5', '[]')],
]);

itReads('DATEONLY', DataTypes.DATEONLY, 'daterange', 'DateRange', [
  ...common,
  ['[2024-02-28,2024-02-29]', range('2024-02-28', '2024-03-01')],
  ['[2024-01-01,infinity)', range('2024-01-01', null)],
  ['[-infinity,2024-01-01)', range(null, '2024-01-01')],
]);

itReads('DATE', DataTypes.DATE, 'tstzrange', 'DateTimeRange', [
  ...common,
  [
    '["2024-01-01 00:00:00.123456+02","2024-03-31 01:30:00-03:30")',
    range('2023-12-31T22:00:00.123456Z', '2024-03-31T05:00:00.000Z'),
  ],
  ['(1969-12-31 23:59:59.000001+00,]', range('1969-12-31T23:59:59.000001Z', null, '()')],
  ['[-infinity,infinity]', range(null, null, '[]')],
  ...sample(
    ordered(
      fc
        .date({
          min: new Date('1000-01-01T00:00:00Z'),
          max: new Date('9999-12-30T00:00:00Z'),
          noInvalidDate: true,
        })
        .map((date) => date.toISOString()),
    ),
    100,
  ).map(([start, end]) => [`[${start},${end}]`, range(start, end, '[]')] as const),
]);

describe('a RANGE', () => {
  onEachDatabase(
    { ...valuesOf('range_selection', rangeOf(DataTypes.INTEGER), [[1, 5], [], null]), only },
    (world) => {
      it('may be selected in part, under other names and beside other fields, with one statement', async () => {
        const { data, statements } = await world().query(
          '{ values(limit: 1) { from: v { at: start __typename } until: v { end } ...F } } fragment F on Value { id from: v { inside: startInclusive } }',
        );
        expect(data).toEqual({
          values: [{ id: '1', from: { at: 1, __typename: 'IntRange', inside: true }, until: { end: 5 } }],
        });
        expect(statements).toHaveLength(1);
      });
    },
  );
});

describe('an ARRAY of RANGE', () => {
  const type = DataTypes.ARRAY(rangeOf(DataTypes.DATE) as unknown as AbstractDataTypeConstructor);
  onEachDatabase({ ...valuesOf('range_array', type, []), only }, (world) => {
    it('is a list of ranges', async () => {
      await world().sequelize.query(
        `INSERT INTO ${valuesTable(world())} (v) VALUES (ARRAY['[2024-01-01 00:00:00.5+00,)', 'empty', NULL]::tstzrange[])`,
      );
      expect(await readRanges(world())).toEqual([[range('2024-01-01T00:00:00.500Z', null), empty, null]]);
      expect(typeOfValue(world())).toBe('[DateTimeRange]');
    });
  });
});

describe('a RANGE that a getter gives', () => {
  onEachDatabase(
    {
      name: 'values_range_getter',
      only,
      define(sequelize) {
        const { DATE, INTEGER, VIRTUAL } = DataTypes;
        sequelize.define(
          'Value',
          {
            v: {
              type: rangeOf(DATE),
              get(): unknown {
                return this.getDataValue('v');
              },
            },
            short: {
              type: VIRTUAL(rangeOf(INTEGER) as unknown as AbstractDataTypeConstructor),
              get: (): unknown => [1, null],
            },
          },
          { timestamps: false },
        );
      },
      fill: async ({ models }) =>
        models.Value?.bulkCreate([
          { v: [new Date(0), { value: new Date(1_000), inclusive: true }] },
          { v: [] },
          { v: [null, Number.POSITIVE_INFINITY] },
          { v: null },
        ]),
    },
    (world) => {
      it('is known to the getter as Sequelize has it', async () => {
        const { data, errors } = await world().query(`{ values { v ${selection} short ${selection} } }`);
        expect(errors).toBeUndefined();
        const short = range(1, null);
        expect(data).toEqual({
          values: [
            { v: range('1970-01-01T00:00:00.000Z', '1970-01-01T00:00:01.000Z', '[]'), short },
            { v: empty, short },
            { v: range(null, null, '()'), short },
            { v: null, short },
          ],
        });
      });
    },
  );
});
