// Lists walked through page by page, by cursors, over random tables and orders while rows come and go: none is skipped, none
// is seen twice. A thousand walks, shared by the databases; KINQL_WALKS says how many on each, KINQL_WALKS_SEED where the seeds
// begin.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { databases } from '../support/databases.ts';
import type { TextRules } from '../support/differential/text-rules.ts';
import { readTextRules, runWalks, walksPerSet } from '../support/walks/run-walks.ts';

const walks = Number(process.env.KINQL_WALKS ?? Math.ceil(1_000 / databases.length));
const firstSeed = Number(process.env.KINQL_WALKS_SEED ?? 1);
const mostShown = 5;

describe.each(databases)('on $name', (database) => {
  let rules: TextRules;

  beforeAll(async () => {
    rules = await readTextRules(database, 'walks');
  });

  it(
    `skips and doubles no row in ${walks} walks`,
    async () => {
      const problems: string[] = [];
      for (let done = 0; done < walks && problems.length < mostShown; done += walksPerSet) {
        const count = Math.min(walksPerSet, walks - done);
        problems.push(...(await runWalks(database, 'walks', rules, firstSeed + done / walksPerSet, count)));
      }
      expect(problems.join('\n\n')).toBe('');
    },
    60_000 + walks * 200,
  );
});
