import { describe, expect, it } from '@jest/globals';
import { DataTypes, type ModelAttributes, Sequelize } from 'sequelize';
import { analyseModels, createSchema, type KinqlOptions } from '../../../src/build/create-schema.ts';

/** The names of custom scalars and types, and the clashes, of models by their attributes. */
function nameModels(models: Readonly<Record<string, unknown>>, options: KinqlOptions = {}) {
  const sequelize = new Sequelize({ dialect: 'postgres', define: { timestamps: false } });
  for (const [name, attributes] of Object.entries(models)) {
    sequelize.define(name, attributes as ModelAttributes);
  }
  const schema = createSchema(sequelize, { ...options, onFinding: () => undefined });
  const { names, findings } = analyseModels(sequelize, options);
  return {
    scalars: names.scalars,
    types: Object.keys(schema.getTypeMap()),
    clashes: findings
      .filter(({ code }) => code === 'NAME_CLASH')
      .map(({ place, message }) => `${place}: ${message}`),
  };
}

const range = DataTypes.RANGE(DataTypes.DATEONLY);

describe('the types of values', () => {
  it('are there once, and only where an attribute has them', () => {
    const { types, clashes } = nameModels({
      A: { one: range, other: DataTypes.ARRAY(range as never), spot: DataTypes.GEOMETRY },
      B: { one: range, two: DataTypes.RANGE(DataTypes.BIGINT) },
    });
    expect(types.filter((name) => /Range$|Geo/.test(name)).sort()).toEqual([
      'BigIntRange',
      'DateRange',
      'GeoJSON',
    ]);
    expect(clashes).toEqual([]);
  });

  it('take their names from no model that does not have them', () => {
    const { types, clashes } = nameModels({ DateRange: { name: DataTypes.STRING } });
    expect(types).toContain('DateRange');
    expect(clashes).toEqual([]);
  });

  it('go before a model of the same name', () => {
    const { types, clashes } = nameModels({ DateRange: { name: DataTypes.STRING }, B: { one: range } });
    expect(types).toEqual(expect.arrayContaining(['DateRange', 'DateRangeModel']));
    expect(clashes).toEqual(['DateRange: The type DateRange is already taken by GraphQL and KinQL.']);
  });

  it('of attributes that nobody sees are not there', () => {
    const { types, scalars } = nameModels(
      { A: { span: range, secret: 'tsquery' } },
      { models: { A: { attributes: { span: { expose: 'hidden' } } } } },
    );
    expect(types).not.toContain('DateRange');
    expect(scalars).toEqual({});
  });
});

describe('the scalars of types that Sequelize does not have', () => {
  it('are called after them, one for all attributes', () => {
    const { scalars, types, clashes } = nameModels({
      A: { one: 'tsquery', two: 'TSQUERY', three: 'bit varying(3)' },
      B: { one: 'tsquery' },
    });
    expect(scalars).toEqual({ tsquery: 'Tsquery', bit: 'Bit' });
    expect(types).toEqual(expect.arrayContaining(['Tsquery', 'Bit']));
    expect(clashes).toEqual([]);
  });

  it('give way to types and models of the same name', () => {
    const { scalars, clashes } = nameModels({ Point: { at: 'point', on: 'date' } });
    expect(scalars).toEqual({ point: 'PointScalar', date: 'DateScalar' });
    expect(clashes).toEqual([
      'the type point: The type Point is already taken by Point.',
      'the type date: The type Date is already taken by GraphQL and KinQL.',
    ]);
  });

  it('have a name whatever the type is called', () => {
    const { scalars } = nameModels({ A: { one: '???', two: '"Öre"' } });
    expect(scalars).toEqual({ '???': expect.stringMatching(/^name_[0-9a-f]{8}$/), öre: 'Ore' });
  });

  it('are called as the inflection says', () => {
    const inflection = { scalarTypeName: (type: string) => `Sql_${type}` };
    expect(nameModels({ A: { one: 'point' } }, { inflection }).scalars).toEqual({ point: 'Sql_point' });
  });
});
