import { describe, expect, it } from '@jest/globals';
import { DataTypes, type Sequelize } from 'sequelize';
import { onEachDatabase, type World } from '../support/on-each-database.ts';
import { textsOf } from '../support/write-statements.ts';

/** Every kind of association, keys that may be null and keys that may not, a self reference and a cycle. */
function define(sequelize: Sequelize): void {
  const plain = { timestamps: false };
  const name = { type: DataTypes.STRING(20), unique: true, validate: { notEmpty: true } };
  const Company = sequelize.define('Company', { name }, plain);
  const User = sequelize.define('User', { name }, plain);
  const Profile = sequelize.define('Profile', { bio: DataTypes.STRING(20) }, plain);
  const Badge = sequelize.define('Badge', { text: DataTypes.STRING(20) }, plain);
  const Task = sequelize.define('Task', { name }, plain);
  const Step = sequelize.define('Step', { name: DataTypes.STRING(20) }, plain);
  const Tag = sequelize.define('Tag', { name }, plain);
  const TaskTag = sequelize.define('TaskTag', { note: DataTypes.STRING(20) }, plain);
  const Comment = sequelize.define(
    'Comment',
    { text: DataTypes.STRING(20), subjectType: DataTypes.STRING(10), subjectId: DataTypes.INTEGER },
    plain,
  );
  User.belongsTo(Company, { as: 'company', foreignKey: 'companyId' });
  Company.hasMany(User, { as: 'users', foreignKey: 'companyId' });
  Company.belongsTo(User, { as: 'owner', foreignKey: 'ownerId', constraints: false });
  User.hasOne(Profile, { as: 'profile', foreignKey: 'userId' });
  User.hasOne(Badge, { as: 'badge', foreignKey: { name: 'userId', allowNull: false } });
  Badge.belongsTo(User, { as: 'user', foreignKey: { name: 'userId', allowNull: false } });
  Task.belongsTo(User, { as: 'user', foreignKey: 'userId' });
  User.hasMany(Task, { as: 'tasks', foreignKey: 'userId' });
  Task.belongsTo(Task, { as: 'parent', foreignKey: 'parentId' });
  Task.hasMany(Task, { as: 'children', foreignKey: 'parentId' });
  Step.belongsTo(Task, { as: 'task', foreignKey: { name: 'taskId', allowNull: false } });
  Task.hasMany(Step, { as: 'steps', foreignKey: { name: 'taskId', allowNull: false } });
  Task.belongsToMany(Tag, { as: 'tags', through: TaskTag, foreignKey: 'taskId', otherKey: 'tagId' });
  Tag.belongsToMany(Task, { as: 'tasks', through: TaskTag, foreignKey: 'tagId', otherKey: 'taskId' });
  const subject = { foreignKey: 'subjectId', constraints: false };
  Comment.belongsTo(Task, { as: 'task', ...subject });
  Comment.belongsTo(User, { as: 'author', ...subject });
  Task.hasMany(Comment, { as: 'comments', scope: { subjectType: 'task' }, ...subject });
  User.hasMany(Comment, { as: 'comments', scope: { subjectType: 'user' }, ...subject });
}

async function fill({ models }: Sequelize): Promise<void> {
  const { Company, User, Task, Tag, TaskTag, Profile, Badge, Step } = models;
  await Company?.bulkCreate([{ name: 'Acme' }, { name: 'Umbra' }]);
  await User?.bulkCreate([{ name: 'Ada', companyId: 1 }, { name: 'Bob', companyId: 1 }, { name: 'Cy' }]);
  await Profile?.create({ bio: 'first', userId: 1 });
  await Badge?.create({ text: 'gold', userId: 1 });
  await Task?.bulkCreate([{ name: 'dig', userId: 1 }, { name: 'fill', userId: 1 }, { name: 'rest' }]);
  await Step?.bulkCreate([
    { name: 'one', taskId: 1 },
    { name: 'two', taskId: 1 },
  ]);
  await Tag?.bulkCreate([{ name: 'red' }, { name: 'blue' }, { name: 'green' }]);
  await TaskTag?.bulkCreate([
    { taskId: 1, tagId: 1, note: 'n1' },
    { taskId: 1, tagId: 2, note: 'n2' },
  ]);
}

