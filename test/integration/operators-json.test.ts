import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DataTypes } from 'sequelize';
import { findEach, findValues, refusalOf } from '../support/find-values.ts';
import { meetsJson } from '../support/json-reference.ts';
import { onEachDatabase, type World } from '../support/on-each-database.ts';
import { sample, valuesOf, valuesTable } from '../support/values.ts';

const postgres = ['embedded', 'postgres'] as const;

const people = [
  { name: 'Ada', age: 36, tags: ['math', 'code'], address: { city: 'London', lines: ['St 1', null] } },
  { name: 'Bob', age: '36', tags: [], address: null, active: true },
  { name: 'ada', age: 7.5, tags: ['code', ['math']], active: false },
  ['Ada', 36],
  'Ada',
  36,
  null,
];

const nothing = people.length - 1;
const all = people.map((_, index) => index);
const allBut = (...places: number[]) => all.filter((place) => !places.includes(place));

const expectations: readonly [filter: Record<string, unknown>, places: readonly number[]][] = [
  [{ isNull: true }, [nothing]],
  [{ isNull: false }, allBut(nothing)],
  [{ eq: null }, [nothing]],
  [{ ne: null }, allBut(nothing)],
  [{ eq: 36 }, [5]],
  [{ ne: 36 }, allBut(5)],
  [{ eq: 'Ada' }, [4]],
  [{ eq: ['Ada', 36] }, [3]],
  [{ eq: [36, 'Ada'] }, []],
  [{ in: [36, 'Ada', { name: 'Ada' }] }, [4, 5]],
  [{ in: [36, null] }, [5, nothing]],
  [{ in: [] }, []],
  [{ notIn: [36, null] }, allBut(5, nothing)],
  [{ notIn: [] }, all],
  [{ gt: 30 }, [5]],
  [{ lt: 'B' }, [4]],
  [{ gt: true }, []],
  [{ lte: [36] }, []],
  [{ contains: { tags: ['code'] } }, [0, 2]],
  [{ contains: { tags: ['math'] } }, [0]],
  [{ contains: { tags: [['math']] } }, [2]],
  [{ contains: { tags: [], address: null } }, [1]],
  [{ contains: { address: { lines: [null] } } }, [0]],
  [{ contains: 'Ada' }, [3, 4]],
  [{ contains: {} }, [0, 1, 2]],
  [{ contains: [] }, [3]],
  [{ hasKey: 'address' }, [0, 1]],
  [{ hasKey: 'Ada' }, []],
  [{ text: { iStartsWith: 'a' } }, [4]],
  [{ at: [] }, all],
  [{ at: [{ path: [], eq: 'Ada' }] }, [4]],
  [{ at: [{ path: ['name'] }] }, all],
  [{ at: [{ path: ['name'], eq: 'Ada' }] }, [0]],
  [{ at: [{ path: ['name'], ne: 'Ada' }] }, allBut(0)],
  [{ at: [{ path: ['name'], text: { iContains: 'AD' } }] }, [0, 2]],
  [{ at: [{ path: ['name'], text: { contains: 'd', startsWith: 'A' } }] }, [0]],
  [{ at: [{ path: ['name'], text: { like: 'A_a' } }] }, [0]],
  [{ at: [{ path: ['name'], text: { iEq: 'ADA' } }] }, [0, 2]],
  [{ at: [{ path: ['age'], eq: 36 }] }, [0]],
  [{ at: [{ path: ['age'], eq: '36' }] }, [1]],
  [{ at: [{ path: ['age'], gte: 7.5 }] }, [0, 2]],
  [{ at: [{ path: ['age'], gte: '3' }] }, [1]],
  [{ at: [{ path: ['age'], text: { contains: '3' } }] }, [1]],
  [{ at: [{ path: ['age'], in: [7.5, '36'] }] }, [1, 2]],
  [{ at: [{ path: ['active'], eq: true }] }, [1]],
  [{ at: [{ path: ['active'], ne: true }] }, allBut(1)],
  [{ at: [{ path: ['address'], isNull: true }] }, allBut(0)],
  [{ at: [{ path: ['address'], eq: null }] }, allBut(0)],
  [{ at: [{ path: ['address'], isNull: false }] }, [0]],
  [{ at: [{ path: ['address', 'lines', '0'], eq: 'St 1' }] }, [0]],
  [{ at: [{ path: ['address', 'lines'], eq: ['St 1', null] }] }, [0]],
  [{ at: [{ path: ['address', 'city', '0'], eq: 'London' }] }, []],
  [{ at: [{ path: ['tags'], contains: 'math' }] }, [0]],
  [{ at: [{ path: ['tags', '1'], contains: ['math'] }] }, [2]],
  [{ at: [{ path: ['1'], eq: 36 }] }, [3]],
  [{ at: [{ path: ['-1'], eq: 36 }] }, []],
  [{ at: [{ path: ['01'], eq: 36 }] }, []],
  [{ at: [{ path: [' 1'], eq: 36 }] }, []],
  [{ at: [{ path: ['99999999999'], isNull: true }] }, all],
  [
    {
      at: [
        { path: ['name'], ne: 'Ada' },
        { path: ['tags'], hasKey: '0' },
      ],
    },
    [],
  ],
  [
    {
      at: [
        { path: ['age'], gt: 7 },
        { path: ['active'], isNull: true },
      ],
    },
    [0],
  ],
];

