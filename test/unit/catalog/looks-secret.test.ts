import { describe, expect, it } from '@jest/globals';
import type { AttributeKind } from '../../../src/catalog/catalog.ts';
import { looksSecret } from '../../../src/catalog/looks-secret.ts';

const cases: readonly [string, AttributeKind, boolean][] = [
  ['password', 'text', true],
  ['userpassword1', 'text', true],
  ['passwordResetCode', 'text', true],
  ['accessToken', 'text', true],
  ['accesstoken', 'text', true],
  ['token_hash', 'text', true],
  ['secondary_tokens', 'json', true],
  ['api_key', 'text', true],
  ['clientSecret', 'uuid', true],
  ['pin', 'integer', true],
  ['passcode', 'bigInteger', true],
  ['tokenizer', 'text', false],
  ['hashtag', 'text', false],
  ['tokenType', 'text', false],
  ['token_version', 'text', false],
  ['launchpad_token_address', 'text', false],
  ['tokenId', 'uuid', false],
  ['gitTokenId', 'integer', false],
  ['tokenCount', 'integer', false],
  ['token', 'integer', false],
  ['passwordExpired', 'boolean', false],
  ['verificationTokenExpires', 'dateTime', false],
  ['tokenAmount', 'decimal', false],
];

describe('looksSecret', () => {
  it.each(cases)('%s of the kind %s: %s', (name, kind, expected) => {
    expect(looksSecret(name, kind)).toBe(expected);
  });
});
