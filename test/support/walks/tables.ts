import type { AssociationSpec, AttributeSpec, ModelSet, ModelSpec } from '../differential/model-set.ts';
import type { Random } from '../differential/random.ts';
import type { Row } from '../differential/rows.ts';
import { type Kind, kinds, randomValue, type Value } from '../differential/values.ts';

/** Boxes, the items in them that are walked through, and the notes that items are counted by; all but the kinds is fixed. */
export interface Tables {
  readonly set: ModelSet;
  readonly box: ModelSpec;
  readonly item: ModelSpec;
  readonly note: ModelSpec;
  readonly itemsOfBox: AssociationSpec;
}

/** Texts for keys, which no collation takes for one another, whatever else it thinks of what they begin with. */
export const keyTexts: readonly string[] = Array.from(
  { length: 200 },
  (_, index) =>
    `${['k', 'K', 'ä', 'Ä', "'", '"', '日', '%', 'z ', '_', ' ', '\\'][index % 12]}${100 + index}`,
);

const names: Readonly<Partial<Record<Kind, string>>> = {
  text: 'title',
  integer: 'rank',
  smallInteger: 'level',
  bigInteger: 'weight',
  decimal: 'price',
  float: 'score',
  real: 'gauge',
  boolean: 'ripe',
  dateTime: 'startsAt',
  date: 'dueOn',
  time: 'opensAt',
  enum: 'status',
  uuid: 'tracker',
};

function attribute(name: string, kind: Kind, more: Partial<AttributeSpec> = {}): AttributeSpec {
  const plain = { nullable: false, unique: false, isId: false, implied: false, pool: [] };
  return { name, column: name, kind, ...plain, ...more };
}

/** Values that only their last digit tells apart, which a cursor must not lose. */
const neighbours: Readonly<Partial<Record<Kind, readonly Value[]>>> = {
  dateTime: ['2024-03-01T00:00:00.000000Z', '2024-03-01T00:00:00.000001Z', '2024-03-01T00:00:00.000999Z'],
  bigInteger: [2n ** 53n, 2n ** 53n + 1n],
  decimal: ['90071992547409.931', '90071992547409.932'],
};

/** Columns of few values, so that there are ties. */
function randomColumns(random: Random, least: number, dialect: string): AttributeSpec[] {
  return random.some(kinds, random.between(least, kinds.length)).map((kind) =>
    attribute(names[kind] as string, kind, {
      column: random.chance(0.2) ? `the ${names[kind]}` : (names[kind] as string),
      nullable: random.chance(0.5),
      pool: [
        // SQLite keeps fifteen digits of a DECIMAL: docs/dialects.md.
        ...((dialect === 'sqlite' && kind === 'decimal' ? [] : neighbours[kind]) ?? []),
        ...random.list(random.between(1, 3), () => randomValue(random, kind)),
      ],
    }),
  );
}

