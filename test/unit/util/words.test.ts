import { describe, expect, it } from '@jest/globals';
import { words } from '../../../src/util/words.ts';

describe('words', () => {
  it.each([
    ['taskName', ['task', 'Name']],
    ['task_name', ['task', 'name']],
    ['TASK_NAME', ['TASK', 'NAME']],
    ['HTTPHost', ['HTTP', 'Host']],
    ['userID', ['user', 'ID']],
    ['sha256_sum', ['sha256', 'sum']],
    ['SHA256Sum', ['SHA256', 'Sum']],
    ['version2Of', ['version2', 'Of']],
    ['ÄnderungsDatum', ['Änderungs', 'Datum']],
    ['own-er name.first', ['own', 'er', 'name', 'first']],
    ['__typename', ['typename']],
    ['日本語', ['日本語']],
    ['aB', ['a', 'B']],
    ['ABC', ['ABC']],
    ['2fa', ['2fa']],
    ['$', []],
    ['', []],
  ])('splits %j into %j', (identifier, expected) => {
    expect(words(identifier)).toEqual(expected);
  });
});
