import type { GraphQLField, GraphQLInputObjectType } from 'graphql';
import { isAlways } from '../policy/condition.ts';
import { invariant } from '../util/invariant.ts';
import type { KeyArgument, WriteSource } from './field-source.ts';
import { givenEntries, givenFields, InputProblem, inputTypeOf } from './given-input.ts';
import { keyOfGlobalId } from './global-id.ts';
import type { GlobalReference, RelationInput } from './input-source.ts';
import { planCondition, readGlobalId } from './plan-condition.ts';
import { chooseKey } from './plan-read.ts';
import type {
  InputPath,
  KeyChoice,
  RelationOperation,
  RelationWrite,
  RowWrite,
  ValueWrite,
  Write,
} from './write.ts';

/** How much one mutation field may change. */
export interface WriteLimits {
  /** Rows in the input, the nested ones included. */
  readonly maxRows: number;
  /** How many relations deep rows may be nested. */
  readonly maxDepth: number;
}

type Values = Readonly<Record<string, unknown>>;

/** What planning one field counts. */
interface Planning {
  readonly limits: WriteLimits;
  rows: number;
}

/**
 * What a mutation field is to change, by its coerced arguments. Pure; asks no database.
 *
 * @throws InputProblem where the input contradicts itself, says nothing, or is larger than the limits allow.
 */
export function planWrite(
  source: WriteSource,
  definition: GraphQLField<unknown, unknown>,
  args: Values,
  limits: WriteLimits,
): Write {
  const planning: Planning = { limits, rows: 0 };
  const { operation } = source;
  const { model } = source.source;
  const typeOf = (name: string): GraphQLInputObjectType =>
    inputTypeOf(definition.args.find((argument) => argument.name === name)?.type);
  const row = (name: string): RowWrite => planRow(typeOf(name), model, args[name], [name], planning);
  const key = (): KeyChoice => planKey(source.keys, args.key, ['key']);
  const expectedVersion = (args.expectedVersion as number | null | undefined) ?? null;
  const hard = args.hard === true;
  const rows = hard ? source.hardSource : source.source;
  switch (operation) {
    case 'create':
      return { kind: 'create', model, rows: [row('data')] };
    case 'createMany':
      return {
        kind: 'create',
        model,
        rows: (args.data as readonly unknown[]).map((item, index) =>
          planRow(typeOf('data'), model, item, ['data', String(index)], planning),
        ),
      };
    case 'update':
      return { kind: 'update', model, key: key(), row: row('data'), expectedVersion };
    case 'upsert':
      return { kind: 'upsert', model, key: key(), create: row('create'), update: row('update') };
    case 'delete':
      return { kind: 'delete', model, key: key(), source: rows, expectedVersion, hard };
    case 'restore':
      return { kind: 'restore', model, key: key() };
    case 'updateMany':
      return { kind: 'updateMany', model, where: planTarget(typeOf('where'), args), row: row('data') };
    case 'deleteMany':
      return {
        kind: 'deleteMany',
        model,
        source: rows,
        where: planTarget(typeOf('where'), args),
        hard,
      };
  }
}

/**
 * Which rows a bulk write is for. A filter that says nothing means every row, and that must be said.
 *
 * @throws InputProblem where the filter is empty and `all` is not true, or where it is not and `all` is.
 */
function planTarget(
  type: GraphQLInputObjectType,
  { where, all }: Values,
): ReturnType<typeof planCondition> | null {
  const condition = where === null || where === undefined ? null : planCondition(type, where);
  const isEverything = condition === null || isAlways(condition);
  if (isEverything && all !== true) {
    throw new InputProblem(
      'The filter "where" says nothing, so every row would change: say all: true for that.',
    );
  }
  if (!isEverything && all === true) {
    throw new InputProblem('Both "where" and all: true are given: leave one of them out.');
  }
  return isEverything ? null : condition;
}

function planKey(keys: readonly KeyArgument[], given: unknown, path: InputPath): KeyChoice {
  const { key, values } = chooseKey({ keys, keyArgument: path.join('.') }, { [path.join('.')]: given });
  return { path, attributes: key.attributes.map(({ attribute }) => attribute), values };
}

function planRow(
  type: GraphQLInputObjectType,
  model: string,
  value: unknown,
  path: InputPath,
  planning: Planning,
  depth = 0,
): RowWrite {
  planning.rows += 1;
  const { maxRows, maxDepth } = planning.limits;
  if (planning.rows > maxRows) {
    throw new InputProblem(`The input has more than ${maxRows} rows: send them in several requests.`);
  }
  if (depth > maxDepth) {
    throw new InputProblem(`"${path.join('.')}" is nested more than ${maxDepth} relations deep.`);
  }
  const values: ValueWrite[] = [];
  const relations: { readonly write: RelationWrite; readonly sets: readonly string[] }[] = [];
  for (const { field, source, given } of givenFields(type, value, path.join('.'))) {
    const here = [...path, field.name];
    switch (source.kind) {
      case 'attribute':
        values.push({ attribute: source.attribute, field: field.name, value: given });
        break;
      case 'globalId':
        values.push(...planReference(source.references, field.name, given, here));
        break;
      case 'relation': {
        const relation = inputTypeOf(field.type);
        const operations = planRelation(source, relation, given, here, planning, depth + 1);
        relations.push({
          write: { association: source.association, path: here, operations },
          sets: source.sets,
        });
        break;
      }
      default:
        invariant(false, `${here.join('.')} belongs to no write`);
    }
  }
  for (const { write, sets } of relations) {
    const key = values.find(({ attribute }) => sets.includes(attribute));
    if (key !== undefined) {
      throw new InputProblem(
        `"${[...path, key.field].join('.')}" and "${write.path.join('.')}" both say which row is meant: give one of them.`,
      );
    }
  }
  return { model, path, values, relations: relations.map(({ write }) => write) };
}

