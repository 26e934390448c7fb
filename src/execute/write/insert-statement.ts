import { sequelizeClass } from '../../catalog/scope-options.ts';
import type { EngineModel } from '../engine.ts';

/** What Sequelize's generator of statements does that its declarations leave out. */
export interface InsertGenerator {
  readonly options: { readonly omitNull?: boolean };
  insertQuery(
    table: unknown,
    values: object,
    attributes: object,
    options: object,
  ): { readonly query: string; readonly bind?: readonly unknown[] };
  /** A value's place in an INSERT, whose own values go to `bindParam`. */
  format(
    value: unknown,
    attribute: object | undefined,
    options: { readonly context: 'INSERT' },
    bindParam: (value: unknown) => string,
  ): string;
}

/** Says that Sequelize has written a statement which cannot stand within another. */
export class Unfit extends Error {}

/** An INSERT in two parts: what rows with their values in the same places share, and the values. */
export interface InsertStatement {
  readonly texts: readonly string[];
  readonly values: readonly unknown[];
}

/** Texts that are kept for a model; which columns a row has is up to clients. */
const maxTexts = 100;
/** No text is kept for more than this: clients may make an array as long as they like, and each length has another text. */
const longestKey = 5_000;

/**
 * The INSERTs of a model as Sequelize writes them, each text once: its generator quotes all names and gathers all columns anew for each
 * row. A text is used again only for values that stand in the same columns and come out of Sequelize's own `format` in the same places.
 */
export class InsertStatements {
  readonly #model: EngineModel;
  readonly #generator: InsertGenerator;
  readonly #texts = new Map<string, readonly string[]>();

  constructor(model: EngineModel, generator: InsertGenerator) {
    this.#model = model;
    this.#generator = generator;
  }

  /** The INSERT of a row. @throws Unfit where its text does not tell the places of values for sure. */
  of(table: unknown, values: Readonly<Record<string, unknown>>, options: object): InsertStatement {
    const places = this.#places(values);
    const known = places === null ? undefined : this.#texts.get(places.key);
    if (places !== null && known !== undefined) {
      return { texts: known, values: places.values };
    }
    const { rawAttributes } = this.#model.live;
    const { query, bind = [] } = this.#generator.insertQuery(table, values, rawAttributes, { ...options });
    const texts = splitAtPlaces(query, bind);
    if (places !== null && places.key.length <= longestKey && hasSameValues(places.values, bind)) {
      if (this.#texts.size >= maxTexts) {
        this.#texts.clear();
      }
      this.#texts.set(places.key, texts);
    }
    return { texts, values: bind };
  }

  /** Where the values go; null where they may be SQL of their own. */
  #places(
    values: Readonly<Record<string, unknown>>,
  ): { readonly key: string; readonly values: readonly unknown[] } | null {
    const generator = this.#generator;
    if (generator.options.omitNull) {
      return null;
    }
    const { SequelizeMethod } = sequelizeClass(this.#model.live).Utils;
    const attributes = attributesByColumn(this.#model);
    const bound: unknown[] = [];
    const bindParam = (value: unknown): string => `$${bound.push(value)}`;
    let key = '';
    for (const column of Object.keys(values)) {
      const value = values[column];
      const attribute = attributes.get(column);
      if (value instanceof SequelizeMethod) {
        return null;
      }
      const place =
        attribute?.autoIncrement === true && (value === null || value === undefined)
          ? 'DEFAULT'
          : generator.format(value, attribute, { context: 'INSERT' }, bindParam);
      key += `${column}\n${place}\n`;
    }
    return { key, values: bound };
  }
}

interface RawAttribute {
  readonly field?: string;
  readonly autoIncrement?: boolean;
}

const columns = new WeakMap<object, ReadonlyMap<string, RawAttribute>>();

/** The attributes by their names and columns, as `insertQuery` looks for them. */
function attributesByColumn({ live }: EngineModel): ReadonlyMap<string, RawAttribute> {
  const { rawAttributes } = live as unknown as { readonly rawAttributes: Record<string, RawAttribute> };
  let known = columns.get(rawAttributes);
  if (known === undefined) {
    const byColumn = new Map<string, RawAttribute>();
    for (const [name, attribute] of Object.entries(rawAttributes)) {
      byColumn.set(name, attribute);
      if (attribute.field) {
        byColumn.set(attribute.field, attribute);
      }
    }
    known = byColumn;
    columns.set(rawAttributes, known);
  }
  return known;
}

function hasSameValues(own: readonly unknown[], bind: readonly unknown[]): boolean {
  return own.length === bind.length && own.every((value, index) => Object.is(value, bind[index]));
}

/** Sequelize's statement around the places of its values. */
function splitAtPlaces(query: string, bind: readonly unknown[]): readonly string[] {
  const places = query.match(/\$\d*/g) ?? [];
  if (places.length !== bind.length || places.some((place, index) => place !== `$${index + 1}`)) {
    throw new Unfit('places of values that are not in their order');
  }
  return query.replace(/;$/, '').split(/\$\d+/);
}
