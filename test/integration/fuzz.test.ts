// Values that are made to do harm, in every argument of every generated field. KINQL_FUZZ_CASES says how many on each database,
// KINQL_FUZZ_SEED which.
import { describe, expect, it } from '@jest/globals';
import { databases, openDatabase, schemaNameOf } from '../support/databases.ts';
import { runFuzz } from '../support/fuzz/run-fuzz.ts';
import { languageOf, shapeOf } from '../support/fuzz/shape.ts';

const count = Number(process.env.KINQL_FUZZ_CASES ?? Math.ceil(1_500 / databases.length));
const seed = Number(process.env.KINQL_FUZZ_SEED ?? 1);
const mostShown = 10;

describe.each(databases)('on $name', (database) => {
  it.each([
    ['', false, Math.ceil(count * 0.75), 200],
    [' that are global ids', true, Math.ceil(count * 0.25), 90],
  ])(
    'hostile values in arguments%s break nothing, tell nothing and change no statement',
    async (_, relay, cases, leastArguments) => {
      const instance = await openDatabase(database, `fuzz${relay ? '_relay' : ''}`);
      try {
        const { failures, ...result } = await runFuzz(
          {
            sequelize: instance.sequelize,
            statements: instance.statements,
            language: languageOf(database),
            ...(['embedded', 'postgres'].includes(database.name) && {
              schema: schemaNameOf(database, `fuzz${relay ? '_relay' : ''}`),
            }),
          },
          { count: cases, seed, relay },
        );
        expect(failures.slice(0, mostShown).join('\n\n')).toBe('');
        expect(result.arguments).toBeGreaterThan(leastArguments);
        expect(result.reached).toBeGreaterThan(cases / 4);
      } finally {
        await instance.close();
      }
    },
    60_000 + count * 200,
  );
});

describe('the shape of a statement', () => {
  it.each([
    ['postgres', "SELECT 1 WHERE a = 'x''y' AND b = $1", "SELECT 2 WHERE a = E'\\'' AND b = $7", true],
    ['postgres', "SELECT 1 WHERE a = 'x'", "SELECT 1 WHERE a = 'x' OR 1=1 -- '", false],
    ['postgres', "SELECT 1 WHERE a = 'x'", "SELECT 1 WHERE a = 'x\\' OR 1=1 -- '", false],
    ['postgres', "SELECT 1 WHERE a = 'x'", "SELECT 1 WHERE a = 'x'; DROP TABLE t", false],
    ['postgres', 'SELECT "a" FROM t', 'SELECT "b" FROM t', false],
    ['mysql', "SELECT 1 WHERE a = 'x'", "SELECT 1 WHERE a = _utf8mb4 X'2722'", true],
    ['mysql', "SELECT 1 WHERE a = 'x'", "SELECT 1 WHERE a = 'x\\' OR 1=1 -- '", true],
    ['mysql', "SELECT 1 WHERE a = 'x'", "SELECT 1 WHERE a = 'x\\\\' OR 1=1 -- '", false],
    ['mysql', "SELECT 1 WHERE a = 'x'", "SELECT 1 WHERE a = 'x' # '", false],
    ['mysql', "SELECT 1 WHERE a = 'x'", "SELECT 1 WHERE a = 'x", false],
    ['sqlite', "SELECT 1 WHERE a = 'x\\' AND b = ?", "SELECT 1 WHERE a = 'y' AND b = $2", true],
    ['sqlite', "SELECT 1 WHERE a IN ('x')", "SELECT 1 WHERE a IN ('x', -1)", true],
    ['sqlite', "SELECT 1 WHERE a = 'x'", "SELECT 1 WHERE a = 'x' /* ' */", false],
  ] as const)('of %s: %s and %s', (language, first, second, isSame) => {
    expect(shapeOf(first, language) === shapeOf(second, language)).toBe(isSame);
  });
});
