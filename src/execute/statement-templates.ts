import type { Read } from '../plan/plan.ts';
import type { Policy } from '../policy/policy.ts';
import type { Engine } from './engine.ts';
import type { Key } from './row.ts';
import { Sql } from './sql.ts';

/** By a list of one column's keys that a statement binds, which column of the keys it is. */
const keyColumns = new WeakMap<readonly unknown[], number>();

/** One column of the keys as a value to bind. On Postgres a statement's text is the same however many there are. */
export function keyValues(keys: readonly Key[], column: number): unknown[] {
  const values = keys.map((key) => key[column]);
  keyColumns.set(values, column);
  return values;
}

/** A statement of which only the keys are still open. */
interface Template {
  readonly texts: readonly string[];
  readonly values: readonly unknown[];
  /** For each value, the column of the keys that stands there; null where the value stays. */
  readonly columns: readonly (number | null)[];
}

/**
 * The statements of reads that plans have kept, so that their SQL is put together once. Only where nothing of a request is in them but
 * its keys.
 */
export class StatementTemplates {
  readonly #templates = new WeakMap<Read, Template>();
  /** For a single key, which statements ask for in other words. */
  readonly #singles = new WeakMap<Read, Template>();
  readonly #onKept: (characters: number) => void;

  /** `onKept` hears how long each text is that is kept. */
  constructor(onKept: (characters: number) => void = () => {}) {
    this.#onKept = onKept;
  }

  /** The statement of a read for these keys, if it has any; `build` makes it for the first ones. */
  find(read: Read, keys: readonly Key[] | null, build: () => Sql): Sql {
    const templates = keys?.length === 1 ? this.#singles : this.#templates;
    const known = templates.get(read);
    if (known === undefined) {
      const { texts, values } = build();
      const columns = values.map((value) => (Array.isArray(value) ? (keyColumns.get(value) ?? null) : null));
      // The first keys may be many, and are of no use to those that follow.
      const staying = values.map((value, index) => (columns[index] === null ? value : null));
      templates.set(read, { texts, values: staying, columns });
      this.#onKept(texts.reduce((characters, text) => characters + text.length, 0));
      return new Sql(texts, values);
    }
    const { texts, values, columns } = known;
    return new Sql(
      texts,
      keys === null
        ? values
        : values.map((value, index) => {
            const column = columns[index] ?? null;
            return column === null ? value : keys.map((key) => key[column]);
          }),
    );
  }
}

/** Characters of the texts that are kept for policies, of all of them together. */
const maxCharacters = 10_000_000;

/**
 * The statements of viewers' policies, which are in them. A thousand policies and as many plans make a million of them: where they
 * are too many they are begun anew.
 */
export class PolicyTemplates {
  #byPolicy = new WeakMap<Policy, StatementTemplates>();
  #characters = 0;

  of(policy: Policy): StatementTemplates {
    let known = this.#byPolicy.get(policy);
    if (known === undefined) {
      known = new StatementTemplates((characters) => this.#count(characters));
      this.#byPolicy.set(policy, known);
    }
    return known;
  }

  #count(characters: number): void {
    this.#characters += characters;
    if (this.#characters > maxCharacters) {
      this.#byPolicy = new WeakMap();
      this.#characters = 0;
    }
  }
}

/** The statements that hold for all operations of a viewer's policy; null where it serves this one operation. */
export function templatesOf(
  { templates, policyTemplates }: Engine,
  policy: Policy | null,
): StatementTemplates | null {
  if (policy === null || policy.isKept !== true) {
    return policy === null ? templates : null;
  }
  return policyTemplates.of(policy);
}

/** Whether a statement's text stays the same for other keys: elsewhere than on Postgres they are written into it. */
export function hasTemplates({ dialect }: Engine): boolean {
  return dialect === 'postgres';
}
