import { words } from '../util/words.ts';

const secretWords = new Set(['password', 'passwd', 'passphrase', 'secret', 'token', 'otp', 'hash', 'salt']);

/** Whether an attribute's name says that its value is nobody's business, such as `passwordHash` or `reset_token`. */
export function looksSecret(name: string): boolean {
  return words(name).some((word) => secretWords.has(word.toLowerCase()));
}
