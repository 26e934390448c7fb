import {
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
} from 'graphql';
import { collectFields, type OperationContext } from '../../plan/collect-fields.ts';
import { getFieldSource } from '../../plan/field-source.ts';
import { NodeMemo } from '../../plan/node-memo.ts';
import type { Plan, PlanField } from '../../plan/plan.ts';
import { type Direct, getDirect, hasOwnResolver } from './direct.ts';
import { type LeafWriter, leafWriter } from './leaf-writer.ts';

/** What is selected of an object: the fields of its answer, in their order. */
export interface ObjectShape {
  readonly type: GraphQLObjectType;
  readonly fields: readonly FieldShape[];
}

/** The shape of a whole answer. */
export interface OperationShape extends ObjectShape {
  /** All fields that are selected anywhere in it. */
  readonly definitions: readonly GraphQLField<unknown, unknown>[];
  /** How many fields were shaped: those that fragments share once. */
  readonly size: number;
}

export interface FieldShape {
  readonly responseName: string;
  /** The response name as a key of a JSON object, with the colon; a name of GraphQL is ASCII. */
  readonly key: Uint8Array;
  readonly nodes: readonly FieldNode[];
  readonly parent: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly type: GraphQLOutputType;
  readonly isNonNull: boolean;
  /** Whether it gives a list of objects. */
  readonly isList: boolean;
  readonly hasNonNullItems: boolean;
  readonly direct: Direct;
  /** The field in the plan, where rows are loaded for it. */
  readonly planField: PlanField | null;
  /** Whether its arguments are looked at when it runs, beside what the plan has of them. */
  readonly needsArguments: boolean;
  /** What is selected of the objects that it gives; null where it gives scalars, enums or lists of them. */
  readonly object: ObjectShape | null;
  /** Writes a value that is none of an object. */
  readonly write: LeafWriter;
}

/**
 * The shape of an operation's answer, seen through fragments and directives; null where a field of it has no direct way to be
 * answered, so that graphql-js must execute the operation.
 */
export function shapeOperation(
  operation: OperationDefinitionNode,
  context: OperationContext,
  plan: Plan,
): OperationShape | null {
  const root = context.schema.getRootType(operation.operation);
  const shaping: Shaping = { context, memo: new NodeMemo(), definitions: new Set(), size: 0 };
  const shape = root ? shapeObject([operation.selectionSet], root, plan.fields, shaping) : null;
  if (operation.operation === 'mutation' && (shape?.fields.filter(isWrite).length ?? 0) > 1) {
    return null; // they run one after the other
  }
  return shape && { ...shape, definitions: [...shaping.definitions], size: shaping.size };
}

function isWrite({ definition }: FieldShape): boolean {
  return getFieldSource(definition)?.kind === 'write';
}

/** Whether all fields are still answered as they were when the shape was made: their resolvers may have been replaced. */
export function isDirect({ definitions }: OperationShape): boolean {
  return definitions.every(hasOwnResolver);
}

interface Shaping {
  readonly context: OperationContext;
  readonly memo: NodeMemo<{ readonly field: FieldShape | null }>;
  readonly definitions: Set<GraphQLField<unknown, unknown>>;
  size: number;
}

function shapeObject(
  selectionSets: readonly SelectionSetNode[],
  type: GraphQLObjectType,
  planFields: readonly PlanField[],
  shaping: Shaping,
): ObjectShape | null {
  const fields: FieldShape[] = [];
  for (const [responseName, nodes] of collectFields(selectionSets, type, shaping.context)) {
    const { field } = shaping.memo.find(type, nodes, () => ({
      field: shapeField(responseName, nodes, type, planFields, shaping),
    }));
    if (field === null) {
      return null;
    }
    fields.push(field);
  }
  return { type, fields };
}

function shapeField(
  responseName: string,
  nodes: readonly FieldNode[],
  parent: GraphQLObjectType,
  planFields: readonly PlanField[],
  shaping: Shaping,
): FieldShape | null {
  const { value: name } = (nodes[0] as FieldNode).name;
  const definition = name === '__typename' ? TypeNameMetaFieldDef : parent.getFields()[name];
  if (definition === undefined) {
    return null; // __schema and __type
  }
  const direct: Direct | null =
    definition === TypeNameMetaFieldDef ? { read: () => parent.name } : getDirect(definition);
  const planField =
    planFields.find((field) => field.responseName === responseName && field.typeName === parent.name) ?? null;
  const source = getFieldSource(definition);
  // An attribute's code may load what it shows, by nothing but the row.
  const isPlanned = source?.kind === 'attribute' || (planField !== null && planField.problem === null);
  if (direct === null || ('load' in direct && !isPlanned)) {
    return null;
  }
  shaping.definitions.add(definition);
  shaping.size += 1;
  const type = definition.type;
  const value = getNullableType(type);
  const named = getNamedType(type);
  const base = {
    responseName,
    key: Buffer.from(`${JSON.stringify(responseName)}:`),
    nodes,
    parent,
    type,
    isNonNull: isNonNullType(type),
    direct,
    planField,
    definition,
    needsArguments: source?.kind === 'row' || source?.kind === 'write',
    write: leafWriter(type),
  };
  if (isLeafType(named)) {
    return { ...base, isList: false, hasNonNullItems: false, object: null };
  }
  const item = isListType(value) ? value.ofType : value;
  if (!isObjectType(getNullableType(item))) {
    return null; // of several types, or a list of lists
  }
  const object = shapeObject(
    nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
    named as GraphQLObjectType,
    planField?.fields ?? [],
    shaping,
  );
  return (
    object && {
      ...base,
      isList: isListType(value),
      hasNonNullItems: isListType(value) && isNonNullType(item),
      object,
    }
  );
}
