import type { TestDatabase } from '../databases.ts';

/** How a database reads the texts of statements. */
type Language = 'postgres' | 'mysql' | 'sqlite';

export function languageOf({ name }: TestDatabase): Language {
  switch (name) {
    case 'mariadb':
      return 'mysql';
    case 'sqlite':
      return 'sqlite';
    default:
      return 'postgres';
  }
}

/** What a statement is made of at some place; the first that fits is taken. */
type Rule = readonly [pattern: RegExp, token: string | null];

const space: Rule = [/\s+/y, null];
/** Nothing that KinQL or Sequelize writes has a comment: one can only come from a value that got out of its literal. */
const blockComment: Rule = [/\/\*[\s\S]*?\*\//y, 'COMMENT'];
const number: Rule = [/(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\w$])/y, '?'];
const word: Rule = [/[\p{L}_][\p{L}\p{N}_$]*/uy, 'WORD'];
const quotedName: Rule = [/"(?:[^"]|"")*"/y, 'NAME'];
const backtickName: Rule = [/`(?:[^`]|``)*`/y, 'NAME'];
const plainText: Rule = [/'(?:[^']|'')*'/y, '?'];
const operator: Rule = [/[-+*/<>=~!@#%^&|?:]+|[(),.;[\]]/y, 'WORD'];
const broken: Rule = [/[\s\S]/y, 'BROKEN'];

const rules: Readonly<Record<Language, readonly Rule[]>> = {
  postgres: [
    space,
    [/--[^\n]*/y, 'COMMENT'],
    blockComment,
    [/[eE]'(?:[^'\\]|''|\\[\s\S])*'/y, '?'],
    [/[bBxX]'[^']*'/y, '?'],
    plainText,
    quotedName,
    [/\$\d+/y, '?'],
    [/(\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$)[\s\S]*?\1/uy, 'DOLLARS'],
    number,
    word,
    operator,
    broken,
  ],
  mysql: [
    space,
    [/--(?=\s)[^\n]*|#[^\n]*/y, 'COMMENT'],
    blockComment,
    [/_utf8mb4\s*(?=[xX]?')/y, null],
    [/[xXbB]'[^']*'|0x[0-9a-fA-F]+/y, '?'],
    [/'(?:[^'\\]|''|\\[\s\S])*'|"(?:[^"\\]|""|\\[\s\S])*"/y, '?'],
    backtickName,
    number,
    word,
    operator,
    broken,
  ],
  sqlite: [
    space,
    [/--[^\n]*/y, 'COMMENT'],
    blockComment,
    [/[xX]'[^']*'/y, '?'],
    plainText,
    quotedName,
    backtickName,
    [/\?\d*|[$:@]\w+/y, '?'],
    number,
    word,
    operator,
    broken,
  ],
};

const isTruth = /^(?:true|false)$/i;

/** Statements of transactions have names that differ each time. */
const transaction = /^(?:SAVEPOINT|ROLLBACK|RELEASE|COMMIT|START|BEGIN|SET)\b/i;

/**
 * A statement as its database reads it, with `?` for every literal and parameter: two statements that differ in nothing but values
 * have one shape, whatever those values are.
 */
export function shapeOf(text: string, language: Language): string {
  const begun = transaction.exec(text);
  if (begun !== null) {
    return begun[0].toUpperCase();
  }
  const tokens: string[] = [];
  for (let place = 0; place < text.length; ) {
    const [token, end] = tokenAt(text, place, rules[language]);
    place = end;
    if (token === '?' && tokens.at(-1) === '-' && isSign(tokens.at(-2))) {
      tokens.pop(); // of a negative number
    }
    if (token !== null) {
      tokens.push(token);
    }
  }
  // Of lists it only tells that they are there: clients say how long they are.
  return tokens
    .join(' ')
    .replaceAll(/\?(?: , \?)+/g, '? ...')
    .replaceAll(/\( \? \)/g, '( ? ... )');
}

function tokenAt(
  text: string,
  place: number,
  candidates: readonly Rule[],
): [token: string | null, end: number] {
  for (const [pattern, token] of candidates) {
    pattern.lastIndex = place;
    const [found] = pattern.exec(text) ?? [];
    if (found !== undefined) {
      const isVerbatim = token === 'WORD' || token === 'NAME';
      return [isVerbatim ? (isTruth.test(found) ? '?' : found) : token, place + found.length];
    }
  }
  throw new Error('The last rule fits everything.');
}

/** Whether a minus after this token belongs to a number. */
function isSign(previous: string | undefined): boolean {
  return previous === undefined || /^(?:\(|,|[=<>!]+|SELECT|WHEN|THEN|ELSE|AND|IN|THAN)$/.test(previous);
}
