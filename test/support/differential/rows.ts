import { cast, col, type ModelStatic, Op, type Sequelize } from 'sequelize';
import { bindable } from './define-models.ts';
import {
  type AssociationSpec,
  type AttributeSpec,
  getAttribute,
  getModel,
  type ModelSet,
  type ModelSpec,
} from './model-set.ts';
import type { Random } from './random.ts';
import { keyValues } from './random-model-set.ts';
import { columnText, randomValue, readValue, type Value } from './values.ts';

/** A row as the reference has it, by attribute. */
export type Row = Readonly<Record<string, Value | null>>;

/** What clients may see: the rows of each model, and of each association with a scope those that it leaves. */
export interface Data {
  readonly rows: ReadonlyMap<string, readonly Row[]>;
  readonly targets: ReadonlyMap<AssociationSpec, readonly Row[]>;
  readonly links: ReadonlyMap<AssociationSpec, readonly Row[]>;
}

/** Random rows of every model, parents before the rows that refer to them. */
export function randomRows(random: Random, set: ModelSet): Map<string, Row[]> {
  const rows = new Map<string, Row[]>();
  for (const model of set.models) {
    rows.set(model.name, randomRowsOf(random, set, model, rows));
  }
  return rows;
}

function randomRowsOf(
  random: Random,
  set: ModelSet,
  model: ModelSpec,
  earlier: ReadonlyMap<string, Row[]>,
): Row[] {
  const isLink = model.key.includes('leftId');
  const count = random.pick([0, random.between(1, 5), random.between(6, 12), random.between(8, 12)]);
  const unique = new Map(
    model.attributes
      .filter((attribute) => attribute.unique)
      .map((attribute) => [attribute.name, keyValues(random, attribute.kind, count)]),
  );
  const made: Record<string, Value | null>[] = [];
  const seen = new Set<string>();
  for (let index = 0; index < count; index += 1) {
    const row: Record<string, Value | null> = {};
    for (const attribute of model.attributes) {
      row[attribute.name] = unique.get(attribute.name)?.[index] ?? randomCell(random, attribute, index);
      if (attribute.unique && attribute.nullable && random.chance(0.2)) {
        row[attribute.name] = null;
      }
    }
    for (const association of model.associations.filter(
      ({ kind, discriminator }) => kind === 'belongsTo' && !discriminator,
    )) {
      row[association.sourceAttribute] = randomReference(
        random,
        association,
        getAttribute(model, association.sourceAttribute),
        [...(earlier.get(association.target) ?? []), ...(association.target === model.name ? made : [])],
      );
    }
    fillSubject(random, set, model, row, earlier);
    if (isLink) {
      for (const [end, key] of linkEnds(set, model)) {
        row[end] =
          randomReference(
            random,
            null,
            getAttribute(model, end),
            earlier.get(key.model) ?? [],
            key.attribute,
          ) ?? randomValueOf(random, getAttribute(model, end));
      }
    }
    const identity = JSON.stringify(model.key.map((name) => withoutMarks(String(row[name]))));
    if (!seen.has(identity)) {
      seen.add(identity);
      made.push(row);
    }
  }
  return made;
}

/** Equal for texts that any of the databases takes for equal. */
function withoutMarks(text: string): string {
  return text.trim().toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
}

/** A row of either model, whatever stands beside the key. */
function fillSubject(
  random: Random,
  { models }: ModelSet,
  model: ModelSpec,
  row: Record<string, Value | null>,
  earlier: ReadonlyMap<string, Row[]>,
): void {
  const subjects = model.associations.filter(({ sourceAttribute }) => sourceAttribute === 'subjectId');
  if (subjects.length > 0) {
    const { target } = random.pick(subjects);
    const key = models.find(({ name }) => name === target)?.key[0] as string;
    const parents = earlier.get(target) ?? [];
    row.subjectId = parents.length > 0 && random.chance(0.8) ? (random.pick(parents)[key] ?? null) : null;
  }
}

function linkEnds(set: ModelSet, link: ModelSpec): [string, { model: string; attribute: string }][] {
  for (const model of set.models) {
    for (const { through, target, sourceAttribute, targetAttribute } of model.associations) {
      if (through?.model === link.name) {
        return [
          [through.sourceAttribute, { model: model.name, attribute: sourceAttribute }],
          [through.targetAttribute, { model: target, attribute: targetAttribute }],
        ];
      }
    }
  }
  return [];
}

function randomCell(random: Random, attribute: AttributeSpec, index: number): Value | null {
  if (attribute.nullable && random.chance(attribute.implied ? 0.7 : 0.3)) {
    return null;
  }
  if (attribute.name === 'place') {
    return attribute.kind === 'text' ? `k${(index % 9) + 1}` : index;
  }
  return randomValueOf(random, attribute);
}

