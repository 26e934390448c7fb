import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AbstractDataTypeConstructor, DataTypes } from 'sequelize';
import { findEach, findValues } from '../support/find-values.ts';
import { onEachDatabase, type World } from '../support/on-each-database.ts';
import { sample, valuesOf, valuesTable } from '../support/values.ts';

const only = ['embedded', 'postgres'] as const;

const arrayOf = (type: unknown) => DataTypes.ARRAY(type as AbstractDataTypeConstructor);

type List = readonly (string | number | boolean | null)[];

/** What each operator means, without a database. Nulls are elements, but nothing is equal to one. */
const meanings: Readonly<Record<string, (list: List | null, operand: never) => boolean>> = {
  isNull: (list, operand: boolean) => (list === null) === operand,
  eq: (list, operand: List | null) => JSON.stringify(list) === JSON.stringify(operand),
  ne: (list, operand: List | null) => JSON.stringify(list) !== JSON.stringify(operand),
  isEmpty: (list, operand: boolean) => list !== null && (list.length === 0) === operand,
  contains: (list, operand: List) =>
    list?.every !== undefined && operand.every((item) => list.includes(item)),
  containedBy: (list, operand: List) => list?.every((item) => operand.includes(item)) ?? false,
  overlaps: (list, operand: List) => list?.some((item) => operand.includes(item)) ?? false,
};

/** Sequelize writes not every array that Postgres has, such as one of numbers with a null. */
async function fillLists(world: World, lists: readonly (List | null)[]): Promise<void> {
  for (const list of lists) {
    await world.sequelize.query(`INSERT INTO ${valuesTable(world)} (v) VALUES ($1)`, { bind: [list] });
  }
}

/** Tests that filters on arrays of these elements answer as JavaScript does. */
function itAnswersLikeJavaScript(name: string, type: unknown, elements: List): void {
  describe(`the operators of an ARRAY of ${name}`, () => {
    const element = fc.constantFrom(...elements);
    const whole = fc.array(element, { maxLength: 4 });
    const list = fc.array(fc.option(element, { freq: 6 }), { maxLength: 4 });
    const lists: (List | null)[] = [null, [], [null], ...sample(list, 60)];
    const filters: Record<string, unknown>[] = sample(
      fc.oneof(
        fc.record({ isNull: fc.boolean() }),
        fc.record({ isEmpty: fc.boolean() }),
        fc.record({ eq: fc.option(fc.oneof(fc.constantFrom(...lists), list)) }),
        fc.record({ ne: fc.option(fc.oneof(fc.constantFrom(...lists), list)) }),
        ...['contains', 'containedBy', 'overlaps'].map((operator) => fc.record({ [operator]: whole })),
      ),
      60,
    );
    const table = `operators_array_${name.toLowerCase().replaceAll(/\W/g, '_')}`;
    onEachDatabase({ ...valuesOf(table, arrayOf(type), []), only }, (world) => {
      it('answer as JavaScript does', async () => {
        await fillLists(world(), lists);
        const found = await findEach(
          world(),
          filters.map((filter) => ({ v: filter })),
        );
        const expected = filters.map((filter) => {
          const [[operator, operand] = []] = Object.entries(filter);
          const meets = meanings[operator as string] as (list: List | null, operand: unknown) => boolean;
          return lists.flatMap((value, place) => (meets(value, operand) ? [place] : []));
        });
        expect(found.map((places, index) => [filters[index], places])).toEqual(
          expected.map((places, index) => [filters[index], places]),
        );
      });
    });
  });
}

itAnswersLikeJavaScript('TEXT', DataTypes.TEXT, [
  ...['', ' ', 'a', 'A', 'NULL', 'null', '"', '\\', '{}', '{a,b}', ',', "'", "'; DROP TABLE x; --", '\n'],
  ...['ü', '😀', '\u2028', '$1', '?', ':a'],
]);
itAnswersLikeJavaScript('STRING', DataTypes.STRING(5), ['a', 'ab', 'abcde', '']);
itAnswersLikeJavaScript('INTEGER', DataTypes.INTEGER, [-(2 ** 31), -1, 0, 1, 2 ** 31 - 1]);
itAnswersLikeJavaScript('BIGINT', DataTypes.BIGINT, [
  ...['9007199254740992', '9007199254740993', '-9223372036854775808', '9223372036854775807'],
]);
itAnswersLikeJavaScript('DOUBLE', DataTypes.DOUBLE, [0, 0.1, -1.5, 1e300, 5e-324]);
itAnswersLikeJavaScript('BOOLEAN', DataTypes.BOOLEAN, [true, false]);
itAnswersLikeJavaScript('UUID', DataTypes.UUID, [
  ...['7c4e0000-1111-4222-8333-44445555aa02', '7c4e0000-1111-4222-8333-44445555aa03'],
]);
itAnswersLikeJavaScript('DATEONLY', DataTypes.DATEONLY, ['0001-01-01', '2024-02-29', '9999-12-31']);
itAnswersLikeJavaScript('TIME', DataTypes.TIME, ['00:00:00', '23:59:59.999999']);
itAnswersLikeJavaScript('INET', DataTypes.INET, ['10.0.0.1', '10.0.0.0/8', '::1']);

