import { DataTypes, Op, type Sequelize } from 'sequelize';
import type { KinqlOptions } from '../../../src/build/create-schema.ts';
import { viewerOf } from '../viewers.ts';

/**
 * Rows with side "out" are hidden from the viewer; so are the attributes that end in `Hush`, the key `chiefId` and the
 * version of User. No constraint holds the rows together, so that hidden ones may change and go.
 */
export function defineModels(sequelize: Sequelize): void {
  const text = DataTypes.STRING(20);
  const number = DataTypes.INTEGER;
  const side = { type: text, defaultValue: 'in' };
  const bare = { timestamps: false };
  const Company = sequelize.define('Company', { name: text, side, rankHush: number }, bare);
  const User = sequelize.define(
    'User',
    {
      name: text,
      side,
      payHush: number,
      codeHush: { type: text, unique: true },
      pay: {
        type: new DataTypes.VIRTUAL(DataTypes.STRING, ['name', 'payHush']),
        get() {
          return `${this.get('name')} has ${this.get('payHush')}`;
        },
      },
      all: {
        type: DataTypes.VIRTUAL(DataTypes.STRING),
        get() {
          return JSON.stringify(this.get('payHush') ?? null);
        },
      },
      shout: {
        type: text,
        get() {
          return `${this.getDataValue('shout')} ${this.getDataValue('payHush')}`;
        },
      },
    },
    { ...bare, version: true },
  );
  const Project = sequelize.define(
    'Project',
    { name: text, side, sortHush: number },
    { ...bare, defaultScope: { order: [['sortHush', 'DESC']] } },
  );
  const Task = sequelize.define(
    'Task',
    { name: text, side, effort: number, noteHush: text },
    {
      ...bare,
      timestamps: true,
      createdAt: false,
      updatedAt: false,
      paranoid: true,
      version: true,
      scopes: {
        large: { where: { effort: { [Op.gt]: 1 } } },
        noted: (value: string) => ({ where: { noteHush: value } }),
      },
    },
  );
  const Tag = sequelize.define('Tag', { name: text, side }, bare);
  const TaskTag = sequelize.define('TaskTag', { weight: number, weightHush: number, side }, bare);
  const Badge = sequelize.define('Badge', { name: text, side, numberHush: number }, bare);
  const Comment = sequelize.define(
    'Comment',
    { body: text, side, moodHush: text, subjectId: number, subjectType: text },
    bare,
  );
  const loose = { constraints: false };
  User.belongsTo(Company, { as: 'company', foreignKey: 'companyId', ...loose });
  Company.hasMany(User, { as: 'users', foreignKey: 'companyId', ...loose });
  User.belongsTo(User, { as: 'boss', foreignKey: 'bossId', ...loose });
  User.hasMany(User, { as: 'staff', foreignKey: 'bossId', ...loose });
  User.belongsTo(User, { as: 'chief', foreignKey: 'chiefId', ...loose });
  User.hasMany(User, { as: 'followers', foreignKey: 'chiefId', ...loose });
  User.hasOne(Badge, { as: 'badge', foreignKey: 'userId', ...loose });
  Badge.belongsTo(User, { as: 'user', foreignKey: 'userId', ...loose });
  Project.belongsTo(Company, { as: 'company', foreignKey: 'companyId', ...loose });
  Company.hasMany(Project, { as: 'projects', foreignKey: 'companyId', ...loose });
  Company.hasOne(Project, { as: 'flagship', foreignKey: 'companyId', ...loose });
  Task.belongsTo(Project, { as: 'project', foreignKey: 'projectId', ...loose });
  Project.hasMany(Task, { as: 'tasks', foreignKey: 'projectId', ...loose });
  Task.belongsTo(User, { as: 'assignee', foreignKey: 'assigneeId', ...loose });
  User.hasMany(Task, { as: 'tasks', foreignKey: 'assigneeId', ...loose });
  Task.belongsToMany(Tag, {
    as: 'tags',
    through: TaskTag,
    foreignKey: 'taskId',
    otherKey: 'tagId',
    ...loose,
  });
  Tag.belongsToMany(Task, {
    as: 'tasks',
    through: TaskTag,
    foreignKey: 'tagId',
    otherKey: 'taskId',
    ...loose,
  });
  for (const [model, name] of [
    [Task, 'Task'],
    [Project, 'Project'],
  ] as const) {
    model.hasMany(Comment, {
      as: 'comments',
      foreignKey: 'subjectId',
      scope: { subjectType: name },
      ...loose,
    });
    Comment.belongsTo(model, { as: `subject${name}`, foreignKey: 'subjectId', ...loose });
  }
}

