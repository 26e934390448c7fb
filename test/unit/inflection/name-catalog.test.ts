import { describe, expect, it } from '@jest/globals';
import { DataTypes, type ModelAttributes, Sequelize } from 'sequelize';
import { analyseModels, createSchema, type KinqlOptions } from '../../../src/build/create-schema.ts';
import { derivedTypes } from '../../../src/inflection/inflection.ts';
import type { ModelNaming } from '../../../src/inflection/name-catalog.ts';

interface Named {
  readonly models: Readonly<Record<string, ModelNaming>>;
  /** `place: message` of each clash. */
  readonly clashes: readonly string[];
}

/** Names the models, and makes sure that a schema comes of the names. */
function nameModels(define: (sequelize: Sequelize) => unknown, options: KinqlOptions = {}): Named {
  const sequelize = new Sequelize({ dialect: 'postgres', define: { timestamps: false } });
  define(sequelize);
  createSchema(sequelize, { ...options, onFinding: () => undefined });
  const { names, findings } = analyseModels(sequelize, options);
  return {
    models: names.models,
    clashes: findings
      .filter(({ code }) => code === 'NAME_CLASH')
      .map(({ place, message }) => `${place}: ${message}`),
  };
}

const types = ({ models }: Named) => Object.values(models).map(({ type }) => type);

const fieldsOfTask = (attributes: ModelAttributes, aliases: readonly string[] = []) => {
  const named = nameModels((sequelize) => {
    const User = sequelize.define('User', {});
    const Task = sequelize.define('Task', attributes);
    for (const [index, as] of aliases.entries()) {
      Task.belongsTo(User, { as, foreignKey: `key${index}` });
    }
  });
  const { attributes: own, associations } = named.models.Task as ModelNaming;
  return { own, associations, clashes: named.clashes };
};

const { STRING } = DataTypes;

describe('nameCatalog', () => {
  it('names everything of a model that has nothing odd', () => {
    const { models, clashes } = nameModels((sequelize) => {
      const Task = sequelize.define('Task', {
        task_name: STRING,
        status: DataTypes.ENUM('open', 'done'),
        projectId: { type: DataTypes.INTEGER, unique: 'number_in_project' },
        number: { type: DataTypes.INTEGER, unique: 'number_in_project' },
      });
      const User = sequelize.define('User', {});
      Task.belongsTo(User);
      Task.belongsTo(User, { as: 'owner' });
      User.hasMany(Task, { as: 'Favourites', foreignKey: 'favouriteOf' });
    });
    expect(clashes).toEqual([]);
    expect(models.Task).toEqual({
      type: 'Task',
      deletedArgument: 'deleted',
      scopes: null,
      globalId: null,
      row: 'task',
      rowByKey: 'taskBy',
      list: 'tasks',
      connection: 'tasksConnection',
      aggregate: 'tasksAggregate',
      groupBy: 'tasksGroupBy',
      derived: Object.fromEntries(derivedTypes.map((name) => [name, `Task${name}`])),
      keyInput: 'TaskKey',
      attributes: {
        id: 'id',
        task_name: 'taskName',
        status: 'status',
        projectId: 'projectId',
        number: 'number',
        UserId: 'userId',
        ownerId: 'ownerId',
        favouriteOf: 'favouriteOf',
      },
      writeOnly: {},
      associations: { 'Task.User': 'user', 'Task.owner': 'owner' },
      connections: {},
      links: {},
      enums: { status: 'TaskStatus' },
      enumFilters: { status: 'TaskStatusFilter' },
      keys: [
        { key: { attributes: ['id'], primary: true, nullable: false }, field: 'id', input: null },
        {
          key: { attributes: ['projectId', 'number'], primary: false, nullable: true },
          field: 'projectIdAndNumber',
          input: 'TaskProjectIdAndNumberKey',
        },
      ],
    });
    expect(models.User?.associations).toEqual({
      'User.Favourites': 'favourites',
      'inverse of Task.User': 'tasks',
      'inverse of Task.owner': 'tasksByOwner',
    });
  });

  it('has no row, or no key at all, where clients may not see the key', () => {
    const { models } = nameModels(
      (sequelize) => {
        sequelize.define('Log', { line: STRING }).removeAttribute('id');
        sequelize.define('Session', {
          token: { type: STRING, primaryKey: true },
          number: { type: DataTypes.INTEGER, unique: true },
        });
      },
      { models: { Session: { attributes: { token: { expose: 'hidden' } } } } },
    );
    expect(models.Log).toMatchObject({ row: null, rowByKey: null, list: 'logs', keyInput: null, keys: [] });
    expect(models.Session).toMatchObject({ row: null, rowByKey: 'sessionBy', keyInput: 'SessionKey' });
    expect(models.Session?.keys.map(({ field }) => field)).toEqual(['number']);
  });

  it('takes rules of a team, one at a time', () => {
    const { models } = nameModels(
      (sequelize) => {
        sequelize.define('Task', {}).belongsTo(sequelize.define('User', {}), { as: 'owner' });
      },
      {
        inflection: { typeName: ({ name }) => `My${name}`, inverseField: (_, alias) => `owned by ${alias}!` },
      },
    );
    expect(models.User?.type).toBe('MyUser');
    expect(models.User?.keyInput).toBe('MyUserKey');
    expect(models.User?.associations).toEqual({ 'inverse of Task.owner': 'ownedbyowner' });
  });
});