export function randomTables(random: Random, dialect: string): Tables {
  const boxKey = random.pick(['integer', 'text', 'uuid'] as const);
  const box: ModelSpec = {
    name: 'Box',
    rowField: 'box',
    listField: 'boxes',
    key: ['id'],
    attributes: [attribute('id', boxKey, { isId: true, unique: true }), ...randomColumns(random, 2, dialect)],
    associations: [],
    paranoid: false,
    scope: { where: {}, order: [] },
  };
  const isComposite = random.chance(0.3);
  const paranoid = random.chance(0.3);
  const columns = randomColumns(random, 3, dialect);
  const item: ModelSpec = {
    name: 'Item',
    rowField: 'item',
    listField: 'items',
    key: isComposite ? ['shelf', 'place'] : ['id'],
    attributes: [
      ...(isComposite
        ? [
            attribute('shelf', 'integer', { pool: [1, 2, 10] }),
            attribute('place', random.pick(['text', 'integer', 'bigInteger'] as const)),
          ]
        : [
            attribute('id', random.pick(['integer', 'bigInteger', 'text', 'uuid'] as const), {
              isId: true,
              unique: true,
            }),
          ]),
      attribute('number', 'integer', { unique: true }),
      attribute('boxId', boxKey, { isId: true, nullable: true }),
      ...columns,
      ...(paranoid ? [attribute('deletedAt', 'dateTime', { nullable: true, implied: true })] : []),
    ],
    associations: [],
    paranoid,
    scope: {
      where: {},
      order: random.chance(0.3)
        ? random.some(columns, 2).map(({ name }) => [name, random.pick(['ASC', 'DESC'] as const)])
        : [],
    },
  };
  const note: ModelSpec = {
    name: 'Note',
    rowField: 'note',
    listField: 'notes',
    key: ['id'],
    attributes: [
      attribute('id', 'integer', { isId: true, unique: true }),
      attribute('itemNumber', 'integer', { nullable: true }),
    ],
    associations: [],
    paranoid: false,
    scope: { where: {}, order: [] },
  };
  const plain = { constraints: false, scope: {}, through: null, inferred: false } as const;
  const toBox = { sourceAttribute: 'boxId', targetAttribute: 'id', ...plain };
  const itemsOfBox: AssociationSpec = {
    ...toBox,
    field: 'items',
    kind: 'hasMany',
    target: 'Item',
    sourceAttribute: 'id',
    targetAttribute: 'boxId',
  };
  item.associations.push(
    { ...toBox, field: 'box', kind: 'belongsTo', target: 'Box' },
    {
      ...plain,
      field: 'notes',
      kind: 'hasMany',
      target: 'Note',
      sourceAttribute: 'number',
      targetAttribute: 'itemNumber',
    },
  );
  box.associations.push(itemsOfBox);
  return { set: { models: [box, item, note] }, box, item, note, itemsOfBox };
}

/** Makes rows; no two items that it ever makes have the same key. */
export class RowMaker {
  readonly #random: Random;
  readonly #tables: Tables;
  readonly #order: readonly number[];
  readonly boxes: readonly Row[];
  #made = 0;

  constructor(random: Random, tables: Tables) {
    this.#random = random;
    this.#tables = tables;
    this.#order = random.shuffle(random.list(keyTexts.length, (index) => index));
    this.boxes = random.list(random.between(2, 5), (index) =>
      this.#row(tables.box, { id: keyOf(tables.box, 'id', index) }),
    );
  }

  /** Null where there is no key left. */
  item(): Row | null {
    const { item } = this.#tables;
    const place = this.#order[this.#made];
    if (place === undefined) {
      return null;
    }
    this.#made += 1;
    const boxId = this.#random.chance(0.15) ? null : (this.#random.pick(this.boxes).id as Value);
    const key = item.key.length > 1 ? 'place' : 'id';
    return this.#row(item, {
      [key]: keyOf(item, key, place),
      number: this.#made,
      // Of a box that is not there, too.
      boxId: boxId !== null && this.#random.chance(0.1) ? keyOf(this.#tables.box, 'id', 50) : boxId,
    });
  }

  /** As many as give each of the items, those to come included, none to a few. */
  notes(): Row[] {
    return this.#random.list(keyTexts.length, (index) => ({
      id: index + 1,
      itemNumber: this.#random.chance(0.1) ? null : this.#random.between(1, keyTexts.length),
    }));
  }

  #row({ attributes }: ModelSpec, given: Row): Row {
    return {
      ...Object.fromEntries(
        attributes
          .filter(({ name }) => !(name in given))
          .map(({ name, kind, nullable, implied, pool }) => [
            name,
            implied || (nullable && this.#random.chance(0.3))
              ? null
              : pool.length > 0
                ? this.#random.pick(pool)
                : randomValue(this.#random, kind),
          ]),
      ),
      ...given,
    };
  }
}

function keyOf({ attributes }: ModelSpec, name: string, place: number): Value {
  switch (attributes.find((own) => own.name === name)?.kind) {
    case 'text':
      return keyTexts[place] as string;
    case 'uuid':
      return `${String(place).padStart(8, '0')}-cccc-4ccc-8ccc-cccccccccccc`;
    case 'bigInteger':
      // Some that no double tells apart.
      return (place % 3 === 0 ? -1n : 1n) * (2n ** 53n + BigInt(place));
    default:
      return place - 20;
  }
}
