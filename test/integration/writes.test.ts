import { describe, expect, it } from '@jest/globals';
import { DataTypes, type Sequelize } from 'sequelize';
import { onEachDatabase, type World } from '../support/on-each-database.ts';
import { textsOf } from '../support/write-statements.ts';

function define(sequelize: Sequelize): void {
  const Shop = sequelize.define(
    'Shop',
    { name: { type: DataTypes.STRING(20), allowNull: false, validate: { len: [1, 20] } } },
    { timestamps: false },
  );
  const Sale = sequelize.define(
    'Sale',
    {
      code: { type: DataTypes.STRING(20), unique: true },
      amount: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1, validate: { min: 0 } },
    },
    { timestamps: false, version: true },
  );
  Sale.belongsTo(Shop, { as: 'shop', foreignKey: 'shopId' });
  Shop.hasMany(Sale, { as: 'sales', foreignKey: 'shopId' });
  sequelize.define(
    'Place',
    {
      country: { type: DataTypes.STRING(2), primaryKey: true },
      zip: { type: DataTypes.INTEGER, primaryKey: true },
      name: DataTypes.STRING(40),
    },
    { timestamps: false },
  );
  sequelize.define('View', { n: DataTypes.INTEGER }, { timestamps: false });
}

const options = { writes: true, models: { View: { readOnly: true } } };
const errors = 'errors { code path message rule }';

async function fill({ models }: Sequelize): Promise<void> {
  await models.Shop?.bulkCreate([{ name: 'old' }, { name: 'other' }]);
  await models.Sale?.bulkCreate([
    { code: 'a', amount: 4, shopId: 1 },
    { code: 'b', amount: 5, shopId: 1 },
    { code: 'c', amount: 6 },
  ]);
}

/** Rows of Sale as the database has them, whatever KinQL says. */
async function salesIn({ sequelize }: World): Promise<unknown[]> {
  const rows = (await sequelize.models.Sale?.findAll({ order: ['id'], raw: true })) as object[];
  return rows.map((row) => Object.values(row));
}

