import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { World } from './on-each-database.ts';

const example = /```graphql\n(.*?)```\n\n```json\n(.*?)```/gs;

/**
 * Compares the answers that stand under the examples of a page with the server's. `UPDATE_GOLDEN=1 npm test` writes what is
 * answered now; read the difference before it is committed.
 */
export async function expectExamples(page: string, world: World): Promise<void> {
  const file = join(__dirname, '..', '..', 'docs', page);
  const text = readFileSync(file, 'utf8');
  let actual = text;
  for (const [block, operation = '', answer = ''] of text.matchAll(example)) {
    const { data, errors } = await world.query(operation);
    expect(errors).toBeUndefined();
    const shown = `${JSON.stringify(data, null, 2)}\n`;
    actual = actual.replace(block, () =>
      block.replace(`json\n${answer}\`\`\``, () => `json\n${shown}\`\`\``),
    );
  }
  if (process.env.UPDATE_GOLDEN === '1') {
    writeFileSync(file, actual);
  }
  expect(actual).toBe(process.env.UPDATE_GOLDEN === '1' ? actual : text);
}
