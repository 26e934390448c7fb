import { describe, expect, it } from '@jest/globals';
import type { Key } from '../../../src/execute/row.ts';
import { raw, type Sql, sql } from '../../../src/execute/sql.ts';
import { keyValues, PolicyTemplates, StatementTemplates } from '../../../src/execute/statement-templates.ts';
import type { KeyRead } from '../../../src/plan/plan.ts';
import type { Policy } from '../../../src/policy/policy.ts';

const read: KeyRead = {
  kind: 'key',
  source: { model: 'Task', association: null },
  attributes: ['id'],
  key: ['project', 'number'],
};

/** A statement with keys of two columns, and with other values, a list among them. */
function build(keys: readonly Key[]): Sql {
  return sql`SELECT ${keyValues(keys, 1)} WHERE ${'open'} AND ${keyValues(keys, 0)} AND ${[1, 2]}`;
}

describe('the statement of a read that is kept', () => {
  it('is put together once, and has the keys of each request in their places', () => {
    const templates = new StatementTemplates();
    let built = 0;
    const statementOf = (keys: readonly Key[]): Sql =>
      templates.find(read, keys, () => {
        built += 1;
        return build(keys);
      });
    const first = statementOf([
      [1, 'a'],
      [4, 'd'],
    ]);
    const second = statementOf([
      [2, 'b'],
      [3, 'c'],
    ]);
    expect(built).toBe(1);
    expect(first.values).toEqual([['a', 'd'], 'open', [1, 4], [1, 2]]);
    expect(second.values).toEqual([['b', 'c'], 'open', [2, 3], [1, 2]]);
    expect(second).toEqual(
      build([
        [2, 'b'],
        [3, 'c'],
      ]),
    );
    // The text is put together once for the same list of its parts.
    expect(second.texts).toBe(first.texts);
    expect(
      statementOf([
        [1, 'a'],
        [4, 'd'],
      ]),
    ).toEqual(first);
  });

  it('is another for one key, which is asked for in other words', () => {
    const templates = new StatementTemplates();
    const find = (keys: readonly Key[]): Sql =>
      templates.find(read, keys, () => sql`${raw(keys.length === 1 ? 'one' : 'many')} ${keyValues(keys, 0)}`);
    const texts = [
      [[1, 'a']],
      [
        [2, 'b'],
        [3, 'c'],
      ],
      [[4, 'd']],
    ].map((keys) => find(keys as Key[]));
    expect(texts.map(({ texts: [text], values }) => [text, values])).toEqual([
      ['one ', [[1]]],
      ['many ', [[2, 3]]],
      ['one ', [[4]]],
    ]);
  });

  it('stays as it is where there are no keys', () => {
    const templates = new StatementTemplates();
    const page = sql`SELECT 1 WHERE ${'open'}`;
    const find = () => templates.find(read, null, () => page);
    expect([find(), find()]).toEqual([page, page]);
  });

  it('belongs to one read alone, and not to another that is equal', () => {
    const templates = new StatementTemplates();
    templates.find(read, null, () => sql`SELECT 1`);
    expect(templates.find({ ...read }, null, () => sql`SELECT 2`)).toEqual(sql`SELECT 2`);
  });
});

describe('the statements of policies', () => {
  const policyOf = (): Policy => ({ isKept: true }) as Policy;

  it('are those of one policy each', () => {
    const known = new PolicyTemplates();
    const [one, other] = [policyOf(), policyOf()];
    expect(known.of(one).find(read, null, () => sql`SELECT 1`)).toEqual(sql`SELECT 1`);
    expect(known.of(other).find(read, null, () => sql`SELECT 2`)).toEqual(sql`SELECT 2`);
    expect(known.of(one).find(read, null, () => sql`SELECT 3`)).toEqual(sql`SELECT 1`);
  });

  it('are bounded, all together: there are as many as policies times plans', () => {
    const known = new PolicyTemplates();
    const text = raw('x'.repeat(100_000));
    const first = policyOf();
    known.of(first).find(read, null, () => text);
    const others = Array.from({ length: 99 }, () => known.of(policyOf()));
    for (const templates of others) {
      templates.find(read, null, () => text);
    }
    expect(known.of(first).find(read, null, () => sql`SELECT 1`)).toEqual(text);
    known.of(policyOf()).find(read, null, () => text);
    expect(known.of(first).find(read, null, () => sql`SELECT 1`)).toEqual(sql`SELECT 1`);
  });
});
