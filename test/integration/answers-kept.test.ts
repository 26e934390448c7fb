// Plans are kept between requests; whatever may have changed since is looked at when they run.
import { describe, expect, it } from '@jest/globals';
import { type ExecutionArgs, parse } from 'graphql';
import { DataTypes, type Model, type Sequelize } from 'sequelize';
import { execute, executeToText } from '../../src/build/execute.ts';
import { toGlobalId } from '../../src/plan/global-id.ts';
import { onEachDatabase, type World } from '../support/on-each-database.ts';
import { receive, sameAnswer } from '../support/same-answer.ts';

const bare = { timestamps: false };

function define(sequelize: Sequelize): void {
  const Team = sequelize.define('Team', { name: DataTypes.STRING, secretive: DataTypes.STRING }, bare);
  const User = sequelize.define(
    'User',
    { name: DataTypes.STRING, active: DataTypes.BOOLEAN },
    {
      defaultScope: { where: { active: true } },
      timestamps: true,
      createdAt: false,
      updatedAt: false,
      paranoid: true,
    },
  );
  const Task = sequelize.define(
    'Task',
    { name: DataTypes.STRING, ownerType: DataTypes.STRING, holderId: DataTypes.INTEGER },
    bare,
  );
  User.belongsTo(Team, { as: 'team', foreignKey: 'teamId' });
  Task.belongsTo(User, { as: 'user', foreignKey: 'userId' });
  Task.belongsTo(User.unscoped(), { as: 'anyUser', foreignKey: 'userId', constraints: false });
  Task.belongsTo(Team, { as: 'team', foreignKey: 'teamId' });
  User.hasMany(Task, { as: 'tasks', foreignKey: 'userId' });
  Team.hasMany(Task, {
    as: 'held',
    foreignKey: 'holderId',
    constraints: false,
    scope: { ownerType: 'Team' },
  });
  User.hasMany(Task, {
    as: 'held',
    foreignKey: 'holderId',
    constraints: false,
    scope: { ownerType: 'User' },
  });
  Task.belongsTo(Team, { as: 'holdingTeam', foreignKey: 'holderId', constraints: false });
  const Membership = sequelize.define('Membership', { role: DataTypes.STRING }, bare);
  Team.belongsToMany(User, { as: 'members', through: Membership, foreignKey: 'teamId', otherKey: 'userId' });
}

async function fill({ models }: Sequelize): Promise<void> {
  await models.Team?.bulkCreate([
    { name: 'red', secretive: 'r' },
    { name: 'blue', secretive: 'b' },
  ]);
  await models.User?.bulkCreate([
    { name: 'Ada', active: true, teamId: 1 },
    { name: 'Bob', active: false, teamId: 2 },
    { name: 'Cyd', active: true, teamId: 2 },
    { name: 'Dee', active: true, teamId: null },
  ]);
  await models.User?.destroy({ where: { name: 'Cyd' } });
  await models.Task?.bulkCreate(
    Array.from({ length: 12 }, (_, index) => ({
      name: `task ${index}`,
      userId: (index % 5) + 1 > 4 ? null : (index % 5) + 1,
      teamId: (index % 3) + 1 > 2 ? null : (index % 3) + 1,
      holderId: (index % 2) + 1,
      ownerType: index % 4 === 0 ? 'Team' : 'User',
    })),
  );
  await models.Membership?.bulkCreate([
    { teamId: 1, userId: 1, role: 'lead' },
    { teamId: 1, userId: 4, role: 'member' },
    { teamId: 2, userId: 3, role: 'lead' },
  ]);
}

/** Parents everywhere: by two keys, of parents, under lists, connections, through rows, of deleted and scoped rows. */
const parentsEverywhere = `query ($deleted: Deleted) {
  tasks(orderBy: [{ user: { name: DESC } }, { name: ASC }], limit: 9) {
    name user { name team { name } } team { name } again: user { id team { id } tasks(limit: 1) { team { name } } }
    anyUser { name } gone: user(deleted: $deleted) { name team { id } } holdingTeam { name } }
  teams { members { name team { name } } membersConnection(last: 1) { edges { through { role } node { team { name held { user { name } } } } } } }
  task(id: 3) { user(deleted: INCLUDE) { name team { name } } }
}`;

