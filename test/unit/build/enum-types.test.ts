import { describe, expect, it } from '@jest/globals';
import { GraphQLEnumType, type GraphQLInputObjectType, type GraphQLObjectType } from 'graphql';
import { DataTypes, type ModelAttributes, Sequelize } from 'sequelize';
import { createSchema } from '../../../src/build/create-schema.ts';

const { ARRAY, ENUM, VIRTUAL } = DataTypes;

function build(attributes: ModelAttributes) {
  const sequelize = new Sequelize({ dialect: 'postgres', define: { timestamps: false } });
  sequelize.define('Task', attributes);
  return createSchema(sequelize, { onFinding: () => undefined });
}

function enumOf(attributes: ModelAttributes, name: string): GraphQLEnumType {
  const type = build(attributes).getType(name);
  expect(type).toBeInstanceOf(GraphQLEnumType);
  return type as GraphQLEnumType;
}

describe('the enum of an attribute', () => {
  it('is its own, though another attribute has the same labels', () => {
    const schema = build({ status: ENUM('a', 'b'), oldStatus: ENUM('a', 'b') });
    const fields = (schema.getType('Task') as GraphQLObjectType).getFields();
    expect(String(fields.status?.type)).toBe('TaskStatus');
    expect(String(fields.oldStatus?.type)).toBe('TaskOldStatus');
  });

  it('is there for what an ARRAY holds and a VIRTUAL gives', () => {
    const schema = build({ states: ARRAY(ENUM('a')), mood: VIRTUAL(ENUM('b')) });
    const fields = (schema.getType('Task') as GraphQLObjectType).getFields();
    expect(String(fields.states?.type)).toBe('[TaskStates]');
    expect(String(fields.mood?.type)).toBe('TaskMood');
  });

  it('stands in the key input where the attribute is a key', () => {
    const schema = build({ status: { type: ENUM('a'), unique: true } });
    const fields = (schema.getType('TaskKey') as GraphQLInputObjectType).getFields();
    expect(String(fields.status?.type)).toBe('TaskStatus');
  });

  it('keeps legal labels as the model has them, and maps the others both ways', () => {
    const type = enumOf({ status: ENUM('open', 'IN_PROGRESS', 'in work', '2nd', 'true') }, 'TaskStatus');
    const pairs = [
      ['open', 'open'],
      ['IN_PROGRESS', 'IN_PROGRESS'],
      ['in work', 'in_work'],
      ['2nd', '_2nd'],
      ['true', 'true_'],
    ] as const;
    expect(type.getValues().map(({ name }) => name)).toEqual(pairs.map(([, label]) => label));
    for (const [value, label] of pairs) {
      expect(type.serialize(value)).toBe(label);
      expect(type.parseValue(label)).toBe(value);
    }
  });

  it('tells labels apart that would be the same, by a suffix that stays when another is added', () => {
    const labels = (...values: readonly string[]) =>
      enumOf({ status: ENUM(...values) }, 'TaskStatus')
        .getValues()
        .map(({ name }) => name);
    const [first, second] = labels('a b', 'a-b');
    expect([first, second]).toEqual(['a_b', 'a_b_d44362d6']);
    expect(labels('a b', 'a-b', 'a.b').slice(0, 2)).toEqual([first, second]);
  });
});
