import { describe, expect, it } from '@jest/globals';
import type { GraphQLInputObjectType } from 'graphql';
import { type Attributes, DataTypes, type Model, type ModelAttributes, Sequelize } from 'sequelize';
import { createSchema } from '../../../src/build/create-schema.ts';

/** A model with these attributes and no other, as sequelize-auto writes for a view. */
function defineView(
  sequelize: Sequelize,
  name: string,
  attributes: ModelAttributes<Model, Attributes<Model>>,
) {
  const view = sequelize.define(name, attributes);
  view.removeAttribute('id');
  return view;
}

const create = () => new Sequelize({ dialect: 'postgres', define: { timestamps: false } });
const options = { onFinding: () => {} };

describe('a model with nothing to order its rows by', () => {
  it.each<[string, ModelAttributes]>([
    ['nothing but a document', { report: DataTypes.JSONB }],
    ['nothing but what a getter makes', { report: { type: DataTypes.STRING, get: () => 'made' } }],
    ['nothing but what it computes', { report: DataTypes.VIRTUAL(DataTypes.STRING) }],
  ])('has a list without orderBy: %s', (_, attributes) => {
    const sequelize = create();
    defineView(sequelize, 'Report', attributes);
    const schema = createSchema(sequelize, options);
    const list = schema.getQueryType()?.getFields().reports;
    expect(list?.args.map(({ name }) => name)).toEqual(['where', 'limit', 'offset']);
    expect(schema.getType('ReportOrderBy')).toBeUndefined();
  });

  it('is no term in the order of others, also where two lead to each other', () => {
    const sequelize = create();
    const key = { type: DataTypes.INTEGER, get: () => 1 };
    const Left = defineView(sequelize, 'Left', { code: key, rightCode: key });
    const Right = defineView(sequelize, 'Right', { code: key, leftCode: key });
    const Task = sequelize.define('Task', { leftCode: DataTypes.INTEGER });
    Left.belongsTo(Right, { foreignKey: 'rightCode', targetKey: 'code', as: 'right', constraints: false });
    Right.hasOne(Left, { foreignKey: 'rightCode', sourceKey: 'code', as: 'left', constraints: false });
    Task.belongsTo(Left, { foreignKey: 'leftCode', targetKey: 'code', as: 'left', constraints: false });
    Left.hasOne(Task, { foreignKey: 'leftCode', sourceKey: 'code', as: 'task', constraints: false });
    const schema = createSchema(sequelize, options);
    const fields = (name: string) =>
      Object.keys((schema.getType(name) as GraphQLInputObjectType).getFields());
    expect(fields('TaskOrderBy')).toEqual(['id', 'leftCode', 'left']);
    expect(fields('LeftOrderBy')).toEqual(['right', 'task']);
    expect(fields('RightOrderBy')).toEqual(['left']);
  });

  it('is left out of an order whose models have nothing between them', () => {
    const sequelize = create();
    const key = { type: DataTypes.INTEGER, get: () => 1 };
    const Left = defineView(sequelize, 'Left', { code: key, rightCode: key });
    const Right = defineView(sequelize, 'Right', { code: key });
    const Task = sequelize.define('Task', {});
    Left.belongsTo(Right, { foreignKey: 'rightCode', targetKey: 'code', as: 'right', constraints: false });
    Right.hasOne(Left, { foreignKey: 'rightCode', sourceKey: 'code', as: 'left', constraints: false });
    const schema = createSchema(sequelize, options);
    expect(
      ['LeftOrderBy', 'RightOrderBy', `${Task.name}OrderBy`].map((name) => schema.getType(name)?.name),
    ).toEqual([undefined, undefined, 'TaskOrderBy']);
  });
});
