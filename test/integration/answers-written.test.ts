// Mutations of one field are run without graphql-js: written once, and read back with their parents in one statement.
import { describe, expect, it } from '@jest/globals';
import { execute as executeByResolvers, type GraphQLSchema, parse } from 'graphql';
import { DataTypes, type Sequelize } from 'sequelize';
import { executeToText } from '../../src/build/execute.ts';
import { onEachDatabase, type World } from '../support/on-each-database.ts';
import { runQuery } from '../support/run-query.ts';

const bare = { timestamps: false };

function define(sequelize: Sequelize): void {
  const Team = sequelize.define('Team', { name: DataTypes.STRING }, bare);
  const User = sequelize.define('User', { name: DataTypes.STRING }, bare);
  const Task = sequelize.define(
    'Task',
    { name: { type: DataTypes.STRING, validate: { notEmpty: true } } },
    bare,
  );
  User.belongsTo(Team, { as: 'team', foreignKey: 'teamId' });
  Task.belongsTo(User, { as: 'user', foreignKey: 'userId' });
  User.hasMany(Task, { as: 'tasks', foreignKey: 'userId' });
}

async function fill({ models }: Sequelize): Promise<void> {
  await models.Team?.create({ name: 'red' });
  await models.User?.bulkCreate([{ name: 'Ada', teamId: 1 }, { name: 'Bob' }]);
}

const createTask = `mutation ($name: String, $user: ID) {
  createTask(data: { name: $name, userId: $user }) {
    task { name user { name team { name } tasks(limit: 5) { name user { name } } } }
    errors { code path message rule }
  }
}`;

/** As a server runs it: parents come along. */
function run({ schema, ...instance }: World, source: string, variables: Record<string, unknown> = {}) {
  return runQuery(schema, instance, source, variables, {}, { joins: true });
}

/** The verbs of the statements, and how many tables each reads beside its own. */
function outline(statements: readonly { readonly text: string }[]): string[] {
  return statements.map(({ text }) => {
    const joins = text.match(/ LEFT JOIN /g)?.length ?? 0;
    const verb = (
      /^\W*(START|BEGIN|INSERT|UPDATE|DELETE|SELECT|WITH|COMMIT|ROLLBACK)/.exec(text)?.[1] ?? text
    ).replace('START', 'BEGIN');
    return joins > 0 ? `${verb} +${joins}` : verb;
  });
}

