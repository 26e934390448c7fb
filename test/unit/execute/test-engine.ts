import { DataTypes, type Dialect, Sequelize } from 'sequelize';
import { introspectModels } from '../../../src/catalog/introspect-models.ts';
import { createEngine, type Engine } from '../../../src/execute/engine.ts';
import { renderSql, type Sql } from '../../../src/execute/sql.ts';

/** Models with every kind of key, association and attribute that statements differ by; column names are in snake case. */
function createTestEngine(dialect: Dialect): Engine {
  const sequelize = new Sequelize({ dialect, define: { timestamps: false, underscored: true } });
  const User = sequelize.define('User', {
    firstName: { type: DataTypes.STRING, unique: true },
    nick: DataTypes.STRING,
    code: { type: DataTypes.CHAR(5), unique: true },
    guid: { type: DataTypes.UUID, unique: true },
    price: { type: DataTypes.DECIMAL(10, 2), unique: true },
    state: { type: DataTypes.ENUM('on', 'off'), unique: true },
  });
  const Task = sequelize.define(
    'Task',
    {
      title: DataTypes.STRING,
      rank: DataTypes.INTEGER,
      projectId: { type: DataTypes.BIGINT, unique: 'pair', allowNull: false },
      number: { type: DataTypes.STRING, unique: 'pair', allowNull: false },
      cost: DataTypes.DECIMAL(10, 2),
      weight: DataTypes.DOUBLE,
      doneAt: DataTypes.DATE,
    },
    { defaultScope: { order: [['rank', 'DESC'], 'title'] } },
  );
  const Tag = sequelize.define('Tag', { label: DataTypes.STRING });
  const TaskTags = sequelize.define('TaskTags', { weight: DataTypes.INTEGER }, { tableName: 'TaskTags' });
  const Note = sequelize.define(
    'Note',
    { text: DataTypes.STRING, open: DataTypes.BOOLEAN },
    { defaultScope: { where: { open: true } } },
  );
  const Log = sequelize.define('Log', { line: DataTypes.TEXT, data: DataTypes.JSON });
  Log.removeAttribute('id');
  Task.belongsTo(User, { as: 'owner', foreignKey: 'ownerId' });
  // Several users may have the nick, so that the first of them counts.
  Task.belongsTo(User, { as: 'namesake', foreignKey: 'title', targetKey: 'nick', constraints: false });
  User.hasMany(Task, { as: 'tasks', foreignKey: 'ownerId' });
  Task.hasMany(Note, { as: 'notes', foreignKey: 'taskId' });
  Task.belongsToMany(Tag, { as: 'tags', through: TaskTags, foreignKey: 'taskId', otherKey: 'tagId' });
  return createEngine(sequelize, introspectModels(sequelize), { maxBatchSize: 100 });
}

const engines = { postgres: createTestEngine('postgres'), mysql: createTestEngine('mysql') };

/** The statement on Postgres and on MySQL and MariaDB, with `?` for each value, and the values. */
export function both(statementOf: (engine: Engine) => Sql): { postgres: unknown[]; mysql: unknown[] } {
  const print = (statement: Sql) => [renderSql(statement, () => '?'), ...statement.values];
  return { postgres: print(statementOf(engines.postgres)), mysql: print(statementOf(engines.mysql)) };
}
