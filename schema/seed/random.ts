/** A source of numbers that are the same in every run. */
export interface Random {
  /** A whole number from `least` to `most`, both included. */
  integer(least: number, most: number): number;
  /** True in `share` of the calls. */
  chance(share: number): boolean;
  /** One of the items. Name an item twice to have it twice as often. */
  pick<T>(items: readonly T[]): T;
  /** A UUID of version 4. */
  uuid(): string;
}

/** Makes a generator (Mulberry32) whose numbers depend on `seed` alone. */
export function createRandom(seed: number): Random {
  let state = seed;

  const fraction = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (least: number, most: number): number =>
    least + Math.floor(fraction() * (most - least + 1));

  return {
    integer,
    chance: (share) => fraction() < share,
    pick: <T>(items: readonly T[]): T => {
      const item = items[integer(0, items.length - 1)];
      if (item === undefined) throw new RangeError('Nothing to pick from');
      return item;
    },
    uuid: () => {
      const digits = Array.from({ length: 32 }, () => integer(0, 15).toString(16)).join('');
      const variant = (8 + (Number.parseInt(digits.charAt(16), 16) % 4)).toString(16);
      return [
        digits.slice(0, 8),
        digits.slice(8, 12),
        `4${digits.slice(13, 16)}`,
        `${variant}${digits.slice(17, 20)}`,
        digits.slice(20),
      ].join('-');
    },
  };
}
