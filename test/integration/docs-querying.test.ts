import { describe, it } from '@jest/globals';
import { defineModels } from '../../schema/models/index.ts';
import { sampleOptions } from '../../schema/options.ts';
import { seedSample } from '../../schema/seed/seed.ts';
import { expectExamples } from '../support/docs-examples.ts';
import { onEachDatabase } from '../support/on-each-database.ts';

describe('docs/querying.md', () => {
  onEachDatabase(
    {
      name: 'docs_querying',
      define: (sequelize) => void defineModels(sequelize),
      fill: (sequelize) => seedSample(sequelize),
      options: sampleOptions,
    },
    (world) => {
      it('shows what its queries answer', () => expectExamples('querying.md', world()));
    },
  );
});