describe('clashes of types', () => {
  const names = [
    ...['Query', 'Mutation', 'Subscription', 'PageInfo', 'Node', 'ID', 'Int', 'Float', 'String', 'Boolean'],
    ...['Date', 'Time', 'DateTime', 'JSON', 'Bytes', 'BigInt', 'Decimal'],
  ];

  it.each(names)('a model %s gives way to the type of that name', (name) => {
    const named = nameModels((sequelize) =>
      sequelize.define(name, { at: DataTypes.DATE, data: DataTypes.JSON }),
    );
    const expected = name === 'JSON' ? 'Json' : name === 'ID' ? 'Id' : `${name}Model`;
    expect(types(named)).toEqual([expected]);
  });

  it('say which two sides there are', () => {
    const { clashes } = nameModels((sequelize) => sequelize.define('Query', {}));
    expect(clashes).toEqual(['Query: The type Query is already taken by GraphQL and KinQL.']);
  });

  it('are won by the name that is unchanged, whichever was defined first', () => {
    const named = nameModels((sequelize) => {
      sequelize.define('http_log', {});
      sequelize.define('HttpLog', {});
    });
    expect(types(named)).toEqual(['HttpLogModel', 'HttpLog']);
  });

  it('give no fallback that another model is called', () => {
    const named = nameModels((sequelize) => {
      sequelize.define('Query', {});
      sequelize.define('QueryModel', {});
    });
    expect(types(named)).toEqual(['QueryModel_b80a3756', 'QueryModel']);
    expect(named.clashes).toHaveLength(1);
  });

  it('are won by models against enums and inputs', () => {
    const { models, clashes } = nameModels((sequelize) => {
      sequelize.define('Task', { status: DataTypes.ENUM('a') });
      sequelize.define('TaskStatus', {});
      sequelize.define('TaskKey', {});
    });
    expect(models.Task).toMatchObject({ keyInput: 'TaskKeyInput', enums: { status: 'TaskStatusEnum' } });
    expect(models.TaskStatus?.type).toBe('TaskStatus');
    expect(clashes).toHaveLength(2);
  });
});

describe('a clash', () => {
  const define = (sequelize: Sequelize) => sequelize.define('Query', { user_id: STRING, userId: STRING });

  it('is one warning for each loser, and stops nothing', () => {
    const { models, clashes } = nameModels(define);
    expect(models.Query).toMatchObject({
      type: 'QueryModel',
      attributes: { user_id: 'userIdAttribute', userId: 'userId' },
    });
    expect(clashes).toEqual([
      'Query: The type Query is already taken by GraphQL and KinQL.',
      'Query.user_id: The field of QueryModel userId is already taken by Query.userId.',
    ]);
  });

  it('is fatal where the options are strict', () => {
    expect(() => nameModels(define, { strict: true })).toThrow(
      /NAME_CLASH {2}Query: [\s\S]*NAME_CLASH {2}Query\.user_id: /,
    );
  });

  it('is mended by a name in the options', () => {
    const { models, clashes } = nameModels(define, {
      strict: true,
      models: { Query: { name: 'Search', attributes: { user_id: { name: 'formerUserId' } } } },
    });
    expect(models.Query).toMatchObject({
      type: 'Search',
      attributes: { user_id: 'formerUserId', userId: 'userId' },
    });
    expect(clashes).toEqual([]);
  });
});

describe('clashes of Query fields', () => {
  it('a model whose plural is its singular has a list with a name of its own', () => {
    const { models, clashes } = nameModels((sequelize) => sequelize.define('News', {}));
    expect(models.News).toMatchObject({ row: 'news', rowByKey: 'newsBy', list: 'newsList' });
    expect(clashes).toEqual(['the list of News: The Query field news is already taken by one News.']);
  });

  it('rows come before lists', () => {
    const { models } = nameModels((sequelize) => {
      sequelize.define('Task', {});
      sequelize.define('Tasks', {}, { name: { singular: 'tasks', plural: 'taskses' } });
    });
    expect(models.Task).toMatchObject({ row: 'task', list: 'tasksList' });
    expect(models.Tasks).toMatchObject({ row: 'tasks', list: 'taskses' });
  });
});