const options = { writes: { maxRows: 20, maxDepth: 3 } };
const errors = 'errors { code path message }';

interface Answer {
  readonly errors: readonly unknown[];
  readonly [field: string]: unknown;
}

async function mutate(world: World, source: string): Promise<Answer> {
  const { data, errors: refusals } = await world.query(`mutation { it: ${source} }`);
  expect(refusals).toBeUndefined();
  return (data as { it: Answer }).it;
}

async function counts({ sequelize: { models } }: World): Promise<Record<string, number>> {
  const names = Object.keys(models).sort();
  const numbers = await Promise.all(names.map((name) => models[name]?.count()));
  return Object.fromEntries(names.map((name, index) => [name, numbers[index] as number]));
}

const task = 'task { name user { name company { name } } parent { name } tags { name } steps { name } }';

describe('rows nested in a row that is made', () => {
  onEachDatabase({ name: 'writes_nested_create', define, fill, options }, (world) => {
    it('are made in the order that keys need: parents, the row, children, what connects', async () => {
      const { data, statements } = await world().query(`mutation { createTask(data: {
        name: "build"
        user: { create: { name: "Dee", company: { create: { name: "New Co" } } } }
        parent: { connect: { name: "dig" } }
        steps: { create: [{ name: "s1" }, { name: "s2" }] }
        tags: { connect: [{ key: { name: "red" } }], create: [{ data: { name: "pink" }, through: { note: "why" } }] }
        comments: { create: [{ text: "hello" }] }
      }) { ${task} ${errors} } }`);
      expect(data).toEqual({
        createTask: {
          task: {
            name: 'build',
            user: { name: 'Dee', company: { name: 'New Co' } },
            parent: { name: 'dig' },
            steps: [{ name: 's1' }, { name: 's2' }],
            tags: [{ name: 'red' }, { name: 'pink' }],
          },
          errors: [],
        },
      });
      expect(textsOf(statements).filter((text) => !/^SELECT|SAVEPOINT|increment/.test(text))).toEqual([
        'START TRANSACTION',
        'INSERT INTO Companies',
        'INSERT INTO Users',
        'INSERT INTO Tasks',
        'INSERT INTO Steps',
        ...(world().database.name === 'sqlite' ? ['INSERT INTO Steps'] : []), // one by one there
        'INSERT INTO Tags',
        'INSERT INTO TaskTags',
        'INSERT INTO Comments',
        'COMMIT',
      ]);
      const { models } = world().sequelize;
      expect(await models.Comment?.findAll({ raw: true, attributes: ['subjectType', 'text'] })).toEqual([
        { subjectType: 'task', text: 'hello' },
      ]);
      const notes = await models.TaskTag?.findAll({ raw: true, order: ['tagId'], where: { taskId: 4 } });
      expect(notes).toMatchObject([{ note: null }, { note: 'why' }]);
    });

    it('are found or else made, one row for one key, however often it is named', async () => {
      const answer = await mutate(
        world(),
        `createTasks(data: [
          { name: "c1", user: { connectOrCreate: { key: { name: "Eve" }, create: { company: { connect: { id: 1 } } } } } }
          { name: "c2", user: { connectOrCreate: { key: { name: "Eve" }, create: {} } } }
          { name: "c3", user: { connectOrCreate: { key: { name: "Ada" }, create: {} } } }
        ]) { tasks { name user { name company { name } } } ${errors} }`,
      );
      expect(answer).toEqual({
        tasks: [
          { name: 'c1', user: { name: 'Eve', company: { name: 'Acme' } } },
          { name: 'c2', user: { name: 'Eve', company: { name: 'Acme' } } },
          { name: 'c3', user: { name: 'Ada', company: { name: 'Acme' } } },
        ],
        errors: [],
      });
    });

    it('set what tells whose key a polymorphic one is', async () => {
      const answer = await mutate(
        world(),
        `createComment(data: { text: "by", author: { connect: { name: "Bob" } } }) { comment { subjectType author { name } task { name } } ${errors} }`,
      );
      expect(answer).toEqual({
        comment: { subjectType: 'user', author: { name: 'Bob' }, task: null },
        errors: [],
      });
    });

    it.each<[string, string, unknown]>([
      [
        'the second of two children',
        'createUser(data: { name: "half", tasks: { create: [{ name: "ok" }, { name: "" }] } })',
        { code: 'VALIDATION', path: ['data', 'tasks', 'create', '1', 'name'] },
      ],
      [
        'a parent',
        'createTask(data: { name: "half", user: { create: { name: "" } } })',
        { code: 'VALIDATION', path: ['data', 'user', 'create', 'name'] },
      ],
      [
        'a parent that is not there',
        'createTask(data: { name: "half", user: { connect: { id: 99 } } })',
        { code: 'NOT_FOUND', path: ['data', 'user', 'connect'] },
      ],
      [
        'the third row of many',
        'createUsers(data: [{ name: "h1" }, { name: "h2" }, { name: "" }])',
        { code: 'VALIDATION', path: ['data', '2', 'name'] },
      ],
      [
        'a row that the database refuses after others were made',
        'createUser(data: { name: "half", tasks: { create: [{ name: "fine" }, { name: "dig" }] } })',
        { code: 'UNIQUE', path: ['data', 'tasks', 'create', '1', 'name'] },
      ],
      [
        'a connecting row',
        'createTask(data: { name: "half", tags: { create: [{ data: { name: "t" }, through: { note: "far longer than it may be" } }] } })',
        { code: 'VALIDATION', path: ['data', 'tags', 'create', '0', 'through', 'note'] },
      ],
    ])('B55: leave no row behind where %s is wrong, and say where', async (_, field, problem) => {
      const before = await counts(world());
      const answer = await mutate(world(), `${field} { errors { code path } }`);
      expect(answer).toEqual({ errors: [problem] });
      expect(await counts(world())).toEqual(before);
    });

    it('are refused where they are deeper or more than the limits allow', async () => {
      const nest = (depth: number): string =>
        depth === 0 ? '{ name: "deep" }' : `{ children: { create: [${nest(depth - 1)}] } }`;
      const before = await counts(world());
      const deep = await world().query(`mutation { createTask(data: ${nest(4)}) { task { id } } }`);
      expect(deep.errors?.map(({ code, message }) => [code, message])).toEqual([
        [
          'BAD_USER_INPUT',
          '"data.children.create.0.children.create.0.children.create.0.children.create.0" is nested more than 3 relations deep.',
        ],
      ]);
      const rows = Array.from({ length: 21 }, () => '{}').join();
      const many = await world().query(`mutation { createTasks(data: [${rows}]) { count } }`);
      expect(many.errors?.map(({ code, message }) => [code, message])).toEqual([
        ['BAD_USER_INPUT', 'The input has more than 20 rows: send them in several requests.'],
      ]);
      expect(await counts(world())).toEqual(before);
    });
  });
});

