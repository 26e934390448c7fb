import { DataTypes, type ModelAttributes, Op, type Sequelize } from 'sequelize';
import type { KinqlOptions } from '../../../src/build/create-schema.ts';

/** What stands in the names of tables and columns, and in no name of the API. */
export const databaseMark = 'zz_';
/** What the table that nobody may read holds. */
export const secret = 'TOPSECRET';

/** A model with an attribute of every kind that the database has, and relations of every kind around it. */
export function defineModels(sequelize: Sequelize): void {
  const dialect = sequelize.getDialect();
  const options = (tableName: string) => ({ tableName: `${databaseMark}${tableName}`, timestamps: false });
  const Owner = sequelize.define(
    'Owner',
    { code: { type: DataTypes.STRING(60), unique: true }, name: DataTypes.STRING(60) },
    options('owners'),
  );
  const Thing = sequelize.define(
    'Thing',
    withColumns({
      ...plainAttributes,
      ...(dialect === 'postgres' && postgresAttributes),
      ...(dialect === 'mysql' && { place: DataTypes.GEOMETRY('POINT') }),
    }),
    {
      ...options('things'),
      paranoid: true,
      timestamps: true,
      createdAt: false,
      updatedAt: false,
      version: true,
      scopes: {
        named: (title: string) => ({ where: { title } }),
        among: (titles: string[], least: number) => ({
          where: { title: { [Op.in]: titles }, count: { [Op.gte]: least } },
        }),
      },
    },
  );
  const Label = sequelize.define('Label', { name: DataTypes.STRING(60) }, options('labels'));
  const Tagging = sequelize.define('Tagging', { weight: DataTypes.INTEGER }, options('taggings'));
  const Seat = sequelize.define(
    'Seat',
    {
      hall: { type: DataTypes.STRING(20), primaryKey: true },
      place: { type: DataTypes.INTEGER, primaryKey: true },
      holder: DataTypes.STRING(60),
    },
    options('seats'),
  );
  sequelize.define(
    'Vault',
    { v: DataTypes.STRING },
    {
      tableName: 'vault_hoard',
      timestamps: false,
    },
  );
  Thing.belongsTo(Owner, { as: 'owner', foreignKey: { name: 'ownerId', field: `${databaseMark}owner_id` } });
  Owner.hasMany(Thing, { as: 'things', foreignKey: { name: 'ownerId', field: `${databaseMark}owner_id` } });
  Thing.belongsTo(Owner, {
    ...{ as: 'maker', targetKey: 'code', constraints: false },
    foreignKey: { name: 'makerCode', field: `${databaseMark}maker_code` },
  });
  Owner.hasOne(Seat, { as: 'seat', foreignKey: 'ownerId' });
  Thing.belongsToMany(Label, { as: 'labels', through: Tagging });
  Label.belongsToMany(Thing, { as: 'things', through: Tagging });
}

const plainAttributes: ModelAttributes = {
  title: { type: DataTypes.STRING(60), unique: true },
  note: DataTypes.TEXT,
  mark: DataTypes.CHAR(4),
  count: DataTypes.INTEGER,
  small: DataTypes.SMALLINT,
  large: DataTypes.BIGINT,
  price: DataTypes.DECIMAL(10, 2),
  ratio: DataTypes.DOUBLE,
  flag: DataTypes.BOOLEAN,
  at: DataTypes.DATE(6),
  day: DataTypes.DATEONLY,
  hour: DataTypes.TIME,
  uid: DataTypes.UUID,
  state: DataTypes.ENUM('open', "it's", 'done'),
  doc: DataTypes.JSON,
  data: DataTypes.BLOB,
  odd: { type: DataTypes.STRING(60), field: `${databaseMark}o"d'd \\` },
  shout: {
    type: new DataTypes.VIRTUAL(DataTypes.STRING, ['note']),
    get() {
      return this.get('note');
    },
    set(value: string) {
      this.set('note', value);
    },
  },
};

const postgresAttributes: ModelAttributes = {
  docb: DataTypes.JSONB,
  names: DataTypes.ARRAY(DataTypes.STRING),
  sizes: DataTypes.ARRAY(DataTypes.INTEGER),
  days: DataTypes.ARRAY(DataTypes.DATEONLY),
  span: DataTypes.RANGE(DataTypes.INTEGER),
  period: DataTypes.RANGE(DataTypes.DATE),
  address: DataTypes.INET,
  network: DataTypes.CIDR,
  card: DataTypes.MACADDR,
  words: DataTypes.TSVECTOR,
  own: 'tsquery',
};

/** Each attribute over a column of another name. */
function withColumns(attributes: ModelAttributes): ModelAttributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => {
      // A data type may have a `type` too: what an ARRAY holds.
      const isType = typeof attribute !== 'object' || 'key' in attribute;
      return [name, { field: `${databaseMark}${name}`, ...(isType ? { type: attribute } : attribute) }];
    }),
  );
}

export async function fillModels({ models }: Sequelize): Promise<void> {
  await models.Vault?.create({ v: secret });
  await models.Owner?.bulkCreate([
    { code: 't1', name: 'Ada' },
    { code: 'c2', name: 'Bob' },
  ]);
  await models.Thing?.bulkCreate(
    [1, 2, 3].map((id) => ({
      ...{ title: `t${id}`, note: 'note', mark: 'm', count: id, small: id, large: id, price: id, ratio: id },
      ...{ flag: true, at: new Date(0), day: '2024-01-01', hour: '10:00:00', state: 'open' },
      ...{ uid: '7c4e0000-1111-4222-8333-44445555aa02', doc: { a: { b: 'x' } }, data: Buffer.from('x') },
      ...{ odd: 'x', ownerId: 1, makerCode: 'c2' },
    })),
  );
  await models.Label?.bulkCreate([{ name: 'red' }, { name: 'blue' }]);
  await models.Tagging?.bulkCreate([{ ThingId: 1, LabelId: 1, weight: 1 }]);
  await models.Seat?.bulkCreate([{ hall: 't1', place: 1, holder: 'Ada', ownerId: 1 }]);
}

export const fuzzOptions: KinqlOptions = {
  writes: { maxRows: 5_000 },
  transaction: ({ transaction }: { readonly transaction?: never }) => transaction,
  onFinding: () => {},
  models: {
    exclude: ['Vault'],
    Thing: {
      deleted: true,
      scopes: {
        named: { arguments: { title: 'String!' } },
        among: { arguments: { titles: '[String!]!', least: 'Int!' } },
      },
    },
  },
};
