import { describe, expect, it } from '@jest/globals';
import { parse, validate } from 'graphql';
import { DataTypes, type Sequelize } from 'sequelize';
import { createSchema, type KinqlOptions } from '../../src/build/create-schema.ts';
import { RequestError } from '../../src/errors/request-error.ts';
import { checkOperation } from '../../src/plugins/limits/check-operation.ts';
import { limitRules } from '../../src/plugins/limits/limit-rules.ts';
import { onEachDatabase, type World } from '../support/on-each-database.ts';
import { runQuery } from '../support/run-query.ts';

function define(sequelize: Sequelize): void {
  const Shop = sequelize.define('Shop', { name: DataTypes.STRING }, { timestamps: false });
  const Sale = sequelize.define('Sale', { amount: DataTypes.INTEGER }, { timestamps: false });
  Shop.hasMany(Sale, { as: 'sales', foreignKey: 'shopId' });
  Sale.belongsTo(Shop, { as: 'shop', foreignKey: 'shopId' });
}

async function fill(sequelize: Sequelize): Promise<void> {
  await sequelize.models.Shop?.bulkCreate([{ name: 'a' }, { name: 'b' }]);
  const sales = Array.from({ length: 20 }, (_, index) => ({ amount: index, shopId: 1 + (index % 2) }));
  await sequelize.models.Sale?.bulkCreate(sales);
}

const times = (count: number, print: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => print(index)).join(' ');

