import { QueryTypes, type Sequelize } from 'sequelize';

/** The texts that rows hold and filters ask for: case, accents, spaces, quotes, what patterns read, the empty one. */
export const textPool: readonly string[] = [
  ...['', 'a', 'A', 'á', 'ab', 'aB', 'b', 'B', 'b ', ' b', 'ba', 'zz', 'Über', 'über', 'uber', 'straße', 'z'],
  ...[
    '%',
    '_',
    'a%b',
    'a_b',
    'axb',
    '100 %',
    "o'clock",
    '"said"',
    'back\\slash',
    'a!b',
    '日本',
    '😀 smile',
    'null',
  ],
];

/** Texts of unique columns, which no collation takes for one another, and what some collations take for one of them. */
export const codePool: readonly string[] = [
  'k1',
  'k2',
  'k3',
  'k4',
  'k5',
  'k6',
  'k7',
  'k8',
  'k9',
  'Kä',
  'kb',
  "k'c",
];
export const strayCodes: readonly string[] = ['K1', 'k2 ', 'K3', 'gone', 'KB', 'ka'];

/**
 * How a database compares texts. It says so itself, of each two texts of the pools: which are equal, and in which order
 * they come. What a text contains or matches follows from single characters.
 */
export interface TextRules {
  /** Negative, zero or positive, as for `sort`. */
  compare(left: string, right: string): number;
  equal(left: string, right: string): boolean;
  equalBut(left: string, right: string): boolean;
  /** Whether the text is what the pattern says, of whose items null stands for any text and an empty text for any character. */
  matches(text: string, pattern: Pattern, ignoreCase: boolean): boolean;
}

/** Single characters as they are, or what stands for any of them. */
export type Pattern = readonly (string | 'anyText' | 'anyCharacter')[];

/** Asks the database about all texts of the pools, and `more`, once. */
export async function askTextRules(
  sequelize: Sequelize,
  schema: string,
  more: readonly string[] = [],
): Promise<TextRules> {
  const quote = (name: string) => sequelize.getQueryInterface().quoteIdentifier(name);
  const table = `${quote(schema)}.${quote('texts')}`;
  const texts = [...textPool, ...codePool, ...strayCodes, ...more, 'missing', 'ÜBER'];
  const characters = new Set(texts.join(''));
  const all = [...new Set([...texts, ...characters])];
  const lower = new Map<string, string>();
  const read = async () => {
    const rows = (await sequelize.query(`SELECT v, LOWER(v) AS l FROM ${table}`, {
      type: QueryTypes.SELECT,
    })) as { v: string; l: string }[];
    for (const { v, l } of rows) {
      lower.set(v, l);
    }
  };
  await sequelize.query(`CREATE TABLE ${table} (${quote('v')} VARCHAR(255))`);
  const insert = (values: readonly string[]) =>
    sequelize.query(`INSERT INTO ${table} VALUES ${values.map(() => '(?)').join(', ')}`, {
      replacements: [...values],
    });
  await insert(all);
  await read();
  const unknown = [...new Set(lower.values())].filter((text) => !all.includes(text));
  if (unknown.length > 0) {
    await insert(unknown);
  }
  await read();
  const pairs = (await sequelize.query(
    `SELECT x.v AS ${quote('left')}, y.v AS ${quote('right')}, CASE WHEN x.v = y.v THEN 0 WHEN x.v < y.v THEN -1 ELSE 1 END AS c FROM ${table} AS x, ${table} AS y`,
    { type: QueryTypes.SELECT },
  )) as { left: string; right: string; c: number | string }[];
  const order = new Map(pairs.map(({ left, right, c }) => [`${left}\0${right}`, Number(c)]));
  const compare = (left: string, right: string): number => {
    const found = order.get(`${left}\0${right}`);
    if (found === undefined) {
      throw new Error(`Nobody asked how ${JSON.stringify([left, right])} compare.`);
    }
    return found;
  };
  const lowered = (text: string): string => lower.get(text) ?? text;
  const equal = (left: string, right: string) => compare(left, right) === 0;
  const matches = (
    text: readonly string[],
    pattern: Pattern,
    same: (l: string, r: string) => boolean,
  ): boolean => {
    const [item, ...rest] = pattern;
    if (item === undefined) {
      return text.length === 0;
    }
    if (item === 'anyText') {
      return text.some((_, skipped) => matches(text.slice(skipped), rest, same)) || matches([], rest, same);
    }
    const [character, ...others] = text;
    return (
      character !== undefined &&
      (item === 'anyCharacter' || same(character, item)) &&
      matches(others, rest, same)
    );
  };
  return {
    compare,
    equal,
    equalBut: (left, right) => equal(lowered(left), lowered(right)),
    matches: (text, pattern, ignoreCase) =>
      matches([...text], pattern, (left, right) =>
        ignoreCase ? equal(lowered(left), lowered(right)) : equal(left, right),
      ),
  };
}
