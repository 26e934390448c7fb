import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataTypes } from 'sequelize';
import { introspectModels } from '../../src/catalog/introspect-models.ts';
import { pingDatabase } from '../../src/cli/check-connection.ts';
import { checkDatabase } from '../../src/execute/check-database.ts';
import { databases, openDatabase, type TestInstance } from '../support/databases.ts';

describe.each(databases)('checkDatabase on $name', (database) => {
  let instance: TestInstance;

  beforeAll(async () => {
    instance = await openDatabase(database, 'check_database');
    const { sequelize } = instance;
    const bare = { timestamps: false };
    // The tables as they were made, and the models as somebody declares them later.
    sequelize.define(
      'Sku',
      { code: { type: DataTypes.CHAR(8), unique: true }, title: DataTypes.STRING },
      bare,
    );
    sequelize.define('Line', { skuCode: DataTypes.CHAR(8), qty: DataTypes.INTEGER }, bare);
    await sequelize.sync();
    const Sku = sequelize.define(
      'Sku',
      {
        code: { type: DataTypes.STRING(8), unique: true },
        title: { type: DataTypes.TEXT, allowNull: false },
      },
      bare,
    );
    const Line = sequelize.define('Line', { qty: DataTypes.INTEGER }, bare);
    Line.belongsTo(Sku, { as: 'sku', foreignKey: { name: 'skuCode', allowNull: false }, targetKey: 'code' });
    Line.belongsTo(Sku, { as: 'spare', foreignKey: 'spareId' });
  });

  afterAll(() => instance.close());

  it('names columns that are missing, of another type where rows are found by them, or nullable unawares', async () => {
    const { sequelize } = instance;
    const lines = await checkDatabase(sequelize, introspectModels(sequelize));
    const types =
      database.name === 'mariadb' || database.name === 'sqlite'
        ? []
        : [
            'The column "code" of the table "Skus" has the type character, and Sku.code says VARCHAR(8): rows may not be found by it. Declare the attribute as the column is.',
            'The column "skuCode" of the table "Lines" has the type character, and Line.skuCode says VARCHAR(8): rows may not be found by it. Declare the attribute as the column is.',
          ];
    expect([...lines].sort()).toEqual(
      [
        ...types,
        'The column "title" of the table "Skus" may be null, and Sku.title says that it may not: a row with a null there is an error for the client. Say allowNull: true, or make the column NOT NULL.',
        'The column "skuCode" of the table "Lines" may be null, and Line.skuCode says that it may not: a row with a null there is an error for the client. Say allowNull: true, or make the column NOT NULL.',
        'The table "Lines" has no column "spareId", which Line.belongsTo(Sku, as: "spare") uses. Add it by a migration, or by sync({ alter: true }) in development.',
      ].sort(),
    );
  });

  it('asks by statements that say they read, as does a ping: for the read pool, and for every driver', async () => {
    const { sequelize } = instance;
    const types: unknown[] = [];
    sequelize.addHook('beforeQuery', 'types', ({ type }: { type?: unknown }) => void types.push(type));
    await checkDatabase(sequelize, introspectModels(sequelize));
    await pingDatabase(sequelize);
    sequelize.removeHook('beforeQuery', 'types');
    expect(types).toEqual(['SELECT', 'SELECT']);
  });

  it('says nothing where the tables are as the models say', async () => {
    const { sequelize } = instance;
    await sequelize.sync({ force: true });
    expect(await checkDatabase(sequelize, introspectModels(sequelize))).toEqual([]);
  });
});