describe('creating a row', () => {
  onEachDatabase({ name: 'writes_create', define, fill, options }, (world, { name }) => {
    it('gives the row as it is stored, defaults included', async () => {
      const { data } = await world().query(
        `mutation { createSale(data: { code: "new", shopId: 2 }) { sale { id code amount version shop { name } } ${errors} } }`,
      );
      expect(data).toEqual({
        createSale: {
          sale: { id: '4', code: 'new', amount: 1, version: 0, shop: { name: 'other' } },
          errors: [],
        },
      });
    });

    it('takes one transaction: the row, then what is selected of it; parents are read after', async () => {
      const { statements } = await world().query(
        `mutation { createSale(data: { code: "counted", shopId: 2 }) { sale { code shop { name } } ${errors} } }`,
      );
      expect(textsOf(statements)).toEqual([
        'START TRANSACTION',
        'INSERT INTO Sales',
        'SELECT FROM Sales',
        'COMMIT',
        'SELECT FROM Shops',
      ]);
    });

    it('reads nothing back where nothing of the row is selected', async () => {
      const { statements } = await world().query(
        `mutation { createSale(data: { code: "unread" }) { ${errors} } }`,
      );
      expect(textsOf(statements)).toEqual(['START TRANSACTION', 'INSERT INTO Sales', 'COMMIT']);
    });

    it('tells null from what is not given: null is written, an absent value is the default', async () => {
      const create = async (data: string): Promise<unknown> =>
        (
          (await world().query(`mutation { createSale(data: ${data}) { sale { code amount } ${errors} } }`))
            .data as { createSale: unknown }
        ).createSale;
      expect(await create('{ code: null }')).toEqual({ sale: { code: null, amount: 1 }, errors: [] });
      expect(await create('{ amount: null }')).toEqual({
        sale: null,
        errors: [
          {
            code: 'VALIDATION',
            path: ['data', 'amount'],
            message: 'Sale.amount must be given and cannot be null.',
            rule: 'notNull',
          },
        ],
      });
    });

    it('says all that is wrong with a row at once, with the rule and its words', async () => {
      const { data, statements } = await world().query(
        `mutation { createSale(data: { amount: -1, shop: { create: { name: "" } } }) { sale { id } ${errors} } }`,
      );
      expect(data).toEqual({
        createSale: {
          sale: null,
          errors: [
            {
              code: 'VALIDATION',
              path: ['data', 'shop', 'create', 'name'],
              message: 'Shop.name must be: 1 to 20 characters.',
              rule: 'len',
            },
          ],
        },
      });
      expect(textsOf(statements)).toEqual(['START TRANSACTION', 'ROLLBACK']);
    });

    it('names the attribute that is not unique, and neither the index nor its column', async () => {
      const { data } = await world().query(
        `mutation { createSale(data: { code: "a" }) { sale { id } ${errors} } }`,
      );
      expect(data).toEqual({
        createSale: {
          sale: null,
          errors: [
            {
              code: 'UNIQUE',
              path: ['data', 'code'],
              message: 'There is another Sale with the same code.',
              rule: 'unique',
            },
          ],
        },
      });
    });

    it('names the foreign key that refers to nothing', async () => {
      const { data } = await world().query(
        `mutation { createSale(data: { shopId: 99 }) { sale { id } ${errors} } }`,
      );
      expect(data).toEqual({
        createSale: {
          sale: null,
          errors: [
            {
              code: 'FOREIGN_KEY',
              ...(name === 'sqlite'
                ? { path: ['data'], message: 'A foreign key of this Sale refers to no row that there is.' }
                : { path: ['data', 'shopId'], message: 'Sale.shopId refers to no row that there is.' }),
              rule: null,
            },
          ],
        },
      });
    });

    it('refuses a key and a relation that both say which row is meant', async () => {
      const { errors: refusals } = await world().query(
        'mutation { createSale(data: { shopId: 1, shop: { connect: { id: 2 } } }) { sale { id } } }',
      );
      expect(refusals).toEqual([
        {
          code: 'BAD_USER_INPUT',
          path: ['createSale'],
          message: '"data.shopId" and "data.shop" both say which row is meant: give one of them.',
        },
      ]);
    });

    it('makes a row with a composite key, which is then found by it', async () => {
      const { data } = await world().query(`mutation {
        createPlace(data: { country: "NO", zip: 150, name: "Oslo" }) { place { country zip } ${errors} }
        updatePlace(key: { countryAndZip: { country: "NO", zip: 150 } }, data: { name: "Oslo S" }) { place { name } ${errors} }
        twice: createPlace(data: { country: "NO", zip: 150 }) { place { zip } ${errors} }
        deletePlace(key: { countryAndZip: { country: "NO", zip: 150 } }) { place { name } ${errors} }
      }`);
      expect(data).toEqual({
        createPlace: { place: { country: 'NO', zip: 150 }, errors: [] },
        updatePlace: { place: { name: 'Oslo S' }, errors: [] },
        twice: {
          place: null,
          errors: [
            {
              code: 'UNIQUE',
              path: ['data'],
              message: 'There is another Place with the same country and zip.',
              rule: 'unique',
            },
          ],
        },
        deletePlace: { place: { name: 'Oslo S' }, errors: [] },
      });
    });

    it('is not there for a model that the options make read-only', () => {
      const fields = Object.keys(world().schema.getMutationType()?.getFields() ?? {});
      expect(fields.filter((field) => /View/.test(field))).toEqual([]);
      expect(fields).toContain('createSale');
    });

    it(`is the same on ${name} inside a transaction of the request, which it can be undone by itself in`, async () => {
      const { sequelize } = world();
      const before = await salesIn(world());
      const undo = new Error('undo');
      const run = sequelize.transaction(async (transaction) => {
        const { schema } = await import('../support/transacted-schema.ts').then(({ transactedSchema }) => ({
          schema: transactedSchema(sequelize, options),
        }));
        const { graphql } = await import('graphql');
        const { data } = await graphql({
          schema,
          source: `mutation {
            a: createSale(data: { code: "t1" }) { sale { code } errors { code } }
            b: createSale(data: { code: "a" }) { sale { code } errors { code } }
            c: createSale(data: { code: "t2" }) { sale { code } errors { code } }
          }`,
          contextValue: { transaction },
        });
        expect(JSON.parse(JSON.stringify(data))).toEqual({
          a: { sale: { code: 't1' }, errors: [] },
          b: { sale: null, errors: [{ code: 'UNIQUE' }] },
          c: { sale: { code: 't2' }, errors: [] },
        });
        throw undo;
      });
      await expect(run).rejects.toBe(undo);
      expect(await salesIn(world())).toEqual(before);
    });
  });
});

