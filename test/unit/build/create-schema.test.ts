import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { type GraphQLObjectType, getNamedType, printType } from 'graphql';
import { DataTypes, type ModelAttributes, Sequelize } from 'sequelize';
import { createSchema, type KinqlOptions } from '../../../src/build/create-schema.ts';
import type { Finding } from '../../../src/catalog/finding.ts';
import { StartupError } from '../../../src/errors/startup-error.ts';
import { getFieldSource } from '../../../src/plan/field-source.ts';

const silent = { onFinding: () => undefined };

function instance(define: (sequelize: Sequelize) => unknown): Sequelize {
  const sequelize = new Sequelize({ dialect: 'postgres', define: { timestamps: false } });
  define(sequelize);
  return sequelize;
}

const taskOf = (attributes: ModelAttributes) => instance((sequelize) => sequelize.define('Task', attributes));

/** `name: Type` of each field of a type. */
function fieldsOf(
  sequelize: Sequelize,
  type: string,
  options: KinqlOptions = silent,
): Record<string, string> {
  const fields = (createSchema(sequelize, options).getType(type) as GraphQLObjectType).getFields();
  return Object.fromEntries(Object.values(fields).map((field) => [field.name, String(field.type)]));
}

function problemsOf(sequelize: Sequelize, options: KinqlOptions): readonly string[] {
  try {
    createSchema(sequelize, options);
  } catch (error) {
    expect(error).toBeInstanceOf(StartupError);
    return (error as StartupError).problems;
  }
  throw new Error('a StartupError was expected');
}

const withWarning = () => taskOf({ token: DataTypes.STRING });

afterEach(() => {
  jest.restoreAllMocks();
});

describe('createSchema', () => {
  it('throws all fatal findings at once, one line each', () => {
    const sequelize = instance((s) => {
      const User = s.define('User', { name: DataTypes.STRING });
      const Task = s.define('Task', {});
      Task.belongsTo(User, { as: 'a', targetKey: 'name' });
      Task.belongsTo(User, { as: 'b', targetKey: 'name' });
    });
    expect(problemsOf(sequelize, silent).map((line) => line.split(': A foreign')[0])).toEqual([
      'fatal TARGET_KEY_NOT_UNIQUE  Task.belongsTo(User, as: "a", targetKey: "name")',
      'fatal TARGET_KEY_NOT_UNIQUE  Task.belongsTo(User, as: "b", targetKey: "name")',
    ]);
  });

  it('hands what is not fatal to onFinding', () => {
    const findings: Finding[] = [];
    createSchema(withWarning(), { onFinding: (finding) => findings.push(finding) });
    expect(findings.map(({ code, place }) => [code, place])).toEqual([['ATTRIBUTE_HIDDEN', 'Task.token']]);
  });

  it('writes it to the error stream where there is no onFinding', () => {
    const written = jest.spyOn(console, 'error').mockReturnValue();
    createSchema(withWarning());
    expect(written.mock.calls).toEqual([
      [
        'warning ATTRIBUTE_HIDDEN  Task.token: The name looks like a secret. Say whether clients may see it: models: { Task: { attributes: { token: { expose: "hidden" } } } } (or "read-only", "write-only", "read-write"). Until then: the attribute is left out.',
      ],
    ]);
  });

  it('takes a warning for fatal where it is strict, and says so', () => {
    expect(problemsOf(withWarning(), { strict: true })).toEqual([
      expect.stringContaining('ATTRIBUTE_HIDDEN  Task.token'),
    ]);
    expect(() => createSchema(taskOf({}), { strict: true })).not.toThrow();
  });

  it.each<[KinqlOptions, readonly string[]]>([
    [{ page: { default: -1 } }, ['The option page.default must be a whole number from 0 on, not -1.']],
    [{ page: { max: 0 } }, ['The option page.max must be a whole number from 1 on, not 0.']],
    [
      { readRetryMilliseconds: -1 },
      ['The option readRetryMilliseconds must be a whole number from 0 on, not -1.'],
    ],
    [{ maxBatchSize: 1.5 }, ['The option maxBatchSize must be a whole number from 1 on, not 1.5.']],
    [
      { page: { default: Number.NaN, max: Number.POSITIVE_INFINITY }, maxBatchSize: 0 },
      [
        'The option page.default must be a whole number from 0 on, not NaN.',
        'The option page.max must be a whole number from 1 on, not Infinity.',
        'The option maxBatchSize must be a whole number from 1 on, not 0.',
      ],
    ],
  ])('refuses %j', (options, problems) => {
    expect(problemsOf(taskOf({}), options)).toEqual(problems);
  });

  it.each<[KinqlOptions['page'], number, number]>([
    [undefined, 100, 1000],
    [{ default: 5 }, 5, 1000],
    [{ max: 50 }, 50, 50],
    [{ default: 0, max: 7 }, 0, 7],
  ])('serves pages as page says: %j', (page, standard, most) => {
    const schema = createSchema(taskOf({}), { ...silent, ...(page && { page }) });
    const list = schema.getQueryType()?.getFields().tasks;
    expect(getFieldSource(list as never)).toEqual({
      kind: 'list',
      source: { model: 'Task', association: null },
      list: {
        isConnection: false,
        pageSize: { default: standard, max: most },
        order: [{ path: [], attribute: 'id', countOf: null, direction: 'ASC', nulls: 'LAST' }],
        identity: ['id'],
      },
    });
    expect(list?.args.find(({ name }) => name === 'limit')?.description).toBe(
      `How many rows at most; ${standard} where not given, ${most} whatever is given.`,
    );
  });

  it('keeps two schemas of one process apart', () => {
    const first = createSchema(taskOf({ a: DataTypes.ENUM('x') }), silent);
    const second = createSchema(taskOf({ a: DataTypes.ENUM('y') }), silent);
    expect(printType(first.getType('TaskA') as never)).toBe('enum TaskA {\n  x\n}');
    expect(printType(second.getType('TaskA') as never)).toBe('enum TaskA {\n  y\n}');
  });
});