const keys = [
  ...['a', 'b', '0', '1', '-1', '01', '+1', ' 1', '', ' ', 'a.b', '[0]', '$', '*', '**', 'last', '$.a'],
  ...['"', "'", '\\', '"a"', 'a\\', '\\"', '`', "'; DROP TABLE x; --", '{a}', ',', 'NULL', '%', '?', '$1'],
  ...['ü', '😀', '\u2028', '\n', '\t', '\u0001', '\u007f', ':a'],
];
const scalars = [
  ...[null, true, false, 0, 1, -1.5, 0.1, 36, 1e21, 1e300, 5e-324, 2 ** 53],
  ...[
    '',
    ' ',
    'a',
    'A',
    'a ',
    'ab',
    'B',
    '1',
    'true',
    'null',
    '"a"',
    '\\',
    "'",
    '%',
    '_',
    '!',
    '\n',
    'ü',
    '😀',
  ],
];

const key = fc.constantFrom(...keys);
const scalar = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom<unknown>(...scalars) },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 5 }) },
);
const { document } = fc.letrec<{ document: unknown }>((tie) => ({
  document: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('document'), { maxLength: 3 }),
    fc.dictionary(key, tie('document'), { maxKeys: 3 }),
  ),
}));

const operators = fc.oneof(
  fc.record({ eq: document }),
  fc.record({ ne: document }),
  fc.record({ contains: document.filter((value) => value !== null) }),
  fc.record({ in: fc.array(document, { maxLength: 3 }) }),
  fc.record({ notIn: fc.array(document, { maxLength: 3 }) }),
  fc.record({ isNull: fc.boolean() }),
  fc.record({ hasKey: key }),
  ...['lt', 'lte', 'gt', 'gte'].map((name) =>
    fc.record({ [name]: scalar.filter((value) => value !== null) }),
  ),
  ...['contains', 'startsWith', 'endsWith', 'iContains', 'iStartsWith', 'iEndsWith'].map((name) =>
    fc.record({ text: fc.record({ [name]: fc.constantFrom('a', 'A', 'ab', '%', '_', '!', '\\', "'", '') }) }),
  ),
);

/** A filter, and where it looks: half of the paths lead somewhere. */
function filtersOn(documents: readonly unknown[]) {
  const walk = fc
    .tuple(fc.constantFrom(...documents), fc.array(fc.nat(), { maxLength: 3 }))
    .map(([value, turns]) => {
      const path: string[] = [];
      let here: unknown = value;
      for (const turn of turns) {
        const names = typeof here === 'object' && here !== null ? Object.keys(here) : [];
        if (names.length > 0) {
          const name = names[turn % names.length] as string;
          path.push(name);
          here = (here as Record<string, unknown>)[name];
        }
      }
      return path;
    });
  const path = fc.oneof(walk, fc.array(key, { maxLength: 3 }));
  return fc.oneof(
    operators,
    fc.record({
      at: fc.array(
        fc.tuple(path, operators).map(([p, o]) => ({ path: p, ...o })),
        { minLength: 1, maxLength: 2 },
      ),
    }),
  );
}

const documents = JSON.parse(JSON.stringify(sample(document, 120))) as unknown[];
const filters = JSON.parse(JSON.stringify(sample(filtersOn(documents), 400))) as Record<string, unknown>[];

