import { type FieldNode, type GraphQLField, type GraphQLInputObjectType, getArgumentValues } from 'graphql';
import { invariant } from '../util/invariant.ts';
import type { OperationContext } from './collect-fields.ts';
import { type Condition, isAlways } from './condition.ts';
import type {
  ChildrenSource,
  KeyArgument,
  ListRules,
  ListSource,
  NodeSource,
  ReadSource,
  RowSource,
} from './field-source.ts';
import { fromGlobalId, keyOfGlobalId } from './global-id.ts';
import { completeOrder, type OrderTerm } from './order.ts';
import type { OffsetPage, Page } from './plan.ts';
import { InputProblem, inputTypeOf, planCondition, readGlobalId } from './plan-condition.ts';
import { planGroups } from './plan-groups.ts';
import { planOrder } from './plan-order.ts';
import { planKeysetPage, planPage } from './plan-page.ts';
import { type IdentifiedRead, identifyRead } from './read-collector.ts';

/** The reads that a field may need, still without attributes: of rows, and of what belongs to the whole they are part of. */
export interface PlannedRead {
  readonly rows: IdentifiedRead | null;
  readonly aggregate: IdentifiedRead | null;
  /** Whether the rows are read only where something of them is selected. */
  readonly isConnection: boolean;
  /** For rows of any type: the object types that are asked for, of each of which rows are read by key. */
  readonly nodeTypes?: ReadonlySet<string>;
}

type Values = Readonly<Record<string, unknown>>;
type Field = GraphQLField<unknown, unknown>;

/**
 * The reads behind a field; null where its arguments do not coerce, which graphql-js reports itself.
 *
 * @throws InputProblem where the arguments cannot be answered.
 */
export function planRead(
  source: ReadSource,
  definition: Field,
  node: FieldNode,
  { variableValues }: OperationContext,
): PlannedRead | null {
  let values: Values;
  try {
    values = getArgumentValues(definition, node, variableValues);
  } catch {
    return null;
  }
  switch (source.kind) {
    case 'parent':
      return rowsOnly(
        identifyRead({ kind: 'key', source: source.source, attributes: [], key: [source.targetAttribute] }),
      );
    case 'row': {
      const key = chooseKey(source, values).key.attributes.map(({ attribute }) => attribute);
      return rowsOnly(identifyRead({ kind: 'key', source: source.source, attributes: [], key }));
    }
    case 'node':
      return planNodes(source, values);
    case 'write':
      return {
        rows: identifyRead({ kind: 'key', source: source.source, attributes: [], key: source.identity }),
        aggregate: null,
        isConnection: true,
      };
    case 'list':
      return planList(source, definition, values);
    case 'children':
      return source.single ? rowsOnly(planSingle(source)) : planList(source, definition, values);
    case 'aggregate':
      return {
        rows: null,
        aggregate: identifyRead({
          kind: 'aggregate',
          source: source.source,
          under: null,
          where: planWhere(definition, values, 'where'),
          aggregates: [],
        }),
        isConnection: false,
      };
    case 'groups':
      return rowsOnly(
        identifyRead(planGroups(source, definition, values, planWhere(definition, values, 'where'))),
      );
  }
}

function rowsOnly(rows: IdentifiedRead): PlannedRead {
  return { rows, aggregate: null, isConnection: false };
}

/** A text that is no global id spoils no other: its own resolver reports it. */
function planNodes({ argument, targets, maxIds }: NodeSource, values: Values): PlannedRead {
  const ids = [values[argument]].flat();
  if (ids.length > maxIds) {
    throw new InputProblem(`The argument "${argument}" must not have more than ${maxIds} ids.`);
  }
  const types = ids.map((id) => fromGlobalId(String(id))?.type);
  return {
    rows: null,
    aggregate: null,
    isConnection: false,
    nodeTypes: new Set(targets.map(({ type }) => type).filter((type) => types.includes(type))),
  };
}

const onePage: OffsetPage = { kind: 'offset', limit: 1, offset: 0, capped: false };

function planSingle({ source, targetAttribute, through, list }: ChildrenSource): IdentifiedRead {
  return identifyRead(
    {
      kind: 'children',
      source,
      attributes: [],
      key: targetAttribute,
      through,
      throughWhere: null,
      edge: [],
      where: null,
      order: list.order,
      page: onePage,
    },
    true,
  );
}

function planList(source: ListSource | ChildrenSource, definition: Field, values: Values): PlannedRead {
  const { list } = source;
  const where = planWhere(definition, values, 'where');
  const { order, isDefault } = planOrderBy(list, definition, values);
  const page: Page = list.isConnection
    ? planKeysetPage(values, list.pageSize, source.source.model, order)
    : planPage(values, list.pageSize);
  const rows = { source: source.source, attributes: [], where, order, page };
  const under =
    source.kind === 'list'
      ? null
      : {
          key: source.targetAttribute,
          through: source.through,
          throughWhere: planWhere(definition, values, 'through'),
        };
  return {
    rows: identifyRead(
      under === null ? { kind: 'page', ...rows } : { kind: 'children', ...rows, ...under, edge: [] },
      isDefault,
    ),
    aggregate: identifyRead({ kind: 'aggregate', source: source.source, under, where, aggregates: [] }),
    isConnection: list.isConnection,
  };
}

/** A filter among the arguments, null where it says nothing. */
function planWhere(definition: Field, values: Values, name: 'where' | 'through'): Condition | null {
  const given = values[name];
  if (given === undefined) {
    return null;
  }
  const condition = planCondition(argumentInput(definition, name), given, name);
  return isAlways(condition) ? null : condition;
}

function planOrderBy(
  { order, identity }: ListRules,
  definition: Field,
  { orderBy }: Values,
): { readonly order: readonly OrderTerm[]; readonly isDefault: boolean } {
  if (!Array.isArray(orderBy) || orderBy.length === 0) {
    return { order, isDefault: true };
  }
  const terms = planOrder(argumentInput(definition, 'orderBy'), orderBy);
  return { order: completeOrder(terms, identity), isDefault: false };
}

/** The generated input of an argument. */
function argumentInput({ args }: Field, argument: string): GraphQLInputObjectType {
  return inputTypeOf(args.find(({ name }) => name === argument)?.type);
}

/**
 * Which of a model's keys the arguments hold, and its values in the order of the key's attributes; no values where one is
 * the global id of other rows, so that no row has the key.
 *
 * @throws InputProblem where a text is no global id.
 */
export function chooseKey(
  { keys, keyArgument }: Pick<RowSource, 'keys' | 'keyArgument'>,
  values: Readonly<Record<string, unknown>>,
): { readonly key: KeyArgument; readonly values: readonly unknown[] | null } {
  const given = keyArgument === null ? values : (values[keyArgument] as Readonly<Record<string, unknown>>);
  const key = keys.find(({ field, attributes }) => (field ?? attributes[0]?.field ?? '') in given);
  invariant(key, 'a @oneOf key argument holds none of its fields');
  const place = keyArgument === null ? '' : `${keyArgument}.`;
  if (key.globalId !== undefined) {
    const field = key.field as string;
    return { key, values: keyOfGlobalId(key.globalId, readGlobalId(String(given[field]), place + field)) };
  }
  const holder = key.field === null ? given : (given[key.field] as Readonly<Record<string, unknown>>);
  const own: unknown[] = [];
  for (const { field, globalId } of key.attributes) {
    const value = holder[field];
    const read =
      globalId === undefined ? [value] : keyOfGlobalId(globalId, readGlobalId(String(value), place + field));
    if (read === null) {
      return { key, values: null };
    }
    own.push(...read);
  }
  return { key, values: own };
}
