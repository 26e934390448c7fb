import { DataTypes, type Sequelize } from 'sequelize';

/** How many rows each kind of write is of, so that a half of one can be told. */
export const sizes = { tasks: 3, tags: 3, links: 6, accounts: 2, items: 5 } as const;

/** What the two accounts of a pair hold together, whatever moves between them. */
export const pairTotal = 100;

/** Models of which several rows belong together. */
export function defineKilledModels(sequelize: Sequelize): void {
  const options = { timestamps: false };
  // Anew for each attribute: Sequelize notes in it which column it became.
  const text = () => ({ type: DataTypes.STRING(60), allowNull: false });
  const Project = sequelize.define(
    'Project',
    { name: text() },
    { ...options, indexes: [{ fields: ['name'] }] },
  );
  const Task = sequelize.define(
    'Task',
    { name: text() },
    { ...options, indexes: [{ fields: ['projectId'] }] },
  );
  const Tag = sequelize.define('Tag', { name: text() }, { ...options, indexes: [{ fields: ['name'] }] });
  const TaskTag = sequelize.define(
    'TaskTag',
    { note: DataTypes.STRING(60) },
    { ...options, indexes: [{ fields: ['tagId'] }] },
  );
  Project.hasMany(Task, { as: 'tasks', foreignKey: { name: 'projectId', allowNull: false } });
  Task.belongsTo(Project, { as: 'project', foreignKey: { name: 'projectId', allowNull: false } });
  Task.belongsToMany(Tag, { as: 'tags', through: TaskTag, foreignKey: 'taskId', otherKey: 'tagId' });
  Tag.belongsToMany(Task, { as: 'tasks', through: TaskTag, foreignKey: 'tagId', otherKey: 'taskId' });

  const mark = () => ({ ...text(), defaultValue: '' });
  const Pair = sequelize.define('Pair', { name: text() }, options);
  const Account = sequelize.define(
    'Account',
    { mark: mark(), balance: { type: DataTypes.INTEGER, allowNull: false } },
    { ...options, indexes: [{ fields: ['pairId'] }] },
  );
  Pair.hasMany(Account, { as: 'accounts', foreignKey: { name: 'pairId', allowNull: false } });
  Account.belongsTo(Pair, { as: 'pair', foreignKey: { name: 'pairId', allowNull: false } });
  sequelize.define('Item', { batch: text(), mark: mark() }, { ...options, indexes: [{ fields: ['batch'] }] });
}

/** Makes the tables, that of the idempotency keys too, and the rows that writers change: a pair and a batch for each. */
export async function prepareKilledTables(
  sequelize: Sequelize,
  schema: string,
  writers: number,
): Promise<void> {
  await sequelize
    .getQueryInterface()
    .createTable({ tableName: 'kinql_keys', ...(schema !== '' && { schema }) } as never, {
      key: { type: DataTypes.STRING(64), primaryKey: true },
      fingerprint: { type: DataTypes.STRING(64), allowNull: false },
      result: DataTypes.TEXT,
      createdAt: { type: DataTypes.DATE, allowNull: false },
    });
  await sequelize.sync();
  const { Tag, Pair, Account, Item } = sequelize.models;
  await Tag?.create({ name: 'shared' });
  for (let writer = 1; writer <= writers; writer++) {
    await Pair?.create({ name: `pair ${writer}` });
    await Account?.bulkCreate([
      { pairId: writer, balance: pairTotal },
      { pairId: writer, balance: 0 },
    ]);
    await Item?.bulkCreate(Array.from({ length: sizes.items }, () => ({ batch: `kept ${writer}` })));
  }
}