/** `null` as JSON's, which Sequelize has no way to write. */
async function fillJson(world: World, values: readonly unknown[]): Promise<void> {
  const { sequelize, database } = world;
  await sequelize.models.Value?.destroy({ truncate: true, restartIdentity: true });
  const texts = values.map((value) => JSON.stringify(value));
  if (database.name === 'sqlite') {
    await sequelize.query('DELETE FROM sqlite_sequence');
    await sequelize.query('INSERT INTO `Values` (v) SELECT value FROM json_each(?)', {
      replacements: [JSON.stringify(texts)],
    });
    return;
  }
  await (database.name === 'mariadb'
    ? sequelize.query(`INSERT INTO ${valuesTable(world)} (v) VALUES ?`, {
        replacements: [texts.map((text) => [text])],
      })
    : sequelize.query(`INSERT INTO ${valuesTable(world)} (v) SELECT t::jsonb FROM unnest($1::text[]) t`, {
        bind: [texts],
      }));
}

for (const [name, type, only] of [
  ['JSON', DataTypes.JSON, undefined],
  ['JSONB', DataTypes.JSONB, postgres],
] as const) {
  describe(`the operators of ${name}`, () => {
    onEachDatabase(
      { ...valuesOf(`operators_${name.toLowerCase()}`, type, people), ...(only && { only }) },
      (world, database) => {
        const maxDepth = database.name === 'sqlite' ? 16 : 32;

        it.each(expectations)('%j', async (filter, places) => {
          expect(await findValues(world(), filter)).toEqual(places);
        });

        it('refuse null in the place of a condition, and what is too large to compare with', async () => {
          expect(await refusalOf(world(), { at: null })).toEqual([
            [
              'BAD_USER_INPUT',
              'Null is no condition, but "where.v.at" is null: leave it out, or ask for what is missing by { eq: null }.',
            ],
          ]);
          expect(await refusalOf(world(), { at: [{ path: Array(101).fill('a'), eq: 1 }] })).toEqual([
            ['BAD_USER_INPUT', '"where.v.at.path" has more than 100 elements.'],
          ]);
          const tooLarge = [
            [
              'BAD_USER_INPUT',
              `Value.v can be compared with JSON of at most 1000 values, nested at most ${maxDepth} deep.`,
            ],
          ];
          expect(await refusalOf(world(), { eq: Array(1_000).fill(1) })).toEqual(tooLarge);
          const deep = Array(maxDepth + 1)
            .fill(0)
            .reduce((inner) => [inner], 1);
          expect(await refusalOf(world(), { contains: deep })).toEqual(tooLarge);
        });

        it('take the largest values and the longest paths', async () => {
          const deep = Array(maxDepth)
            .fill(0)
            .reduce((inner) => [inner], 1);
          const path = Array(100).fill('0');
          expect(
            await findEach(world(), [
              { v: { eq: Array(999).fill(1) } },
              { v: { contains: Array(999).fill('a') } },
              { v: { eq: deep } },
              { v: { contains: deep } },
              { v: { in: Array(999).fill(36) } },
              { v: { at: [{ path, eq: 1 }] } },
              { v: { at: [{ path, isNull: true }] } },
            ]),
          ).toEqual([[], [], [], [], [5], [], all]);
        });

        it('find no text that a database cannot hold', async () => {
          const texts = ['\ud800', 'a\udc00', ...(name === 'JSONB' ? ['\0'] : [])];
          for (const text of texts) {
            expect(
              await findEach(world(), [
                { v: { eq: text } },
                { v: { ne: { a: text } } },
                { v: { in: [text] } },
                { v: { hasKey: text } },
                { v: { contains: { [text]: 1 } } },
                { v: { at: [{ path: [text], isNull: true }] } },
                { v: { at: [{ path: [text], ne: 1 }] } },
                { v: { at: [{ path: [text], notIn: [1] }] } },
                { v: { at: [{ path: [text], in: [1, null] }] } },
                { v: { text: { contains: text } } },
              ]),
            ).toEqual([[], all, [], [], [], all, all, all, all, []]);
          }
        });

        it('answer as JavaScript does, for values and paths of all kinds', async () => {
          await fillJson(world(), documents);
          const found = await findEach(
            world(),
            filters.map((filter) => ({ v: filter })),
          );
          const expected = filters.map((filter) =>
            documents.flatMap((value, place) => (meetsJson(value, filter) ? [place] : [])),
          );
          expect(found.map((places, index) => [filters[index], places])).toEqual(
            expected.map((places, index) => [filters[index], places]),
          );
        });
      },
    );
  });
}
