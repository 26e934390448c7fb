import { getEventListeners } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GraphQLObjectType, graphql, parse } from 'graphql';
import { DataTypes, type Sequelize, type Transaction } from 'sequelize';
import { createSchema, type KinqlOptions } from '../../src/build/create-schema.ts';
import { execute } from '../../src/build/execute.ts';
import { schemaNameOf } from '../support/databases.ts';
import { onEachDatabase } from '../support/on-each-database.ts';
import { defineNotes, dropRole, protect, protectNotes, roleOf } from '../support/row-security.ts';
import { serveViewers, type ViewerServer, viewerOf } from '../support/viewers.ts';

const name = 'row_security'; // of the schemas, and of the role

function define(sequelize: Sequelize): void {
  defineNotes(sequelize);
  sequelize.define('Broken', { name: DataTypes.STRING }, { timestamps: false, underscored: true });
}

async function fill({ models }: Sequelize): Promise<void> {
  await models.Owner?.bulkCreate([{ name: 'Ada' }, { name: 'Bob' }]);
  await models.Note?.bulkCreate([
    { title: 'a1', size: 1, ownerId: 1 },
    { title: 'b1', size: 2, ownerId: 2 },
    { title: 'a2', size: 4, ownerId: 1 },
  ]);
  await models.Broken?.create({ name: 'x' });
}

interface Viewer {
  readonly id: number;
}

const ada = { id: 1 };
const bob = { id: 2 };
const texts = (statements: readonly { readonly text: string }[]): string[] =>
  statements.map(({ text }) => text);

const begin = 'START TRANSACTION;';
const commit = 'COMMIT;';
const setReading = 'SELECT set_config($1, $2, true), set_config($3, $4, true), set_config($5, $6, true)';
const setWriting = 'SELECT set_config($1, $2, true), set_config($3, $4, true)';

