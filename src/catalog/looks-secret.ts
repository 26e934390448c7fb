import { words } from '../util/words.ts';

/** Secret wherever it stands in a name: `userpassword`, `password1`. */
const secretParts = /passw(or)?d|passphrase|passcode/;

/** Secret as a word, or at the end of one: `accesstoken` is, `tokenizer` is not; `hash` is, `hashtag` is not. */
const secretWord = /(secret|token|credential)$|^(pwd|otp|hash|hashed|salt|pin|cvv|cvc)$/;

/** Keys that open something, and not keys of rows. */
const secretKeys = /(api|private|session|access|encryption|signing|auth)key$/;

/** Whether an attribute's name says that its value is nobody's business, such as `passwordHash` or `api_key`. */
export function looksSecret(name: string): boolean {
  const parts = words(name).map((word) => word.toLowerCase().replace(/\d+$/, '').replace(/s$/, ''));
  const joined = parts.join('');
  return secretParts.test(joined) || secretKeys.test(joined) || parts.some((part) => secretWord.test(part));
}
