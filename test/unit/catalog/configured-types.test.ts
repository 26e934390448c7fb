import { describe, expect, it } from '@jest/globals';
import { DataTypes, Sequelize } from 'sequelize';
import { readConfiguredTypes } from '../../../src/catalog/configured-types.ts';
import type { Finding } from '../../../src/catalog/finding.ts';
import { introspectModels } from '../../../src/catalog/introspect-models.ts';

const { ARRAY, BIGINT, ENUM, RANGE, STRING, VIRTUAL } = DataTypes;

const sequelize = new Sequelize({ dialect: 'postgres', define: { timestamps: false } });
sequelize.define('User', {
  full: VIRTUAL,
  password: VIRTUAL,
  typed: VIRTUAL(STRING),
  mood: 'mood',
  name: STRING,
} as never);

/** Reads one configured type, as a type of the catalog, or as what is wrong with it. */
function read(attribute: string, type: string | object) {
  const { types, findings } = readConfiguredTypes(sequelize, {
    User: { attributes: { [attribute]: { type } } },
  });
  const found = introspectModels(sequelize, types).models[0]?.attributes.find(
    ({ name }) => name === attribute,
  );
  return {
    kind: found?.kind,
    sqlType: found?.sqlType,
    hidden: found?.hidden,
    element: found?.element,
    findings,
  };
}

const refused = (attribute: string, message: string, mend: string): Finding => ({
  code: 'OPTION_TYPE_REFUSED',
  severity: 'fatal',
  place: `models.User.attributes.${attribute}.type`,
  message,
  mend,
  served: null,
});

describe('readConfiguredTypes', () => {
  it.each<[string | object, string, string]>([
    ['INTEGER', 'integer', 'INTEGER'],
    [' bigint ', 'bigInteger', 'BIGINT'],
    ['DOUBLE', 'float', 'DOUBLE PRECISION'],
    ['DATEONLY', 'date', 'DATE'],
    ['JSONB', 'json', 'JSONB'],
    [STRING, 'text', 'VARCHAR(255)'],
    [STRING(80), 'text', 'VARCHAR(80)'],
    [RANGE(BIGINT), 'range', 'RANGE'],
  ])('gives a VIRTUAL without a type %j', (type, kind, sqlType) => {
    expect(read('full', type)).toMatchObject({ kind, sqlType, hidden: null, findings: [] });
  });

  it('reads brackets as lists, as deep as they go', () => {
    expect(read('full', '[[STRING]]')).toMatchObject({
      kind: 'array',
      hidden: null,
      element: { kind: 'array', element: { kind: 'text' } },
    });
    expect(read('full', ARRAY(ENUM('a', 'b')))).toMatchObject({
      kind: 'array',
      element: { kind: 'enum', enumValues: ['a', 'b'] },
    });
  });

  it('gives a type to an attribute whose type Sequelize does not have', () => {
    expect(read('mood', ENUM('fine', 'so-so'))).toMatchObject({ kind: 'enum', hidden: null, findings: [] });
  });

  it('shows nothing that a name hides', () => {
    expect(read('password', 'STRING')).toMatchObject({ kind: 'text', hidden: 'secret', findings: [] });
  });

  const mend =
    'Give a data type of Sequelize, such as DataTypes.STRING or DataTypes.ARRAY(DataTypes.STRING).';

  it.each<[string, string | object, string, string]>([
    [
      'name',
      'INTEGER',
      'The model declares the type STRING.',
      'Change the type in the model, and leave it out here.',
    ],
    [
      'typed',
      'STRING',
      'The model declares the type STRING.',
      'Change the type in the model, and leave it out here.',
    ],
    ['full', 'INTGER', '"INTGER" is no type that can be given by name.', 'Did you mean "INTEGER"?'],
    ['full', '[STRNG]', '"STRNG" is no type that can be given by name.', 'Did you mean "STRING"?'],
    ['full', VIRTUAL, 'VIRTUAL is no data type that has values of its own.', mend],
    ['full', String, 'This is no data type that has values of its own.', mend],
    ['full', { type: 'STRING' }, 'This is no data type that has values of its own.', mend],
    ['full', ENUM, 'An ENUM without values is no type.', 'Give its values: DataTypes.ENUM("a", "b").'],
    ['full', ARRAY, 'An ARRAY of nothing is no type.', mend],
    ['full', ARRAY(VIRTUAL), 'VIRTUAL is no data type that has values of its own.', mend],
  ])('OPTION_TYPE_REFUSED: refuses to give %s the type %p', (attribute, type, message, how) => {
    expect(read(attribute, type).findings).toEqual([refused(attribute, message, how)]);
  });

  it('lists the names where none is near', () => {
    const { findings } = read('full', 'Money');
    expect(findings[0]?.mend).toMatch(
      /^Known are STRING, CHAR, TEXT, .*, DOUBLE, and lists of them, such as "\[STRING\]"; /,
    );
  });

  it('leaves names of nothing to those who check names', () => {
    expect(
      readConfiguredTypes(sequelize, {
        Usr: { attributes: { full: { type: 'STRING' } } },
        User: { attributes: { fll: { type: 'STRING' } } },
      }),
    ).toEqual({ types: new Map(), findings: [] });
  });
});
