// Random operations over random models and rows, answered by KinQL and by a plain reference; the answers must be equal.
// Two thousand, shared by the databases; KINQL_DIFFERENTIAL_OPERATIONS says how many on each, KINQL_DIFFERENTIAL_SEED where
// the seeds begin.
import { describe, expect, it } from '@jest/globals';
import { databases } from '../support/databases.ts';
import { operationsPerSet, printFailure, runModelSet } from '../support/differential/run-model-set.ts';

const operations = Number(process.env.KINQL_DIFFERENTIAL_OPERATIONS ?? Math.ceil(2_000 / databases.length));
const mostShown = 5;
const firstSeed = Number(process.env.KINQL_DIFFERENTIAL_SEED ?? 1);

describe.each(databases)('on $name', (database) => {
  it(
    `answers ${operations} random operations as the reference does`,
    async () => {
      const failures: string[] = [];
      for (let done = 0; done < operations && failures.length < mostShown; done += operationsPerSet) {
        const seed = firstSeed + done / operationsPerSet;
        const count = Math.min(operationsPerSet, operations - done);
        failures.push(...(await runModelSet(database, 'differential', seed, count)).map(printFailure));
      }
      expect(failures.join('\n\n')).toBe('');
    },
    60_000 + operations * 100,
  );
});