describe('types of attributes', () => {
  it('are those of their kinds, not null where the model says so', () => {
    const { id, ...fields } = fieldsOf(
      taskOf({
        text: { type: DataTypes.TEXT, allowNull: false },
        integer: DataTypes.INTEGER,
        big: DataTypes.BIGINT,
        float: DataTypes.FLOAT,
        decimal: DataTypes.DECIMAL,
        boolean: DataTypes.BOOLEAN,
        dateTime: DataTypes.DATE,
        date: DataTypes.DATEONLY,
        time: DataTypes.TIME,
        uuid: DataTypes.UUID,
        state: DataTypes.ENUM('a'),
        json: DataTypes.JSON,
        bytes: DataTypes.BLOB,
      }),
      'Task',
    );
    expect(id).toBe('ID!');
    expect(fields).toEqual({
      text: 'String!',
      integer: 'Int',
      big: 'BigInt',
      float: 'Float',
      decimal: 'Decimal',
      boolean: 'Boolean',
      dateTime: 'DateTime',
      date: 'Date',
      time: 'Time',
      uuid: 'UUID',
      state: 'TaskState',
      json: 'JSON',
      bytes: 'Bytes',
    });
  });

  it('are ID for a primary key and the foreign keys that refer to it, and for no other key', () => {
    const sequelize = instance((s) => {
      const User = s.define('User', {
        guid: { type: DataTypes.UUID, primaryKey: true },
        email: { type: DataTypes.STRING, unique: true },
      });
      const Task = s.define('Task', { code: { type: DataTypes.BIGINT, primaryKey: true } });
      Task.belongsTo(User, { as: 'user', foreignKey: 'userGuid' });
      Task.belongsTo(User, { as: 'owner', foreignKey: 'ownerEmail', targetKey: 'email' });
      User.hasMany(Task, { as: 'reviews', foreignKey: 'reviewer' });
      User.belongsToMany(Task, { through: 'Watches', foreignKey: 'watcher', otherKey: 'watched' });
    });
    expect(fieldsOf(sequelize, 'User')).toMatchObject({ guid: 'ID!', email: 'String' });
    expect(fieldsOf(sequelize, 'Task')).toMatchObject({
      code: 'ID!',
      userGuid: 'ID',
      ownerEmail: 'String',
      reviewer: 'ID',
    });
    expect(fieldsOf(sequelize, 'Watches')).toMatchObject({ watcher: 'ID!', watched: 'ID!' });
  });

  it('are not ID for a primary key of several attributes, nor for one that ID cannot carry', () => {
    const sequelize = instance((s) => {
      s.define('Seat', {
        row: { type: DataTypes.INTEGER, primaryKey: true },
        place: { type: DataTypes.INTEGER, primaryKey: true },
      });
      s.define('Flag', { on: { type: DataTypes.BOOLEAN, primaryKey: true } });
      s.define('Weight', { grams: { type: DataTypes.DOUBLE, primaryKey: true } });
    });
    expect(fieldsOf(sequelize, 'Seat')).toEqual({ row: 'Int!', place: 'Int!' });
    expect(fieldsOf(sequelize, 'Flag')).toEqual({ on: 'Boolean!' });
    expect(fieldsOf(sequelize, 'Weight')).toEqual({ grams: 'Float!' });
  });

  it('carry the comments of models and attributes, and the value behind a label that was changed', () => {
    const sequelize = instance((s) =>
      s.define(
        'Task',
        { state: { type: DataTypes.ENUM('in work', 'done'), comment: 'How it stands' } },
        {
          comment: 'What is to be done',
        },
      ),
    );
    const schema = createSchema(sequelize, silent);
    expect(schema.getType('Task')?.description).toBe('What is to be done');
    expect(printType(schema.getType('TaskState') as never)).toBe(
      '"""How it stands"""\nenum TaskState {\n  """The value "in work"."""\n  in_work\n  done\n}',
    );
    expect(getNamedType((schema.getType('Task') as GraphQLObjectType).getFields().state?.type as never)).toBe(
      schema.getType('TaskState'),
    );
  });
});
