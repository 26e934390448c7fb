import { describe, expect, it } from '@jest/globals';
import { DataTypes, type ModelAttributes, type ModelOptions, Sequelize } from 'sequelize';
import { checkCatalog } from '../../../src/catalog/check-catalog.ts';
import { introspectModels } from '../../../src/catalog/introspect-models.ts';

const { INTEGER, STRING, VIRTUAL } = DataTypes;
const get = () => 'shown';

function introspect(attributes: ModelAttributes, options: ModelOptions = {}) {
  const sequelize = new Sequelize({ dialect: 'postgres' });
  sequelize.define('Task', attributes, { timestamps: false, ...options });
  return introspectModels(sequelize);
}

/** Of each attribute but the id: its kind, and from what it is computed. */
const computed = (attributes: ModelAttributes, options: ModelOptions = {}) =>
  introspect(attributes, options)
    .models[0]?.attributes.slice(1)
    .map(({ name, kind, computed: isComputed, computedFrom, hidden }) => [
      name,
      kind,
      isComputed && (computedFrom ?? 'any'),
      hidden,
    ]);

describe('introspectModels of computed attributes', () => {
  it('knows getters of attributes and of the model, which may look at any attribute', () => {
    expect(
      computed(
        { name: { type: STRING, get }, nick: STRING, plain: STRING },
        { getterMethods: { nick: get, other: get } },
      ),
    ).toEqual([
      ['name', 'text', 'any', null],
      ['nick', 'text', 'any', null],
      ['plain', 'text', false, null],
    ]);
  });

  it('knows a VIRTUAL by the type and the attributes that it says', () => {
    expect(
      computed({
        name: STRING,
        full: { type: new VIRTUAL(STRING, ['name']), get },
        length: { type: new VIRTUAL(INTEGER), get },
        double: { type: new VIRTUAL(INTEGER, ['length']), get },
      }),
    ).toEqual([
      ['name', 'text', false, null],
      ['full', 'text', ['name'], null],
      ['length', 'integer', 'any', null],
      ['double', 'integer', 'any', null],
    ]);
  });

  it('is the same after it went through JSON', () => {
    const catalog = introspect({ name: { type: STRING, get }, full: new VIRTUAL(STRING, ['name']) });
    expect(JSON.parse(JSON.stringify(catalog))).toEqual(catalog);
  });
});

describe('checkCatalog of computed attributes', () => {
  it('ATTRIBUTE_HIDDEN: leaves out a VIRTUAL that does not say of which type it is', () => {
    expect(
      checkCatalog(introspect({ full: { type: VIRTUAL, get }, name: { type: STRING, get } })).findings,
    ).toEqual([
      {
        code: 'ATTRIBUTE_HIDDEN',
        severity: 'warning',
        place: 'Task.full',
        message: 'The VIRTUAL does not say of which type its values are.',
        mend: 'Declare it with one, such as DataTypes.VIRTUAL(DataTypes.STRING), or say in the options: models: { Task: { attributes: { full: { type: "STRING" } } } } (or expose: "hidden").',
        served: 'the attribute is left out.',
      },
    ]);
  });
});
