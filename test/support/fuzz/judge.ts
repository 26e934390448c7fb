import { databaseMark, secret } from './define-models.ts';

/** An answer as it came over HTTP. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

interface ToldError {
  readonly message: string;
  readonly extensions?: { readonly code?: unknown };
}

/** What a client may have done wrong; whatever else a value brings about is a fault of ours. */
const clientCodes: ReadonlySet<unknown> = new Set([
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'LIMIT_EXCEEDED',
]);

/** Words of databases, their drivers and Sequelize, and the names of tables and columns, which only they use. */
const databaseWords = new RegExp(
  [
    databaseMark,
    'syntax error|near "|You have an error in your SQL|SELECT |INSERT |UPDATE |DELETE |VALUES',
    'invalid input|invalid byte sequence|invalid text|value too long|out of range|unterminated|malformed|cannot cast',
    'Incorrect |Data too long|Truncated|Duplicate entry|Out of range|SQLITE_|ER_[A-Z]|violates|constraint failed',
    'Sequelize|sequelize|SqlString|mysql|mariadb|postgres|pglite|node_modules|\\.ts:|\\n +at ',
  ].join('|'),
);

/** What is wrong with the answer to a request: nothing, or one line for each thing. */
export function problemsOf({ status, body }: Answer, given: string): string[] {
  const problems: string[] = [];
  if (body.includes(secret)) {
    problems.push('a value of a table that is not served');
  }
  let answer: { readonly errors?: readonly ToldError[] };
  try {
    answer = JSON.parse(body);
  } catch {
    return [`status ${status}, no JSON`];
  }
  if (status >= 500) {
    problems.push(`status ${status}`);
  }
  for (const { message, extensions } of answer.errors ?? []) {
    if (!clientCodes.has(extensions?.code)) {
      problems.push(`code ${extensions?.code}: ${message}`);
    }
  }
  for (const message of messagesIn(answer)) {
    const [word] = databaseWords.exec(message) ?? [];
    if (word !== undefined && !given.includes(word)) {
      problems.push(`words of a database (${word}): ${message}`);
    }
  }
  return problems;
}

/** The messages of errors, those within the payloads of mutations among them. */
function messagesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([name, item]) =>
    name === 'message' && typeof item === 'string' ? [item] : messagesIn(item),
  );
}
