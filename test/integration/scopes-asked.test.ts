import { describe, expect, it } from '@jest/globals';
import { DataTypes, type Model, Op, type Sequelize } from 'sequelize';
import type { KinqlOptions } from '../../src/build/create-schema.ts';
import type { Finding } from '../../src/catalog/finding.ts';
import { onEachDatabase, type World } from '../support/on-each-database.ts';

/** What is found when a schema is made, and after that. */
const findings: Finding[] = [];

const bare = { timestamps: false };

/** Every call of a scope that is a function, with what it was given. */
const calls: unknown[][] = [];

/** People own tasks, tasks have notes and tags; what is archived is out of the default scope. */
function defineTasks(sequelize: Sequelize): void {
  const Person = sequelize.define('Person', { name: DataTypes.STRING }, bare);
  const Note = sequelize.define('Note', { body: DataTypes.STRING }, bare);
  const Tag = sequelize.define(
    'Tag',
    { name: DataTypes.STRING, rank: DataTypes.INTEGER },
    {
      ...bare,
      scopes: { high: { where: { rank: { [Op.gte]: 2 } }, order: [['rank', 'DESC']] } },
    },
  );
  const Task = sequelize.define(
    'Task',
    {
      title: { type: DataTypes.STRING, field: 'task_title' },
      state: DataTypes.STRING,
      archived: { type: DataTypes.BOOLEAN, field: 'is_archived' },
      hours: DataTypes.INTEGER,
    },
    {
      ...bare,
      defaultScope: { where: { archived: false } },
      scopes: {
        open: { where: { state: 'open' } },
        old: { where: { archived: true } },
        longest: { order: [['hours', 'DESC']], limit: 1, attributes: ['title'] },
        noted: { include: [{ association: 'notes', required: true }] },
        busy: {
          include: [{ association: 'notes', attributes: [] }],
          group: ['Task.id'],
          having: sequelize.where(sequelize.fn('COUNT', sequelize.col('notes.id')), { [Op.gte]: 2 } as never),
        },
        byOwner(ownerId: unknown, least = 0) {
          calls.push([ownerId, least]);
          return { where: { ownerId, hours: { [Op.gte]: least } }, order: [['title', 'DESC']] };
        },
        titled(titles: string[]) {
          return { where: { title: titles } };
        },
        longestOf(ownerId: unknown) {
          return { where: { ownerId }, order: [['hours', 'DESC']], limit: 1 };
        },
        failing() {
          throw new Error('secret words');
        },
        counted() {
          return { group: ['state'] };
        },
        nothing() {
          return undefined as never;
        },
      },
    },
  );
  Task.belongsTo(Person, { as: 'owner', foreignKey: 'ownerId' });
  Person.hasMany(Task, { as: 'tasks', foreignKey: 'ownerId' });
  Note.belongsTo(Task, { as: 'task', foreignKey: 'taskId' });
  Task.hasMany(Note, { as: 'notes', foreignKey: 'taskId' });
  Task.belongsToMany(Tag, {
    as: 'tags',
    through: 'TaskTags',
    foreignKey: 'taskId',
    otherKey: 'tagId',
    ...bare,
  });
  Tag.belongsToMany(Task, {
    as: 'tasks',
    through: 'TaskTags',
    foreignKey: 'tagId',
    otherKey: 'taskId',
    ...bare,
  });
  Person.hasMany(Task.scope('noted'), { as: 'notedTasks', foreignKey: 'ownerId' });
}

