import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assertEnumValueName } from 'graphql';
import { enumLabels } from '../../../src/build/enum-labels.ts';

describe('enumLabels', () => {
  it('keeps legal labels as they are', () => {
    const values = ['open', 'IN_PROGRESS', '_x', 'a1', 'True', 'NULL'];
    expect(enumLabels(values)).toEqual(values);
  });

  it.each([
    ['a b', 'a_b'],
    ['a-b.c', 'a_b_c'],
    ['1', '_1'],
    ['2nd', '_2nd'],
    ['', 'EMPTY'],
    ['true', 'true_'],
    ['false', 'false_'],
    ['null', 'null_'],
    ['__x', '_x'],
    ['été', '_t_'],
    ['+', '_'],
    ['日本', '_'],
  ])('makes of %j the label %s', (value, label) => {
    expect(enumLabels([value])).toEqual([label]);
  });

  it('tells labels that would be the same apart by a hash of the value', () => {
    expect(enumLabels(['a b', 'a_b', 'a-b', 'a.b'])).toEqual([
      'a_b_c8687a08',
      'a_b',
      'a_b_d44362d6',
      'a_b_2e7336dc',
    ]);
  });

  it('makes legal labels of values without any legal letter', () => {
    expect(enumLabels(['日本', '中国', '+', '-'])).toEqual(['_', '_f0e95216', '_a318c242', '_3973e022']);
  });

  it('leaves a label to the value that has it already', () => {
    expect(enumLabels(['true', 'true_', '', 'EMPTY'])).toEqual([
      'true__b5bea41b',
      'true_',
      'EMPTY_e3b0c442',
      'EMPTY',
    ]);
  });

  it('gives each value a legal label of its own, whatever the values are', () => {
    const values = fc.uniqueArray(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 6 }),
        fc.string({ unit: fc.constantFrom('_', 'a', '1', '-', '日'), maxLength: 3 }),
      ),
    );
    fc.assert(
      fc.property(values, (all) => {
        const labels = enumLabels(all);
        expect(labels.map(assertEnumValueName)).toHaveLength(all.length);
        expect(labels.filter((label) => label.startsWith('__'))).toEqual([]);
        expect(new Set(labels).size).toBe(all.length);
      }),
    );
  });
});