describe('the operators of an ARRAY of DATE', () => {
  onEachDatabase({ ...valuesOf('operators_array_date', arrayOf(DataTypes.DATE), []), only }, (world) => {
    it('compare microseconds, in whatever zone they are written', async () => {
      await fillLists(world(), [['2024-01-01 00:00:00.123456Z'], ['2024-01-01 00:00:00.123457Z']]);
      expect(await findValues(world(), { contains: ['2024-01-01T02:00:00.123456+02:00'] })).toEqual([0]);
    });
  });
});

describe('the operators of an ARRAY of ENUM', () => {
  const labels = ['open', 'in work', "it's", 'a,b"{}\\'];
  const rows = [null, [], ['open', 'in work'], ["it's", 'a,b"{}\\']];
  onEachDatabase(
    { ...valuesOf('operators_array_enum', arrayOf(DataTypes.ENUM(...labels)), rows), only },
    (world) => {
      it.each([
        [{ contains: ['open'] }, [2]],
        [{ contains: ['in_work', 'open'] }, [2]],
        [{ overlaps: ['in_work', 'a_b____'] }, [2, 3]],
        [{ containedBy: ['it_s', 'a_b____', 'open'] }, [1, 3]],
        [{ eq: ['open', 'in_work'] }, [2]],
        [{ eq: ['in_work', 'open'] }, []],
        [{ ne: ['open', 'in_work'] }, [0, 1, 3]],
      ])('%j', async (filter, places) => {
        expect(await findValues(world(), filter)).toEqual(places);
      });

      it('are those of a type that is called after the enum', () => {
        expect(String(world().schema.getType('ValueVListFilter'))).toBe('ValueVListFilter');
      });
    },
  );
});

describe('an element that no column of the type holds', () => {
  const rows = [null, [], ['1'], ['1', '2']];
  onEachDatabase(
    { ...valuesOf('operators_array_beyond', arrayOf(DataTypes.BIGINT), rows), only },
    (world) => {
      const tooLarge = '9223372036854775808';

      it.each([
        [{ contains: [tooLarge] }, []],
        [{ contains: ['1', tooLarge] }, []],
        [{ overlaps: ['1', tooLarge] }, [2, 3]],
        [{ overlaps: [tooLarge] }, []],
        [{ containedBy: ['1', tooLarge] }, [1, 2]],
        [{ eq: [tooLarge] }, []],
        [{ ne: [tooLarge] }, [0, 1, 2, 3]],
      ])('is in no list: %j', async (filter, places) => {
        expect(await findValues(world(), filter)).toEqual(places);
      });
    },
  );
});

describe('texts that Postgres cannot hold, and networks with an address within', () => {
  onEachDatabase({ ...valuesOf('operators_array_nul', arrayOf(DataTypes.TEXT), [['a']]), only }, (world) => {
    it('are in no list', async () => {
      expect(await findValues(world(), { overlaps: ['a\0', '\ud800'] })).toEqual([]);
      expect(await findValues(world(), { ne: ['a\0'] })).toEqual([0]);
    });
  });

  const networks = [['10.0.0.0/8'], ['10.0.0.1/32', '::/0']];
  onEachDatabase(
    { ...valuesOf('operators_array_cidr', arrayOf(DataTypes.CIDR), networks), only },
    (world) => {
      it.each([
        [{ contains: ['10.0.0.0/8'] }, [0]],
        [{ overlaps: ['10.0.0.1/8', '::/0'] }, [1]],
        [{ overlaps: ['10.0.0.1'] }, [1]],
        [{ eq: ['10.0.0.1/8'] }, []],
      ])('are equal to no network: %j', async (filter, places) => {
        expect(await findValues(world(), filter)).toEqual(places);
      });
    },
  );
});

describe('an ARRAY of what cannot be compared', () => {
  const kinds: readonly [name: string, type: unknown][] = [
    ['JSONB', DataTypes.JSONB],
    ['ARRAY', arrayOf(DataTypes.INTEGER)],
    ['RANGE', DataTypes.RANGE(DataTypes.INTEGER)],
    ['BLOB', DataTypes.BLOB],
    ['TSVECTOR', DataTypes.TSVECTOR],
  ];
  for (const [name, type] of kinds) {
    const table = `operators_array_of_${name.toLowerCase()}`;
    onEachDatabase({ ...valuesOf(table, arrayOf(type), [null]), only }, (world) => {
      it(`is there or not: ${name}`, async () => {
        expect(await findValues(world(), { isNull: true })).toEqual([0]);
        expect(await findValues(world(), { isNull: false })).toEqual([]);
      });
    });
  }
});