describe('row level security', () => {
  onEachDatabase({ name, only: ['embedded', 'postgres'], define, fill }, (world, database) => {
    const schemaName = schemaNameOf(database, name);
    const role = roleOf(database, name);
    const options: KinqlOptions = {
      writes: true,
      onFinding: () => {},
      viewer: viewerOf,
      databaseSession: ({ id }: Viewer) => ({ settings: { 'app.user_id': id }, role }),
    };
    let server: ViewerServer;

    // Within a block of its own, so that what it ends is ended before the database is closed.
    describe('of a server', () => {
      beforeAll(async () => {
        const { sequelize } = world();
        await protectNotes(sequelize, role, schemaName);
        await protect(sequelize, `"${schemaName}"."brokens"`, '1 / (id - id) = 1');
        server = await serveViewers(createSchema(sequelize, options));
      });

      afterAll(async () => {
        await server?.stop();
        await dropRole(world().sequelize, role);
      });

      it('hides rows on every path: lists, keys, parents, children, counts, aggregates, filters', async () => {
        const source = `{
        notes { title owner { name notes { title } } }
        mine: note(id: 1) { title }
        theirs: note(id: 2) { title }
        notesConnection { totalCount nodes { title } aggregate { sum { size } } }
        notesAggregate { count max { size } }
        owners(where: { notes: { some: { size: { lt: 10 } } } }) { name notesConnection { totalCount } }
      }`;
        expect((await server.ask(source, ada)).body).toEqual({
          data: {
            notes: [
              { title: 'a1', owner: { name: 'Ada', notes: [{ title: 'a1' }, { title: 'a2' }] } },
              { title: 'a2', owner: { name: 'Ada', notes: [{ title: 'a1' }, { title: 'a2' }] } },
            ],
            mine: { title: 'a1' },
            theirs: null,
            notesConnection: {
              totalCount: 2,
              nodes: [{ title: 'a1' }, { title: 'a2' }],
              aggregate: { sum: { size: '5' } },
            },
            notesAggregate: { count: 2, max: { size: 4 } },
            owners: [{ name: 'Ada', notesConnection: { totalCount: 2 } }],
          },
        });
        expect((await server.ask('{ notes { title } }', bob)).body).toEqual({
          data: { notes: [{ title: 'b1' }] },
        });
      });

      it('takes one transaction, which only reads, around the statements that there are without it', async () => {
        const { sequelize, statements } = world();
        const source = '{ notes { title owner { name } } owners { notes { title } } }';
        const plain = await serveViewers(createSchema(sequelize, { onFinding: () => {} }));
        statements.length = 0;
        await plain.ask(source);
        const without = texts(statements);
        await plain.stop();
        statements.length = 0;
        await server.ask(source, ada);
        expect(without).toHaveLength(3);
        // Of two owners this viewer sees one, and one key is asked for in other words.
        const forOne = without.map((text) =>
          text.replace(
            'unnest($1::integer[]) WITH ORDINALITY AS k(k0, i)',
            '(VALUES (($1::integer[])[1], 1)) AS k(k0, i)',
          ),
        );
        expect(texts(statements)).toEqual([begin, setReading, ...forOne, commit]);
        expect(statements[1]?.bind).toEqual([
          'transaction_read_only',
          'on',
          'app.user_id',
          '1',
          'role',
          role,
        ]);
      });

      it('begins no transaction where nothing is read', async () => {
        const { statements } = world();
        statements.length = 0;
        expect((await server.ask('{ __typename }')).body).toEqual({ data: { __typename: 'Query' } });
        expect((await server.ask('{ notes(limit: 0) { title } }', ada)).body).toEqual({
          data: { notes: [] },
        });
        expect(texts(statements)).toEqual([]);
      });

      it('leaves the other fields as they are where a statement fails, which spoils its transaction', async () => {
        const { statements } = world();
        statements.length = 0;
        const { body } = await server.ask('{ broken(id: 1) { name } note(id: 1) { title } }', ada);
        expect(body).toEqual({
          data: { broken: null, note: { title: 'a1' } },
          errors: [expect.objectContaining({ message: 'Internal server error.', path: ['broken'] })],
        });
        expect(texts(statements).map((text) => text.replace(/^SELECT t\..* (FROM "\w+").*/, '$1'))).toEqual([
          ...[begin, setReading, 'FROM "brokens"', 'ROLLBACK;'],
          ...[begin, setReading, 'FROM "notes"', commit],
        ]);
      });

      it('ends with the operation, also where a resolver of the app is not done in time', async () => {
        const { sequelize, statements } = world();
        const schema = createSchema(sequelize, options);
        const { title } = (schema.getType('Note') as GraphQLObjectType).getFields();
        Object.assign(title as object, { resolve: () => new Promise(() => {}) });
        const slow = await serveViewers(schema, { limits: { executionMilliseconds: 500 } });
        try {
          statements.length = 0;
          const { status } = await slow.ask('{ notes { title owner { name } } }', ada);
          expect(status).toBe(504);
          while (statements.at(-1)?.text !== commit) {
            await setTimeout(10);
          }
          expect(texts(statements).filter((text) => !text.includes(' FROM '))).toEqual([
            begin,
            setReading,
            commit,
          ]);
        } finally {
          await slow.stop();
        }
      });

      it('gives hooks of the models its transaction, in which they write nothing while a query runs', async () => {
        const { sequelize, statements } = world();
        const { Note } = sequelize.models;
        const remove = `DELETE FROM "${schemaName}"."notes" WHERE id = 1`;
        Note?.addHook('beforeFind', 'removes', async ({ transaction }) => {
          await sequelize.query(remove, { ...(transaction && { transaction }) });
        });
        statements.length = 0;
        const { body } = await server.ask('{ note(id: 1) { title } }', ada);
        Note?.removeHook('beforeFind', 'removes');
        expect(body).toMatchObject({ data: { note: null }, errors: [{ message: 'Internal server error.' }] });
        expect(texts(statements)).toEqual([begin, setReading, 'DELETE FROM "notes" WHERE id = 1', commit]);
        expect(server.log.at(-1)).toMatchObject({
          err: { message: 'cannot execute DELETE in a read-only transaction' },
        });
        expect((await server.ask('{ note(id: 1) { title } }', ada)).body).toEqual({
          data: { note: { title: 'a1' } },
        });
      });

      it('refuses a viewer that there is no session for, before any statement', async () => {
        const { statements } = world();
        statements.length = 0;
        const refused = { message: 'The database is not open to this viewer (databaseSession).' };
        for (const viewer of [undefined, {}, { id: null }]) {
          const { status, body } = await server.ask('{ note(id: 1) { title } }', viewer);
          expect(body.errors).toEqual([
            expect.objectContaining({
              ...refused,
              extensions: { code: 'FORBIDDEN', id: expect.any(String) },
            }),
          ]);
          expect(status).toBe(200);
        }
        expect(texts(statements)).toEqual([]);
        expect(server.log.at(-1)).toMatchObject({
          err: {
            message:
              'What the option databaseSession gives cannot be used: its setting app.user_id is no text, number or truth value.',
          },
        });
      });

      it('holds for writes: what they find, make and give back, each in its own transaction', async () => {
        const { statements } = world();
        statements.length = 0;
        const { body } = await server.ask(
          `mutation {
          made: createNote(data: { title: "a3", size: 8, owner: { connect: { id: 1 } } }) {
            note { title owner { name notes { title } } }
          }
          gone: deleteNote(key: { id: 2 }) { errors { code } }
          given: createNote(data: { title: "b2", owner: { connect: { id: 2 } } }) { errors { code path } }
          undone: deleteNotes(where: { title: { eq: "a3" } }) { count }
        }`,
          ada,
        );
        expect(body).toEqual({
          data: {
            made: {
              note: {
                title: 'a3',
                owner: { name: 'Ada', notes: [{ title: 'a1' }, { title: 'a2' }, { title: 'a3' }] },
              },
            },
            gone: { errors: [{ code: 'NOT_FOUND' }] },
            given: { errors: [{ code: 'NOT_FOUND', path: ['data', 'owner', 'connect'] }] },
            undone: { count: 1 },
          },
        });
        const frame = texts(statements).filter((text) =>
          /^(START|COMMIT|ROLLBACK|SELECT set_config)/.test(text),
        );
        expect(frame).toEqual([
          ...[begin, setWriting, commit], // made
          ...[begin, setReading, commit], // its owner and its owner's notes
          ...[begin, setWriting, 'ROLLBACK;'], // gone
          ...[begin, setWriting, 'ROLLBACK;'], // given
          ...[begin, setWriting, commit], // undone
        ]);
      });

      it('tells that a policy refuses a row', async () => {
        const { body } = await server.ask(
          'mutation { createNote(data: { title: "b2", ownerId: 2 }) { note { title } errors { code path message } } }',
          ada,
        );
        expect(body).toEqual({
          data: {
            createNote: {
              note: null,
              errors: [
                {
                  code: 'FORBIDDEN',
                  path: ['data'],
                  message: 'The database does not allow you to make a row of Note like this.',
                },
              ],
            },
          },
        });
      });

      it('leaves nothing on the connections that go back to the pool', async () => {
        const { sequelize } = world();
        await Promise.all([ada, bob, ada, bob].map((viewer) => server.ask('{ notes { title } }', viewer)));
        // The pool of the tests has three connections; the embedded database has one session behind all of them.
        const transactions: Transaction[] = [];
        for (let index = 0; index < (database.name === 'embedded' ? 1 : 3); index += 1) {
          transactions.push(await sequelize.transaction());
        }
        for (const transaction of transactions) {
          const [rows] = await sequelize.query(
            `SELECT coalesce(current_setting('app.user_id', true), '') AS setting, current_user = session_user AS "isOwn",
            current_setting('transaction_read_only') AS "readOnly"`,
            { transaction },
          );
          expect(rows).toEqual([{ setting: '', isOwn: true, readOnly: 'off' }]);
          await transaction.rollback();
        }
      });

      it('holds in the transaction that the app gives, which the app ends', async () => {
        const { sequelize, statements } = world();
        const schema = createSchema(sequelize, {
          ...options,
          transaction: ({ transaction }: { readonly transaction: Transaction }) => transaction,
        });
        const transaction = await sequelize.transaction();
        statements.length = 0;
        const ask = (viewer: Viewer) =>
          graphql({ schema, source: '{ notes { title } }', contextValue: { viewer, transaction } });
        const answer = await ask(ada);
        const other = await ask(bob);
        await transaction.rollback();
        expect(answer).toEqual({ data: { notes: [{ title: 'a1' }, { title: 'a2' }] } });
        expect(other.errors?.map(({ message }) => message)).toEqual([
          'The transaction of this request has the settings of another viewer (databaseSession): give each viewer its own.',
        ]);
        expect(texts(statements)).toEqual([
          setWriting,
          'SELECT t."title" AS "title" FROM "notes" AS t ORDER BY t."id" LIMIT 101',
          'ROLLBACK;',
        ]);
      });

      it('leaves nothing behind at what ends requests, where the app ends the transaction', async () => {
        const { sequelize } = world();
        const { signal } = new AbortController();
        const schema = createSchema(sequelize, {
          ...options,
          transaction: ({ transaction }: { readonly transaction: Transaction }) => transaction,
          signal: () => signal,
        });
        const transaction = await sequelize.transaction();
        const document = parse('{ notes { title } }');
        const { data } = await execute({ schema, document, contextValue: { viewer: ada, transaction } });
        await transaction.rollback();
        expect(data).toEqual({ notes: [{ title: 'a1' }, { title: 'a2' }] });
        expect(getEventListeners(signal, 'abort')).toEqual([]);
      });

      it('is refused where nobody would end the transaction', async () => {
        const { sequelize, statements } = world();
        const schema = createSchema(sequelize, options);
        statements.length = 0;
        const { errors } = await graphql({
          schema,
          source: '{ notes { title } }',
          contextValue: { viewer: ada },
        });
        expect(errors?.map(({ message }) => message)).toEqual([
          'The option databaseSession needs a transaction that somebody ends: give the one of the request by the option transaction, or serve the schema by createServer.',
        ]);
        expect(texts(statements)).toEqual([]);
      });
    });
  });
});

describe('the option databaseSession', () => {
  onEachDatabase({ name: 'row_security_others', only: ['mariadb', 'sqlite'], define }, (world) => {
    it('keeps a schema of another database from being made', () => {
      expect(() => createSchema(world().sequelize, { databaseSession: () => ({}) })).toThrow(
        /^The option databaseSession needs Postgres, which has settings and roles of a transaction; (mysql|mariadb|sqlite) has none: leave it out, and say who may see which rows by rules \(docs\/rules\.md\)\.$/,
      );
    });
  });
});