describe('changing a row', () => {
  onEachDatabase({ name: 'writes_update', define, fill, options }, (world, { name }) => {
    it('writes what is given, and leaves the rest', async () => {
      const { data, statements } = await world().query(
        `mutation { updateSale(key: { code: "a" }, data: { amount: 40 }) { sale { id code amount version } ${errors} } }`,
      );
      expect(data).toEqual({
        updateSale: { sale: { id: '1', code: 'a', amount: 40, version: 1 }, errors: [] },
      });
      expect(textsOf(statements)).toEqual([
        'START TRANSACTION',
        'SELECT FROM Sales',
        `SELECT FROM Sales${name === 'sqlite' ? '' : ' FOR UPDATE'}`,
        'UPDATE Sales',
        'SELECT FROM Sales',
        'COMMIT',
      ]);
    });

    it('B77: is a success where the row is the same afterwards, and NOT_FOUND only where there is none', async () => {
      const { data } = await world().query(`mutation {
        same: updateSale(key: { id: 2 }, data: { amount: 5 }) { sale { amount } ${errors} }
        many: updateSales(where: { id: { eq: 2 } }, data: { amount: 5 }) { count ${errors} }
        none: updateSale(key: { id: 99 }, data: { amount: 5 }) { sale { amount } ${errors} }
        nothing: updateSale(key: { id: 2 }, data: {}) { sale { amount } ${errors} }
      }`);
      expect(data).toEqual({
        same: { sale: { amount: 5 }, errors: [] },
        many: { count: 1, errors: [] },
        none: {
          sale: null,
          errors: [
            { code: 'NOT_FOUND', path: ['key'], message: 'There is no Sale with this key.', rule: null },
          ],
        },
        nothing: { sale: { amount: 5 }, errors: [] },
      });
    });

    it('is refused as STALE where the row has another version by now, with the row as it is', async () => {
      const update = (amount: number, version: number) =>
        world().query(
          `mutation { updateSale(key: { id: 3 }, data: { amount: ${amount} }, expectedVersion: ${version}) { sale { amount version } ${errors} } }`,
        );
      expect((await update(60, 0)).data).toEqual({
        updateSale: { sale: { amount: 60, version: 1 }, errors: [] },
      });
      expect((await update(61, 0)).data).toEqual({
        updateSale: {
          sale: { amount: 60, version: 1 },
          errors: [
            {
              code: 'STALE',
              path: ['data'],
              message: 'This Sale has changed: it has version 1, not 0.',
              rule: null,
            },
          ],
        },
      });
    });

    it('loses no update of two that come at once, and lets one of two with the same version win', async () => {
      const { sequelize } = world();
      await sequelize.models.Sale?.update({ version: 7 }, { where: { id: 3 } });
      const run = (amount: number) =>
        world().query(
          `mutation { updateSale(key: { id: 3 }, data: { amount: ${amount} }, expectedVersion: 7) { errors { code } } }`,
        );
      const answers = await Promise.all([run(1), run(2)]);
      expect(answers.map(({ data }) => JSON.stringify(data)).sort()).toEqual([
        '{"updateSale":{"errors":[]}}',
        '{"updateSale":{"errors":[{"code":"STALE"}]}}',
      ]);
    });

    it('cannot change what a row is found by: the primary key is not in the input', () => {
      const { schema } = world();
      const fields = (name: string): string[] =>
        Object.keys((schema.getType(name) as { getFields(): object }).getFields());
      expect(fields('SaleUpdate')).toEqual(['code', 'amount', 'shopId', 'shop']);
      expect(fields('PlaceUpdate')).toEqual(['name']);
      expect(fields('PlaceCreate')).toEqual(['country', 'zip', 'name']);
    });
  });
});

