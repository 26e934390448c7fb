// Values that rows have already. MySQL counts only the rows that it changes, not those that it finds.
import { expect, it } from '@jest/globals';
import { DataTypes, type Sequelize } from 'sequelize';
import { createSchema } from '../../src/build/create-schema.ts';
import { onEachDatabase } from '../support/on-each-database.ts';
import { runQuery } from '../support/run-query.ts';

function define(sequelize: Sequelize): void {
  sequelize.define('Sale', { amount: DataTypes.INTEGER, note: DataTypes.STRING }, { timestamps: false });
}

async function fill({ models }: Sequelize): Promise<void> {
  await models.Sale?.bulkCreate([1, 2, 3].map((amount) => ({ amount, note: 'kept' })));
}

onEachDatabase({ name: 'writes_unchanged', define, fill }, (world) => {
  it('may be given to rows by a filter, of which they change some, or none', async () => {
    const schema = createSchema(world().sequelize, { onFinding: () => undefined, writes: true });
    const source =
      'mutation { updateSales(where: { amount: { lte: 2 } }, data: { amount: 2 }) { count sales { amount } errors { code } } }';
    const answer = { data: { updateSales: { count: 2, sales: [{ amount: 2 }, { amount: 2 }], errors: [] } } };
    expect(await runQuery(schema, world(), source)).toMatchObject(answer);
    expect(await runQuery(schema, world(), source)).toMatchObject(answer);
  });

  it('tell nobody by the answer what an attribute holds that they may write and not read', async () => {
    const schema = createSchema(world().sequelize, {
      onFinding: () => undefined,
      writes: true,
      rules: { models: { Sale: { '*': { read: true, update: true, readable: { except: ['note'] } } } } },
    });
    const write = (note: string) =>
      `mutation { updateSale(key: { id: 3 }, data: { note: "${note}" }) { sale { amount } errors { code } } }`;
    const answer = { updateSale: { sale: { amount: 3 }, errors: [] } };
    const kept = await runQuery(schema, world(), write('kept'));
    expect([kept.data, kept.errors]).toEqual([answer, undefined]);
    const other = await runQuery(schema, world(), write('other'));
    expect([other.data, other.errors]).toEqual([answer, undefined]);
  });
});
