import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type GraphQLSchema, graphql } from 'graphql';
import { DataTypes, type Sequelize } from 'sequelize';
import { createSchema } from '../../src/build/create-schema.ts';
import { databases, schemaNameOf } from '../support/databases.ts';
import { openProxiedDatabase, type ProxiedDatabase } from '../support/proxied-database.ts';

const name = 'writes_lost';
// Of SQLite there is no connection that could break.
const servers = databases.filter(({ name: own }) => own !== 'sqlite');

describe.each(servers)('a connection that breaks under a write ($name)', (database) => {
  const keys =
    database.name === 'mariadb' ? 'keys' : { tableName: 'keys', schema: schemaNameOf(database, name) };
  const createKeys = (sequelize: Sequelize) =>
    sequelize.getQueryInterface().createTable(keys as string, {
      key: { type: DataTypes.STRING(64), primaryKey: true },
      fingerprint: { type: DataTypes.STRING(64), allowNull: false },
      result: DataTypes.TEXT,
      createdAt: { type: DataTypes.DATE, allowNull: false },
    });
  let proxied: ProxiedDatabase;
  let schema: GraphQLSchema;
  let withoutRetry: GraphQLSchema;

  beforeAll(async () => {
    proxied = await openProxiedDatabase(
      database,
      { name, define, fill: createKeys },
      {
        // One, so that each mutation meets what the one before left in the pool.
        pool: { max: 1 },
        // The proxy cuts at the texts of statements, and those that are prepared are sent without.
        ...(database.name !== 'mariadb' && { dialectOptions: { preparedStatements: false } }),
      },
    );
    const options = { onFinding: () => undefined, writes: { idempotencyTable: keys } };
    schema = createSchema(proxied.sequelize, options);
    withoutRetry = createSchema(proxied.sequelize, { ...options, readRetryMilliseconds: 0 });
  });

  beforeEach(async () => {
    await proxied.direct.models.Task?.destroy({ where: {} });
    await proxied.direct.models.Project?.destroy({ where: {} });
  });

  afterAll(async () => {
    await proxied?.close();
  });

  /** Makes a project with two tasks: what was answered. */
  const create = async (key: string | null = null, own = schema): Promise<unknown> => {
    const { data, errors } = await graphql({
      schema: own,
      source: `mutation ($key: String) {
        createProject(data: { name: "a", tasks: { create: [{ name: "b" }, { name: "c" }] } }, idempotencyKey: $key) {
          project { name tasks { name } }
          errors { code }
        }
      }`,
      variableValues: { key },
      contextValue: {},
    });
    return {
      data: JSON.parse(JSON.stringify(data)),
      ...(errors && { errors: errors.map(({ path, extensions }) => [extensions.code, path]) }),
    };
  };

  /** How many rows of each table there are. */
  const rows = async (): Promise<unknown> => [
    await proxied.direct.models.Project?.count(),
    await proxied.direct.models.Task?.count(),
  ];

  const done = {
    data: { createProject: { project: { name: 'a', tasks: [{ name: 'b' }, { name: 'c' }] }, errors: [] } },
  };
  const refused = (code: string): unknown => ({ data: null, errors: [[code, ['createProject']]] });

  it.each([/START TRANSACTION/, /INSERT INTO/, /SELECT/])(
    'at %s: the service is away, and nothing is there',
    async (statement) => {
      for (const when of ['before', 'after'] as const) {
        const happened = proxied.proxy.dropAt(statement, when);
        expect(await create()).toEqual(refused('SERVICE_UNAVAILABLE'));
        expect(happened()).toBe(true);
        expect(await rows()).toEqual([0, 0]);
      }
      expect(await create()).toEqual(done);
    },
  );

  it('before COMMIT reaches the database: nobody knows, and nothing is there', async () => {
    const happened = proxied.proxy.dropAt(/COMMIT/, 'before');
    expect(await create()).toEqual(refused('WRITE_OUTCOME_UNKNOWN'));
    expect(happened()).toBe(true);
    expect(await rows()).toEqual([0, 0]);
    expect(await create()).toEqual(done);
  });

  it('before the answer to COMMIT comes back: nobody knows, and all of it is there', async () => {
    const happened = proxied.proxy.dropAt(/COMMIT/, 'after');
    expect(await create()).toEqual(refused('WRITE_OUTCOME_UNKNOWN'));
    expect(happened()).toBe(true);
    expect(await rows()).toEqual([1, 2]);
  });

  it('after COMMIT: what is selected below the row is read once more', async () => {
    const happened = proxied.proxy.dropAt(/SELECT.*Tasks/s, 'before');
    expect(await create()).toEqual(done);
    expect(happened()).toBe(true);
    expect(await rows()).toEqual([1, 2]);
  });

  it('after COMMIT, and for longer: the payload says that it was written, the error what could not be read', async () => {
    const happened = proxied.proxy.dropAt(/SELECT.*Tasks/s, 'before');
    expect(await create(null, withoutRetry)).toEqual({
      data: { createProject: { project: null, errors: [] } },
      errors: [['SERVICE_UNAVAILABLE', ['createProject', 'project', 'tasks']]],
    });
    expect(happened()).toBe(true);
    expect(await rows()).toEqual([1, 2]);
  });

  it.each([
    ['before', [0, 0]],
    ['after', [1, 2]],
  ] as const)('%s COMMIT, with a key: sent again it is there once', async (when, expected) => {
    const happened = proxied.proxy.dropAt(/COMMIT/, when);
    expect(await create(when)).toEqual(refused('WRITE_OUTCOME_UNKNOWN'));
    expect(happened()).toBe(true);
    expect(await rows()).toEqual(expected);
    for (let again = 0; again < 2; again++) {
      expect(await create(when)).toEqual(done);
      expect(await rows()).toEqual([1, 2]);
    }
  });
});

function define(sequelize: Sequelize): void {
  const Project = sequelize.define('Project', { name: DataTypes.STRING }, { timestamps: false });
  const Task = sequelize.define('Task', { name: DataTypes.STRING }, { timestamps: false });
  Task.belongsTo(Project, { as: 'project', foreignKey: 'projectId' });
  Project.hasMany(Task, { as: 'tasks', foreignKey: 'projectId' });
}
