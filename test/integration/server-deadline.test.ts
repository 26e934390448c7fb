import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataTypes, type Sequelize, type Transaction } from 'sequelize';
import { createSchema } from '../../src/build/create-schema.ts';
import { createInstance, databases, openDatabase, type TestInstance } from '../support/databases.ts';
import { post, type SampleServer, startSampleServer } from '../support/http-server.ts';

const name = 'server_deadline';

function define(sequelize: Sequelize): void {
  const User = sequelize.define('User', { name: DataTypes.STRING }, { timestamps: false });
  const Task = sequelize.define('Task', { name: DataTypes.STRING }, { timestamps: false });
  Task.belongsTo(User, { as: 'user', foreignKey: 'userId' });
}

/** The pool of one connection that the tests take away. */
const poolOf = (sequelize: Sequelize) =>
  (sequelize as unknown as { connectionManager: { pool: { waiting: number } } }).connectionManager.pool;

/** SQLite has no connections to wait for. */
const servers = databases.filter(({ name: own }) => own !== 'sqlite');

describe.each(servers)('a database whose connections are all in use ($name)', (database) => {
  let instance: TestInstance;
  let sequelize: Sequelize;
  const statements: string[] = [];

  beforeAll(async () => {
    instance = await openDatabase(database, name);
    define(instance.sequelize);
    await instance.sequelize.sync();
    await instance.sequelize.models.User?.create({ name: 'Ada' });
    await instance.sequelize.models.Task?.create({ name: 'a', userId: 1 });
    sequelize = createInstance(database, name, {
      logging: (text) => statements.push(text),
      pool: { max: 1 },
    });
    define(sequelize);
  });

  afterAll(async () => {
    await sequelize.close();
    await instance.close();
  });

  const body = { query: '{ tasks { name user { name } } }' };
  const answer = { data: { tasks: [{ name: 'a', user: { name: 'Ada' } }] } };

  /** A server, and a promise that Apollo Server has done with the first request. */
  async function start(limits: object): Promise<{ server: SampleServer; done: Promise<void> }> {
    let finish = () => {};
    const done = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const server = await startSampleServer({
      schema: createSchema(sequelize, { onFinding: () => undefined }),
      limits,
      plugins: [{ requestDidStart: async () => ({ willSendResponse: async () => finish() }) }],
    });
    return { server, done };
  }

  it('is answered for with TIMEOUT in time, and no statement is begun later', async () => {
    const { server, done } = await start({ executionMilliseconds: 200 });
    const transaction = await sequelize.transaction();
    statements.length = 0;
    const response = await post(server.endpoint, body);
    expect(response.status).toBe(504);
    expect(await response.json()).toEqual({
      errors: [
        {
          message:
            'The request took longer than 200 ms (limits.executionMilliseconds). After a mutation, look what of it is done before sending it again.',
          extensions: { code: 'TIMEOUT' },
        },
      ],
    });
    await transaction.rollback();
    await done;
    expect(statements.filter((text) => text.includes('SELECT'))).toEqual([]);
    expect(await (await post(server.endpoint, body)).json()).toEqual(answer);
    await server.stop();
  });

  it('begins none of the statements that were to follow the one under way', async () => {
    const { server, done } = await start({ executionMilliseconds: 200 });
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    sequelize.addHook('beforeQuery', 'gate', () => gate);
    statements.length = 0;
    expect((await post(server.endpoint, body)).status).toBe(504);
    open();
    await done;
    sequelize.removeHook('beforeQuery', 'gate');
    expect(statements.filter((text) => text.includes('SELECT'))).toEqual([expect.stringContaining('Tasks')]);
    await server.stop();
  });

  it('has requests turned away while too many wait, before anything is done for them', async () => {
    const { server } = await start({ poolQueue: 2 });
    const transaction: Transaction = await sequelize.transaction();
    const waiting = [post(server.endpoint, body), post(server.endpoint, body), post(server.endpoint, body)];
    while (poolOf(sequelize).waiting < 3) {
      await new Promise(setImmediate);
    }
    statements.length = 0;
    const refused = await post(server.endpoint, 'this is not even JSON');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await refused.json()).toEqual({
      errors: [
        {
          message: 'The server has more requests than it can answer at the moment (limits.poolQueue).',
          extensions: { code: 'SERVICE_UNAVAILABLE' },
        },
      ],
    });
    expect(poolOf(sequelize).waiting).toBe(3);
    await transaction.rollback();
    for (const response of await Promise.all(waiting)) {
      expect(await response.json()).toEqual(answer);
    }
    expect((await post(server.endpoint, body)).status).toBe(200);
    expect(server.log.map(({ level, msg }) => [level, msg])).toEqual([
      [
        40,
        '3 statements wait for a connection to the database: requests are refused with 503 until no more than 2 do (limits.poolQueue).',
      ],
      [40, 'Requests are taken again.'],
    ]);
    await server.stop();
  });
});

describe('rateLimit', () => {
  it('is asked before the body is read, and refuses with 429', async () => {
    const seen: unknown[] = [];
    const server = await startSampleServer({
      rateLimit: async (request) => {
        const client = request.headers['x-client'];
        seen.push(client);
        return { allowed: client === 'calm', retryAfter: 7.2 };
      },
    });
    const calm = await post(server.endpoint, { query: '{ hello }' }, { 'x-client': 'calm' });
    expect(await calm.json()).toEqual({ data: { hello: 'Hello, world!' } });
    const refused = await post(server.endpoint, 'this is not even JSON', { 'x-client': 'eager' });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '8']);
    expect(await refused.json()).toEqual({
      errors: [
        {
          message: 'Too many requests: wait before sending the next one.',
          extensions: { code: 'RATE_LIMITED' },
        },
      ],
    });
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
    expect(seen).toEqual(['calm', 'eager']);
    await server.stop();
  });

  it('lets nobody through when it fails', async () => {
    const server = await startSampleServer({
      rateLimit: () => {
        throw new Error('the counter is away');
      },
    });
    const response = await post(server.endpoint, { query: '{ hello }' });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('counter');
    await server.stop();
  });
});