describe('rows nested in a row that is changed', () => {
  onEachDatabase({ name: 'writes_nested_update', define, fill, options }, (world) => {
    const update = (model: string, id: number, data: string, selection: string): Promise<Answer> =>
      mutate(world(), `update${model}(key: { id: ${id} }, data: ${data}) { ${selection} ${errors} }`);

    it('change, leave and go: a parent', async () => {
      const selection = 'task { user { name } }';
      expect(await update('Task', 2, '{ user: { update: { name: "Ada L" } } }', selection)).toEqual({
        task: { user: { name: 'Ada L' } },
        errors: [],
      });
      expect(await update('Task', 2, '{ user: { disconnect: true } }', selection)).toEqual({
        task: { user: null },
        errors: [],
      });
      expect(await update('Task', 2, '{ user: { update: { name: "x" } } }', selection)).toEqual({
        task: null,
        errors: [
          {
            code: 'NOT_FOUND',
            path: ['data', 'user', 'update'],
            message: 'There is no User with this key.',
          },
        ],
      });
      await update('Task', 2, '{ user: { create: { name: "Zoe" } } }', selection);
      expect(await update('Task', 2, '{ user: { delete: true } }', selection)).toEqual({
        task: { user: null },
        errors: [],
      });
      expect(await world().sequelize.models.User?.count({ where: { name: 'Zoe' } })).toBe(0);
    });

    it('change, leave, go and are exactly those that are listed: children', async () => {
      const selection = 'user { tasks { name } }';
      const names = async (data: string): Promise<unknown> => {
        const answer = await update('User', 2, `{ tasks: ${data} }`, selection);
        expect(answer.errors).toEqual([]);
        return (answer as unknown as { user: { tasks: { name: string }[] } }).user.tasks.map(
          (one) => one.name,
        );
      };
      expect(
        await names('{ create: [{ name: "n1" }, { name: "n2" }], connect: [{ name: "rest" }] }'),
      ).toEqual(['rest', 'n1', 'n2']);
      expect(await names('{ update: [{ key: { name: "n1" }, data: { name: "n1b" } }] }')).toEqual([
        'rest',
        'n1b',
        'n2',
      ]);
      expect(await names('{ disconnect: [{ name: "rest" }], delete: [{ name: "n2" }] }')).toEqual(['n1b']);
      expect(await names('{ set: [{ name: "rest" }, { name: "n1b" }] }')).toEqual(['rest', 'n1b']);
      expect(await names('{ set: [], create: [{ name: "n3" }] }')).toEqual(['n3']);
      const { Task } = world().sequelize.models;
      expect(await Task?.count({ where: { name: 'n2' } })).toBe(0);
      expect(await Task?.count({ where: { name: ['rest', 'n1b'], userId: null } as never })).toBe(2);
    });

    it('of another row are NOT_FOUND, as if they were not there', async () => {
      for (const data of [
        '{ tasks: { update: [{ key: { name: "dig" }, data: { name: "mine" } }] } }',
        '{ tasks: { delete: [{ name: "dig" }] } }',
        '{ tasks: { disconnect: [{ name: "dig" }] } }',
      ]) {
        const { errors: problems } = await update('User', 3, data, 'user { id }');
        expect(problems).toMatchObject([{ code: 'NOT_FOUND', message: 'There is no Task with this key.' }]);
      }
    });

    it('that cannot be without their row can be made, moved and deleted, and nothing else', async () => {
      const { schema } = world();
      const type = schema.getType('StepUpdateOwned') as unknown as { getFields(): object };
      expect(Object.keys(type.getFields())).toEqual([
        'create',
        'connectOrCreate',
        'connect',
        'update',
        'delete',
      ]);
      expect(
        await update(
          'Task',
          2,
          '{ steps: { connect: [{ id: 2 }], create: [{ name: "three" }] } }',
          'task { steps { name } }',
        ),
      ).toEqual({ task: { steps: [{ name: 'two' }, { name: 'three' }] }, errors: [] });
    });

    it('make room: the one child that there may be', async () => {
      const profile = 'user { profile { bio } }';
      expect(await update('User', 1, '{ profile: { create: { bio: "second" } } }', profile)).toEqual({
        user: { profile: { bio: 'second' } },
        errors: [],
      });
      expect(await world().sequelize.models.Profile?.count({ where: { userId: null } as never })).toBe(1);
      expect(await update('User', 1, '{ profile: { update: { bio: "third" } } }', profile)).toEqual({
        user: { profile: { bio: 'third' } },
        errors: [],
      });
      expect(await update('User', 1, '{ profile: { connect: { id: 2 } } }', profile)).toEqual({
        user: { profile: { bio: 'third' } },
        errors: [],
      });
      expect(await update('User', 1, '{ profile: { delete: true } }', profile)).toEqual({
        user: { profile: null },
        errors: [],
      });
      expect(await update('User', 1, '{ badge: { create: { text: "silver" } } }', 'user { id }')).toEqual({
        user: null,
        errors: [
          {
            code: 'REQUIRED_RELATION',
            path: ['data', 'badge', 'create'],
            message:
              'The present Badge cannot be without this row: delete it, or give it to another one first.',
          },
        ],
      });
    });

    it('are connected and let go by rows of their own, with what those hold', async () => {
      const edges = async (data: string): Promise<unknown> => {
        const answer = await update(
          'Task',
          1,
          `{ tags: ${data} }`,
          'task { tagsConnection { edges { node { name } through { note } } } }',
        );
        expect(answer.errors).toEqual([]);
        const { task: row } = answer as unknown as {
          task: { tagsConnection: { edges: { node: { name: string }; through: { note: string | null } }[] } };
        };
        return row.tagsConnection.edges.map(({ node, through }) => `${node.name} ${through.note}`);
      };
      expect(await edges('{ connect: [{ key: { id: 3 }, through: { note: "n3" } }] }')).toEqual([
        'red n1',
        'blue n2',
        'green n3',
      ]);
      expect(
        await edges('{ connect: [{ key: { id: 1 } }, { key: { id: 2 }, through: { note: "m2" } }] }'),
      ).toEqual(['red n1', 'blue m2', 'green n3']);
      expect(
        await edges('{ update: [{ key: { id: 3 }, data: { name: "lime" }, through: { note: "m3" } }] }'),
      ).toEqual(['red n1', 'blue m2', 'lime m3']);
      expect(await edges('{ disconnect: [{ id: 1 }], delete: [{ name: "lime" }] }')).toEqual(['blue m2']);
      expect(await edges('{ set: [{ id: 1 }, { id: 2 }] }')).toEqual(['red null', 'blue m2']);
      expect(await edges('{ set: [] }')).toEqual([]);
      expect(await world().sequelize.models.Tag?.count()).toBe(2);
      expect(await update('Task', 1, '{ tags: { disconnect: [{ id: 1 }] } }', 'task { id }')).toMatchObject({
        errors: [{ code: 'NOT_FOUND', path: ['data', 'tags', 'disconnect', '0'] }],
      });
    });

    it('may refer to the row itself and in circles', async () => {
      expect(
        await update(
          'Task',
          1,
          '{ parent: { connect: { id: 1 } }, children: { create: [{ name: "kid", children: { create: [{ name: "grandkid" }] } }] } }',
          'task { parent { name } children { name children { name } } }',
        ),
      ).toMatchObject({ errors: [], task: { parent: { name: 'dig' } } });
      expect(
        await mutate(
          world(),
          `createCompany(data: { name: "Circle", users: { create: [{ name: "Own" }] } }) { company { users { name } } ${errors} }`,
        ),
      ).toEqual({ company: { users: [{ name: 'Own' }] }, errors: [] });
      expect(
        await mutate(
          world(),
          `updateCompany(key: { name: "Circle" }, data: { owner: { connect: { name: "Own" } } }) { company { owner { company { owner { name } } } } ${errors} }`,
        ),
      ).toEqual({ company: { owner: { company: { owner: { name: 'Own' } } } }, errors: [] });
    });
  });
});

