import {
  type AssociationSpec,
  type AttributeSpec,
  type Constants,
  getAttribute,
  type ModelSet,
  type ModelSpec,
} from './model-set.ts';
import type { Random } from './random.ts';
import { codePool, strayCodes } from './text-rules.ts';
import { isStructure, type Kind, kinds, randomValue, structureKinds, type Value } from './values.ts';

const nouns: readonly (readonly [name: string, row: string, list: string])[] = [
  ['Apple', 'apple', 'apples'],
  ['Berry', 'berry', 'berries'],
  ['Cherry', 'cherry', 'cherries'],
  ['Grape', 'grape', 'grapes'],
];
const links: typeof nouns = [
  ['Basket', 'basket', 'baskets'],
  ['Crate', 'crate', 'crates'],
];
const attributeNames: Readonly<Record<Kind, readonly string[]>> = {
  text: ['title', 'note'],
  integer: ['rank', 'points'],
  smallInteger: ['level', 'grade'],
  bigInteger: ['weight', 'volume'],
  decimal: ['price', 'cost'],
  float: ['score', 'ratio'],
  real: ['gauge', 'drift'],
  boolean: ['ripe', 'sweet'],
  dateTime: ['startsAt', 'endsAt'],
  date: ['dueOn', 'soldOn'],
  time: ['opensAt', 'closesAt'],
  enum: ['status', 'phase'],
  uuid: ['tracker', 'batch'],
  json: ['details'],
  jsonb: ['extras'],
  list: ['sizes'],
  range: ['span'],
};
const aliases: readonly string[] = ['owner', 'maker', 'chief', 'buyer'];

/** Makes a set of 3 to 6 models, those between others included. */
export function randomModelSet(random: Random, isPostgres: boolean): ModelSet {
  const models = nouns
    .slice(0, random.between(2, nouns.length))
    .map((noun) => randomModel(random, noun, isPostgres));
  const set = { models };
  for (const model of set.models) {
    for (const alias of random.some(aliases, random.between(0, 2))) {
      addBelongsTo(random, set, model, alias);
    }
  }
  if (models.every(({ associations }) => associations.length === 0)) {
    addBelongsTo(random, set, models[0] as ModelSpec, 'owner');
  }
  if (random.chance(0.5)) {
    addPolymorphic(random, set);
  }
  for (const noun of links.slice(0, random.between(models.length > 2 ? 0 : 1, links.length))) {
    addBelongsToMany(random, set, noun);
  }
  return set;
}

function attribute(name: string, kind: Kind, more: Partial<AttributeSpec> = {}): AttributeSpec {
  return {
    name,
    column: name,
    kind,
    nullable: false,
    unique: false,
    isId: false,
    implied: false,
    pool: [],
    ...more,
  };
}

function randomModel(
  random: Random,
  [name, rowField, listField]: (typeof nouns)[number],
  isPostgres: boolean,
): ModelSpec {
  const attributes: AttributeSpec[] = [];
  if (random.chance(0.2)) {
    attributes.push(attribute('shelf', 'integer', { pool: [1, 2, 3, 10] }));
    attributes.push(attribute('place', random.pick(['text', 'integer'] as const)));
  } else {
    const kind = random.pick(['integer', 'integer', 'bigInteger', 'text', 'uuid'] as const);
    attributes.push(attribute('id', kind, { isId: true, unique: true }));
  }
  const key = attributes.map((part) => part.name);
  if (key.length > 1 || random.chance(0.5)) {
    attributes.push(
      attribute('code', 'text', { unique: true, nullable: random.chance(0.5), column: 'the_code' }),
    );
  }
  const own = random.some(kinds, random.between(3, kinds.length));
  for (const kind of [...own, ...structureKinds(isPostgres).filter(() => random.chance(0.4))]) {
    for (const called of attributeNames[kind].slice(0, random.between(1, 2))) {
      const nullable = random.chance(0.6);
      attributes.push(
        attribute(called, kind, {
          column: random.chance(0.3) ? `${called} Column` : called,
          nullable,
          pool: random
            .list(random.between(1, 5), () => randomValue(random, kind))
            // Not even Sequelize writes JSON's null into a column that must have a value.
            .map((value) => (isStructure(kind) && value === 'null' && !nullable ? '{}' : value)),
        }),
      );
    }
  }
  const paranoid = random.chance(0.25);
  if (paranoid) {
    attributes.push(attribute('deletedAt', 'dateTime', { nullable: true, implied: true }));
  }
  const plain = attributes.filter(({ kind, unique, implied }) => !unique && !implied && !isStructure(kind));
  return {
    name,
    rowField,
    listField,
    key,
    attributes,
    associations: [],
    paranoid,
    scope: {
      where: random.chance(0.25) ? constants(random, plain) : {},
      order: random.chance(0.25)
        ? random
            .some(plain, random.between(1, 2))
            .map(({ name: by }) => [by, random.pick(['ASC', 'DESC'] as const)])
        : [],
    },
  };
}