/** Of every model two rows that the viewer sees and two that it does not, all of them related to each other. */
export async function fillModels({ models }: Sequelize): Promise<void> {
  const sides = ['in', 'out', 'in', 'out'];
  const fill = (model: string, make: (index: number) => object) =>
    models[model]?.bulkCreate(sides.map((side, index) => ({ side, ...make(index) })));
  const one = (index: number): number => (index < 2 ? 1 : 3);
  await fill('Company', (i) => ({ name: `c${i}`, rankHush: 50 + i }));
  await fill('User', (i) => ({
    ...{ name: `u${i}`, payHush: 50 + i, codeHush: `mm${i}`, shout: 's', companyId: one(i) },
    ...{ bossId: [null, 1, 1, 3][i], chiefId: [3, 1, null, 1][i], version: 0 },
  }));
  await fill('Badge', (i) => ({ name: `b${i}`, numberHush: 50 + i, userId: [3, 1, 1, 3][i] }));
  await fill('Project', (i) => ({ name: `p${i}`, sortHush: 50 + i, companyId: 1 }));
  await fill('Task', (i) => ({
    ...{ name: `t${i}`, effort: i, noteHush: `mm${i}`, version: 0 },
    ...{ projectId: one(i), assigneeId: [1, 3, 2, 3][i] },
  }));
  await models.Task?.bulkCreate([
    { name: 'gone', side: 'in', effort: 9, noteHush: 'mm9', projectId: 1, deletedAt: new Date(0) },
    { name: 'lost', side: 'out', effort: 9, noteHush: 'mm9', projectId: 1, deletedAt: new Date(0) },
  ]);
  await fill('Tag', (i) => ({ name: `g${i}` }));
  await models.TaskTag?.bulkCreate(
    [1, 2, 3, 4].flatMap((taskId) =>
      [1, 2, 3, 4]
        .filter((tagId) => taskId !== 3 || tagId !== 3)
        .map((tagId) => ({
          ...{ taskId, tagId, weight: tagId, weightHush: 50 + tagId },
          side: tagId === 1 || taskId === 3 ? 'in' : 'out',
        })),
    ),
  );
  await fill('Comment', (i) => ({
    ...{ body: `n${i}`, moodHush: `mm${i}`, subjectId: i < 2 ? 1 : 3 },
    subjectType: i % 3 === 0 ? 'Task' : 'Project',
  }));
}

export const hidden: Readonly<Record<string, readonly string[]>> = {
  Company: ['rankHush'],
  User: ['payHush', 'codeHush', 'chiefId', 'version'],
  Badge: ['numberHush'],
  Project: ['sortHush'],
  Task: ['noteHush'],
  Tag: [],
  TaskTag: ['weightHush'],
  Comment: ['moodHush'],
};

/** The same, and with them what rows are found and deleted by. */
export const hiddenKeys: typeof hidden = {
  ...hidden,
  Badge: ['numberHush', 'id'],
  Task: ['noteHush', 'deletedAt'],
};

const served = Object.fromEntries(Object.keys(hidden).map((name) => [name, {}]));

/** What the viewer of role `member` may not read is `hidden`. */
export const proofOptions = (hiddenAttributes = hidden): KinqlOptions => ({
  writes: true,
  viewer: viewerOf,
  transaction: ({ transaction }: { readonly transaction?: never }) => transaction,
  onFinding: () => {},
  models: {
    ...served,
    Task: { deleted: true, scopes: { large: true, noted: { arguments: { value: 'String!' } } } },
  },
  rules: {
    models: Object.fromEntries(
      Object.entries(hiddenAttributes).map(([name, except]) => [
        name,
        {
          member: {
            ...{ read: { side: { eq: 'in' } }, create: true, update: true, delete: true },
            readable: { except },
          },
          admin: { read: true, create: true, update: true, delete: true },
        },
      ]),
    ),
  },
});
