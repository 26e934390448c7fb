import { describe, expect, it } from '@jest/globals';
import { DataTypes, type Sequelize } from 'sequelize';
import { createSchema } from '../../src/build/create-schema.ts';
import { onEachDatabase } from '../support/on-each-database.ts';
import { runQuery } from '../support/run-query.ts';

describe('statements that come again', () => {
  onEachDatabase(
    {
      name: 'named_statements',
      define(sequelize: Sequelize) {
        sequelize.define(
          'Task',
          { name: DataTypes.STRING, effort: DataTypes.INTEGER },
          { timestamps: false },
        );
      },
      fill: async ({ models }: Sequelize) => models.Task?.create({ name: 'dig', effort: 3 }),
    },
    (world) => {
      it('are prepared under names that another schema over the same connections does not give to others', async () => {
        const { sequelize, schema } = world();
        const other = createSchema(sequelize, { onFinding: () => {} });
        for (let use = 1; use <= 4; use += 1) {
          const answers = await Promise.all([
            runQuery(schema, world(), '{ tasks { name } }'),
            runQuery(other, world(), '{ tasks { effort } }'),
          ]);
          expect(answers.map(({ data, errors }) => ({ data, errors }))).toEqual([
            { data: { tasks: [{ name: 'dig' }] }, errors: undefined },
            { data: { tasks: [{ effort: 3 }] }, errors: undefined },
          ]);
        }
      });
    },
  );
});
