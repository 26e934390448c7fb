/**
 * Splits an identifier into words at underscores, other punctuation and changes of case. A run of capitals is one word:
 * `HTTPHost` is `HTTP`, `Host`; `userID` is `user`, `ID`; `sha256_sum` is `sha256`, `sum`.
 */
export function words(identifier: string): string[] {
  return identifier
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