describe('a plan that is kept', () => {
  onEachDatabase(
    { name: 'answers_kept', define, fill, options: { models: { User: { deleted: true } } } },
    (world) => {
      it('joins parents of every kind, and answers as graphql-js does', async () => {
        for (const deleted of [undefined, null, 'INCLUDE', 'ONLY']) {
          const { data } = await sameAnswer(
            world().schema,
            parentsEverywhere,
            deleted === undefined ? {} : { deleted },
          );
          expect(JSON.stringify(data)).toContain('"name":"Ada"');
        }
      });

      it('takes a key to be another one each time', async () => {
        const document = parse('query ($id: ID!) { task(id: $id) { name user { name } } }');
        const names = [];
        for (const id of [1, 4, 99, 1, 'garbage']) {
          const result = await execute({ schema: world().schema, document, variableValues: { id } });
          names.push(
            result.errors?.[0]?.extensions.code ??
              (result.data?.task as { name: string } | null)?.name ??
              null,
          );
        }
        expect(names).toEqual(['task 0', 'task 3', null, 'task 0', 'BAD_USER_INPUT']);
      });

      it('hears of a find hook that was added since: on parents and on rows', async () => {
        const { schema, sequelize } = world();
        const source = '{ tasks(limit: 2) { name team { name } } }';
        await sameAnswer(schema, source);
        const shout = (found: Model | readonly Model[] | null): void => {
          for (const row of [found ?? []].flat() as Model[]) {
            row.set('name', `${String(row.get('name'))}!`);
          }
        };
        for (const [name, expected] of [
          ['Team', { name: 'task 0', team: { name: 'red!' } }],
          ['Task', { name: 'task 0!', team: { name: 'red' } }],
        ] as const) {
          sequelize.models[name]?.addHook('afterFind', 'later', shout as never);
          const { data } = await sameAnswer(schema, source);
          sequelize.models[name]?.removeHook('afterFind', 'later');
          expect((data as { tasks: unknown[] }).tasks[0]).toEqual(expected);
        }
        sequelize.models.Team?.addHook('beforeFind', 'later', ((options: { where: object }) => {
          options.where = { name: 'blue' };
        }) as never);
        const { data } = await sameAnswer(schema, source);
        sequelize.models.Team?.removeHook('beforeFind', 'later');
        expect((data as { tasks: unknown[] }).tasks).toEqual([
          { name: 'task 0', team: null },
          { name: 'task 1', team: { name: 'blue' } },
        ]);
      });

      it('answers a hundred requests at once, each with its own', async () => {
        const { schema } = world();
        const document = parse(
          'query ($id: ID!, $limit: Int, $name: String) { task(id: $id) { name user { name } } tasks(limit: $limit, where: { name: { ne: $name } }) { name team { name } } }',
        );
        const executions = Array.from(
          { length: 100 },
          (_, index): ExecutionArgs => ({
            schema,
            document,
            variableValues: { id: (index % 12) + 1, limit: (index % 7) + 1, name: `task ${index % 3}` },
          }),
        );
        const expected: unknown[] = [];
        for (const execution of executions) {
          expected.push(receive(await execute(execution)).data);
        }
        const answers = await Promise.all(executions.map((execution) => executeToText(execution)));
        expect(answers.map((answer) => ('text' in answer ? JSON.parse(answer.text) : answer))).toEqual(
          expected,
        );
      });
    },
  );
});

describe('a plan that is kept, where there are rules', () => {
  onEachDatabase(
    {
      name: 'answers_ruled',
      define,
      fill,
      options: {
        viewer: (context: { role?: string }) => ({ role: context.role ?? 'nobody' }),
        rules: {
          models: {
            Team: { guest: { read: { name: { eq: 'red' } } }, admin: { read: true } },
            User: { guest: { read: true }, admin: { read: true } },
            Task: { guest: { read: true, readable: { except: ['userId'] } }, admin: { read: true } },
          },
        },
      },
    },
    (world) => {
      it('joins what the viewer may see, and nothing by keys that the viewer may not', async () => {
        await rulesHold(world());
      });
    },
  );
});

/** By role, what is seen of the first three tasks. */
const seen = {
  admin: [
    { name: 'task 0', user: { name: 'Ada' }, team: { name: 'red' } },
    { name: 'task 1', user: null, team: { name: 'blue' } },
    { name: 'task 2', user: null, team: null },
  ],
  guest: [
    { name: 'task 0', user: null, team: { name: 'red' } },
    { name: 'task 1', user: null, team: null },
    { name: 'task 2', user: null, team: null },
  ],
  nobody: [],
};

async function rulesHold({ schema }: World): Promise<void> {
  const source = '{ tasks(limit: 3) { name user { name } team { name } } }';
  for (const role of ['admin', 'guest', 'nobody', 'admin', 'guest'] as const) {
    expect(await sameAnswer(schema, source, {}, { role })).toEqual({
      data: { tasks: seen[role] },
      errors: [],
    });
  }
}

describe('a plan that is kept, where ids are global', () => {
  onEachDatabase({ name: 'answers_relay', define, fill, options: { relay: true } }, (world) => {
    it('tells of a text that is no global id as graphql-js does, and finds no row by the id of another type', async () => {
      const source = 'query ($id: ID!) { task(id: $id) { name user { name } } }';
      const good = { id: toGlobalId('Task', 1) };
      const expected = { data: { task: { name: 'task 0', user: { name: 'Ada' } } }, errors: [] };
      expect(await sameAnswer(world().schema, source, good)).toEqual(expected);
      const document = parse(source);
      const ask = async (id: string) =>
        receive(await execute({ schema: world().schema, document, variableValues: { id } }));
      for (const _times of [1, 2]) {
        expect(await ask(good.id)).toEqual(expected);
        expect((await ask('garbage')).errors[0]).toContain('| BAD_USER_INPUT |');
        expect(await ask(toGlobalId('User', 1))).toEqual({ data: { task: null }, errors: [] });
      }
    });
  });
});