function constants(random: Random, attributes: readonly AttributeSpec[]): Constants {
  const usable = attributes.filter(
    ({ kind, pool }) =>
      pool.length > 0 && !['dateTime', 'float', 'real'].includes(kind) && !isStructure(kind),
  );
  if (usable.length === 0) {
    return {};
  }
  const { name, pool } = random.pick(usable);
  return { [name]: random.pick(pool) };
}

/** A foreign key, and where it is not left to KinQL, the way back. */
function addBelongsTo(random: Random, { models }: ModelSet, model: ModelSpec, alias: string): void {
  const target = random.pick(models.slice(0, models.indexOf(model) + 1).concat(random.pick(models)));
  const simpleKey = target.key.length === 1 ? [target.key[0] as string] : [];
  const codes = target.attributes.filter(({ name }) => name === 'code').map(({ name }) => name);
  const titles = target.attributes
    .filter(({ name, kind }) => name === 'title' && kind === 'text')
    .map(({ name }) => name);
  // A target key that several rows may have, too.
  const targetAttribute = random.pick(
    [...simpleKey, ...simpleKey, ...codes, ...(random.chance(0.3) ? titles : [])].concat(
      simpleKey.length + codes.length === 0 ? titles : [],
    ),
  );
  const { kind, unique, pool } = getAttribute(target, targetAttribute);
  const isPrimary = target.key.length === 1 && target.key[0] === targetAttribute;
  const constraints = unique && models.indexOf(target) <= models.indexOf(model) && random.chance(0.4);
  const foreignKey = `${alias}${isPrimary ? 'Id' : 'Code'}`;
  const isOne = random.chance(0.15) && !constraints;
  model.attributes.push(
    attribute(foreignKey, kind, {
      column: random.chance(0.3) ? `${alias}_key` : foreignKey,
      nullable: true,
      isId: isPrimary,
      pool: unique ? (kind === 'text' ? strayCodes : []) : pool,
    }),
  );
  const belongsTo: AssociationSpec = {
    field: alias,
    kind: 'belongsTo',
    target: target.name,
    sourceAttribute: foreignKey,
    targetAttribute,
    constraints,
    scope: {},
    through: null,
    inferred: false,
  };
  model.associations.push(belongsTo);
  const back = {
    ...belongsTo,
    target: model.name,
    sourceAttribute: targetAttribute,
    targetAttribute: foreignKey,
    constraints: false,
  };
  const capital = `${alias.charAt(0).toUpperCase()}${alias.slice(1)}`;
  const plain = model.attributes.filter(
    ({ name, unique, implied }) => !unique && !implied && !model.key.includes(name) && name !== foreignKey,
  );
  const scope = () => (random.chance(0.4) ? constants(random, plain) : {});
  if (isOne) {
    target.associations.push({ ...back, kind: 'hasOne', field: `${alias}${model.name}`, scope: scope() });
  } else if (random.chance(0.5)) {
    const field = `${alias}${model.listField.charAt(0).toUpperCase()}${model.listField.slice(1)}`;
    target.associations.push({ ...back, kind: 'hasMany', field, scope: scope() });
  } else {
    target.associations.push({
      ...back,
      kind: 'hasMany',
      field: `${model.listField}By${capital}`,
      inferred: true,
    });
  }
}

