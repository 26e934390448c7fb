import { type FieldNode, type GraphQLField, type GraphQLInputObjectType, getArgumentValues } from 'graphql';
import { type Condition, isAlways } from '../policy/condition.ts';
import { invariant } from '../util/invariant.ts';
import type { OperationContext } from './collect-fields.ts';
import type {
  ChildrenSource,
  KeyArgument,
  ListRules,
  ListSource,
  NodeSource,
  ReadSource,
  RowSource,
} from './field-source.ts';
import { InputProblem, inputTypeOf } from './given-input.ts';
import { fromGlobalId, keyOfGlobalId } from './global-id.ts';
import { completeOrder, type OrderTerm } from './order.ts';
import type { OffsetPage, Page, SourceReference } from './plan.ts';
import { planCondition, readGlobalId } from './plan-condition.ts';
import { planGroups } from './plan-groups.ts';
import { planOrder } from './plan-order.ts';
import { planKeysetPage, planPage } from './plan-page.ts';
import { planSource, type ReadScopeOrder } from './plan-source.ts';
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
  readScopeOrder: ReadScopeOrder,
): PlannedRead | null {
  let values: Values;
  try {
    values = getArgumentValues(definition, node, variableValues);
  } catch {
    return null;
  }
  if (source.kind === 'node') {
    return planNodes(source, values);
  }
  if (source.kind === 'write') {
    const written = values.hard === true ? source.hardSource : source.source;
    return {
      rows: identifyRead({ kind: 'key', source: written, attributes: [], key: source.identity }),
      aggregate: null,
      isConnection: true,
    };
  }
  const rows = planSource(source.source, source.chosenBy, definition, values);
  switch (source.kind) {
    case 'parent':
      return rowsOnly(
        identifyRead({ kind: 'key', source: rows, attributes: [], key: [source.targetAttribute] }),
      );
    case 'row': {
      const key = chooseKey(source, values).key.attributes.map(({ attribute }) => attribute);
      return rowsOnly(identifyRead({ kind: 'key', source: rows, attributes: [], key }));
    }
    case 'list':
      return planList(source, rows, definition, values, readScopeOrder);
    case 'children':
      return source.single
        ? rowsOnly(planSingle(source, rows))
        : planList(source, rows, definition, values, readScopeOrder);
    case 'aggregate':
      return {
        rows: null,
        aggregate: identifyRead({
          kind: 'aggregate',
          source: rows,
          under: null,
          where: planWhere(definition, values, 'where'),
          aggregates: [],
        }),
        isConnection: false,
      };
    case 'groups':
      return rowsOnly(
        identifyRead(
          planGroups({ ...source, source: rows }, definition, values, planWhere(definition, values, 'where')),
        ),
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

function planSingle(
  { targetAttribute, through, list }: ChildrenSource,
  source: SourceReference,
): IdentifiedRead {
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

function planList(
  source: ListSource | ChildrenSource,
  chosen: SourceReference,
  definition: Field,
  values: Values,
  readScopeOrder: ReadScopeOrder,
): PlannedRead {
  const { list } = source;
  const where = planWhere(definition, values, 'where');
  const { order, isDefault, isKnown } = planOrderBy(list, chosen, definition, values, readScopeOrder);
  const page: Page = list.isConnection
    ? planKeysetPage(isKnown ? values : withoutCursors(values), list.pageSize, chosen.model, order)
    : planPage(values, list.pageSize);
  const rows = { source: chosen, attributes: [], where, order, page };
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
    aggregate: identifyRead({ kind: 'aggregate', source: chosen, under, where, aggregates: [] }),
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

interface PlannedOrder {
  readonly order: readonly OrderTerm[];
  /** Whether it follows from the source. */
  readonly isDefault: boolean;
  /** False where it depends on scopes that cannot be applied. */
  readonly isKnown: boolean;
}

function planOrderBy(
  { order, identity, orderable }: ListRules,
  source: SourceReference,
  definition: Field,
  { orderBy }: Values,
  readScopeOrder: ReadScopeOrder,
): PlannedOrder {
  if (Array.isArray(orderBy) && orderBy.length > 0) {
    const terms = planOrder(argumentInput(definition, 'orderBy'), orderBy);
    return { order: completeOrder(terms, identity), isDefault: false, isKnown: true };
  }
  const scoped = source.scopes === undefined ? 'default' : readScopeOrder(source);
  if (typeof scoped === 'string') {
    return { order, isDefault: true, isKnown: scoped === 'default' };
  }
  const terms = scoped.filter(({ attribute }) => orderable?.includes(attribute ?? '') ?? true);
  return { order: completeOrder(terms, identity), isDefault: true, isKnown: true };
}

function withoutCursors({ after: _after, before: _before, ...others }: Values): Values {
  return others;
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
