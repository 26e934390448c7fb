import { errorCodes } from '../../errors/error-code.ts';
import { RequestError } from '../../errors/request-error.ts';
import type { TextOperator } from '../../policy/condition.ts';
import type { Operand } from '../comparison-sql.ts';
import { integer, type Sql, sql } from '../sql.ts';

/**
 * What a text contains or matches, on SQLite: its LIKE always takes `a` and `A` for the same, so that texts are looked for by
 * their characters, and patterns by GLOB. Upper and lower case are those of the letters from A to Z.
 */
export function sqliteTextSql(
  text: Sql,
  operator: TextOperator,
  value: string,
  { codec, place }: Pick<Operand, 'codec' | 'place'>,
): Sql {
  const isInsensitive = codec.ignoresCase === true || operator.startsWith('i');
  const given = isInsensitive ? lower(sql`${value}`) : sql`${value}`;
  const found = isInsensitive ? lower(text) : text;
  switch (operator) {
    case 'iEq':
      return sql`${found} = ${given}`;
    case 'contains':
    case 'iContains':
      return sql`INSTR(${found}, ${given}) > 0`;
    case 'startsWith':
    case 'iStartsWith':
      return sql`SUBSTR(${found}, 1, ${integer(lengthOf(value))}) = ${given}`;
    case 'endsWith':
    case 'iEndsWith':
      return sql`SUBSTR(${found}, LENGTH(${found}) - ${integer(lengthOf(value))} + 1) = ${given}`;
    case 'like':
    case 'iLike': {
      const pattern = globOf(value);
      checkLength(pattern, place);
      return sql`${found} GLOB ${isInsensitive ? lower(sql`${pattern}`) : sql`${pattern}`}`;
    }
  }
}

function lower(text: Sql): Sql {
  return sql`LOWER(${text})`;
}

/** SQLite ends a statement with an error for a longer one. */
const maxPatternBytes = 50_000;

function checkLength(pattern: string, place: string): void {
  if (Buffer.byteLength(pattern) > maxPatternBytes) {
    throw new RequestError(
      errorCodes.BAD_USER_INPUT,
      `A pattern for ${place} may have at most ${maxPatternBytes} bytes.`,
    );
  }
}

/** In characters, as SQLite counts them. */
function lengthOf(text: string): number {
  return [...text].length;
}

/** A client's pattern, in which a backslash takes the meaning of what follows, as GLOB reads one. */
function globOf(pattern: string): string {
  return pattern.replace(/\\(.?)|[%_*?[]/gsu, (found, next: string | undefined) => {
    if (found === '%') {
      return '*';
    }
    if (found === '_') {
      return '?';
    }
    const literal = next === undefined || next === '' ? found : next;
    return /^[*?[]$/.test(literal) ? `[${literal}]` : literal;
  });
}
