import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { QueryResult } from './run-query.ts';

/** An operation, its variables where it has some, and what it answers. */
const example = /```graphql\n(.*?)```\n\n(?:```json variables\n(.*?)```\n\n)?```json\n(.*?)```/gs;

export type Ask = (operation: string, variables: Record<string, unknown>) => Promise<QueryResult>;

/**
 * Compares the answers that stand under the examples of a page with the server's. `UPDATE_GOLDEN=1 npm test` writes what is
 * answered now; read the difference before it is committed.
 */
export async function expectAnswers(page: string, ask: Ask): Promise<void> {
  const file = join(__dirname, '..', '..', 'docs', page);
  const text = readFileSync(file, 'utf8');
  let actual = text;
  const examples = [...text.matchAll(example)];
  expect(examples).not.toEqual([]);
  for (const [block, operation = '', variables = '{}', answer = ''] of examples) {
    const { data, errors } = await ask(operation, JSON.parse(variables));
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
