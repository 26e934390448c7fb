const halfOfPair = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** What is said of a text that `isText` does not take, after its name. */
export const noTextMessage = 'holds a character that is no text (NUL, or half of a pair)';

/** Whether every database can hold the text as it is: UTF-8 has no half of a pair, and Postgres no NUL. */
export function isText(value: string): boolean {
  return !value.includes('\u0000') && !halfOfPair.test(value);
}

/** Whether all texts in a value of JSON, the names of fields among them, are such. */
export function holdsTexts(value: unknown): boolean {
  if (typeof value === 'string') {
    return isText(value);
  }
  return (
    typeof value !== 'object' ||
    value === null ||
    Object.entries(value).every(([name, item]) => isText(name) && holdsTexts(item))
  );
}