onEachDatabase({ name: 'limits', define, fill }, (world) => {
  /** Runs an operation on a schema of the same models with other options. */
  const query = (
    options: KinqlOptions,
    source: string,
    variables: Record<string, unknown> = {},
    contextValue: object = {},
  ) => {
    const { sequelize } = world();
    const schema = createSchema(sequelize, { onFinding: () => undefined, ...options });
    return runQuery(schema, world(), source, variables, contextValue);
  };

  describe('an operation that costs more than it may', () => {
    it.each([
      [
        'a relation under a thousand aliases',
        `{ shops(limit: 1) { ${times(1_000, (i) => `a${i}: sales(limit: 1000) { id }`)} } }`,
      ],
      ['a list under a thousand aliases', `{ ${times(1_000, (i) => `a${i}: sales(limit: 1000) { id }`)} }`],
      [
        'lists of the largest size within each other',
        `{ ${times(20, (i) => `a${i}: shops(limit: 1000) { sales(limit: 1000) { id } }`)} }`,
      ],
    ])('B19: is refused with the default limits: %s', (_what, source) => {
      const document = parse(source, { maxTokens: 20_000 });
      const problems = [
        ...validate(world().schema, document, limitRules()),
        checkOperation({ schema: world().schema, document }),
      ];
      expect(problems.map((problem) => problem?.extensions.code)).toContain('LIMIT_EXCEEDED');
    });

    it('B19: reaches no database', async () => {
      const source = `{ ${times(20, (i) => `a${i}: shops(limit: 1000) { sales(limit: 1000) { id } }`)} }`;
      const { data, errors, statements } = await query({}, source);
      expect(data).toBeNull();
      expect(new Set(errors?.map(({ code }) => code))).toEqual(new Set(['LIMIT_EXCEEDED']));
      expect(statements).toEqual([]);
    });

    it('may go over relations in filters two hundred times', async () => {
      const source = 'query ($or: [SaleWhere!]!) { sales(where: { or: $or }, limit: 1) { amount } }';
      const filters = (count: number) => ({
        or: Array.from({ length: count }, () => ({ shop: { name: { eq: 'a' } } })),
      });
      expect((await query({}, source, filters(200))).data).toEqual({ sales: [{ amount: 0 }] });
      const { errors, statements } = await query({}, source, filters(201));
      expect(errors?.map(({ code, message }) => [code, message])).toEqual([
        [
          'LIMIT_EXCEEDED',
          'The filters and orders of the operation go over relations 201 times; 200 are allowed (limits.filterRelations).',
        ],
      ]);
      expect(statements).toEqual([]);
    });

    it('is judged by its variables', async () => {
      const source = 'query ($limit: Int) { shops(limit: $limit) { sales(limit: $limit) { amount } } }';
      const { data } = await query({ limits: { cost: 1_000 } }, source, { limit: 2 });
      expect(data).toEqual({
        shops: [{ sales: [{ amount: 0 }, { amount: 2 }] }, { sales: [{ amount: 1 }, { amount: 3 }] }],
      });
      const { errors, statements } = await query({ limits: { cost: 1_000 } }, source, { limit: 40 });
      expect(errors).toEqual([
        {
          message:
            'The operation asks for up to 1641 rows times fields, most of it under "shops.sales"; 1000 are allowed: ask for shorter lists or fewer fields (limits.cost).',
          path: [],
          code: 'LIMIT_EXCEEDED',
        },
      ]);
      expect(statements).toEqual([]);
    });

    it('writes nothing', async () => {
      const source = `mutation { ${times(30, (i) => `a${i}: createShop(data: { name: "new" }) { shop { id } }`)} }`;
      const { data, statements } = await query({ writes: true, limits: { cost: 300 } }, source);
      expect(data).toBeNull();
      expect(statements).toEqual([]);
    });

    it('B19: passes with ten aliases', async () => {
      const { errors, data } = await query(
        {},
        `{ ${times(10, (i) => `a${i}: shops { sales { amount } }`)} }`,
      );
      expect(errors).toBeUndefined();
      expect(Object.keys(data as object)).toHaveLength(10);
    });
  });

  describe('an operation that reads more rows than it may', () => {
    it('fails in the field that read them', async () => {
      const source = '{ shops { name sales { amount } } }';
      const within = await query({ limits: { rows: 22 } }, source);
      expect(within.errors).toBeUndefined();
      const { errors, statements } = await query({ limits: { rows: 21 } }, source);
      expect(errors?.map(({ path, code, message }) => [path, code, message])).toEqual(
        [0, 1]
          .map((index) => [
            ['shops', index, 'sales'],
            'LIMIT_EXCEEDED',
            'The operation has read 22 rows; 21 are allowed: ask for shorter lists or fewer relations (limits.rows).',
          ])
          .slice(0, errors?.length),
      );
      expect(statements).toHaveLength(2);
    });

    it('has the database give no more than is needed to know', async () => {
      const source = '{ shops { sales(limit: 1000) { amount } } }';
      const { errors, statements } = await query({ limits: { rows: 6 } }, source);
      expect(errors?.[0]?.message).toMatch(/^The operation has read 7 rows; 6 are allowed/);
      expect(statements[1]?.text).toMatch(/ LIMIT 5$/);
    });

    it('counts all its fields together', async () => {
      const source = '{ a: sales(limit: 3) { id } b: sales(limit: 4) { id shop { name } } }';
      const found = 3 + 4 + 2;
      expect((await query({ limits: { rows: found } }, source)).errors).toBeUndefined();
      expect((await query({ limits: { rows: found - 1 } }, source)).errors?.[0]?.code).toBe('LIMIT_EXCEEDED');
    });

    it('counts anew for each operation', async () => {
      const { sequelize } = world();
      const schema = createSchema(sequelize, { onFinding: () => undefined, limits: { rows: 3 } });
      for (let run = 0; run < 3; run++) {
        expect((await runQuery(schema, world(), '{ shops { name } }')).errors).toBeUndefined();
      }
    });
  });

  describe('an operation that is ended', () => {
    const ended = (): RequestError => new RequestError('TIMEOUT', 'It is over.');
    const signal = (context: { abort: AbortController }) => context.abort.signal;

    it('begins no statement after that', async () => {
      const abort = new AbortController();
      const { sequelize, statements } = world();
      const end = () => abort.abort(ended());
      sequelize.addHook('beforeQuery', 'end', end);
      const { data, errors } = await query({ signal }, '{ shops { sales { amount } } }', {}, { abort });
      sequelize.removeHook('beforeQuery', 'end');
      expect(data).toBeNull();
      expect(errors?.map(({ code, message }) => [code, message])).toEqual(
        errors?.map(() => ['TIMEOUT', 'It is over.']),
      );
      expect(statements).toHaveLength(1);
    });

    it('completes no write', async () => {
      const abort = new AbortController();
      const { sequelize } = world();
      const end = () => abort.abort(ended());
      sequelize.models.Shop?.addHook('afterCreate', 'end', end);
      const source =
        'mutation { a: createShop(data: { name: "ended" }) { shop { id } } b: createShop(data: { name: "ended" }) { count: __typename } }';
      const { errors } = await query({ signal, writes: true }, source, {}, { abort });
      sequelize.models.Shop?.removeHook('afterCreate', 'end');
      expect(errors?.map(({ code, path }) => [code, path])).toEqual([['TIMEOUT', ['a']]]);
      expect(await countShops(world(), 'ended')).toBe(0);
    });
  });
});

async function countShops({ sequelize }: World, name: string): Promise<number> {
  return (await sequelize.models.Shop?.count({ where: { name } })) ?? 0;
}
