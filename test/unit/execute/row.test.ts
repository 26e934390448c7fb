import { describe, expect, it } from '@jest/globals';
import { DataTypes, Sequelize } from 'sequelize';
import { readAttribute } from '../../../src/execute/row.ts';

const sequelize = new Sequelize({ dialect: 'postgres', logging: false });
const Task = sequelize.define('Task', {
  title: { type: DataTypes.STRING, get: () => 'shown' },
  custom: DataTypes.STRING,
});

describe('readAttribute', () => {
  it('takes the value out of a plain row', () => {
    expect(readAttribute({ title: 'a' }, 'title')).toBe('a');
    expect(readAttribute({ title: null }, 'title')).toBeNull();
    expect(readAttribute({}, 'title')).toBeUndefined();
  });

  it('takes the raw value out of an instance, past a getter', () => {
    const instance = Task.build({ title: 'held', custom: 'x' });
    expect(instance.get('title')).toBe('shown');
    expect(readAttribute(instance, 'title')).toBe('held');
    expect(readAttribute(instance, 'custom')).toBe('x');
  });

  it.each(['get', 'dataValues'])('takes a plain row for one, though it has an attribute %s', (name) => {
    expect(readAttribute({ [name]: 'x' }, name)).toBe('x');
  });

  it.each([null, undefined, 'text', 5])('has nothing of %p', (row) => {
    expect(readAttribute(row, 'length')).toBeUndefined();
  });
});