/** A foreign key that is given as a global id: the values of the key, and what tells whose key it is. */
function planReference(
  references: readonly GlobalReference[],
  field: string,
  given: unknown,
  path: InputPath,
): ValueWrite[] {
  if (given === null) {
    const attributes = new Set(references.flatMap((reference) => reference.attributes));
    return [...attributes].map((attribute) => ({ attribute, field, value: null }));
  }
  const id = readGlobalId(String(given), path.join('.'));
  for (const reference of references) {
    const key = keyOfGlobalId(reference, id);
    if (key !== null) {
      return [
        ...reference.attributes.map((attribute, index) => ({ attribute, field, value: key[index] })),
        ...Object.entries(reference.discriminator).map(([attribute, value]) => ({ attribute, field, value })),
      ];
    }
  }
  const types = references.map(({ type }) => type).join(' or ');
  throw new InputProblem(
    `"${path.join('.')}" is the global id of a ${id.type}, where one of a ${types} belongs.`,
  );
}

function planRelation(
  source: RelationInput,
  type: GraphQLInputObjectType,
  given: unknown,
  path: InputPath,
  planning: Planning,
  depth: number,
): RelationOperation[] {
  return givenEntries(given, path.join('.')).flatMap(([name, value]): RelationOperation[] => {
    const here = [...path, name];
    const plan: OperationPlanning = {
      source,
      name,
      planning,
      depth,
      input: type.getFields()[name]?.type,
    };
    if (name === 'set') {
      const keys = requireList(value, here).map((key, index) =>
        planKey(source.keys, key, [...here, String(index)]),
      );
      planning.rows += keys.length;
      return [{ kind: 'set', path: here, keys }];
    }
    return source.many
      ? requireList(value, here).map((item, index) => planOperation(plan, item, [...here, String(index)]))
      : planSingle(plan, value, here);
  });
}

interface OperationPlanning {
  readonly source: RelationInput;
  readonly name: string;
  readonly planning: Planning;
  readonly depth: number;
  readonly input: unknown;
}

/** Over an association that leads to one row, whose key nobody has to say. */
function planSingle(plan: OperationPlanning, value: unknown, path: InputPath): RelationOperation[] {
  if (value === null) {
    throw new InputProblem(`"${path.join('.')}" is null: leave it out where nothing is to happen.`);
  }
  switch (plan.name) {
    case 'disconnect':
    case 'delete':
      return value === true ? [{ kind: plan.name, path, key: null }] : [];
    case 'update': {
      const { source, planning, depth } = plan;
      const row = planRow(inputTypeOf(plan.input), source.model, value, path, planning, depth);
      return [{ kind: 'update', path, key: null, row, expectedVersion: null, through: null }];
    }
    default:
      return [planOperation(plan, value, path)];
  }
}

function planOperation(plan: OperationPlanning, given: unknown, path: InputPath): RelationOperation {
  const { source, name, planning, depth } = plan;
  const { link, keys, model } = source;
  const fields = (given ?? {}) as Values;
  const type = (): GraphQLInputObjectType => inputTypeOf(plan.input);
  const inner = (field: string): GraphQLInputObjectType => inputTypeOf(type().getFields()[field]?.type);
  const row = (field: string): RowWrite =>
    planRow(inner(field), model, fields[field], [...path, field], planning, depth);
  const through =
    link !== null && fields.through !== undefined && fields.through !== null
      ? planRow(inner('through'), link, fields.through, [...path, 'through'], planning, depth)
      : null;
  const key = (): KeyChoice => planKey(keys, fields.key, [...path, 'key']);
  const ownKey = (): KeyChoice => {
    planning.rows += 1;
    return planKey(keys, given, path);
  };
  switch (name) {
    case 'create':
      return {
        kind: 'create',
        path,
        row: link === null ? planRow(type(), model, given, path, planning, depth) : row('data'),
        through,
      };
    case 'connect':
      return { kind: 'connect', path, key: link === null ? ownKey() : key(), through };
    case 'connectOrCreate':
      return { kind: 'connectOrCreate', path, key: key(), row: row('create'), through };
    case 'update': {
      const expectedVersion = (fields.expectedVersion as number | null | undefined) ?? null;
      return { kind: 'update', path, key: key(), row: row('data'), expectedVersion, through };
    }
    case 'disconnect':
    case 'delete':
      return { kind: name, path, key: ownKey() };
    default:
      throw new Error(`KinQL invariant: ${path.join('.')} is no operation on a relation`);
  }
}

function requireList(value: unknown, path: InputPath): readonly unknown[] {
  if (value === null) {
    throw new InputProblem(`"${path.join('.')}" is null: leave it out where nothing is to happen.`);
  }
  return value as readonly unknown[];
}
