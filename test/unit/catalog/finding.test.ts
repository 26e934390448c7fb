import { describe, expect, it } from '@jest/globals';
import { type Finding, findingCodes, printFinding } from '../../../src/catalog/finding.ts';

const finding: Finding = {
  code: 'TARGET_KEY_AMBIGUOUS',
  severity: 'warning',
  place: 'Task.belongsTo(User, targetKey: "firstName")',
  message: 'Several rows may have the same firstName.',
  mend: 'Declare it unique.',
  served: 'the one that comes first.',
};

describe('printFinding', () => {
  it('says in one line what, where, why, how to mend it and what is served meanwhile', () => {
    expect(printFinding(finding)).toBe(
      'warning TARGET_KEY_AMBIGUOUS  Task.belongsTo(User, targetKey: "firstName"): Several rows may have the same firstName. Declare it unique. Until then: the one that comes first.',
    );
  });

  it('does not speak of a meanwhile where the finding is fatal', () => {
    expect(printFinding({ ...finding, severity: 'fatal', served: null })).toBe(
      'fatal TARGET_KEY_AMBIGUOUS  Task.belongsTo(User, targetKey: "firstName"): Several rows may have the same firstName. Declare it unique.',
    );
  });
});

describe('findingCodes', () => {
  it('are in the order of the alphabet, each once', () => {
    expect([...findingCodes]).toEqual([...new Set(findingCodes)].sort());
  });
});
