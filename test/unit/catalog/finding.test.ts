import { describe, expect, it } from '@jest/globals';
import { type Finding, findingCodes, printFinding, summarizeFindings } from '../../../src/catalog/finding.ts';

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

describe('summarizeFindings', () => {
  const findings = (code: Finding['code'], count: number): Finding[] =>
    Array.from({ length: count }, (_, index) => ({ ...finding, code, place: `Model${index}` }));

  it('prints three of each code in their order, then how many more there are of which', () => {
    const [first, second, third, ...more] = findings('FOREIGN_KEY_NOT_INDEXED', 24);
    const others = findings('ATTRIBUTE_HIDDEN', 3);
    const [last] = findings('NAME_CLASH', 1);
    const clashes = findings('NAME_CLASH', 4);
    const all = [first, others[0], second, third, ...more, ...others.slice(1), ...clashes] as Finding[];
    expect(summarizeFindings(all)).toEqual([
      ...[first, others[0], second, third, ...others.slice(1), last].map((one) =>
        printFinding(one as Finding),
      ),
      ...clashes.slice(1, 3).map(printFinding),
      'and 21 more of FOREIGN_KEY_NOT_INDEXED: run kinql check to see all',
      'and 1 more of NAME_CLASH: run kinql check to see all',
    ]);
  });

  it('prints nothing of nothing', () => {
    expect(summarizeFindings([])).toEqual([]);
  });
});

describe('findingCodes', () => {
  it('are in the order of the alphabet, each once', () => {
    expect([...findingCodes]).toEqual([...new Set(findingCodes)].sort());
  });
});
