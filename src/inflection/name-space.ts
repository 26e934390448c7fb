import { createHash } from 'node:crypto';
import type { Finding } from '../catalog/finding.ts';

/** A wish for a name. `owner` says for what, in a finding. */
export interface NameWish {
  readonly owner: string;
  readonly wished: string;
  /** Whether the name is as the models have it, so that it goes before names that were changed. */
  readonly unchanged?: boolean;
  /** Whether it may have an ending that is reserved. */
  readonly mayEnd?: boolean;
  /** The name to take instead where the wished one is taken. */
  readonly fallback: (wished: string) => string;
}

/** Names that must differ from each other: the types of a schema, the fields of a type. Reports every clash. */
export class NameSpace {
  readonly #kind: string;
  readonly #findings: Finding[];
  readonly #owners = new Map<string, string>();
  readonly #endings = new Map<string, string>();

  constructor(kind: string, findings: Finding[]) {
    this.#kind = kind;
    this.#findings = findings;
  }

  reserve(name: string, owner: string): void {
    this.#owners.set(name, owner);
  }

  /** Keeps all names with this ending for wishes that may have it. */
  reserveEnding(ending: string, owner: string): void {
    this.#endings.set(ending, owner);
  }

  /** Takes a name that the options give, before any is generated. Two that are the same are a mistake of theirs. */
  configure(name: string, owner: string): string {
    const taken = this.#ownerOf(name, false);
    if (taken !== undefined) {
      this.#findings.push({
        code: 'OPTION_NAME_UNUSABLE',
        severity: 'fatal',
        place: owner,
        message: `The options call it ${name}, and the ${this.#kind} ${name} is already taken by ${taken}.`,
        mend: 'Give one of them another name.',
        served: null,
      });
    }
    this.#owners.set(name, owner);
    return name;
  }

  /**
   * Settles several wishes, those for unchanged names first, and gives the names in the order of the wishes. Fallbacks come
   * last, so that none of them takes a name that another one wishes for.
   */
  claimAll(wishes: readonly NameWish[]): string[] {
    const names = new Map<NameWish, string>();
    for (const unchanged of [true, false]) {
      for (const wish of wishes) {
        if ((wish.unchanged ?? false) === unchanged && this.#isFree(wish)) {
          names.set(wish, this.claim(wish));
        }
      }
    }
    return wishes.map((wish) => names.get(wish) ?? this.claim(wish));
  }

  claim(wish: NameWish): string {
    const { owner, wished } = wish;
    const legal = toLegalName(wished, owner);
    if (this.#isFree(wish)) {
      this.#owners.set(legal, owner);
      return legal;
    }
    const name = this.#claimFallback(wish);
    this.#report(wish, `it is called ${name}.`);
    return name;
  }

  /** Settles wishes for names that belong together: where one of them is taken all have their fallbacks, with one finding. */
  claimTogether(wishes: readonly NameWish[]): string[] {
    const loser = wishes.find((wish) => !this.#isFree(wish));
    if (loser === undefined) {
      return wishes.map((wish) => this.claim(wish));
    }
    const names = wishes.map((wish) => this.#claimFallback(wish));
    this.#report(
      loser,
      names.length === 1 ? `it is called ${names[0]}.` : `they are called ${names.join(', ')}.`,
    );
    return names;
  }

  #claimFallback({ owner, wished, mayEnd, fallback }: NameWish): string {
    let name = toLegalName(fallback(toLegalName(wished, owner)), owner);
    // Two fallbacks may clash as well; a suffix made of the owner's own name stays the same whatever else is added.
    if (this.#ownerOf(name, mayEnd) !== undefined) {
      name = `${name}_${shortHash(owner)}`;
    }
    this.#owners.set(name, owner);
    return name;
  }

  #report({ owner, wished, mayEnd }: NameWish, served: string): void {
    const legal = toLegalName(wished, owner);
    this.#findings.push({
      code: 'NAME_CLASH',
      severity: 'warning',
      place: owner,
      message: `The ${this.#kind} ${legal} is already taken by ${this.#ownerOf(legal, mayEnd)}.`,
      mend: 'Give one of them a name by the option models, rename it in the models, or replace the rule by the option inflection.',
      served,
    });
  }

  #isFree({ wished, owner, mayEnd }: NameWish): boolean {
    return this.#ownerOf(toLegalName(wished, owner), mayEnd) === undefined;
  }

  #ownerOf(name: string, mayEnd = false): string | undefined {
    const ending = mayEnd ? undefined : [...this.#endings.keys()].find((reserved) => name.endsWith(reserved));
    return this.#owners.get(name) ?? (ending === undefined ? undefined : this.#endings.get(ending));
  }
}

/** GraphQL names are `[_A-Za-z][_0-9A-Za-z]*`, and two leading underscores belong to introspection. */
function toLegalName(wished: string, owner: string): string {
  const ascii = wished
    .normalize('NFKD')
    .replace(/[^_0-9A-Za-z]/g, '')
    .replace(/^_+/, '');
  if (ascii === '') {
    return `name_${shortHash(owner)}`;
  }
  return /^\d/.test(ascii) ? `_${ascii}` : ascii;
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
