import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { defineModels } from '../../schema/models/index.ts';
import { seedSample } from '../../schema/seed/seed.ts';
import { createSchema } from '../../src/build/create-schema.ts';
import { onEachDatabase } from '../support/on-each-database.ts';
import { type QueryResult, runQuery } from '../support/run-query.ts';

/** A query, its variables where it has some, and what it answers. */
const example = /```graphql\n(.*?)```\n\n(?:```json variables\n(.*?)```\n\n)?```json\n(.*?)```/gs;

type Ask = (query: string, variables: Record<string, unknown>) => Promise<QueryResult>;

/** `UPDATE_GOLDEN=1 npm test` writes what is answered now; read the difference before it is committed. */
async function expectAnswers(name: string, ask: Ask): Promise<void> {
  const file = join(__dirname, '..', '..', 'docs', name);
  const text = readFileSync(file, 'utf8');
  let actual = text;
  const examples = [...text.matchAll(example)];
  expect(examples).not.toEqual([]);
  for (const [block, query = '', variables = '{}', answer = ''] of examples) {
    const { data, errors } = await ask(query, JSON.parse(variables));
    expect(errors).toBeUndefined();
    const shown = `${JSON.stringify(data, null, 2)}\n`;
    actual = actual.replace(block, () => block.replace(`json\n${answer}`, () => `json\n${shown}`));
  }
  if (process.env.UPDATE_GOLDEN === '1') {
    writeFileSync(file, actual);
  }
  expect(actual).toBe(process.env.UPDATE_GOLDEN === '1' ? actual : text);
}

describe('the pages of docs/ show what their queries answer on the sample', () => {
  onEachDatabase(
    {
      name: 'docs_examples',
      define: (sequelize) => void defineModels(sequelize),
      fill: (sequelize) => seedSample(sequelize),
    },
    (world) => {
      it('querying.md', () => expectAnswers('querying.md', world().query));

      it('relay.md, with the option relay', async () => {
        const schema = createSchema(world().sequelize, { relay: true, onFinding: () => undefined });
        await expectAnswers('relay.md', (query, variables) => runQuery(schema, world(), query, variables));
      });
    },
  );
});
