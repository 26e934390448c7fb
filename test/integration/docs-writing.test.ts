import { describe, it } from '@jest/globals';
import { defineModels } from '../../schema/models/index.ts';
import { seedSample } from '../../schema/seed/seed.ts';
import { expectExamples } from '../support/docs-examples.ts';
import { onEachDatabase } from '../support/on-each-database.ts';

describe('docs/writing.md', () => {
  onEachDatabase(
    {
      name: 'docs_writing',
      define: (sequelize) => void defineModels(sequelize),
      fill: (sequelize) => seedSample(sequelize),
      options: { writes: true },
    },
    (world) => {
      it('shows what its mutations answer, one after the other', () => expectExamples('writing.md', world()));
    },
  );
});