describe('clashes of fields', () => {
  it('are won by attributes against associations', () => {
    expect(fieldsOfTask({ user: STRING }, ['User'])).toMatchObject({
      own: { user: 'user' },
      associations: { 'Task.User': 'userRelation' },
      clashes: ['Task.User: The field of Task user is already taken by Task.user.'],
    });
  });

  it('are won by the attribute whose name is unchanged', () => {
    expect(fieldsOfTask({ user_id: STRING, userId: STRING })).toMatchObject({
      own: { user_id: 'userIdAttribute', userId: 'userId' },
      clashes: ['Task.user_id: The field of Task userId is already taken by Task.userId.'],
    });
  });

  it('are won by the association whose name is unchanged', () => {
    expect(fieldsOfTask({}, ['User', 'user']).associations).toEqual({
      'Task.User': 'userRelation',
      'Task.user': 'user',
    });
  });

  it('are won by declared associations against inferred ones', () => {
    const { models, clashes } = nameModels((sequelize) => {
      const User = sequelize.define('User', {});
      sequelize.define('Task', {}).belongsTo(User);
      User.hasMany(sequelize.define('Job', {}), { as: 'tasks' });
    });
    expect(models.User?.associations).toEqual({
      'User.tasks': 'tasks',
      'inverse of Task.User': 'tasksRelation',
    });
    expect(clashes).toHaveLength(1);
  });

  it('do not come of another type', () => {
    expect(
      fieldsOfTask({ query: STRING, constructor: STRING, __proto: STRING, toString: STRING }),
    ).toMatchObject({
      own: { query: 'query', constructor: 'constructor', __proto: 'proto', toString: 'toString' },
      clashes: [],
    });
  });
});

describe('clashes of keys', () => {
  it('are won by a key of one attribute', () => {
    const { models, clashes } = nameModels((sequelize) => {
      sequelize.define('Task', {
        a: { type: STRING, unique: 'both' },
        b: { type: STRING, unique: 'both' },
        aAndB: { type: STRING, unique: true },
      });
    });
    expect(models.Task?.keys.map(({ field }) => field)).toEqual(['id', 'aAndBKey', 'aAndB']);
    expect(clashes).toEqual(["Task's key (a, b): The key of Task aAndB is already taken by Task.aAndB."]);
  });

  it('do not stop names that GraphQL does not know', () => {
    const { models } = nameModels((sequelize) => {
      sequelize.define('Task', {
        größe: { type: STRING, unique: 'both' },
        '2nd': { type: STRING, unique: 'both' },
      });
    });
    expect(models.Task?.keys[1]).toMatchObject({ field: 'groeAnd2nd', input: 'TaskGroeAnd2ndKey' });
  });
});

describe('names that GraphQL does not know', () => {
  it('lose the letters that are not ASCII, or are replaced by a hash of their owner', () => {
    const { models } = nameModels((sequelize) =>
      sequelize.define('Änderung', { größe: STRING, 日本: STRING }),
    );
    expect(models.Änderung).toMatchObject({
      type: 'Anderung',
      row: 'anderung',
      attributes: { id: 'id', größe: 'groe', 日本: expect.stringMatching(/^name_[0-9a-f]{8}$/) },
    });
  });

  it.each([
    ['_task', 'Task'],
    ['__Task', 'Task'],
    ['2nd_task', '_2ndTask'],
    ['task-list.item', 'TaskListItem'],
  ])('a model %s is the type %s', (name, type) => {
    expect(types(nameModels((sequelize) => sequelize.define(name, {})))).toEqual([type]);
  });
});

describe('stability', () => {
  const define = (sequelize: Sequelize) => {
    const User = sequelize.define('User', {});
    const Task = sequelize.define('Task', { title: STRING });
    Task.belongsTo(User);
    return { User, Task };
  };
  const before = nameModels(define).models;

  it('a second association to a model renames nothing that was there', () => {
    const after = nameModels((sequelize) => {
      const { Task, User } = define(sequelize);
      Task.belongsTo(User, { as: 'owner' });
    }).models;
    expect(after).toMatchObject(before);
    expect(after.User?.associations).toEqual({
      'inverse of Task.User': 'tasks',
      'inverse of Task.owner': 'tasksByOwner',
    });
  });

  it('another model with an association renames nothing that was there', () => {
    const after = nameModels((sequelize) => {
      sequelize.define('Note', {}).belongsTo(define(sequelize).User);
    }).models;
    expect(after).toMatchObject(before);
  });
});
