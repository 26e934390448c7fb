import { describe, expect, it } from '@jest/globals';
import { DataTypes } from 'sequelize';
import { schemaNameOf } from '../support/databases.ts';
import { onEachDatabase, type World } from '../support/on-each-database.ts';

const query = '{ wkr(id: 1) { n dep { name } } }';

describe('loaders (B94)', () => {
  onEachDatabase(
    {
      name: 'isolation',
      define(sequelize) {
        const Dep = sequelize.define('Dep', { name: DataTypes.STRING }, { paranoid: true });
        const Wkr = sequelize.define('Wkr', { n: DataTypes.STRING }, { timestamps: false });
        Wkr.belongsTo(Dep, { as: 'dep', foreignKey: { name: 'depId', allowNull: false } });
      },
      async fill({ models }) {
        await models.Dep?.create({ name: 'old' });
        await models.Wkr?.create({ n: 'a', depId: 1 });
      },
    },
    (world) => {
      it('never carry a row from one operation to the next, though the app gives both the same context', async () => {
        const context = {};
        await rename(world(), 'old');
        expect((await world().query(query, {}, context)).data).toEqual({
          wkr: { n: 'a', dep: { name: 'old' } },
        });
        await rename(world(), 'new');
        expect((await world().query(query, {}, context)).data).toEqual({
          wkr: { n: 'a', dep: { name: 'new' } },
        });
      });

      it('work without any context', async () => {
        await rename(world(), 'plain');
        const { data } = await world().query(query, {}, undefined);
        expect(data).toEqual({ wkr: { n: 'a', dep: { name: 'plain' } } });
      });

      it('do not mix the batches of operations that run at once', async () => {
        const context = {};
        const { schema, statements } = world();
        const { execute, parse } = await import('graphql');
        statements.length = 0;
        const run = () => execute({ schema, document: parse(query), contextValue: context });
        await Promise.all([run(), run(), run()]);
        expect(statements).toHaveLength(6);
      });
    },
  );
});

async function rename({ sequelize, database }: World, name: string): Promise<void> {
  const quote = database.name === 'mariadb' ? '`' : '"';
  const table = database.name === 'mariadb' ? '`Deps`' : `"${schemaNameOf(database, 'isolation')}"."Deps"`;
  await sequelize.query(`UPDATE ${table} SET ${quote}name${quote} = '${name}'`);
}
