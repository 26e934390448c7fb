import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { defineModels } from '../../schema/models/index.ts';
import { sampleOptions } from '../../schema/options.ts';
import { seedSample } from '../../schema/seed/seed.ts';
import { onEachDatabase } from '../support/on-each-database.ts';

const file = join(__dirname, '..', '..', 'docs', 'querying.md');
const example = /```graphql\n(.*?)```\n\n```json\n(.*?)```/gs;

describe('docs/querying.md', () => {
  onEachDatabase(
    {
      name: 'docs_querying',
      define: (sequelize) => void defineModels(sequelize),
      fill: (sequelize) => seedSample(sequelize),
      options: sampleOptions,
    },
    (world) => {
      it('shows what its queries answer', async () => {
        const text = readFileSync(file, 'utf8');
        let actual = text;
        for (const [block, query = '', answer = ''] of text.matchAll(example)) {
          const { data, errors } = await world().query(query);
          expect(errors).toBeUndefined();
          const shown = `${JSON.stringify(data, null, 2)}\n`;
          actual = actual.replace(block, () => block.replace(`json\n${answer}`, () => `json\n${shown}`));
        }
        // `UPDATE_GOLDEN=1 npm test` writes what is answered now; read the difference before it is committed.
        if (process.env.UPDATE_GOLDEN === '1') {
          writeFileSync(file, actual);
        }
        expect(actual).toBe(process.env.UPDATE_GOLDEN === '1' ? actual : text);
      });
    },
  );
});
