import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { defineModels } from '../../schema/models/index.ts';
import { sampleOptions } from '../../schema/options.ts';
import { seedSample } from '../../schema/seed/seed.ts';
import type { Statement } from '../support/databases.ts';
import { onEachDatabase } from '../support/on-each-database.ts';
import { runQuery } from '../support/run-query.ts';

const folder = join(__dirname, '..', 'queries');
/** `UPDATE_GOLDEN=1 npm test` writes what is answered now; read the difference before it is committed. */
const update = process.env.UPDATE_GOLDEN === '1';

const names = readdirSync(folder)
  .filter((file) => file.endsWith('.graphql'))
  .map((file) => file.replace('.graphql', ''));

/** Those whose parents a server reads in the statements of their children. */
const joined = [
  'tasks-with-user-and-company',
  'parents-of-every-form',
  'parents-without-constraint',
  'inverse-lists',
  'scopes-and-deleted',
];

describe('the queries of test/queries on the sample', () => {
  onEachDatabase(
    {
      name: 'golden',
      define: (sequelize) => void defineModels(sequelize),
      fill: (sequelize) => seedSample(sequelize, { tasks: 1200 }),
      options: sampleOptions,
    },
    (world, { name: databaseName }) => {
      const dialect = databaseName === 'embedded' ? 'postgres' : databaseName;

      it.each(names)('%s answers the rows and takes the statements that are written down', async (name) => {
        const result = await world().query(readFileSync(join(folder, `${name}.graphql`), 'utf8'));
        compare(`${name}.json`, `${JSON.stringify({ errors: result.errors, data: result.data }, null, 2)}\n`);
        compare(`${name}.${dialect}.sql`, printStatements(result.statements));
      });

      it.each(joined)('%s takes fewer where parents come along, which are written down too', async (name) => {
        const source = readFileSync(join(folder, `${name}.graphql`), 'utf8');
        // The second time the plan is kept, and the SQL of its statements.
        for (const _time of ['first', 'second']) {
          const { data, errors, statements } = await runQuery(world().schema, world(), source, {}, {}, {});
          compare(`${name}.json`, `${JSON.stringify({ errors, data }, null, 2)}\n`);
          compare(`${name}.joined.${dialect}.sql`, printStatements(statements));
        }
      });

      it('takes the same three statements for 100 tasks and for 1 000', async () => {
        const ask = (limit: number) =>
          world().query(`{ tasks(limit: ${limit}) { id user { id company { id } } } }`);
        const hundred = await ask(100);
        const thousand = await ask(1000);
        expect((thousand.data as { tasks: unknown[] }).tasks).toHaveLength(1000);
        expect(hundred.statements).toHaveLength(3);
        expect(thousand.statements.map(withoutNumbers)).toEqual(hundred.statements.map(withoutNumbers));
      });
    },
  );
});

function compare(file: string, actual: string): void {
  const path = join(folder, file);
  if (update || (!existsSync(path) && process.env.CI !== 'true')) {
    writeFileSync(path, actual);
  }
  expect(actual).toBe(readFileSync(path, 'utf8'));
}

/** Each statement, and under it what was bound; in the order of their texts, since those of one level run side by side. */
function printStatements(statements: readonly Statement[]): string {
  return [...statements]
    .sort((left, right) => (left.text < right.text ? -1 : 1))
    .map(
      ({ text, bind }) => `${text};\n${bind.length === 0 ? '' : `-- ${JSON.stringify(bind, printBigInt)}\n`}`,
    )
    .join('\n');
}

function printBigInt(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

/** The statement with its limits and MariaDB's lists of keys taken out: what is the same whatever the number of rows. */
function withoutNumbers({ text }: Statement): string {
  return text.replace(/LIMIT \d+/, 'LIMIT n').replace(/IN \([\d, ]+\)/, 'IN (keys)');
}
