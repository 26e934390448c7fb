// Clients that go away before they are answered, and clients that do not take their answers.
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { DataTypes, type Sequelize } from 'sequelize';
import { createSchema } from '../../src/build/create-schema.ts';
import { databases, openDatabase, type TestInstance } from '../support/databases.ts';
import { sendRaw } from '../support/http-raw.ts';
import { post, type SampleServer, startSampleServer } from '../support/http-server.ts';

/** A promise to be kept from outside. */
function gate(): { readonly promise: Promise<void>; readonly open: () => void } {
  let open = () => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

function define(sequelize: Sequelize): void {
  const User = sequelize.define('User', { name: DataTypes.STRING }, { timestamps: false });
  const Task = sequelize.define('Task', { name: DataTypes.STRING }, { timestamps: false });
  Task.belongsTo(User, { as: 'user', foreignKey: 'userId' });
}

describe.each(databases)('a client that goes away ($name)', (database) => {
  let instance: TestInstance;

  beforeAll(async () => {
    instance = await openDatabase(database, 'server_clients');
    define(instance.sequelize);
    await instance.sequelize.sync();
    await instance.sequelize.models.User?.create({ name: 'Ada' });
    await instance.sequelize.models.Task?.create({ name: 'a', userId: 1 });
  });
  afterAll(() => instance.close());

  /** Sends an operation, goes away while its first statement of the form is under way, and gives what came of it. */
  async function leaveDuring(query: string, statement: RegExp) {
    const { sequelize, statements } = instance;
    const gone = gate();
    const done = gate();
    const codes: unknown[] = [];
    const server = await startSampleServer({
      schema: createSchema(sequelize, { onFinding: () => undefined, writes: true }),
      context: (request: IncomingMessage) => {
        request.socket.once('close', () => setImmediate(gone.open));
        return {};
      },
      plugins: [
        {
          requestDidStart: async () => ({
            willSendResponse: async ({ response: { body } }) => {
              const errors = body.kind === 'single' ? body.singleResult.errors : undefined;
              codes.push(...(errors ?? []).map(({ extensions }) => extensions?.code));
              done.open();
            },
          }),
        },
      ],
    });
    const client = new AbortController();
    statements.length = 0;
    sequelize.addHook('afterQuery', 'leave', async (_options: unknown, record: unknown) => {
      if (statement.test(String((record as { sql?: string }).sql ?? statements.at(-1)?.text))) {
        client.abort();
        await gone.promise;
      }
    });
    const answered = fetch(server.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
      signal: client.signal,
    });
    await expect(answered).rejects.toMatchObject({ name: 'AbortError' });
    await done.promise;
    sequelize.removeHook('afterQuery', 'leave');
    const sent = statements
      .map(({ text }) => text)
      .filter((text) => /Tasks|Users|COMMIT|ROLLBACK/.test(text));
    const next = await post(server.endpoint, { query: '{ users { name } }' });
    expect(await next.json()).toEqual({ data: { users: [{ name: 'Ada' }] } });
    await server.stop();
    return { codes, sent, log: server.log };
  }

  it('has none of its further statements begun', async () => {
    const { codes, sent, log } = await leaveDuring(
      '{ tasks { name user { tasksByUser { name } } } }',
      /Tasks/,
    );
    expect(new Set(codes)).toEqual(new Set(['CLIENT_GONE']));
    expect(sent).toEqual([expect.stringMatching(/FROM .*Tasks/)]);
    expect(log).toEqual([]);
  });

  it('has the write that was under way undone', async () => {
    const { codes, sent } = await leaveDuring(
      'mutation { a: createUser(data: { name: "Bo" }) { user { name } } b: createUser(data: { name: "Cy" }) { user { name } } }',
      /INSERT INTO/,
    );
    expect(new Set(codes)).toEqual(new Set(['CLIENT_GONE']));
    expect(sent.filter((text) => /INSERT|COMMIT|ROLLBACK/.test(text))).toEqual([
      expect.stringContaining('INSERT INTO'),
      expect.stringContaining('ROLLBACK'),
    ]);
    expect(await instance.sequelize.models.User?.count()).toBe(1);
  });
});

describe('a client that does not take its answer', () => {
  /** More than what the sockets of both sides hold. */
  const text = 'x'.repeat(32_000_000);
  const closed = gate();
  let server: SampleServer;

  beforeAll(async () => {
    server = await startSampleServer({
      schema: new GraphQLSchema({
        query: new GraphQLObjectType({
          name: 'Query',
          fields: { text: { type: GraphQLString, resolve: () => text } },
        }),
      }),
      context: (request: IncomingMessage) => {
        if (request.headers['x-slow'] !== undefined) {
          request.socket.once('close', closed.open);
        }
        return {};
      },
      limits: { answerMilliseconds: 500, answerBytesPerSecond: 32_000_000 },
    });
  });
  afterAll(() => server.stop());

  it('keeps nobody else from theirs, and is cut off', async () => {
    const body = JSON.stringify({ query: '{ text }' });
    const socket = sendRaw(
      server.url,
      `POST /graphql HTTP/1.1\r\nhost: localhost\r\nx-slow: yes\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    await once(socket, 'readable');
    expect(String(socket.read(15))).toBe('HTTP/1.1 200 OK');
    const other = await post(server.endpoint, { query: '{ text }' });
    expect(((await other.json()) as { data: { text: string } }).data.text.length).toBe(text.length);
    await closed.promise;
    let taken = 0;
    socket.on('data', (chunk) => {
      taken += chunk.length;
    });
    socket.on('error', () => undefined);
    if (!socket.closed) {
      await once(socket, 'close');
    }
    expect(taken).toBeLessThan(text.length);
  });
});