async function fillTasks({ models }: Sequelize): Promise<void> {
  const { Person, Task, Note, Tag, TaskTags } = models;
  await Person?.bulkCreate([{ name: 'ana' }, { name: "o'bo" }]);
  await Task?.bulkCreate(
    [
      ['a', 'open', false, 1, 1],
      ['b', 'open', false, 5, 1],
      ['c', 'done', false, 3, 1],
      ['d', 'open', true, 9, 1],
      ['e', 'open', false, 2, 2],
      ['it\'s ? $1 :x \\ "', 'done', true, 4, 2],
    ].map(([title, state, archived, hours, ownerId]) => ({ title, state, archived, hours, ownerId })),
  );
  await Note?.bulkCreate([1, 1, 3, 4, 5].map((taskId) => ({ taskId, body: 'n' })));
  await Tag?.bulkCreate([
    { name: 'low', rank: 1 },
    { name: 'mid', rank: 2 },
    { name: 'top', rank: 3 },
  ]);
  await TaskTags?.bulkCreate([
    { taskId: 1, tagId: 1 },
    { taskId: 1, tagId: 2 },
    { taskId: 1, tagId: 3 },
    { taskId: 5, tagId: 1 },
  ]);
}

const options: KinqlOptions = {
  models: {
    Task: {
      scopes: {
        open: true,
        old: { replacesDefault: true, description: 'What is archived.' },
        longest: true,
        noted: true,
        busy: true,
        byOwner: { arguments: { ownerId: 'ID!', least: 'Int' } },
        titled: { name: 'called', arguments: { titles: '[String!]!' } },
        longestOf: { arguments: { ownerId: 'ID!' } },
        failing: true,
        counted: true,
        nothing: true,
      },
    },
    Tag: { scopes: { high: true } },
  },
  onFinding: (finding) => findings.push(finding),
};

const titled = (...titles: string[]) => titles.map((title) => ({ title }));

/** What `findAll` gives in scopes, by title, in the order of the key. */
async function findTitles({ sequelize }: World, ...scopes: unknown[]): Promise<unknown[]> {
  const tasks = (await sequelize.models.Task?.scope(...(scopes as string[])).findAll()) ?? [];
  return tasks.map((task: Model) => task.get('title')).sort();
}

