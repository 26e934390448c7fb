// What a client hears of faults behind the server of real models, over HTTP, and what the log has of them.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { DataTypes, type Model, type Sequelize } from 'sequelize';
import { createSchema } from '../../src/build/create-schema.ts';
import { createServer } from '../../src/server/create-server.ts';
import { listen, type RunningServer } from '../../src/server/listen.ts';
import { databases, openDatabase, type TestInstance } from '../support/databases.ts';
import { type LogLine, post } from '../support/http-server.ts';

/** Tables and columns whose names no client knows. */
function define(sequelize: Sequelize): void {
  const options = (tableName: string) => ({ tableName, timestamps: false });
  const Shop = sequelize.define(
    'Shop',
    {
      mail: { type: DataTypes.STRING, unique: true, field: 'zz_mail' },
      title: {
        type: DataTypes.STRING,
        field: 'zz_title',
        get(this: Model) {
          if (this.getDataValue('title') === 'bad') {
            throw new Error('secret of the getter');
          }
          return this.getDataValue('title');
        },
      },
    },
    options('zz_shops'),
  );
  const Sale = sequelize.define(
    'Sale',
    { amount: { type: DataTypes.INTEGER, field: 'zz_amount' } },
    options('zz_sales'),
  );
  const Clerk = sequelize.define('Clerk', { name: DataTypes.STRING }, options('zz_clerks'));
  const Hooked = sequelize.define('Hooked', { name: DataTypes.STRING }, options('zz_hooked'));
  Sale.belongsTo(Shop, {
    ...{ as: 'shop', onDelete: 'RESTRICT' },
    foreignKey: { name: 'shopId', field: 'zz_shop_id' },
  });
  Sale.belongsTo(Clerk, { as: 'clerk', foreignKey: 'clerkId', constraints: false });
  Hooked.addHook('beforeFind', () => {
    throw new Error('secret of the hook');
  });
  Hooked.addHook('beforeSave', () => {
    throw new Error('secret of the hook');
  });
}

async function fill({ models }: Sequelize): Promise<void> {
  await models.Shop?.bulkCreate([
    { mail: 'a@x', title: 'good' },
    { mail: 'b@x', title: 'bad' },
  ]);
  await models.Clerk?.create({ name: 'Ada' });
  await models.Sale?.bulkCreate([
    { amount: 1, shopId: 1, clerkId: 1 },
    { amount: 2, shopId: 2, clerkId: 1 },
  ]);
}

const id = expect.stringMatching(/^[0-9a-f-]{36}$/);
const masked = (...path: readonly (string | number)[]) => ({
  message: 'Internal server error.',
  locations: [expect.anything()],
  path,
  extensions: { code: 'INTERNAL_SERVER_ERROR', id },
});

/** What belongs to the database, its driver, Sequelize and the code of the models. */
const words =
  /zz_|SELECT|INSERT|UPDATE|secret|relation|column "|table|constraint|syntax|Sequelize|SQLITE|\bER_|stack|127\.0\.0\.1|\d{5}/;