/** A key that names rows of two models, told apart by what stands beside it. */
function addPolymorphic(random: Random, { models }: ModelSet): void {
  const ends = models.filter(({ key }) => key.length === 1);
  const keyOf = (end: ModelSpec) => getAttribute(end, end.key[0] as string);
  const [first] = ends;
  const second = ends.find((end) => end !== first && keyOf(end).kind === keyOf(first as ModelSpec).kind);
  if (first === undefined || second === undefined) {
    return;
  }
  const holder = random.pick(models);
  const { kind } = keyOf(first);
  const kindOf = random.pick([
    attribute('subjectKind', 'text', { nullable: true, pool: ['a', 'b', 'A', 'b '] }),
    attribute('subjectKind', 'enum', { nullable: true, pool: ['open', 'closed', 'blocked'] }),
    attribute('subjectKind', 'smallInteger', { nullable: true, pool: [1, 2, 3] }),
  ]);
  holder.attributes.push(
    attribute('subjectId', kind, {
      nullable: true,
      isId: true,
      column: 'subject_id',
      pool: kind === 'text' ? codePool : [],
    }),
    kindOf,
  );
  for (const [index, target] of [first, second].entries()) {
    const discriminator: Constants = { subjectKind: kindOf.pool[index] as Value };
    const forth: AssociationSpec = {
      field: `${target.rowField}Subject`,
      kind: 'belongsTo',
      target: target.name,
      sourceAttribute: 'subjectId',
      targetAttribute: keyOf(target).name,
      constraints: false,
      scope: {},
      discriminator,
      through: null,
      inferred: false,
    };
    holder.associations.push(forth);
    target.associations.push({
      ...forth,
      field: `subject${holder.listField.charAt(0).toUpperCase()}${holder.listField.slice(1)}`,
      kind: 'hasMany',
      target: holder.name,
      sourceAttribute: forth.targetAttribute,
      targetAttribute: 'subjectId',
      scope: discriminator,
      discriminator: {},
    });
  }
}

function addBelongsToMany(
  random: Random,
  set: ModelSet,
  [name, rowField, listField]: (typeof nouns)[number],
): void {
  const ends = set.models.filter(
    ({ key, rowField: field }) => key.length === 1 && !links.some(([, row]) => row === field),
  );
  if (ends.length === 0) {
    return;
  }
  const [left, right] = [random.pick(ends), random.pick(ends)];
  const keyOf = (end: ModelSpec) => getAttribute(end, end.key[0] as string);
  const through: ModelSpec = {
    name,
    rowField,
    listField,
    key: ['leftId', 'rightId'],
    attributes: [
      attribute('leftId', keyOf(left).kind, {
        isId: true,
        pool: keyOf(left).kind === 'text' ? strayCodes : [],
      }),
      attribute('rightId', keyOf(right).kind, { isId: true, column: 'right_id' }),
      attribute('amount', 'integer', { nullable: true, pool: [1, 2, 3] }),
      attribute('phase', 'enum', { nullable: true, pool: ['open', 'blocked'] }),
    ],
    associations: [],
    paranoid: false,
    scope: { where: random.chance(0.2) ? { phase: 'open' } : {}, order: [] },
  };
  (set.models as ModelSpec[]).push(through);
  const scope: Constants = random.chance(0.3) ? { amount: 1 } : {};
  const forth: AssociationSpec = {
    field: `${rowField}Rights`,
    kind: 'belongsToMany',
    target: right.name,
    sourceAttribute: keyOf(left).name,
    targetAttribute: keyOf(right).name,
    constraints: false,
    scope: random.chance(0.3)
      ? constants(
          random,
          right.attributes.filter(({ unique, implied }) => !unique && !implied),
        )
      : {},
    through: { model: name, sourceAttribute: 'leftId', targetAttribute: 'rightId', scope },
    inferred: false,
  };
  left.associations.push(forth);
  if (random.chance(0.5)) {
    right.associations.push({
      ...forth,
      field: `${rowField}Lefts`,
      scope: {},
      target: left.name,
      sourceAttribute: forth.targetAttribute,
      targetAttribute: forth.sourceAttribute,
      through: { model: name, sourceAttribute: 'rightId', targetAttribute: 'leftId', scope: {} },
    });
  }
}

/** Values of a unique attribute or a key, each of its own. */
export function keyValues(random: Random, kind: Kind, count: number): Value[] {
  switch (kind) {
    case 'text':
      return random.some(codePool, count);
    case 'bigInteger':
      return random.shuffle(
        random.list(count, (index) => (index % 2 === 0 ? 2n ** 53n : 5n) + BigInt(index)),
      );
    case 'uuid':
      return random
        .shuffle(random.list(count, (index) => index))
        .map(
          (index) =>
            `${index.toString(16).repeat(8).slice(0, 8)}-bbbb-4bbb-8bbb-${'0'.repeat(11)}${index.toString(16)}`,
        );
    default:
      return random.some(
        random.list(count * 2, (index) => index + 1),
        count,
      );
  }
}
