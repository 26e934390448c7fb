import type { Random } from '../differential/random.ts';
import type { ForgedCursors } from './cursors.ts';
import type { Position } from './positions.ts';
import { harmlessLeaves, hostileLeaves, type Leaf } from './values.ts';

/** A request for GraphQL, its variables as the text that is sent. */
export interface FuzzRequest {
  readonly source: string;
  readonly variables: string;
}

const forms = ['literal', 'variable', 'argument'] as const;
/** How a value reaches its place: as a literal, as a variable in its place, or within a variable for the whole argument. */
export type Form = (typeof forms)[number];

/** A place, with requests that put values there. */
export interface FuzzCase {
  readonly position: Position;
  /** They make every statement that values may make. */
  readonly harmless: readonly FuzzRequest[];
  readonly hostile: readonly FuzzRequest[];
}

const hostilePerPosition = 4;

/** Places of every argument, as many as `count` hostile requests are for. */
export function choosePositions(
  positions: readonly Position[],
  count: number,
  random: Random,
): readonly Position[] {
  const argumentCount = new Set(positions.map(({ argument }) => argument)).size;
  return spreadOverArguments(random.shuffle(positions)).slice(
    0,
    Math.max(argumentCount, Math.ceil(count / hostilePerPosition)),
  );
}

/** A case for each of the places, with `count` hostile requests in all. */
export function makeCases(
  positions: readonly Position[],
  cursors: ReadonlyMap<Position, ForgedCursors>,
  count: number,
  random: Random,
): FuzzCase[] {
  return positions.map((position, index) => {
    const until = (end: number): number => Math.floor((end * count) / positions.length);
    const own = until(index + 1) - until(index);
    const forged = cursors.get(position);
    const pool = forged?.hostile ?? hostileLeaves(position.type);
    const leaves = random.list(own, () => random.pick(pool));
    const twins = leaves.flatMap(({ twin }) => twin ?? []);
    return {
      position,
      harmless: [
        ...(forged?.harmless ?? []),
        ...harmlessLeaves(position.type, position.isList),
        ...twins,
      ].map((leaf) => requestOf(position, leaf, 'literal')),
      hostile: leaves.map((leaf) => requestOf(position, leaf, random.pick(forms))),
    };
  });
}

/** One place of each argument, then the next of each, and so on. */
function spreadOverArguments(positions: readonly Position[]): Position[] {
  const rounds = new Map<string, number>();
  return positions
    .map((position) => {
      const round = rounds.get(position.argument) ?? 0;
      rounds.set(position.argument, round + 1);
      return { position, round };
    })
    .sort((a, b) => a.round - b.round)
    .map(({ position }) => position);
}

function requestOf(position: Position, leaf: Leaf, form: Form): FuzzRequest {
  switch (form) {
    case 'literal':
      return { source: position.print('', position.wrap(leaf).literal), variables: '{}' };
    case 'variable':
      return {
        source: position.print(
          `($v: ${position.declared})`,
          position.wrap({ literal: '$v', json: '' }).literal,
        ),
        variables: `{"v":${leaf.json}}`,
      };
    case 'argument':
      return {
        source: position.print(`($v: ${position.argumentType})`, '$v'),
        variables: `{"v":${position.wrap(leaf).json}}`,
      };
  }
}
