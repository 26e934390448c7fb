import {
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isCompositeType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { invariant } from '../util/invariant.ts';
import { collectFields, type OperationContext, possibleObjectTypes } from './collect-fields.ts';
import { getFieldSource, getTypeSource, type PartSource, type ReadSource } from './field-source.ts';
import { InputProblem } from './given-input.ts';
import { Needs } from './needs.ts';
import { NodeMemo } from './node-memo.ts';
import type { Plan, PlanField } from './plan.ts';
import { type PlannedRead, planRead } from './plan-read.ts';
import type { ReadScopeOrder } from './plan-source.ts';
import { type IdentifiedRead, identifyRead, ReadCollector } from './read-collector.ts';

/**
 * Plans a whole operation before any of it is read: which rows, which attributes of them, and which fields share a read.
 * Takes what graphql-js gives to every resolver, and gives plain data. Pure, but for the models' own scopes where an
 * operation asks for them. A field that cannot be answered carries its problem and spoils no other.
 */
export function planOperation(
  operation: OperationDefinitionNode,
  context: OperationContext,
  readScopeOrder: ReadScopeOrder = () => 'default',
): Plan {
  const root = context.schema.getRootType(operation.operation);
  invariant(root, `the schema has no ${operation.operation} type`);
  const planning: Planning = { context, readScopeOrder, reads: new ReadCollector(), fields: new NodeMemo() };
  const { fields } = planSelections([operation.selectionSet], root, planning);
  return { fields, reads: planning.reads.finish() };
}

interface Planning {
  readonly context: OperationContext;
  readonly readScopeOrder: ReadScopeOrder;
  readonly reads: ReadCollector;
  readonly fields: NodeMemo<PlannedField>;
}

/** Plans the fields of an object; what they need of the object itself is added to `needs`. */
function planSelections(
  selectionSets: readonly SelectionSetNode[],
  type: GraphQLObjectType,
  planning: Planning,
): PlannedSelections {
  const fields: PlanField[] = [];
  const needs = new Needs();
  const definitions = type.getFields();
  for (const [responseName, nodes] of collectFields(selectionSets, type, planning.context)) {
    const definition = definitions[(nodes[0] as FieldNode).name.value];
    if (definition === undefined) {
      continue; // __typename and its like
    }
    const source = getFieldSource(definition);
    needs.addField(source);
    if (source?.kind === 'attribute' || source?.kind === 'aggregateValue') {
      continue;
    }
    const planned = planning.fields.find(type, nodes, () =>
      planField(responseName, nodes, definition, source, type, planning),
    );
    if (planned.field !== null) {
      fields.push(planned.field);
    }
    needs.addAll(planned.needs);
  }
  return { fields, needs };
}

interface PlannedSelections {
  readonly fields: readonly PlanField[];
  /** What the selections need of the row itself, or of the connection or aggregate. */
  readonly needs: Needs;
}

interface PlannedField {
  readonly field: PlanField | null;
  /** What a part of a connection needs of the whole. */
  readonly needs: Needs;
}

function planField(
  responseName: string,
  nodes: readonly FieldNode[],
  definition: GraphQLField<unknown, unknown>,
  source: ReadSource | PartSource | undefined,
  parent: GraphQLObjectType,
  planning: Planning,
): PlannedField {
  const { context, reads } = planning;
  const nothing = { field: null, needs: new Needs() };
  const type = getNamedType(definition.type);
  if (!isCompositeType(type)) {
    return nothing;
  }
  const base = { typeName: parent.name, responseName };
  let planned: PlannedRead | null = null;
  if (source !== undefined && source.kind !== 'part') {
    try {
      planned = planRead(source, definition, nodes[0] as FieldNode, context, planning.readScopeOrder);
    } catch (error) {
      if (error instanceof InputProblem) {
        return {
          ...nothing,
          field: { ...base, read: null, rereads: {}, problem: error.message, fields: [] },
        };
      }
      throw error;
    }
    if (planned === null) {
      return nothing; // its arguments do not coerce: graphql-js reports that itself
    }
  }
  const selectionSets = nodes.flatMap((node) => node.selectionSet ?? []);
  const fields: PlanField[] = [];
  const needs = new Needs();
  const rereads: Record<string, string> = {};
  const isFoundByKey = source === undefined || source.kind === 'node';
  for (const objectType of possibleObjectTypes(type, context.schema)) {
    if (planned?.nodeTypes?.has(objectType.name) === false) {
      continue;
    }
    const selected = planSelections(selectionSets, objectType, planning);
    fields.push(...selected.fields);
    needs.addAll(selected.needs);
    const reread = isFoundByKey ? rereadOf(objectType) : null;
    if (reread !== null && (source !== undefined || selected.needs.attributes.size > 0)) {
      rereads[objectType.name] = reads.add(reread, selected.needs);
    }
  }
  if (source?.kind === 'part') {
    if (source.ofEdge === true) {
      needs.moveToEdge();
    }
    return { field: { ...base, read: null, rereads, problem: null, fields }, needs };
  }
  if (planned !== null) {
    const read = planned.rows !== null && (!planned.isConnection || needs.rows) ? planned.rows : null;
    const aggregate = planned.aggregate !== null && needs.aggregates.size > 0 ? planned.aggregate : null;
    const field: PlanField = {
      ...base,
      read: read === null ? null : reads.add(read, needs),
      ...(aggregate !== null && { aggregate: reads.add(aggregate, needs) }),
      rereads,
      problem: null,
      fields,
    };
    return { ...nothing, field };
  }
  return fields.length === 0 && Object.keys(rereads).length === 0
    ? nothing
    : { ...nothing, field: { ...base, read: null, rereads, problem: null, fields } };
}

/** The read that finds a row of the type again by its key: an app's own resolver may have given only part of it. */
function rereadOf(type: GraphQLObjectType): IdentifiedRead | null {
  const source = getTypeSource(type);
  return source === undefined || source.key === null
    ? null
    : identifyRead({
        kind: 'key',
        source: { model: source.model, association: null },
        attributes: [],
        key: source.key,
      });
}
