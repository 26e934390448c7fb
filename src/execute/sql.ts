/**
 * A piece of SQL: texts with a value between each two. Values never become text here, so that whatever comes from a
 * request reaches the database as a value and nothing else.
 */
export class Sql {
  readonly texts: readonly string[];
  readonly values: readonly unknown[];

  constructor(texts: readonly string[], values: readonly unknown[]) {
    this.texts = texts;
    this.values = values;
  }
}

/** Template tag: an interpolated `Sql` becomes part of the text, anything else a bound value. */
export function sql(strings: TemplateStringsArray, ...parts: readonly unknown[]): Sql {
  const texts: string[] = [strings[0] as string];
  const values: unknown[] = [];
  for (const [index, part] of parts.entries()) {
    const following = strings[index + 1] as string;
    if (part instanceof Sql) {
      texts[texts.length - 1] += part.texts[0] as string;
      texts.push(...part.texts.slice(1));
      values.push(...part.values);
      texts[texts.length - 1] += following;
    } else {
      values.push(part);
      texts.push(following);
    }
  }
  return new Sql(texts, values);
}

/** Text that is SQL already: quoted identifiers, checked numbers, what Sequelize rendered. Never a value of a request. */
export function raw(text: string): Sql {
  return new Sql([text], []);
}

/** A checked integer as digits: LIMIT and OFFSET defeat generic plans when bound, and MySQL refuses them. */
export function integer(value: number): Sql {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new Error(`KinQL invariant: ${value} is not a count`);
  }
  return raw(String(value));
}

export function join(parts: readonly Sql[], separator = ', '): Sql {
  const texts: string[] = [''];
  const values: unknown[] = [];
  for (const [index, part] of parts.entries()) {
    texts[texts.length - 1] += (index === 0 ? '' : separator) + part.texts[0];
    texts.push(...part.texts.slice(1));
    values.push(...part.values);
  }
  return new Sql(texts, values);
}

/** SQLite nests an expression no deeper than 1 000, and takes each `AND` and `OR` of a chain for one step. */
const longestChain = 100;

/** Conditions with `AND` or `OR` between them, however many there are. */
export function joinMany(parts: readonly Sql[], separator: ' AND ' | ' OR '): Sql {
  if (parts.length <= longestChain) {
    return join(parts, separator);
  }
  const size = Math.ceil(parts.length / longestChain);
  const groups = Array.from(
    { length: Math.ceil(parts.length / size) },
    (_, index) => sql`(${joinMany(parts.slice(index * size, (index + 1) * size), separator)})`,
  );
  return join(groups, separator);
}

/** The text with a placeholder for each value, as `placeholder` gives it for the value's place, counted from 0. */
export function renderSql(
  { texts, values }: Sql,
  placeholder: (value: unknown, index: number) => string,
): string {
  return texts
    .map((text, index) => (index === 0 ? text : placeholder(values[index - 1], index - 1) + text))
    .join('');
}