describe('making or changing a row', () => {
  onEachDatabase({ name: 'writes_upsert', define, fill, options }, (world) => {
    const upsert = async (code: string, more = ''): Promise<unknown> =>
      (
        (
          await world().query(
            `mutation { upsertSale(key: { code: "${code}" }, create: { amount: 1 ${more} }, update: { amount: 2 }) { sale { code amount } ${errors} } }`,
          )
        ).data as { upsertSale: unknown }
      ).upsertSale;

    it('makes it with the key where there is none, and changes it where there is one', async () => {
      expect(await upsert('u')).toEqual({ sale: { code: 'u', amount: 1 }, errors: [] });
      expect(await upsert('u')).toEqual({ sale: { code: 'u', amount: 2 }, errors: [] });
    });

    it.each([
      ['id: "x"', 'The value of Sale.id is no whole number.'],
      ['id: "99999999999"', 'The value of Sale.id is not between -2147483648 and 2147483647.'],
      [
        'code: "a\\u0000"',
        'The value of Sale.code holds a character that is no text (NUL, or half of a pair).',
      ],
    ])('makes none with a key that no row can have: %s', async (key, message) => {
      const { data } = await world().query(
        `mutation { upsertSale(key: { ${key} }, create: { amount: 1 }, update: {}) { sale { code } ${errors} } }`,
      );
      expect(data).toEqual({
        upsertSale: {
          sale: null,
          errors: [expect.objectContaining({ code: 'VALIDATION', path: ['key'], message })],
        },
      });
    });

    it('makes one row of many that come at once', async () => {
      const answers = await Promise.all(Array.from({ length: 6 }, () => upsert('race')));
      expect(answers.map((answer) => (answer as { errors: unknown }).errors)).toEqual(
        Array.from({ length: 6 }, () => []),
      );
      expect(await world().sequelize.models.Sale?.count({ where: { code: 'race' } })).toBe(1);
    });
  });
});

describe('deleting rows', () => {
  onEachDatabase({ name: 'writes_delete', define, fill, options }, (world, { name }) => {
    it('gives the row as it was', async () => {
      const { data, statements } = await world().query(
        `mutation { deleteSale(key: { id: 3 }) { sale { code amount } ${errors} } }`,
      );
      expect(data).toEqual({ deleteSale: { sale: { code: 'c', amount: 6 }, errors: [] } });
      expect(textsOf(statements)).toEqual([
        'START TRANSACTION',
        'SELECT FROM Sales',
        `SELECT FROM Sales${name === 'sqlite' ? '' : ' FOR UPDATE'}`,
        'SELECT FROM Sales',
        'DELETE FROM Sales',
        'COMMIT',
      ]);
    });

    it.each([
      ['an empty filter', 'deleteSales(where: {})', {}],
      ['a filter whose variable is not given', 'deleteSales(where: { shopId: { eq: $id } })', {}],
      ['an attribute without an operator', 'deleteSales(where: { shopId: {} })', {}],
      ['no filter at all', 'deleteSales', {}],
      ['null for a filter', 'deleteSales(where: null)', {}],
      ['an empty list of conditions', 'deleteSales(where: { and: [] })', {}],
      ['an empty filter of an update', 'updateSales(where: {}, data: { amount: 0 })', {}],
    ])('B73: never takes %s for every row', async (_, field, variables) => {
      const before = await salesIn(world());
      const { errors: refusals } = await world().query(
        `mutation ($id: ID) { ${field} { count } n: updateSales(where: { id: { eq: $id } }, data: {}) { count } }`,
        variables,
      );
      expect(refusals?.[0]).toMatchObject({ code: 'BAD_USER_INPUT' });
      expect(await salesIn(world())).toEqual(before);
    });

    it('B73: takes null that is compared with for rows without a value', async () => {
      await world().sequelize.models.Sale?.create({ code: 'nowhere' });
      const { data } = await world().query(
        'mutation ($id: ID) { deleteSales(where: { shopId: { eq: $id } }) { count sales { code } } }',
        { id: null },
      );
      expect(data).toEqual({ deleteSales: { count: 1, sales: [{ code: 'nowhere' }] } });
    });

    it('says that rows refer to what should go', async () => {
      const { sequelize } = world();
      await sequelize.getQueryInterface().sequelize.models.Sale?.sync();
      const { data } = await world().query(
        `mutation { deleteShop(key: { id: 1 }) { shop { name } ${errors} } }`,
      );
      // Sequelize's default for a nullable key is SET NULL.
      expect(data).toEqual({ deleteShop: { shop: { name: 'old' }, errors: [] } });
      expect(await sequelize.models.Sale?.count({ where: { shopId: 1 } })).toBe(0);
    });

    it('deletes every row where all: true says so', async () => {
      const { data } = await world().query(
        'mutation { deleteSales(all: true) { count } both: deleteSales(all: true, where: { id: { eq: "1" } }) { count } }',
      );
      expect(data).toBeNull();
      const { data: again } = await world().query('mutation { deleteSales(all: true) { count } }');
      expect(again).toEqual({ deleteSales: { count: 0 } });
      expect(await salesIn(world())).toEqual([]);
    });
  });
});