function randomValueOf(random: Random, { kind, pool, isId }: AttributeSpec): Value {
  if (isId && kind !== 'text') {
    return keyValues(random, kind, 12).at(0) as Value;
  }
  return pool.length > 0 ? random.pick(pool) : randomValue(random, kind);
}

/** A key of a row that is there, or of none, or null. */
function randomReference(
  random: Random,
  association: AssociationSpec | null,
  attribute: AttributeSpec,
  parents: readonly Row[],
  targetAttribute = association?.targetAttribute ?? '',
): Value | null {
  const keys = parents.map((row) => row[targetAttribute] ?? null).filter((key) => key !== null);
  if (attribute.nullable && random.chance(0.15)) {
    return null;
  }
  if (association?.constraints || (keys.length > 0 && random.chance(0.8))) {
    return keys.length === 0 ? null : random.pick(keys);
  }
  return randomValueOf(random, attribute);
}

/** Writes the rows by SQL of its own, since Sequelize would cut instants to milliseconds. */
export async function insertRows(
  sequelize: Sequelize,
  set: ModelSet,
  rows: ReadonlyMap<string, readonly Row[]>,
): Promise<void> {
  const dialect = sequelize.getDialect();
  const quote = (name: string) => sequelize.getQueryInterface().quoteIdentifier(name);
  for (const { name, attributes } of set.models) {
    const own = rows.get(name) ?? [];
    if (own.length === 0) {
      continue;
    }
    const { queryGenerator } = sequelize.getQueryInterface() as unknown as {
      queryGenerator: { quoteTable(table: unknown): string };
    };
    const table = queryGenerator.quoteTable((sequelize.models[name] as ModelStatic<never>).getTableName());
    const tuple = `(${attributes.map(() => '?').join(', ')})`;
    await sequelize.query(
      `INSERT INTO ${table} (${attributes.map(({ column }) => quote(column)).join(', ')}) VALUES ${own.map(() => tuple).join(', ')}`,
      {
        replacements: own.flatMap((row) =>
          attributes.map((attribute) => {
            const value = row[attribute.name] ?? null;
            return value === null ? null : columnText(attribute.kind, value, dialect);
          }),
        ),
      },
    );
  }
}

/** Reads back what Sequelize itself shows of the rows: scopes and deletions are its business. */
export async function readData(
  sequelize: Sequelize,
  set: ModelSet,
  written: ReadonlyMap<string, readonly Row[]>,
): Promise<Data> {
  const rows = new Map<string, readonly Row[]>();
  const targets = new Map<AssociationSpec, readonly Row[]>();
  const links = new Map<AssociationSpec, readonly Row[]>();
  const find = async (
    model: ModelSpec,
    where: Readonly<Record<string, unknown>>,
  ): Promise<readonly Row[]> => {
    const instances = await (sequelize.models[model.name] as ModelStatic<never>).findAll({
      where: { [Op.and]: [bindable(where)] } as never,
      ...(sequelize.getDialect() === 'sqlite' && { attributes: { include: exactIntegers(model) } }),
    });
    const exact = new Map((written.get(model.name) ?? []).map((row) => [identityOf(model, row), row]));
    return instances.map((instance) => {
      const values = (instance as { get(options: object): Record<string, unknown> }).get({ plain: true });
      const known = exact.get(
        identityOf(
          model,
          Object.fromEntries(
            model.key.map((name) => [name, readValue(getAttribute(model, name).kind, values[name], null)]),
          ),
        ),
      );
      return Object.fromEntries(
        model.attributes.map(({ name, kind }) => [
          name,
          readValue(kind, values[name], known?.[name] ?? null),
        ]),
      );
    });
  };
  for (const model of set.models) {
    rows.set(model.name, await find(model, {}));
    for (const association of model.associations) {
      const { target, scope, through } = association;
      targets.set(association, await find(getModel(set, target), scope));
      if (through !== null) {
        links.set(association, await find(getModel(set, through.model), through.scope));
      }
    }
  }
  return { rows, targets, links };
}

/** SQLite's driver makes a double of a whole number; as a text it comes whole. */
function exactIntegers({ name, attributes }: ModelSpec): never {
  return attributes
    .filter(({ kind }) => kind === 'bigInteger')
    .map((attribute) => [cast(col(`${name}.${attribute.column}`), 'TEXT'), attribute.name]) as never;
}

export function identityOf(model: ModelSpec, row: Row): string {
  return JSON.stringify(model.key.map((name) => String(row[name])));
}