describe.each(databases)('a fault on $name', (database) => {
  let instance: TestInstance;
  let server: RunningServer;
  const log: LogLine[] = [];

  beforeAll(async () => {
    instance = await openDatabase(database, 'server_faults');
    const { sequelize } = instance;
    define(sequelize);
    await sequelize.sync();
    await fill(sequelize);
    server = await listen(
      createServer({
        schema: createSchema(sequelize, { writes: true, onFinding: () => {} }),
        mode: 'production',
        logger: pino({ level: 'trace' }, { write: (line) => log.push(JSON.parse(line)) }),
        checkDatabase: async () => {},
        sampleQuery: '{ __typename }',
      }),
      { port: 0 },
    );
  });

  afterAll(async () => {
    await server.stop();
    await instance.close();
  });

  /** What is asked again goes another way through the server: it is known by then. */
  const ask = async (query: string) => {
    const first = await askOnce(query);
    for (let times = 1; times <= 2 && !query.startsWith('mutation'); times += 1) {
      expect(await askOnce(query)).toEqual({
        ...first,
        errors: first.errors.map((error) => ({ ...error, extensions: { ...error.extensions, id } })),
      });
    }
    return first;
  };

  const askOnce = async (query: string) => {
    log.length = 0;
    instance.statements.length = 0;
    const response = await post(`${server.url}/graphql`, { query });
    const text = await response.text();
    const { errors = [], data } = JSON.parse(text) as {
      errors?: { extensions: { id: string } }[];
      data: unknown;
    };
    expect(text.replaceAll(/"id":"[0-9a-f-]{36}"|"locations":\[[^\]]*\]/g, '')).not.toMatch(words);
    // Whatever is masked is in the log, under the id that the client got.
    expect(new Set(log.map(({ errorId }) => errorId))).toEqual(
      new Set(errors.map(({ extensions }) => extensions.id)),
    );
    return { data, errors, causes: log.map(({ err }) => (err as { message: string }).message) };
  };

  it('of a getter empties its field alone', async () => {
    expect(await ask('{ shops { id title } }')).toEqual({
      data: {
        shops: [
          { id: '1', title: 'good' },
          { id: '2', title: null },
        ],
      },
      errors: [masked('shops', 1, 'title')],
      causes: ['secret of the getter'],
    });
  });

  it('of a getter of a joined parent empties its field alone', async () => {
    expect(await ask('{ sales { amount shop { title } clerk { name } } }')).toEqual({
      data: {
        sales: [
          { amount: 1, shop: { title: 'good' }, clerk: { name: 'Ada' } },
          { amount: 2, shop: { title: null }, clerk: { name: 'Ada' } },
        ],
      },
      errors: [masked('sales', 1, 'shop', 'title')],
      causes: ['secret of the getter'],
    });
  });

  it('of a beforeFind hook fails the fields that it is asked for', async () => {
    const { data, errors, causes } = await ask(
      '{ shops(limit: 1) { title } hookedsConnection { totalCount } }',
    );
    expect({ data, errors }).toEqual({ data: null, errors: [masked('hookedsConnection', 'totalCount')] });
    expect(causes).toEqual(['secret of the hook']);
  });

  it('of a hook of a write fails the mutation, and nothing is written', async () => {
    const { data, errors, causes } = await ask(
      'mutation { createHooked(data: { name: "x" }) { hooked { id } errors { message } } }',
    );
    expect({ data, errors }).toEqual({ data: null, errors: [masked('createHooked')] });
    expect(causes).toEqual(['secret of the hook']);
  });

  it('B09: of a unique key is the name of the field, and no more', async () => {
    const { data, causes } = await ask(
      'mutation { createShop(data: { mail: "a@x" }) { shop { id } errors { code path message rule } } }',
    );
    expect({ data, causes }).toEqual({
      data: {
        createShop: {
          shop: null,
          errors: [
            {
              code: 'UNIQUE',
              path: ['data', 'mail'],
              message: 'There is another Shop with the same mail.',
              rule: 'unique',
            },
          ],
        },
      },
      causes: [],
    });
  });

  it('B09: of a foreign key is no word of the database', async () => {
    const { data, causes } = await ask(
      `mutation { a: createSale(data: { shopId: "99" }) { sale { id } errors { code } } b: deleteShop(key: { id: "1" }) { shop { id } errors { code message } } }`,
    );
    expect({ data, causes }).toEqual({
      data: {
        a: { sale: null, errors: [{ code: expect.stringMatching(/^(FOREIGN_KEY|NOT_FOUND)$/) }] },
        b: {
          shop: null,
          errors: [{ code: 'FOREIGN_KEY', message: expect.stringMatching(/^This Shop cannot be deleted: /) }],
        },
      },
      causes: [],
    });
  });

  it('B09: of the database in a read with a joined parent is masked', async () => {
    const { sequelize } = instance;
    await sequelize.getQueryInterface().dropTable(sequelize.models.Clerk?.getTableName() as never);
    const { data, errors, causes } = await ask(
      '{ shops(limit: 1) { mail } sales { amount clerk { name } } }',
    );
    const isJoined = instance.statements.some(({ text }) => text.includes('JOIN'));
    expect(isJoined).toBe(true);
    expect({ data, errors }).toEqual({ data: null, errors: [masked('sales')] });
    expect(causes).toEqual([expect.stringMatching(/zz_clerks/)]);
  });
});
