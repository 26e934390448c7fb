import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Finding } from '../../../src/catalog/finding.ts';
import { NameSpace, type NameWish } from '../../../src/inflection/name-space.ts';

let findings: Finding[];
let names: NameSpace;

beforeEach(() => {
  findings = [];
  names = new NameSpace('field', findings);
});

const wish = (wished: string, owner = wished, unchanged = false): NameWish => ({
  owner,
  wished,
  unchanged,
  fallback: (name) => `${name}Other`,
});

describe('NameSpace', () => {
  it('gives a free name as it is, without a finding', () => {
    expect(names.claim(wish('user'))).toBe('user');
    expect(findings).toEqual([]);
  });

  it('gives the fallback for a taken name, and a finding that names both sides', () => {
    names.claim(wish('user', 'Task.user'));
    expect(names.claim(wish('user', 'Task.User'))).toBe('userOther');
    expect(findings).toEqual([
      {
        code: 'NAME_CLASH',
        severity: 'warning',
        place: 'Task.User',
        message: 'The field user is already taken by Task.user.',
        mend: 'Give one of them a name by the option models, rename it in the models, or replace the rule by the option inflection.',
        served: 'it is called userOther.',
      },
    ]);
  });

  it('tells fallbacks that clash apart by a hash of their owner, which stays whatever else is named', () => {
    names.claim(wish('user'));
    names.claim(wish('user', 'A'));
    const third = names.claim(wish('user', 'B'));
    expect(third).toBe('userOther_df7e70e5');

    const again = new NameSpace('field', []);
    for (const owner of ['x', 'y', 'z']) {
      again.claim(wish('user', owner));
    }
    expect(again.claim(wish('user', 'B'))).toBe(third);
  });

  it('gives names that belong together all as they are, or all their fallbacks, in one finding', () => {
    names.claim(wish('user'));
    expect(names.claimTogether([wish('a'), wish('b')])).toEqual(['a', 'b']);
    expect(names.claimTogether([wish('c'), wish('user', 'B'), wish('a', 'C')])).toEqual([
      'cOther',
      'userOther',
      'aOther',
    ]);
    expect(findings.map(({ place, message, served }) => [place, message, served])).toEqual([
      ['B', 'The field user is already taken by user.', 'they are called cOther, userOther, aOther.'],
    ]);
    expect(names.claim(wish('c'))).toBe('c');
  });

  it('gives names that are reserved to nobody', () => {
    names.reserve('Query', 'GraphQL');
    expect(names.claim(wish('Query'))).toBe('QueryOther');
    expect(findings.map(({ message }) => message)).toEqual(['The field Query is already taken by GraphQL.']);
  });

  it('claims all: the unchanged first, then the changed, then the fallbacks, in the order of the wishes', () => {
    expect(
      names.claimAll([
        wish('user', 'changed'),
        wish('user', 'unchanged', true),
        wish('userOther', 'wishes for the fallback'),
        wish('task', 'alone'),
      ]),
    ).toEqual(['userOther_d67e2e94', 'user', 'userOther', 'task']);
  });

  it.each([
    ['größe', 'groe'],
    ['Änderung', 'Anderung'],
    ['own-er', 'owner'],
    ['2fa', '_2fa'],
    ['__typename', 'typename'],
    ['_id', 'id'],
    ['ﬁle', 'file'],
    ['a_b', 'a_b'],
  ])('makes a legal name of %s: %s', (wished, legal) => {
    expect(names.claim(wish(wished))).toBe(legal);
  });

  it('makes a name of a hash where no letter of the wish is legal', () => {
    expect(names.claim(wish('日本', 'Task.日本'))).toMatch(/^name_[0-9a-f]{8}$/);
    expect(names.claim(wish('中国', 'Task.中国'))).toMatch(/^name_[0-9a-f]{8}$/);
    expect(findings).toEqual([]);
  });
});
