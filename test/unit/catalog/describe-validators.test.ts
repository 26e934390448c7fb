import { describe, expect, it } from '@jest/globals';
import { describeValidators } from '../../../src/catalog/describe-validators.ts';

describe('describeValidators', () => {
  it.each<[object, string]>([
    [{ len: [2, 40] }, '2 to 40 characters'],
    [{ len: [0, 40] }, 'at most 40 characters'],
    [{ len: [2, 2] }, 'exactly 2 characters'],
    [{ len: [8] }, 'at least 8 characters'],
    [{ len: { args: [2, 40], msg: 'Too long' } }, '2 to 40 characters'],
    [{ min: 0 }, 'at least 0'],
    [{ max: { args: [10], msg: 'Too much' } }, 'at most 10'],
    [{ notEmpty: true }, 'not blank'],
    [{ notEmpty: { msg: 'Say something' } }, 'not blank'],
    [{ is: /^[a-z]+$/i }, 'matches /^[a-z]+$/i'],
    [{ is: ['^[a-z]+$', 'i'] }, 'matches /^[a-z]+$/i'],
    [{ is: '^[a-z]+$' }, 'matches /^[a-z]+$/'],
    [{ not: { args: /\d/, msg: 'No digits' } }, 'does not match /\\d/'],
    [{ is: new RegExp('x'.repeat(100)) }, 'matches a pattern'],
    [{ isIn: [['a', 'b']] }, 'one of "a", "b"'],
    [{ isIn: { args: [[1, 2]], msg: 'No' } }, 'one of 1, 2'],
    [{ isIn: [Array.from({ length: 250 }, String)] }, 'one of 250 values'],
    [{ notIn: [['x']] }, 'none of "x"'],
    [{ equals: 'yes' }, 'equals "yes"'],
    [{ contains: '@' }, 'contains "@"'],
    [{ notContains: ' ' }, 'does not contain " "'],
    [{ isAfter: '2020-01-01' }, 'after "2020-01-01"'],
    [{ isBefore: '2030-01-01' }, 'before "2030-01-01"'],
    [{ isEmail: true }, 'an email address'],
    [{ isUrl: { msg: 'No' } }, 'a URL'],
    [{ isURL: true }, 'a URL'],
    [{ isIP: true }, 'an IP address'],
    [{ isIPv4: true }, 'an IPv4 address'],
    [{ isIPv6: true }, 'an IPv6 address'],
    [{ isAlpha: true }, 'letters only'],
    [{ isAlphanumeric: true }, 'letters and digits only'],
    [{ isNumeric: true }, 'digits only'],
    [{ isInt: true }, 'a whole number'],
    [{ isInt: { min: 1, max: 5 } }, 'a whole number, at least 1, at most 5'],
    [{ isInt: { args: [{ min: 1 }], msg: 'No' } }, 'a whole number, at least 1'],
    [{ isFloat: true }, 'a number'],
    [{ isDecimal: true }, 'a decimal number'],
    [{ isLowercase: true }, 'in lower case'],
    [{ isUppercase: true }, 'in upper case'],
    [{ isUUID: 4 }, 'a UUID of version 4'],
    [{ isUUID: { args: 4, msg: 'No' } }, 'a UUID of version 4'],
    [{ isUUID: 'all' }, 'a UUID'],
    [{ isDate: { args: true, msg: 'No' } }, 'a date'],
    [{ isArray: true }, 'a list'],
    [{ isCreditCard: true }, 'a credit card number'],
    [{ isMobilePhone: 'de-DE' }, 'passes isMobilePhone'],
    [{ isEven: (value: number) => value % 2 === 0 }, 'passes isEven'],
  ])('says of %j: %s', (validators, words) => {
    expect(describeValidators(validators)).toEqual([words]);
  });

  it('says several in the order of their declaration', () => {
    expect(describeValidators({ notEmpty: true, len: [1, 9], isEmail: true })).toEqual([
      'not blank',
      '1 to 9 characters',
      'an email address',
    ]);
  });

  it('says nothing of what the type says, of what is off, and of a function without a name', () => {
    expect(describeValidators({ notNull: true, isNull: false, isEmail: false, len: undefined })).toEqual([]);
    expect(describeValidators({ anyone: [() => true][0] })).toEqual([]);
    expect(describeValidators(undefined)).toEqual([]);
  });
});
