import {
  type GraphQLInputObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isListType,
} from 'graphql';
import type { Cursors } from './cursors.ts';
import { meaningOf } from './meaning.ts';
import { type AttributeSpec, getAttribute, getModel, type ModelSet, type ModelSpec } from './model-set.ts';
import { Label } from './operation.ts';
import type { Random } from './random.ts';
import type { Row } from './rows.ts';
import { randomOperand } from './structures.ts';
import { codePool, strayCodes, textPool } from './text-rules.ts';
import { isStructure, type Kind, printValue, randomValue, type Value } from './values.ts';

/** What operations are made from: the schema tells what may be asked, the rows which values find something. */
export interface OperationSource {
  readonly random: Random;
  readonly schema: GraphQLSchema;
  readonly set: ModelSet;
  readonly rows: ReadonlyMap<string, readonly Row[]>;
  readonly cursors: Cursors;
}

/** What the reference does not know: how a database finds words in a text. */
export const leftOut: ReadonlySet<string> = new Set(['search']);

export function randomRow({ random, rows }: OperationSource, model: ModelSpec): Row | null {
  const own = rows.get(model.name) ?? [];
  return own.length === 0 ? null : random.pick(own);
}

export function keyInput(
  { random }: OperationSource,
  model: ModelSpec,
  name: string,
  row: Row | null,
): unknown {
  const attribute = getAttribute(model, name);
  return printValue(attribute.kind, attribute.isId, row?.[name] ?? randomInput(random, attribute));
}

/** What no row holds: out of the column's range, between two of its values, or written in another way. */
const unusualInputs: Readonly<Partial<Record<Kind, readonly Value[]>>> = {
  smallInteger: [40_000, -40_000],
  real: [0.1, 1e39, -1e39, 1e-50],
  time: ['10:00', '10:00:00.5', '09:59:59.999999', '24:00'],
};

function randomInput(random: Random, { kind, pool, unique, isId }: AttributeSpec): Value {
  if (kind === 'text' && (unique || isId)) {
    return random.pick([...codePool, ...strayCodes]);
  }
  if (pool.length > 0 && random.chance(0.6)) {
    return random.pick(pool);
  }
  const unusual = unusualInputs[kind];
  return unusual !== undefined && random.chance(0.1) ? random.pick(unusual) : randomValue(random, kind);
}

/** A value to compare an attribute with: mostly one that a row has. */
export function operand(source: OperationSource, model: ModelSpec, attribute: AttributeSpec): unknown {
  const { random } = source;
  const held = random.chance(0.7) ? randomRow(source, model)?.[attribute.name] : null;
  const value = held ?? randomInput(random, attribute);
  const printed = printValue(attribute.kind, attribute.isId, value);
  return attribute.kind === 'enum' && !attribute.isId ? new Label(String(printed)) : printed;
}

export function randomWhere(
  source: OperationSource,
  type: GraphQLInputObjectType,
  model: ModelSpec,
  depth: number,
): object {
  const { random, set } = source;
  const fields = Object.values(type.getFields()).filter(
    ({ name }) => depth > 0 || model.attributes.some((attribute) => attribute.name === name),
  );
  const where: Record<string, unknown> = {};
  for (const field of random.some(fields, random.pick([0, 1, 1, 1, 1, 2, 2, 3]))) {
    const { name } = field;
    const inner = getNamedType(field.type) as GraphQLInputObjectType;
    if (name === 'and' || name === 'or') {
      where[name] = random.list(random.pick([0, 1, 2, 2, 3]), () =>
        randomWhere(source, type, model, depth - 1),
      );
    } else if (name === 'not') {
      where.not = randomWhere(source, type, model, depth - 1);
    } else {
      const meaning = meaningOf(set, model, name);
      if (meaning.form === 'attribute') {
        where[name] = randomAttributeFilter(source, inner, model, meaning.attribute as AttributeSpec);
      } else if (meaning.form === 'row' && meaning.isList !== true) {
        where[name] = randomWhere(source, inner, meaning.model as ModelSpec, depth - 1);
      } else {
        const quantifiers = Object.values(inner.getFields()).filter((item) => !leftOut.has(item.name));
        where[name] = Object.fromEntries(
          random
            .some(quantifiers, random.pick([0, 1, 1, 1, 2]))
            .map((quantifier) => [
              quantifier.name,
              randomWhere(
                source,
                getNamedType(quantifier.type) as GraphQLInputObjectType,
                quantifier.name === 'through'
                  ? getModel(set, meaning.association?.through?.model as string)
                  : (meaning.model as ModelSpec),
                depth - 1,
              ),
            ]),
        );
      }
    }
  }
  return where;
}

function randomAttributeFilter(
  source: OperationSource,
  type: GraphQLInputObjectType,
  model: ModelSpec,
  attribute: AttributeSpec,
): object {
  const { random, rows } = source;
  const { kind, name } = attribute;
  if (!isStructure(kind)) {
    return randomFilter(source, type, () => operand(source, model, attribute));
  }
  const held = (rows.get(model.name) ?? [])
    .map((row) => row[name] ?? null)
    .filter((value) => value !== null)
    .map((value) => JSON.parse(String(value)));
  return Object.fromEntries(
    random
      .some(Object.keys(type.getFields()), random.pick([0, 1, 1, 1, 2]))
      .map((operator) => [operator, randomOperand(random, kind, operator, held)]),
  );
}

const patterns: readonly string[] = [
  '%',
  'a%',
  '%b',
  '_b',
  'A_',
  '%a_%',
  '\\%',
  '%\\%%',
  'a\\_b',
  '',
  '!',
  'a!b',
  '%\\\\%',
  '%ä%',
  'ÜBER',
];

export function randomFilter(
  { random }: OperationSource,
  type: GraphQLInputObjectType,
  value: (operator: string) => unknown,
): object {
  const filter: Record<string, unknown> = {};
  for (const { name, type: operandType } of random.some(
    Object.values(type.getFields()).filter((operator) => !leftOut.has(operator.name)),
    random.pick([0, 1, 1, 1, 1, 2]),
  )) {
    if (name === 'isNull') {
      filter.isNull = random.chance(0.5);
    } else if (name === 'eq' || name === 'ne') {
      filter[name] = random.chance(0.15) ? null : value(name);
    } else if (name === 'between') {
      filter.between = { from: value(name), to: value(name) };
    } else if (isListType(getNullableType(operandType))) {
      filter[name] = random.list(random.between(0, 3), () => (random.chance(0.15) ? null : value(name)));
    } else if (name === 'like' || name === 'iLike') {
      filter[name] = random.pick(patterns);
    } else if (
      ['contains', 'startsWith', 'endsWith', 'iContains', 'iStartsWith', 'iEndsWith'].includes(name)
    ) {
      const text = random.pick(textPool);
      filter[name] = [...text].slice(random.between(0, 1), random.between(1, 3)).join('');
    } else {
      filter[name] = value(name);
    }
  }
  return filter;
}
