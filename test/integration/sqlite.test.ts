// What SQLite alone does in a way of its own.
import { describe, expect, it } from '@jest/globals';
import { DataTypes, type ModelAttributes } from 'sequelize';
import { findEach, findValues } from '../support/find-values.ts';
import { onEachDatabase } from '../support/on-each-database.ts';
import { readValues, valuesOf } from '../support/values.ts';

const only = ['sqlite'] as const;
const bare = { timestamps: false };

describe('texts', () => {
  const texts = ['abc', 'ABC', 'a*c', 'a?c', 'a[b]c', '100%', 'Äb', 'äb', '', null];
  onEachDatabase({ ...valuesOf('sqlite_texts', DataTypes.STRING, texts), only }, (world) => {
    it('are told apart by case in contains, startsWith, endsWith and like, though LIKE does not', async () => {
      expect(
        await findEach(world(), [
          { v: { contains: 'b' } },
          { v: { startsWith: 'a' } },
          { v: { endsWith: 'C' } },
          { v: { like: 'a%c' } },
          { v: { startsWith: '' } },
          { v: { endsWith: 'xxabc' } },
        ]),
      ).toEqual([[0, 4, 6, 7], [0, 2, 3, 4], [1], [0, 2, 3, 4], [0, 1, 2, 3, 4, 5, 6, 7, 8], []]);
    });

    it('meet a pattern that has what GLOB reads', async () => {
      expect(
        await findEach(world(), [
          { v: { like: 'a*c' } },
          { v: { like: 'a?c' } },
          { v: { like: 'a[b]c' } },
          { v: { like: 'a_c' } },
          { v: { like: '100\\%' } },
          { v: { like: '%\\' } },
        ]),
      ).toEqual([[2], [3], [4], [0, 2, 3], [5], []]);
    });

    it('are the same but for upper and lower case from A to Z', async () => {
      expect(
        await findEach(world(), [
          { v: { iEq: 'aBc' } },
          { v: { iContains: 'B' } },
          { v: { iLike: 'A%C' } },
          { v: { iEq: 'ÄB' } },
        ]),
      ).toEqual([[0, 1], [0, 1, 4, 6, 7], [0, 1, 2, 3, 4], [6]]);
    });

    it('are refused as a pattern that is too long for the database', async () => {
      expect(await findValues(world(), { like: 'x'.repeat(49_000) })).toEqual([]);
      const { errors } = await world().query(
        'query ($v: String) { values(where: { v: { like: $v } }) { id } }',
        {
          v: 'x'.repeat(51_000),
        },
      );
      expect(errors?.map(({ code, message }) => [code, message])).toEqual([
        ['BAD_USER_INPUT', 'A pattern for Value.v may have at most 50000 bytes.'],
      ]);
    });
  });
});

describe('a CITEXT', () => {
  onEachDatabase({ ...valuesOf('sqlite_citext', DataTypes.CITEXT, ['Ada', 'ADA', 'bob']), only }, (world) => {
    it('takes upper and lower case for the same in every comparison', async () => {
      expect(
        await findEach(world(), [
          { v: { eq: 'ada' } },
          { v: { in: ['aDa'] } },
          { v: { contains: 'D' } },
          { v: { startsWith: 'B' } },
          { v: { like: 'a_A' } },
        ]),
      ).toEqual([[0, 1], [0, 1], [0, 1], [2], [0, 1]]);
    });
  });
});

describe('conditions by the thousand', () => {
  onEachDatabase({ ...valuesOf('sqlite_many', DataTypes.INTEGER, [1, 2, 3]), only }, (world) => {
    it('are neither too many values nor too deep an expression', async () => {
      const many = Array.from({ length: 40_000 }, (_, index) => index + 2);
      expect(await findValues(world(), { in: many })).toEqual([1, 2]);
      const or = many.slice(0, 2_500).map((value) => ({ v: { eq: value } }));
      expect(await findEach(world(), [{ or }, { not: { or } }])).toEqual([[1, 2], [0]]);
    });
  });
});

