import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AbstractDataTypeConstructor, DataTypes } from 'sequelize';
import { findEach, findValues, refusalOf } from '../support/find-values.ts';
import { onEachDatabase, type World } from '../support/on-each-database.ts';
import { sample, valuesOf, valuesTable } from '../support/values.ts';

const only = ['embedded', 'postgres'] as const;

const rangeOf = (type: unknown) => DataTypes.RANGE(type as AbstractDataTypeConstructor);

/** Ranges as Postgres writes them, in the place of those that were there. */
async function fillRanges(world: World, ranges: readonly (string | null)[]): Promise<void> {
  const { sequelize } = world;
  await sequelize.query(`TRUNCATE ${valuesTable(world)} RESTART IDENTITY`);
  for (const range of ranges) {
    await sequelize.query(`INSERT INTO ${valuesTable(world)} (v) VALUES ($1)`, { bind: [range] });
  }
}

const places = (ranges: readonly unknown[]) => ranges.map((_, place) => place);

describe('the operators of a RANGE of INTEGER', () => {
  const ranges = [null, 'empty', '[1,5)', '[5,9)', '(,3)', '[2147483647,)', '(,)'];
  const all = places(ranges);
  onEachDatabase({ ...valuesOf('operators_range_int', rangeOf(DataTypes.INTEGER), []), only }, (world) => {
    it.each([
      [{ isNull: true }, [0]],
      [{ isEmpty: true }, [1]],
      [{ isEmpty: false }, [2, 3, 4, 5, 6]],
      [{ eq: null }, [0]],
      [{ eq: { start: 1, end: 5 } }, [2]],
      [{ eq: { start: 0, end: 4, startInclusive: false, endInclusive: true } }, [2]],
      [{ ne: { start: 1, end: 5 } }, [0, 1, 3, 4, 5, 6]],
      [{ eq: {} }, [6]],
      [{ contains: 1 }, [2, 4, 6]],
      [{ contains: 5 }, [3, 6]],
      [{ contains: 2147483647 }, [5, 6]],
      [{ containsRange: { start: 1, end: 3 } }, [2, 4, 6]],
      [{ containedBy: { start: 1, end: 9 } }, [1, 2, 3]],
      [{ containedBy: { end: 5 } }, [1, 2, 4]],
      [{ overlaps: { start: 4, end: 5, endInclusive: true } }, [2, 3, 6]],
      [{ overlaps: { start: 5, end: 5 } }, []],
      [{ before: { start: 5 } }, [2, 4]],
      [{ after: { end: 5 } }, [3, 5]],
      // What lies past the largest number, and ranges that end before they start.
      [{ containedBy: { start: 9, end: 2147483647, endInclusive: true } }, [1, 5]],
      [{ overlaps: { start: 2147483647, startInclusive: false } }, []],
      [{ overlaps: { start: 5, end: 1 } }, []],
      [{ containedBy: { start: 5, end: 1 } }, [1]],
      [{ containsRange: { start: 5, end: 1 } }, all.slice(1)],
    ])('%j', async (filter, expected) => {
      await fillRanges(world(), ranges);
      expect(await findValues(world(), filter)).toEqual(expected);
    });

    it('refuse null in the place of a value or a range', async () => {
      expect(await refusalOf(world(), { overlaps: null })).toEqual([
        [
          'BAD_USER_INPUT',
          'Null is no condition, but "where.v.overlaps" is null: leave it out, or ask for what is missing by { eq: null }.',
        ],
      ]);
    });

    it('answer as whole numbers counted one by one do', async () => {
      const bound = fc.option(fc.integer({ min: -6, max: 6 }), { freq: 5 });
      const range = fc.record({
        start: bound,
        end: bound,
        startInclusive: fc.boolean(),
        endInclusive: fc.boolean(),
      });
      type Range = typeof range extends fc.Arbitrary<infer Value> ? Value : never;
      /** Past the bounds lie numbers that stand for all others. */
      const numbers = Array.from({ length: 21 }, (_, index) => index - 10);
      const setOf = ({ start, end, startInclusive, endInclusive }: Range): number[] =>
        numbers.filter(
          (number) =>
            (start === null || (startInclusive ? number >= start : number > start)) &&
            (end === null || (endInclusive ? number <= end : number < end)),
        );
      const stored = sample(range, 60).filter(
        ({ start, end }) => start === null || end === null || start <= end,
      );
      await fillRanges(
        world(),
        stored.map(
          ({ start, end, startInclusive, endInclusive }) =>
            `${startInclusive ? '[' : '('}${start ?? ''},${end ?? ''}${endInclusive ? ']' : ')'}`,
        ),
      );
      const meanings: Readonly<Record<string, (row: number[], given: number[]) => boolean>> = {
        eq: (row, given) => String(row) === String(given),
        ne: (row, given) => String(row) !== String(given),
        containsRange: (row, given) => given.every((number) => row.includes(number)),
        containedBy: (row, given) => row.every((number) => given.includes(number)),
        overlaps: (row, given) => row.some((number) => given.includes(number)),
        before: (row, given) =>
          row.length > 0 && given.length > 0 && (row.at(-1) as number) < (given[0] as number),
        after: (row, given) =>
          row.length > 0 && given.length > 0 && (row[0] as number) > (given.at(-1) as number),
      };
      const filters = sample(fc.tuple(fc.constantFrom(...Object.keys(meanings)), range), 150);
      const found = await findEach(
        world(),
        filters.map(([operator, given]) => ({ v: { [operator]: given } })),
      );
      const expected = filters.map(([operator, given]) =>
        stored.flatMap((row, place) => (meanings[operator]?.(setOf(row), setOf(given)) ? [place] : [])),
      );
      expect(found.map((rows, index) => [filters[index], rows])).toEqual(
        expected.map((rows, index) => [filters[index], rows]),
      );
    });
  });
});