describe('B50: reads after a write in one document', () => {
  onEachDatabase({ name: 'writes_fresh', define, fill, options }, (world) => {
    it('see what was written before them, and nothing that was read earlier', async () => {
      const { data } = await world().query(`mutation {
        a: updateTask(key: { id: 2 }, data: { name: "full" }) { task { user { name tasks { name } } } }
        b: updateUser(key: { id: 1 }, data: { name: "Ada B" }) { user { name } }
        c: createTask(data: { name: "third", userId: 1 }) { task { user { name tasks { name } tasksConnection { totalCount } } } }
        d: updateTask(key: { id: 2 }, data: { userId: 2 }) { task { user { id tasks { name } } } }
        e: deleteTask(key: { id: 2 }) { task { name user { tasks { name } } } }
      }`);
      expect(data).toEqual({
        a: { task: { user: { name: 'Ada', tasks: [{ name: 'dig' }, { name: 'full' }] } } },
        b: { user: { name: 'Ada B' } },
        c: {
          task: {
            user: {
              name: 'Ada B',
              tasks: [{ name: 'dig' }, { name: 'full' }, { name: 'third' }],
              tasksConnection: { totalCount: 3 },
            },
          },
        },
        d: { task: { user: { id: '2', tasks: [{ name: 'full' }] } } },
        e: { task: { name: 'full', user: { tasks: [] } } },
      });
    });

    it('say which rows keep a row from going', async () => {
      expect(await mutate(world(), `deleteTask(key: { id: 1 }) { task { name } ${errors} }`)).toEqual({
        task: null,
        errors: [
          {
            code: 'FOREIGN_KEY',
            path: ['key'],
            message:
              world().database.name === 'sqlite'
                ? 'This Task cannot be deleted: other rows refer to it.'
                : 'This Task cannot be deleted: rows of Step refer to it.',
          },
        ],
      });
    });
  });
});