describe('instants that others wrote', () => {
  const written = ['2024-01-01 10:00:00', '2024-01-01T10:00:00Z', '2024-01-01 10:00:00.123 +00:00'];
  onEachDatabase(
    {
      ...valuesOf('sqlite_instants', DataTypes.DATE, []),
      only,
      fill: (sequelize) =>
        sequelize.query(
          `INSERT INTO \`Values\` (v) VALUES ${[...written, ...written].map((v) => `('${v}')`)}`,
        ),
    },
    (world) => {
      it('are shown, and no page leaves one out', async () => {
        const shown = ['2024-01-01T10:00:00.000Z', '2024-01-01T10:00:00.000Z', '2024-01-01T10:00:00.123Z'];
        expect(await readValues(world())).toEqual([...shown, ...shown]);
        const walked: string[] = [];
        for (let after: string | null = null, more = true; more; ) {
          const { data } = await world().query(
            'query ($after: String) { valuesConnection(orderBy: [{ v: ASC }], first: 1, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } } }',
            { after },
          );
          const { nodes, pageInfo } = (data as { valuesConnection: Page }).valuesConnection;
          walked.push(...nodes.map(({ id }) => id));
          [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
        }
        expect(walked).toEqual(['1', '4', '3', '6', '2', '5']);
      });
    },
  );
});

interface Page {
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
}

describe('sums', () => {
  onEachDatabase(
    {
      name: 'sqlite_sums',
      only,
      define(sequelize) {
        const { BIGINT, DECIMAL, STRING } = DataTypes;
        sequelize.define(
          'Entry',
          { team: STRING, big: BIGINT, price: DECIMAL(10, 2), free: DECIMAL } as ModelAttributes,
          bare,
        );
      },
      fill: ({ models }) =>
        models.Entry?.bulkCreate([
          { team: 'a', big: '9223372036854775807', price: '0.10', free: '0.1' },
          { team: 'a', big: '9223372036854775807', price: '0.20', free: '0.2' },
          { team: 'b', big: '-9223372036854775808', price: '-0.30', free: '1e20' },
          { team: 'b', big: '-9223372036854775808', price: null, free: null },
          { team: 'c', big: null, price: null, free: null },
        ]) as Promise<unknown>,
    },
    (world) => {
      it('are exact past 64 bits, and of a DECIMAL with a scale', async () => {
        const { data, errors } = await world().query(
          '{ entriesGroupBy(by: [{ team: VALUE }], orderBy: [{ keys: { team: ASC } }]) { keys { team } sum { big price free } avg { big price } } }',
        );
        expect(errors).toBeUndefined();
        expect(data).toEqual({
          entriesGroupBy: [
            {
              keys: { team: 'a' },
              sum: { big: '18446744073709551614', price: '0.30', free: '0.3' },
              avg: { big: '9223372036854775807', price: '0.15' },
            },
            {
              keys: { team: 'b' },
              sum: { big: '-18446744073709551616', price: '-0.30', free: '100000000000000000000' },
              avg: { big: '-9223372036854775808', price: '-0.3' },
            },
            {
              keys: { team: 'c' },
              sum: { big: null, price: null, free: null },
              avg: { big: null, price: null },
            },
          ],
        });
      });

      it.each([
        ['big: { gt: "18446744073709551613" }', ['a']],
        ['big: { gte: "18446744073709551615" }', []],
        ['big: { lt: "-18446744073709551615" }', ['b']],
        ['big: { lt: "99999999999999999999999999999999999" }', ['b', 'a']],
        ['price: { eq: "0.3" }', ['a']],
        ['price: { between: { from: "-0.301", to: "-0.299" } }', ['b']],
        ['price: { in: ["0.30", "-0.30"] }', ['b', 'a']],
        ['free: { lt: "1" }', ['a']],
      ])('are compared and ordered as they are: %s', async (condition, teams) => {
        const { data, errors } = await world().query(
          `{ entriesGroupBy(by: [{ team: VALUE }], having: { sum: { ${condition} } }, orderBy: [{ sum: { big: ASC } }]) { keys { team } } }`,
        );
        expect(errors).toBeUndefined();
        expect(data).toEqual({ entriesGroupBy: teams.map((team) => ({ keys: { team } })) });
      });
    },
  );
});
