// On Postgres a row that is made by itself takes one statement, which shows it too. Whatever else has a say in it is done as ever.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GraphQLSchema } from 'graphql';
import { DataTypes, type Model, type ModelStatic, Sequelize } from 'sequelize';
import { createSchema } from '../../src/build/create-schema.ts';
import { databases, openDatabase, schemaNameOf, type TestInstance } from '../support/databases.ts';
import { runQuery } from '../support/run-query.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';

const bare = { timestamps: false };
const usual = ['START', 'INSERT', 'SELECT', 'COMMIT'];
const alone = ['WITH'];

function defineTask(sequelize: Sequelize): ModelStatic<Model> {
  return sequelize.define(
    'Task',
    {
      name: { type: DataTypes.STRING(20), unique: true },
      code: DataTypes.STRING,
      rank: { type: DataTypes.INTEGER, validate: { min: 1 } },
    },
    bare,
  );
}

describe.each(databases.filter(({ name }) => name === 'embedded' || name === 'postgres'))(
  'a row that is made by itself ($name)',
  (database) => {
    let instance: TestInstance;

    beforeAll(async () => {
      instance = await openDatabase(database, 'writes_alone');
    });

    afterAll(() => instance.close());

    const createWith = (
      schema: GraphQLSchema,
      data: string,
      field = 'createTask',
      shown = 'task { name code }',
    ) =>
      runQuery(
        schema,
        instance,
        `mutation { ${field}(data: ${data}) { ${shown} errors { code path } } }`,
        {},
        {},
        {
          joins: true,
        },
      );
    const verbs = (statements: readonly { readonly text: string }[]): string[] =>
      statements.map(({ text }) => /^\w+/.exec(text)?.[0] ?? text).filter((verb) => verb !== 'ROLLBACK');
    /** The tables anew, and a schema that has looked at them. */
    const begin = async (prepare: (Task: ModelStatic<Model>) => unknown = () => {}, sql: string[] = []) => {
      const { sequelize } = instance;
      await sequelize.drop({ cascade: true });
      for (const name of Object.keys(sequelize.models)) {
        sequelize.modelManager.removeModel(sequelize.models[name] as never);
      }
      const Task = defineTask(sequelize);
      prepare(Task);
      await sequelize.sync({ force: true });
      const table = `"${schemaNameOf(database, 'writes_alone')}"."Tasks"`;
      for (const text of sql) {
        await sequelize.query(text.replaceAll('TABLE_NAME', table));
      }
      const schema = createSchema(sequelize, { writes: true, onFinding: () => {} });
      await createWith(schema, '{ name: "first" }');
      return { schema, Task, table };
    };

    it('takes one statement, that gives what the database made of it', async () => {
      const { schema } = await begin(undefined, [
        `ALTER TABLE TABLE_NAME ALTER COLUMN code SET DEFAULT 'made'`,
      ]);
      const { data, errors, statements } = await createWith(schema, '{ name: "second" }');
      expect({ data, errors }).toEqual({
        data: { createTask: { task: { name: 'second', code: 'made' }, errors: [] } },
        errors: undefined,
      });
      expect(statements).toHaveLength(1);
      expect(statements[0]?.text).toBe(
        'WITH "$inserted" AS (INSERT INTO "Tasks" ("id","name") VALUES (DEFAULT,$1) RETURNING "id","name","code","rank") ' +
          'SELECT t."id" AS "id", t."name" AS "name", t."code" AS "code", ' +
          `EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgrelid = '"Tasks"'::regclass AND NOT tgisinternal AND tgtype & 6 = 4) AS "$again" FROM "$inserted" AS t`,
      );
    });

    it('is refused as ever: by a validator, by a column, by a unique key', async () => {
      const { schema, Task } = await begin();
      const refusals: unknown[] = [];
      for (const data of [
        '{ name: "low", rank: 0 }',
        '{ name: "123456789012345678901" }',
        '{ name: "first" }',
      ]) {
        const { data: answer, errors } = await createWith(schema, data);
        expect(errors).toBeUndefined();
        refusals.push((answer as { createTask: unknown }).createTask);
      }
      expect(refusals).toEqual([
        { task: null, errors: [{ code: 'VALIDATION', path: ['data', 'rank'] }] },
        { task: null, errors: [{ code: 'VALIDATION', path: ['data', 'name'] }] },
        { task: null, errors: [{ code: 'UNIQUE', path: ['data', 'name'] }] },
      ]);
      expect(await Task.count()).toBe(1);
    });

    it.each<[string, (Task: ModelStatic<Model>) => unknown, string[]]>([
      ['a hook', (Task) => Task.addHook('afterCreate', () => {}), []],
      [
        'a hook that is added to all models',
        (Task) => Task.sequelize?.addHook('beforeSave', 'all', () => {}),
        [],
      ],
      [
        'a save of the class’s own',
        (Task) => {
          Task.prototype.save = function save(...args: never[]) {
            return Object.getPrototypeOf(Task.prototype).save.apply(this, args);
          };
        },
        [],
      ],
      ['a default scope', (Task) => Task.addScope('defaultScope', { where: { rank: null } }), []],
      [
        'a trigger before',
        () => {},
        [
          `CREATE OR REPLACE FUNCTION mark() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN NEW.code = 'marked'; RETURN NEW; END $f$`,
          'CREATE TRIGGER mark BEFORE INSERT ON TABLE_NAME FOR EACH ROW EXECUTE FUNCTION mark()',
        ],
      ],
      ['a rule', () => {}, ['CREATE RULE note AS ON INSERT TO TABLE_NAME DO ALSO NOTHING']],
    ])('is made in a transaction where the table or the model has %s', async (_, prepare, sql) => {
      const { schema } = await begin(prepare, sql);
      const { data, errors, statements } = await createWith(schema, '{ name: "second" }');
      expect({ data, errors }).toMatchObject({
        data: { createTask: { task: { name: 'second' }, errors: [] } },
        errors: undefined,
      });
      expect(verbs(statements)).toEqual(usual);
      instance.sequelize.removeHook('beforeSave', 'all');
    });

    it('shows what a trigger changed that was added since, and is made in a transaction from then on', async () => {
      const { schema, table } = await begin();
      expect(verbs((await createWith(schema, '{ name: "second" }')).statements)).toEqual(alone);
      await instance.sequelize.query(
        `CREATE OR REPLACE FUNCTION number_task() RETURNS trigger LANGUAGE plpgsql AS $f$
         BEGIN UPDATE ${table} SET code = 'T' || NEW.id WHERE id = NEW.id; RETURN NULL; END $f$`,
      );
      await instance.sequelize.query(
        `CREATE TRIGGER number_task AFTER INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION number_task()`,
      );
      const third = await createWith(schema, '{ name: "third" }');
      expect(third.data).toEqual({ createTask: { task: { name: 'third', code: 'T3' }, errors: [] } });
      expect(verbs(third.statements)).toEqual([...alone, 'SELECT']);
      const fourth = await createWith(schema, '{ name: "fourth" }');
      expect(fourth.data).toEqual({ createTask: { task: { name: 'fourth', code: 'T4' }, errors: [] } });
      expect(verbs(fourth.statements)).toEqual(usual);
    });

    it('is no success where a trigger that was added since keeps it back', async () => {
      const { schema, table, Task } = await begin();
      await instance.sequelize.query(
        'CREATE OR REPLACE FUNCTION keep_back() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN RETURN NULL; END $f$',
      );
      await instance.sequelize.query(
        `CREATE TRIGGER keep_back BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION keep_back()`,
      );
      for (const code of ['WRITE_OUTCOME_UNKNOWN', 'INTERNAL_SERVER_ERROR']) {
        const { data, errors } = await createWith(schema, '{ name: "second" }');
        expect({ data, codes: errors?.map((error) => error.code) }).toEqual({ data: null, codes: [code] });
      }
      expect(await Task.count()).toBe(1);
    });

    it('is made in a transaction where a rule was added since', async () => {
      const { schema, table } = await begin();
      await instance.sequelize.query(
        `CREATE RULE more AS ON INSERT TO ${table} DO ALSO DELETE FROM ${table} WHERE FALSE`,
      );
      const { data } = await createWith(schema, '{ name: "second" }');
      expect(data).toEqual({ createTask: { task: { name: 'second', code: null }, errors: [] } });
    });

    it('takes values that only the database computes, and names with the sign of a place', async () => {
      const { sequelize } = instance;
      await sequelize.drop({ cascade: true });
      for (const name of Object.keys(sequelize.models)) {
        sequelize.modelManager.removeModel(sequelize.models[name] as never);
      }
      sequelize.define(
        'Odd',
        {
          name: { type: DataTypes.STRING, field: 'na$1me' },
          loud: { type: DataTypes.STRING, defaultValue: sequelize.literal(`upper('loud $1 '' text')`) },
          at: { type: DataTypes.INTEGER, defaultValue: sequelize.fn('length', 'four') },
        },
        bare,
      );
      await sequelize.sync({ force: true });
      const schema = createSchema(sequelize, { writes: true, onFinding: () => {} });
      const { data, errors } = await createWith(schema, '{ name: "a" }', 'createOdd', 'odd { name loud at }');
      expect({ data, errors }).toEqual({
        data: { createOdd: { odd: { name: 'a', loud: "LOUD $1 ' TEXT", at: 4 }, errors: [] } },
        errors: undefined,
      });
    });

    // The embedded database has one session, which the holder of the lock has.
    if (database.name === 'postgres') {
      it('waits no longer than statements may, and is not there then', async () => {
        const { Task } = await begin();
        const { sequelize } = instance;
        const holder = await sequelize.transaction();
        await Task.create({ name: 'held' }, { transaction: holder });
        const limited = new Sequelize(database.url, {
          logging: false,
          define: { schema: schemaNameOf(database, 'writes_alone') },
          dialectOptions: { statement_timeout: 300 },
        });
        defineTask(limited);
        const own = createSchema(limited, { writes: true, onFinding: () => {} });
        const { data, errors } = await createWith(own, '{ name: "held" }');
        await holder.rollback();
        await limited.close();
        expect({ data, codes: errors?.map(({ code }) => code) }).toEqual({ data: null, codes: ['TIMEOUT'] });
        expect(await Task.count({ where: { name: 'held' } })).toBe(0);
      });
    }

    it.each([
      ['before', 0],
      ['after', 1],
    ] as const)(
      'is of unknown outcome where the connection breaks %s the database has it',
      async (when, count) => {
        const { Task } = await begin();
        const { hostname, port } = new URL(database.url);
        const proxy = await startTcpProxy(hostname, Number(port));
        const url = new URL(database.url);
        url.port = String(proxy.port);
        const broken = new Sequelize(url.href, {
          logging: false,
          pool: { max: 1 },
          dialectOptions: { preparedStatements: false },
          define: { schema: schemaNameOf(database, 'writes_alone') },
        });
        defineTask(broken);
        const schema = createSchema(broken, { writes: true, onFinding: () => {} });
        const happened = proxy.dropAt(/WITH "\$inserted"/, when);
        const { data, errors } = await createWith(schema, '{ name: "second" }');
        expect(happened()).toBe(true);
        expect({ data, codes: errors?.map(({ code }) => code) }).toEqual({
          data: null,
          codes: ['WRITE_OUTCOME_UNKNOWN'],
        });
        expect(await Task.count({ where: { name: 'second' } })).toBe(count);
        const again = await createWith(schema, '{ name: "third" }');
        expect(again.data).toEqual({ createTask: { task: { name: 'third', code: null }, errors: [] } });
        await broken.close();
        await proxy.cut();
      },
    );

    it('has its own values, whatever was made before it in the same columns', async () => {
      const { schema } = await begin((Task) => {
        Task.sequelize?.define(
          'Thing',
          {
            tags: DataTypes.ARRAY(DataTypes.STRING),
            meta: DataTypes.JSONB,
            at: DataTypes.DATE,
            label: DataTypes.STRING,
            made: { type: DataTypes.INTEGER, defaultValue: Sequelize.literal('1 + 1') },
          },
          bare,
        );
      });
      const things: Record<string, unknown>[] = [
        { tags: ['a'], meta: { a: 1 }, at: '2024-05-06T07:08:09.100Z', label: 'one' },
        { tags: ['$1', '$2', 'c'], meta: ['$3'], at: '2025-05-06T07:08:09.000Z', label: '$4' },
        { tags: [], meta: null, at: null, label: null },
        { tags: null, meta: 'text', at: '2026-01-01T00:00:00.000Z', label: "it's" },
        { label: 'three', tags: ['b'] },
        { label: 'four', tags: ['c', 'd'] },
        { made: 5, label: 'five' },
        { made: 6, label: 'six' },
        { made: null, label: 'seven' },
      ];
      for (const data of things) {
        const made = await runQuery(
          schema,
          instance,
          'mutation ($data: ThingCreate!) { createThing(data: $data) { thing { tags meta at label made } } }',
          { data },
          {},
          { joins: true },
        );
        const absent = { tags: null, meta: null, at: null, label: null, made: 2 };
        expect(made.errors).toBeUndefined();
        expect(made.data).toEqual({ createThing: { thing: { ...absent, ...data } } });
        expect(verbs(made.statements).at(-1)).toBe('WITH');
      }
    });

    it('is the same for many at once', async () => {
      const { schema, Task } = await begin();
      const names = Array.from({ length: 40 }, (_, index) => `row ${index}`);
      const answers = await Promise.all(names.map((name) => createWith(schema, `{ name: "${name}" }`)));
      expect(answers.map(({ data }) => data)).toEqual(
        names.map((name) => ({ createTask: { task: { name, code: null }, errors: [] } })),
      );
      expect(await Task.count()).toBe(41);
    });
  },
);
