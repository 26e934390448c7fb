import { type ModelStatic, Op } from 'sequelize';
import { createSchema } from '../../../src/build/create-schema.ts';
import { openDatabase, schemaNameOf, type TestDatabase } from '../databases.ts';
import { bindable, defineModels } from '../differential/define-models.ts';
import { Random } from '../differential/random.ts';
import { insertRows, type Row } from '../differential/rows.ts';
import { askTextRules, type TextRules } from '../differential/text-rules.ts';
import { keyTexts, RowMaker, randomTables } from './tables.ts';
import { type Content, walk } from './walk.ts';

/** How many walks go over the tables of one seed. */
export const walksPerSet = 25;

/** How the database compares the texts that tables hold; the same in each of its schemas. */
export async function readTextRules(database: TestDatabase, name: string): Promise<TextRules> {
  const instance = await openDatabase(database, name);
  try {
    return await askTextRules(instance.sequelize, schemaNameOf(database, name), keyTexts);
  } finally {
    await instance.close();
  }
}

/** Makes the tables of a seed and goes through them `count` times; gives what was not as it must be. */
export async function runWalks(
  database: TestDatabase,
  name: string,
  rules: TextRules,
  seed: number,
  count: number,
): Promise<readonly string[]> {
  const random = new Random(seed);
  const tables = randomTables(random, database.name);
  const instance = await openDatabase(database, name);
  const { sequelize } = instance;
  try {
    defineModels(sequelize, tables.set);
    await sequelize.sync();
    const make = new RowMaker(random, tables);
    const known = new Map<number, Row>();
    let content: Content = { boxes: make.boxes, items: [], notes: make.notes() };
    const insert = async (items: readonly Row[]) => {
      await insertRows(sequelize, tables.set, new Map([['Item', items]]));
      for (const row of items) {
        known.set(row.number as number, row);
      }
      content = { ...content, items: [...content.items, ...items] };
    };
    await insertRows(
      sequelize,
      tables.set,
      new Map([
        ['Box', content.boxes],
        ['Note', content.notes],
      ]),
    );
    await insert(random.list(random.between(5, 14), () => make.item()).filter((row) => row !== null));
    const change = async () => {
      const taken = random.some(content.items, random.between(0, Math.ceil(content.items.length / 8)));
      if (taken.length > 0) {
        const keys = taken.map((row) =>
          bindable(Object.fromEntries(tables.item.key.map((part) => [part, row[part]]))),
        );
        await (sequelize.models.Item as ModelStatic<never>).destroy({ where: { [Op.or]: keys } as never });
        content = { ...content, items: content.items.filter((row) => !taken.includes(row)) };
      }
      const wished = random.between(0, content.items.length < 6 ? 3 : 2);
      await insert(random.list(wished, () => make.item()).filter((row) => row !== null));
    };
    const schema = createSchema(sequelize, { onFinding: () => {} });
    const problems: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const found = await walk({ random, schema, tables, rules, known, content: () => content, change });
      if (found.length > 0) {
        problems.push(
          [
            `seed ${seed}, walk ${index}`,
            ...found,
            `item ${print(tables.item.attributes.map(({ name: own, kind, nullable }) => `${own} ${kind}${nullable ? '?' : ''}`))}`,
            `rows ${print(content)}`,
          ].join('\n'),
        );
        break;
      }
    }
    return problems;
  } finally {
    await instance.close();
  }
}

function print(value: unknown): string {
  return JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? String(item) : item));
}
