import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { DataTypes, type ModelAttributes, type Sequelize } from 'sequelize';
import { onEachDatabase } from '../support/on-each-database.ts';

/** What the database alone refuses: nothing in the models says it. */
const attributes = (dialect: string): ModelAttributes => ({
  level: DataTypes.INTEGER,
  ...(dialect === 'postgres' && {
    words: DataTypes.TSVECTOR,
    search: 'tsquery',
    place: 'jsonpath',
    code: DataTypes.TEXT,
  }),
  ...(dialect === 'mysql' && { doc: DataTypes.JSON, place: 'POINT' }),
});

const form = 'A value does not fit its column of Task: it is too long, too large, or of another form.';
const condition = 'The database has a condition on rows of Task that these values do not meet.';
/** Past what an index can hold, however much it is compressed. */
const noise = Array.from({ length: 300 }, (_, index) =>
  createHash('sha256').update(String(index)).digest('hex'),
).join('');
/** Lists within each other. */
const deep = `${'['.repeat(45)}1${']'.repeat(45)}`;

describe('a value that the database refuses', () => {
  onEachDatabase(
    {
      name: 'writes_refused',
      only: ['embedded', 'postgres', 'mariadb'], // to a table of SQLite no condition can be added
      define(sequelize: Sequelize) {
        const indexes = sequelize.getDialect() === 'postgres' ? [{ fields: ['code'] }] : [];
        sequelize.define('Task', attributes(sequelize.getDialect()), { timestamps: false, indexes });
      },
      async fill(sequelize: Sequelize) {
        const queries = sequelize.getQueryInterface();
        const table = sequelize.models.Task?.getTableName() as never;
        await queries.addConstraint(table, {
          type: 'check',
          fields: ['level'],
          where: { level: [1, 2, 3] },
        });
      },
      options: { writes: true },
    },
    (world, { name }) => {
      it.each([
        ['level: 9', condition],
        ...(name === 'mariadb'
          ? [
              // MariaDB's JSON is a text with a condition, and lies no deeper than 32.
              [`doc: ${deep}`, condition],
              ['place: "x"', form],
            ]
          : [
              ['words: "\'"', form],
              [`words: "${'x'.repeat(3_000)}"`, form],
              ['search: "a b"', form],
              ['search: "\\\\"', form],
              ['words: "a:x"', form],
              ['place: "$."', form],
              [`code: "${noise}"`, form],
            ]),
      ])(
        'is told as one that does not fit, and in none of the words of the database: %#',
        async (data, message) => {
          const { sequelize } = world();
          const { data: answer, errors } = await world().query(
            `mutation { createTask(data: { ${data} }) { task { id } errors { code path message rule } } }`,
          );
          expect({ answer, errors }).toEqual({
            answer: {
              createTask: {
                task: null,
                errors: [{ code: 'VALIDATION', path: ['data'], message, rule: null }],
              },
            },
            errors: undefined,
          });
          expect(await sequelize.models.Task?.count()).toBe(0);
        },
      );
    },
  );
});