describe('the argument scopes', () => {
  onEachDatabase({ name: 'scopes_asked', define: defineTasks, fill: fillTasks, options }, (world) => {
    it.each([
      ['open: true', ['defaultScope', 'open']],
      ['noted: true', ['defaultScope', 'noted']],
      ['busy: true', ['defaultScope', 'busy']],
      ['open: true, noted: true', ['defaultScope', 'open', 'noted']],
      ['open: true, busy: true', ['defaultScope', 'open', 'busy']],
      ['old: true', ['old']],
      ['byOwner: { ownerId: 1 }', ['defaultScope', { method: ['byOwner', 1] }]],
      ['byOwner: { ownerId: "1", least: 3 }', ['defaultScope', { method: ['byOwner', 1, 3] }]],
      ['old: true, called: { titles: ["d", "x"] }', ['old', { method: ['titled', ['d', 'x']] }]],
    ])('gives the rows that findAll gives: %s', async (asked, scopes) => {
      const { data, errors } = await world().query(
        `{ tasks(scopes: { ${asked} }, orderBy: [{ title: ASC }]) { title } }`,
      );
      expect(errors).toBeUndefined();
      const titles = await findTitles(world(), ...scopes);
      expect(titles.length).toBeGreaterThan(0);
      expect(data).toEqual({ tasks: titled(...(titles as string[])) });
    });

    it('narrows by all scopes at once, whatever attribute each is about, and never widens', async () => {
      const { data } = await world().query(
        '{ both: tasks(scopes: { old: true, noted: true, open: true }) { title } false: tasks(scopes: { open: false }) { title } none: tasks(scopes: {}) { title } }',
      );
      expect(data).toEqual({
        both: titled('d'),
        false: titled('a', 'b', 'c', 'e'),
        none: titled('a', 'b', 'c', 'e'),
      });
    });

    it('goes along with where, in connections, their numbers, aggregates and groups', async () => {
      const { data } = await world().query(`{
        tasks(scopes: { open: true }, where: { hours: { gt: 1 } }) { title }
        tasksConnection(scopes: { open: true }) { totalCount nodes { title } aggregate { sum { hours } } }
        tasksAggregate(scopes: { byOwner: { ownerId: 2 } }) { count }
        tasksGroupBy(by: [{ state: VALUE }], scopes: { noted: true }) { keys { state } count }
      }`);
      expect(data).toEqual({
        tasks: titled('b', 'e'),
        tasksConnection: { totalCount: 3, nodes: titled('a', 'b', 'e'), aggregate: { sum: { hours: '8' } } },
        tasksAggregate: { count: 1 },
        tasksGroupBy: [
          { keys: { state: 'done' }, count: 1 },
          { keys: { state: 'open' }, count: 2 },
        ],
      });
    });

    it('is of lists and connections under each parent, in one statement each', async () => {
      const { data, statements } = await world().query(`{ people {
        tasks(scopes: { open: true }) { title }
        long: tasksConnection(scopes: { longest: true }, first: 1) { totalCount nodes { title } }
        notedTasks(scopes: { old: true }) { title }
      } }`);
      expect(data).toEqual({
        people: [
          {
            tasks: titled('a', 'b'),
            long: { totalCount: 3, nodes: titled('b') },
            notedTasks: titled('d'),
          },
          { tasks: titled('e'), long: { totalCount: 1, nodes: titled('e') }, notedTasks: [] },
        ],
      });
      expect(statements).toHaveLength(5);
      const tags = await world().query('{ tasks(limit: 1) { tags(scopes: { high: true }) { name } } }');
      expect(tags.data).toEqual({ tasks: [{ tags: [{ name: 'top' }, { name: 'mid' }] }] });
    });

    it('is in filters over lists: some, every, none, and by itself', async () => {
      const { data } = await world().query(`{
        some: people(where: { tasks: { some: { hours: { gt: 4 } }, scopes: { open: true } } }) { name }
        every: people(where: { tasks: { every: { hours: { lt: 4 } }, scopes: { open: true } } }) { name }
        none: people(where: { tasks: { none: { state: { eq: "done" } }, scopes: { open: true } } }) { name }
        byOwner: people(where: { tasks: { scopes: { byOwner: { ownerId: 2 }, old: true } } }) { name }
        tags: tasks(where: { tags: { scopes: { high: true } } }) { title }
      }`);
      expect(data).toEqual({
        some: [{ name: 'ana' }],
        every: [{ name: "o'bo" }],
        none: [{ name: 'ana' }, { name: "o'bo" }],
        byOwner: [{ name: "o'bo" }],
        tags: titled('a'),
      });
    });

    it('orders the list as the scope does, where the client does not', async () => {
      const { data } = await world().query(`{
        own: tasks(scopes: { longest: true }) { title }
        mine: tasks(scopes: { byOwner: { ownerId: 1 } }) { title }
        both: tasks(scopes: { longest: true, byOwner: { ownerId: 1 } }) { title }
        given: tasks(scopes: { longest: true }, orderBy: [{ hours: ASC }]) { title }
      }`);
      expect(data).toEqual({
        own: titled('b', 'c', 'e', 'a'),
        mine: titled('c', 'b', 'a'),
        both: titled('b', 'c', 'a'),
        given: titled('a', 'e', 'c', 'b'),
      });
    });

    it('has cursors of the order that the scope gives, and of no other', async () => {
      const ask = async (scopes: string, after = '') => {
        const { data, errors } = await world().query(
          `{ tasksConnection(first: 2, scopes: { ${scopes} }${after}) { nodes { title } pageInfo { endCursor } } }`,
        );
        const { tasksConnection } = data as {
          tasksConnection: { nodes: unknown[]; pageInfo: { endCursor: string } };
        };
        return { errors, ...tasksConnection };
      };
      const first = await ask('longest: true');
      expect(first.nodes).toEqual(titled('b', 'c'));
      const after = `, after: "${first.pageInfo.endCursor}"`;
      expect((await ask('longest: true', after)).nodes).toEqual(titled('e', 'a'));
      expect((await ask('longest: true, open: true', after)).nodes).toEqual(titled('e', 'a'));
      const { errors } = await world().query(
        `{ tasksConnection(scopes: { open: true }${after}) { nodes { title } } }`,
      );
      expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    });

    it('calls a function once for a connection and for aliases that ask for the same, with what is declared', async () => {
      calls.length = 0;
      const { statements } = await world().query(`{
        tasksConnection(scopes: { byOwner: { ownerId: 1 } }) { totalCount nodes { title } }
        a: tasks(scopes: { byOwner: { ownerId: "1" } }) { title }
        b: tasks(scopes: { byOwner: { ownerId: 1 } }) { title state }
        c: tasks(scopes: { byOwner: { ownerId: 1, least: null } }) { title }
        people { tasks(scopes: { byOwner: { ownerId: 2, least: 1 } }) { title } }
      }`);
      expect(calls).toEqual([
        ['1', 0],
        ['1', null],
        ['2', 1],
      ]);
      expect(statements).toHaveLength(6);
    });

    it('escapes what is given, as Sequelize does', async () => {
      const titles = ['it\'s ? $1 :x \\ "', "' OR 1=1 --", 'x\u0000'];
      const { data, errors } = await world().query(
        'query ($titles: [String!]!) { tasks(scopes: { old: true, called: { titles: $titles } }) { title } }',
        { titles: titles.slice(0, 2) },
      );
      expect(errors).toBeUndefined();
      expect(data).toEqual({ tasks: titled(titles[0] as string) });
    });

    it.each([
      ['failing', 'secret words'],
      ['counted', 'group'],
      ['nothing', 'Invalid scope'],
    ])('hides from clients why a scope cannot be applied: %s', async (name, secret) => {
      const { data, errors } = await world().query(
        `{ people { name } tasks(scopes: { ${name}: true }) { title } }`,
      );
      expect(data).toBeNull();
      expect(errors).toEqual([
        { code: 'INTERNAL_SERVER_ERROR', message: 'A scope of Task cannot be applied.', path: ['tasks'] },
      ]);
      expect(JSON.stringify(errors)).not.toContain(secret);
      const connection = await world().query(
        `{ tasksConnection(scopes: { ${name}: true }, after: "x") { nodes { title } } }`,
      );
      expect(connection.errors?.map(({ code }) => code)).toEqual(['INTERNAL_SERVER_ERROR']);
    });

    it.each([['\u0000'], ['\ud800']])(
      'refuses what is no text, which each database would take for another: %j',
      async (text) => {
        const { data, errors, statements } = await world().query(
          'query ($titles: [String!]!) { tasks(scopes: { called: { titles: $titles } }) { title } }',
          { titles: ['a', text] },
        );
        expect({ data, errors, statements }).toEqual({
          data: null,
          errors: [
            {
              message:
                'A text of "scopes.called" holds a character that is no text (NUL, or half of a pair).',
              path: ['tasks'],
              code: 'BAD_USER_INPUT',
            },
          ],
          statements: [],
        });
      },
    );

    it.each(['null', '{ open: null }', '{ byOwner: null }'])('refuses null: %s', async (scopes) => {
      const { errors, statements } = await world().query(`{ tasks(scopes: ${scopes}) { title } }`);
      expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', path: ['tasks'] }]);
      expect(statements).toEqual([]);
    });

    it('says once of a function what of it is not used', async () => {
      const found = () => findings.filter(({ place }) => place === 'Task.scope("longestOf")');
      const before = found().length;
      const ask = () => world().query('{ tasks(scopes: { longestOf: { ownerId: 1 } }) { title } }');
      expect((await ask()).data).toEqual({ tasks: titled('b', 'c', 'a') });
      const after = found();
      await ask();
      expect(found()).toEqual(after);
      expect(after.slice(before)).toMatchObject([{ code: 'SCOPE_PARTLY_IGNORED', severity: 'warning' }]);
    });
  });
});
