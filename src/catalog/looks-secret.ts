import { words } from '../util/words.ts';
import type { AttributeKind } from './catalog.ts';

/** Secret wherever it stands in a name: `userpassword`, `password1`. */
const secretParts = /passw(or)?d|passphrase|passcode/;

/** Secret as a word, or at the end of one: `accesstoken` is, `tokenizer` is not; `hash` is, `hashtag` is not. */
const secretWord = /(secret|token|credential)$|^(pwd|otp|hash|hashed|salt|pin|cvv|cvc)$/;

/** Keys that open something, and not keys of rows. */
const secretKeys = /(api|private|session|access|encryption|signing|auth)key$/;

/** Said of a token, it is not the token: `tokenType`, `token_symbol`, `accessTokenId`. */
const describing = new Set(
  [
    ...['id', 'type', 'kind', 'name', 'symbol', 'version', 'status', 'address', 'standard'],
    ...['count', 'limit', 'amount', 'balance', 'decimals', 'supply', 'price', 'allocation'],
  ].map(stem),
);

/** Of these kinds are facts about a secret: `passwordExpired`, `tokenExpiresAt`, `tokenAmount`. */
const factKinds: ReadonlySet<AttributeKind> = new Set([
  ...(['boolean', 'date', 'dateTime', 'time', 'enum', 'float', 'decimal', 'range', 'geometry'] as const),
]);

/** The secrets that people type as numbers. */
const secretNumber = /^(pin|otp|cvv|cvc)$/;

/** Whether an attribute's name says that its value is nobody's business, such as `passwordHash` or `api_key`. */
export function looksSecret(name: string, kind: AttributeKind): boolean {
  if (factKinds.has(kind)) {
    return false;
  }
  const parts = words(name).map((word) => stem(word.toLowerCase()));
  const joined = parts.join('');
  if (kind === 'integer' || kind === 'bigInteger') {
    return secretParts.test(joined) || parts.some((part) => secretNumber.test(part));
  }
  return (
    secretParts.test(joined) ||
    secretKeys.test(joined) ||
    parts.some((part, index) => secretWord.test(part) && !describing.has(parts[index + 1] ?? ''))
  );
}

/** Without a number and the plural. */
function stem(word: string): string {
  return word.replace(/\d+$/, '').replace(/s$/, '');
}
