import {
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getArgumentValues,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { LimitError } from '../errors/limit-error.ts';
import { collectFields, type OperationContext, possibleObjectTypes } from './collect-fields.ts';
import { countFilterRelations } from './count-filter-relations.ts';
import { countInputRows } from './count-input-rows.ts';
import { type FieldSource, getFieldSource, type PageSize, type WriteSource } from './field-source.ts';
import { NodeMemo } from './node-memo.ts';
import type { OperationLimits } from './operation-limits.ts';

/** What a list of a resolver that KinQL does not know is taken to hold, where no argument says how much. */
const unknownListRows = 10;

/** What a row that is written counts for, compared with a value that is read. */
const writtenRowCost = 10;

/** What an operation asks for at most, and where most of that is. */
export interface OperationCost {
  /** Rows times fields: the values that an answer holds at most, and for each row that is written ten. */
  readonly cost: number;
  /** Response names from the root down to the field that most of it is under; empty where nothing is selected. */
  readonly heaviest: readonly string[];
  /** How often its filters and orders go over a relation. */
  readonly filterRelations: number;
}

/**
 * What an operation costs, from its arguments and variables alone, before anything of it is read. Every field counts for
 * one; what is under a list as often as the list may have rows, what is under anything else once. Linear in the document:
 * what the same nodes select is counted once and then multiplied.
 */
export function operationCost(operation: OperationDefinitionNode, context: OperationContext): OperationCost {
  const root = context.schema.getRootType(operation.operation);
  if (!root) {
    return { cost: 0, heaviest: [], filterRelations: 0 };
  }
  const costing: Costing = { context, memo: new NodeMemo(), filterRelations: 0 };
  const selected = costOfSelections([operation.selectionSet], root, costing);
  return {
    cost: selected.once,
    heaviest: heaviestPath(selected.heaviest),
    filterRelations: costing.filterRelations,
  };
}

/** The refusal of an operation that costs more than it may; null for any other. */
export function findCostProblem(
  operation: OperationDefinitionNode,
  context: OperationContext,
  limits: Pick<OperationLimits, 'cost' | 'filterRelations'>,
): LimitError | null {
  const { cost, heaviest, filterRelations } = operationCost(operation, context);
  if (filterRelations > limits.filterRelations) {
    return new LimitError(
      `The filters and orders of the operation go over relations ${filterRelations} times; ${limits.filterRelations} are allowed`,
      { setting: 'filterRelations', allowed: limits.filterRelations, found: filterRelations },
    );
  }
  const allowed = limits.cost;
  const named = heaviest.length === 0 ? '' : `, most of it under "${heaviest.join('.')}"`;
  return cost <= allowed
    ? null
    : new LimitError(
        `The operation asks for up to ${cost} rows times fields${named}; ${allowed} are allowed: ask for shorter lists or fewer fields`,
        { setting: 'cost', allowed, found: cost },
      );
}

interface Costing {
  readonly context: OperationContext;
  readonly memo: NodeMemo<FieldCost>;
  filterRelations: number;
}

/** A field for one object that it stands on. */
interface FieldCost {
  readonly name: string;
  readonly cost: number;
  /** Whether it stands for the rows of the list around it: it counts as often as that has rows. */
  readonly isRows: boolean;
  /** Of the fields under it the heaviest, and how much of `cost` it has. */
  readonly heaviest: Heaviest | null;
}

interface Heaviest {
  readonly field: FieldCost;
  readonly share: number;
}

/** Selections on one object: what counts once, and what counts for each row of the list that the object stands for. */
interface SelectionCost {
  readonly once: number;
  readonly perRow: number;
  readonly heaviest: Heaviest | null;
  readonly heaviestRows: Heaviest | null;
}

function costOfSelections(
  selectionSets: readonly SelectionSetNode[],
  type: GraphQLObjectType,
  costing: Costing,
): SelectionCost {
  const definitions = type.getFields();
  let once = 0;
  let perRow = 0;
  let heaviest: Heaviest | null = null;
  let heaviestRows: Heaviest | null = null;
  for (const [name, nodes] of collectFields(selectionSets, type, costing.context)) {
    const definition = definitions[(nodes[0] as FieldNode).name.value];
    if (definition === undefined || !isCompositeType(getNamedType(definition.type))) {
      once += 1;
      continue;
    }
    const field = costing.memo.find(type, nodes, () => costOfField(name, nodes, definition, costing));
    const candidate = { field, share: field.cost };
    if (field.isRows) {
      perRow = bounded(perRow + field.cost);
      heaviestRows = heavier(heaviestRows, candidate);
    } else {
      once = bounded(once + field.cost);
      heaviest = heavier(heaviest, candidate);
    }
  }
  return { once, perRow, heaviest, heaviestRows };
}

function costOfField(
  name: string,
  nodes: readonly FieldNode[],
  definition: GraphQLField<unknown, unknown>,
  costing: Costing,
): FieldCost {
  const source = getFieldSource(definition);
  const isRows = source?.kind === 'part' && isList(definition.type);
  const args = argumentsOf(definition, nodes[0] as FieldNode, costing.context);
  if (args === null) {
    return { name, cost: 1, isRows, heaviest: null };
  }
  const rows = rowsOf(source, definition, args);
  costing.filterRelations += countFilterRelations(definition, args);
  const own = source?.kind === 'write' ? 1 + writtenRowCost * countInputRows(definition, args) : 1;
  const selectionSets = nodes.flatMap((node) => node.selectionSet ?? []);
  let cost = own;
  let heaviest: Heaviest | null = null;
  for (const type of possibleObjectTypes(getNamedType(definition.type) as never, costing.context.schema)) {
    const selected = costOfSelections(selectionSets, type, costing);
    // A connection or a payload stands for a list, which one of its own fields gives; a list is one.
    const scale = isList(definition.type) && !isRows ? rows : 1;
    const total = bounded(own + scale * bounded(selected.once + rows * selected.perRow));
    if (total > cost) {
      cost = total;
      heaviest = heavier(
        scaled(selected.heaviest, scale),
        scaled(selected.heaviestRows, bounded(scale * rows)),
      );
    }
  }
  return { name, cost, isRows, heaviest };
}

/** How many rows the field may give, or the list that it stands for. */
function rowsOf(
  source: FieldSource | undefined,
  definition: GraphQLField<unknown, unknown>,
  args: Readonly<Record<string, unknown>>,
): number {
  switch (source?.kind) {
    case 'list':
      return pageRows(args, source.list.pageSize);
    case 'children':
      return source.single ? 1 : pageRows(args, source.list.pageSize);
    case 'groups':
      return pageRows(args, source.pageSize);
    case 'node':
      return Array.isArray(args[source.argument]) ? (args[source.argument] as unknown[]).length : 1;
    case 'write':
      return writtenRows(source, args);
    case undefined:
      return isList(definition.type)
        ? pageRows(args, { default: unknownListRows, max: Number.MAX_SAFE_INTEGER })
        : 1;
    default:
      return 1;
  }
}

/** Of those that a filter chooses, nobody knows how many there are. */
function writtenRows(
  { operation, maxShown }: WriteSource,
  { data }: Readonly<Record<string, unknown>>,
): number {
  if (operation === 'createMany') {
    return Array.isArray(data) ? Math.min(data.length, maxShown) : 1;
  }
  return operation === 'updateMany' || operation === 'deleteMany' ? maxShown : 1;
}

function pageRows({ first, last, limit }: Readonly<Record<string, unknown>>, size: PageSize): number {
  const wished = [first, last, limit].find((value) => typeof value === 'number') as number | undefined;
  return Math.max(0, Math.min(wished ?? size.default, size.max));
}

/** Null where they do not coerce: the field then fails by itself, and nothing under it is read. */
function argumentsOf(
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
  { variableValues }: OperationContext,
): Readonly<Record<string, unknown>> | null {
  if (definition.args.length === 0) {
    return {};
  }
  try {
    return getArgumentValues(definition, node, variableValues);
  } catch {
    return null;
  }
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(getNullableType(type));
}

/** Sums stay whole numbers that can be compared and printed, however deep lists lie within each other. */
function bounded(cost: number): number {
  return Math.min(cost, Number.MAX_SAFE_INTEGER);
}

function scaled(heaviest: Heaviest | null, scale: number): Heaviest | null {
  return heaviest && { field: heaviest.field, share: bounded(heaviest.share * scale) };
}

function heavier(one: Heaviest | null, other: Heaviest | null): Heaviest | null {
  return other !== null && (one === null || other.share > one.share) ? other : one;
}

/** From the heaviest field at the root on, as long as one field has most of what the field above it has. */
function heaviestPath(root: Heaviest | null): readonly string[] {
  const path: string[] = [];
  let next = root;
  while (next !== null) {
    const { field } = next;
    path.push(field.name);
    next = field.heaviest !== null && field.heaviest.share * 2 > field.cost ? field.heaviest : null;
  }
  return path;
}
