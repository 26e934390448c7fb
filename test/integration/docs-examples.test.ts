import { describe, it } from '@jest/globals';
import { defineModels } from '../../schema/models/index.ts';
import { sampleOptions } from '../../schema/options.ts';
import { seedSample } from '../../schema/seed/seed.ts';
import { createSchema } from '../../src/build/create-schema.ts';
import { expectAnswers } from '../support/docs-examples.ts';
import { onEachDatabase } from '../support/on-each-database.ts';
import { runQuery } from '../support/run-query.ts';

describe('the pages of docs/ show what their queries answer on the sample', () => {
  onEachDatabase(
    {
      name: 'docs_examples',
      define: (sequelize) => void defineModels(sequelize),
      fill: (sequelize) => seedSample(sequelize),
      options: sampleOptions,
    },
    (world) => {
      it('querying.md', () => expectAnswers('querying.md', world().query));

      it('relay.md, with the option relay', async () => {
        const schema = createSchema(world().sequelize, { relay: true, onFinding: () => undefined });
        await expectAnswers('relay.md', (query, variables) => runQuery(schema, world(), query, variables));
      });

      it('writing.md, one operation after the other', () => expectAnswers('writing.md', world().query));
    },
  );
});