describe('a mutation of one field', () => {
  onEachDatabase(
    { name: 'answers_written', define, fill, options: { writes: true, limits: { cost: 5_000 } } },
    (world, database) => {
      it('reads back the row and its parents in one statement before it is completed, and the rest after', async () => {
        // On Postgres the table is looked at before its first row.
        await run(world(), createTask, { name: 'before' });
        const { data, errors, statements } = await run(world(), createTask, { name: 'first', user: '1' });
        expect({ data, errors }).toEqual({
          data: {
            createTask: {
              task: {
                name: 'first',
                user: {
                  name: 'Ada',
                  team: { name: 'red' },
                  tasks: [{ name: 'first', user: { name: 'Ada' } }],
                },
              },
              errors: [],
            },
          },
          errors: undefined,
        });
        const isPostgres = database.name === 'postgres' || database.name === 'embedded';
        expect(outline(statements)).toEqual([
          ...(isPostgres ? ['WITH +2'] : ['BEGIN', 'INSERT', 'SELECT +2', 'COMMIT']),
          ...['SELECT', 'SELECT'],
        ]);
      });

      it('answers as graphql-js does, where the models refuse it too', async () => {
        const { schema, statements } = world();
        for (const variables of [
          { name: 'second', user: '2' },
          { name: '' },
          { name: 'x', user: '99' },
          {},
        ]) {
          const execution = {
            schema,
            document: parse(createTask),
            variableValues: variables,
            contextValue: {},
          };
          const expected = JSON.parse(JSON.stringify(await executeByResolvers(execution)));
          const created = expected.data.createTask;
          if (created.errors.length === 0) {
            await world().sequelize.models.Task?.destroy({ where: { name: variables.name ?? null } });
          }
          statements.length = 0;
          const { data, errors } = await run(world(), createTask, variables);
          expect({ data, errors }).toEqual({ data: expected.data, errors: undefined });
        }
      });

      it('writes its answer as text', async () => {
        const { schema } = world();
        const answer = await executeToText({
          schema,
          document: parse(
            'mutation { __typename made: createTask(data: { name: "text" }) { task { name } } }',
          ),
          contextValue: {},
        });
        expect(answer).toEqual({ text: '{"__typename":"Mutation","made":{"task":{"name":"text"}}}' });
      });

      it('costs what it writes this time, though its plan is kept', async () => {
        const { schema } = world();
        const document = parse(
          'mutation ($rows: [TaskCreate!]!) { createTasks(data: $rows) { count tasks { name user { name } } } }',
        );
        const create = (count: number) =>
          executeToText({
            schema,
            document,
            contextValue: {},
            variableValues: { rows: Array.from({ length: count }, (_, index) => ({ name: `row ${index}` })) },
          });
        expect(await create(1)).toEqual({
          text: '{"createTasks":{"count":1,"tasks":[{"name":"row 0","user":null}]}}',
        });
        expect(await create(1_000)).toMatchObject({
          errors: [
            { message: expect.stringContaining('limits.cost'), extensions: { code: 'LIMIT_EXCEEDED' } },
          ],
        });
        expect(await create(2)).toEqual({
          text: '{"createTasks":{"count":2,"tasks":[{"name":"row 0","user":null},{"name":"row 1","user":null}]}}',
        });
      });

      it('runs several fields one after the other, each seeing what the one before has written', async () => {
        const { data, errors } = await run(
          world(),
          `mutation {
          a: createTask(data: { name: "serial" }) { task { name } }
          b: updateTasks(where: { name: { eq: "serial" } }, data: { userId: "2" }) { count tasks { user { name } } }
          c: deleteTasks(where: { name: { eq: "serial" } }) { count }
        }`,
        );
        expect({ data, errors }).toEqual({
          data: {
            a: { task: { name: 'serial' } },
            b: { count: 1, tasks: [{ user: { name: 'Bob' } }] },
            c: { count: 1 },
          },
          errors: undefined,
        });
      });

      it('gives rows as they were with their parents, where they are deleted', async () => {
        await run(world(), createTask, { name: 'gone', user: '1' });
        const { data, statements } = await run(
          world(),
          'mutation { deleteTasks(where: { name: { eq: "gone" } }) { count tasks { name user { name } } } }',
        );
        expect(data).toEqual({ deleteTasks: { count: 1, tasks: [{ name: 'gone', user: { name: 'Ada' } }] } });
        expect(outline(statements).filter((line) => line.includes('+'))).toEqual(['SELECT +1']);
      });
    },
  );
});

describe('a mutation whose parents cannot be joined', () => {
  onEachDatabase(
    {
      name: 'answers_written_unfit',
      define(sequelize) {
        const id = { type: DataTypes.INTEGER, primaryKey: true };
        sequelize.define('Legacy', { id, name: DataTypes.STRING, userId: DataTypes.STRING(20) }, bare);
        sequelize.define('User', { name: DataTypes.STRING }, bare);
      },
      fill: async ({ models }) => void (await models.User?.create({ name: 'Ada' })),
    },
    (world) => {
      it('is written once', async () => {
        const { sequelize, statements } = world();
        const { createSchema } = await import('../../src/build/create-schema.ts');
        const id = { type: DataTypes.INTEGER, primaryKey: true };
        const Task = sequelize.define(
          'Task',
          { id, name: DataTypes.STRING },
          { ...bare, tableName: 'Legacies' },
        );
        Task.belongsTo(sequelize.models.User as never, { foreignKey: 'userId', constraints: false });
        const schema: GraphQLSchema = createSchema(sequelize, {
          models: { exclude: ['Legacy'] },
          writes: true,
          onFinding: () => {},
        });
        const source =
          'mutation ($id: ID!) { createTask(data: { id: $id, name: "a", userId: "1" }) { task { name user { name } } } }';
        for (const key of ['1', '2']) {
          const { data, errors } = await runQuery(
            schema,
            { statements },
            source,
            { id: key },
            {},
            { joins: true },
          );
          expect({ data, errors }).toEqual({
            data: { createTask: { task: { name: 'a', user: { name: 'Ada' } } } },
            errors: undefined,
          });
        }
        expect(await Task.count()).toBe(2);
      });
    },
  );
});
