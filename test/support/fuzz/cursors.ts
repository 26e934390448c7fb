import type { FuzzRequest } from './cases.ts';
import type { Answer } from './judge.ts';
import type { Position } from './positions.ts';
import { hostileTexts, type Leaf, textLeaf } from './values.ts';

/** Cursors that KinQL takes for its own, since they have the mark of their list. */
export interface ForgedCursors {
  readonly hostile: readonly Leaf[];
  readonly harmless: readonly Leaf[];
}

const hostileValues: readonly unknown[] = [
  ...hostileTexts,
  ...[0, -1, 2 ** 53, 1e308, 0.5, true, false, '9'.repeat(400), '9223372036854775808', '2024-02-30', 'NaN'],
];
const harmlessValues: readonly unknown[] = ['x', '1', 1, 7, true, '\u0000', '9'.repeat(30), '-1e400'];

/** For each argument that takes a cursor, cursors of its list with other values in them than a row has. */
export async function forgeCursors(
  positions: readonly Position[],
  ask: (request: FuzzRequest) => Promise<{ readonly answer: Answer }>,
): Promise<ReadonlyMap<Position, ForgedCursors>> {
  const forged = new Map<Position, ForgedCursors>();
  for (const position of positions.filter(
    ({ argumentName: name }) => name === 'after' || name === 'before',
  )) {
    const { answer } = await ask({ source: position.print('', 'null'), variables: '{}' });
    const [, cursor] = /"cursor":"([^"]+)"/.exec(answer.body) ?? [];
    if (cursor !== undefined) {
      forged.set(position, {
        hostile: hostileValues.map((value) => withValue(cursor, value)),
        harmless: [textLeaf(cursor), ...harmlessValues.map((value) => withValue(cursor, value))],
      });
    }
  }
  return forged;
}

function withValue(cursor: string, value: unknown): Leaf {
  const [mark, ...values] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
  const content = JSON.stringify([mark, ...values.map(() => value)]);
  return textLeaf(Buffer.from(content).toString('base64url'));
}