describe('the operators of a RANGE of BIGINT', () => {
  const ranges = ['[1,5)', '[9223372036854775806,)', '(,-9223372036854775808)'];
  onEachDatabase({ ...valuesOf('operators_range_bigint', rangeOf(DataTypes.BIGINT), []), only }, (world) => {
    it.each([
      [{ contains: '9223372036854775807' }, [1]],
      [{ contains: '9223372036854775808' }, []],
      [{ containedBy: { start: '5', end: '9223372036854775808' } }, [1]],
      [{ overlaps: { start: '9223372036854775808' } }, []],
      [{ overlaps: { end: '-9223372036854775809' } }, []],
      [{ containedBy: { start: '-9223372036854775809', end: '5' } }, [0, 2]],
      [{ overlaps: { start: '5', end: '9223372036854775807', endInclusive: true } }, [1]],
    ])('%j', async (filter, expected) => {
      await fillRanges(world(), ranges);
      expect(await findValues(world(), filter)).toEqual(expected);
    });
  });
});

describe('the operators of a RANGE of DECIMAL', () => {
  const ranges = ['[0.10,0.20)', '(1,2]'];
  onEachDatabase(
    { ...valuesOf('operators_range_decimal', rangeOf(DataTypes.DECIMAL), []), only },
    (world) => {
      it.each([
        [{ contains: '0.1' }, [0]],
        [{ contains: '0.2' }, []],
        [{ contains: '1' }, []],
        [{ contains: '2.000' }, [1]],
        [{ eq: { start: '0.1', end: '0.2' } }, [0]],
        [{ overlaps: { start: '0.2', end: '1', endInclusive: true } }, []],
      ])('%j', async (filter, expected) => {
        await fillRanges(world(), ranges);
        expect(await findValues(world(), filter)).toEqual(expected);
      });

      it('refuse what is no number', async () => {
        const refusal = [['BAD_USER_INPUT', '"NaN" cannot be compared with values of Value.v.']];
        expect(await refusalOf(world(), { contains: 'NaN' })).toEqual(refusal);
        expect(await refusalOf(world(), { overlaps: { end: 'NaN' } })).toEqual(refusal);
      });
    },
  );
});

describe('the operators of a RANGE of DATEONLY and DATE', () => {
  const days = ['[2024-01-01,2024-02-01)', '[9999-12-31,)'];
  onEachDatabase({ ...valuesOf('operators_range_day', rangeOf(DataTypes.DATEONLY), []), only }, (world) => {
    it.each([
      [{ contains: '2024-01-31' }, [0]],
      [{ contains: '2024-02-01' }, []],
      [{ eq: { start: '2024-01-01', end: '2024-01-31', endInclusive: true } }, [0]],
      [{ overlaps: { start: '9999-12-31', end: '9999-12-31', endInclusive: true } }, [1]],
    ])('%j', async (filter, expected) => {
      await fillRanges(world(), days);
      expect(await findValues(world(), filter)).toEqual(expected);
    });
  });

  const instants = ['["2024-01-01 00:00:00.000001Z","2024-01-01 00:00:00.000003Z")'];
  onEachDatabase({ ...valuesOf('operators_range_instant', rangeOf(DataTypes.DATE), []), only }, (world) => {
    it.each([
      [{ contains: '2024-01-01T01:00:00.000001+01:00' }, [0]],
      [{ contains: '2024-01-01T00:00:00.000003Z' }, []],
      [{ before: { start: '2024-01-01T00:00:00.000003Z' } }, [0]],
      [{ after: { end: '2024-01-01T00:00:00.000001Z', endInclusive: true } }, []],
    ])('%j', async (filter, expected) => {
      await fillRanges(world(), instants);
      expect(await findValues(world(), filter)).toEqual(expected);
    });
  });
});
