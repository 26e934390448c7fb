import {
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  getArgumentValues,
  getNamedType,
  isCompositeType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { invariant } from '../util/invariant.ts';
import { collectFields, type OperationContext, possibleObjectTypes } from './collect-fields.ts';
import {
  type FieldSource,
  getFieldSource,
  getTypeSource,
  type KeyArgument,
  type RowSource,
} from './field-source.ts';
import type { Page, Plan, PlanField, Read, SourceReference } from './plan.ts';
import { planPage } from './plan-page.ts';

/**
 * Plans a whole operation before any of it is read: which rows, which attributes of them, and which fields share a read.
 * Pure; takes what graphql-js gives to every resolver, and gives plain data. A field that cannot be answered carries its
 * problem and spoils no other.
 */
export function planOperation(operation: OperationDefinitionNode, context: OperationContext): Plan {
  const root = context.schema.getRootType(operation.operation);
  invariant(root, `the schema has no ${operation.operation} type`);
  const planning = { context, reads: new ReadCollector(), fields: new FieldMemo() };
  const { fields } = planSelections([operation.selectionSet], root, planning);
  return { fields, reads: planning.reads.finish() };
}

interface Planning {
  readonly context: OperationContext;
  readonly reads: ReadCollector;
  readonly fields: FieldMemo;
}

interface PlannedSelections {
  readonly fields: PlanField[];
  /** Attributes of the row itself that the selections need. */
  readonly attributes: readonly string[];
}

function planSelections(
  selectionSets: readonly SelectionSetNode[],
  type: GraphQLObjectType,
  planning: Planning,
): PlannedSelections {
  const fields: PlanField[] = [];
  const attributes: string[] = [];
  const definitions = type.getFields();
  for (const [responseName, nodes] of collectFields(selectionSets, type, planning.context)) {
    const definition = definitions[(nodes[0] as FieldNode).name.value];
    if (definition === undefined) {
      continue; // __typename and its like
    }
    const source = getFieldSource(definition);
    if (source?.kind === 'attribute') {
      attributes.push(...source.attributes);
      continue;
    }
    if (source?.kind === 'parent' || source?.kind === 'children') {
      attributes.push(source.sourceAttribute);
    }
    if (source?.kind === 'parent') {
      attributes.push(...Object.keys(source.discriminator));
    }
    const field = planning.fields.find(type, nodes, () =>
      planField(responseName, nodes, definition, source, type, planning),
    );
    if (field !== null) {
      fields.push(field);
    }
  }
  return { fields, attributes };
}

function planField(
  responseName: string,
  nodes: readonly FieldNode[],
  definition: GraphQLField<unknown, unknown>,
  source: Exclude<FieldSource, { kind: 'attribute' }> | undefined,
  parent: GraphQLObjectType,
  planning: Planning,
): PlanField | null {
  const { context, reads } = planning;
  const type = getNamedType(definition.type);
  if (!isCompositeType(type)) {
    return null;
  }
  const base = { typeName: parent.name, responseName };
  let read: Read | null = null;
  if (source !== undefined) {
    const planned = planRead(source, definition, nodes[0] as FieldNode, context);
    if (typeof planned === 'string') {
      return { ...base, read: null, rereads: {}, problem: planned, fields: [] };
    }
    if (planned === null) {
      return null; // its arguments do not coerce: graphql-js reports that itself
    }
    read = planned;
  }
  const selectionSets = nodes.flatMap((node) => node.selectionSet ?? []);
  const fields: PlanField[] = [];
  const attributes: string[] = [];
  const rereads: Record<string, string> = {};
  for (const objectType of possibleObjectTypes(type, context.schema)) {
    const planned = planSelections(selectionSets, objectType, planning);
    fields.push(...planned.fields);
    attributes.push(...planned.attributes);
    const reread = source === undefined ? rereadOf(objectType) : null;
    if (reread !== null && planned.attributes.length > 0) {
      rereads[objectType.name] = reads.add(reread, planned.attributes);
    }
  }
  if (read !== null) {
    return { ...base, read: reads.add(read, attributes), rereads, problem: null, fields };
  }
  return fields.length === 0 && Object.keys(rereads).length === 0
    ? null
    : { ...base, read: null, rereads, problem: null, fields };
}

/** The read that finds a row of the type again by its key: an app's own resolver may have given only part of it. */
function rereadOf(type: GraphQLObjectType): Read | null {
  const source = getTypeSource(type);
  return source === undefined || source.key === null
    ? null
    : { kind: 'key', source: { model: source.model, association: null }, attributes: [], key: source.key };
}

/** The read behind a field, still without attributes; a sentence where its arguments are refused. */
function planRead(
  source: Exclude<FieldSource, { kind: 'attribute' }>,
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
  { variableValues }: OperationContext,
): Read | string | null {
  let values: Readonly<Record<string, unknown>>;
  try {
    values = getArgumentValues(definition, node, variableValues);
  } catch {
    return null;
  }
  switch (source.kind) {
    case 'parent':
      return { kind: 'key', source: source.source, attributes: [], key: [source.targetAttribute] };
    case 'row': {
      const { key } = chooseKey(source, values);
      return {
        kind: 'key',
        source: source.source,
        attributes: [],
        key: key.attributes.map(({ attribute }) => attribute),
      };
    }
    case 'list': {
      const page = planPage(values, source.pageSize);
      return typeof page === 'string' ? page : { kind: 'page', source: source.source, attributes: [], page };
    }
    case 'children': {
      const page: Page | string = source.single
        ? { limit: 1, offset: 0, capped: false }
        : planPage(values, source.pageSize);
      return typeof page === 'string'
        ? page
        : {
            kind: 'children',
            source: source.source,
            attributes: [],
            key: source.targetAttribute,
            through: source.through,
            page,
          };
    }
  }
}

/** Which of a model's keys the arguments hold, and its values in the order of the key's attributes. */
export function chooseKey(
  { keys, keyArgument }: RowSource,
  values: Readonly<Record<string, unknown>>,
): { readonly key: KeyArgument; readonly values: readonly unknown[] } {
  const given = keyArgument === null ? values : (values[keyArgument] as Readonly<Record<string, unknown>>);
  const key = keys.find(({ field, attributes }) => (field ?? attributes[0]?.field ?? '') in given);
  invariant(key, 'a @oneOf key argument holds none of its fields');
  const holder = key.field === null ? given : (given[key.field] as Readonly<Record<string, unknown>>);
  return { key, values: key.attributes.map(({ field }) => holder[field]) };
}

/**
 * The fields planned so far, by the nodes that they were selected with. Fragments that spread each other twice over would
 * otherwise be planned once for each way through them, which doubles with each.
 */
class FieldMemo {
  readonly #ids = new Map<FieldNode, number>();
  readonly #fields = new Map<string, PlanField | null>();

  find(
    parent: GraphQLObjectType,
    nodes: readonly FieldNode[],
    plan: () => PlanField | null,
  ): PlanField | null {
    const key = `${parent.name} ${nodes.map((node) => this.#idOf(node)).join(' ')}`;
    let field = this.#fields.get(key);
    if (field === undefined) {
      field = plan();
      this.#fields.set(key, field);
    }
    return field;
  }

  #idOf(node: FieldNode): number {
    const id = this.#ids.get(node) ?? this.#ids.size;
    this.#ids.set(node, id);
    return id;
  }
}

/** Gathers the reads of an operation. Equal reads become one, with the attributes that any of their fields needs. */
class ReadCollector {
  readonly #reads = new Map<string, { readonly read: Read; readonly attributes: Set<string> }>();

  /** Adds a read and gives its id. */
  add(read: Read, attributes: readonly string[]): string {
    const id = readId(read);
    const entry = this.#reads.get(id) ?? { read, attributes: new Set<string>() };
    this.#reads.set(id, entry);
    for (const attribute of attributes) {
      entry.attributes.add(attribute);
    }
    return id;
  }

  finish(): Record<string, Read> {
    return Object.fromEntries(
      [...this.#reads].map(([id, { read, attributes }]) => [id, { ...read, attributes: [...attributes] }]),
    );
  }
}

/** A text that holds everything that changes the read's SQL but its attributes, readable in a printed plan. */
function readId(read: Read): string {
  const rows = printSource(read.source);
  switch (read.kind) {
    case 'page':
      return `${rows} ${printPage(read.page)}`;
    case 'key':
      return `${rows} by ${read.key.join(', ')}`;
    case 'children': {
      const through = read.through === null ? '' : ` through ${read.through.association}`;
      return `${rows} of ${read.key}${through} ${printPage(read.page)}`;
    }
  }
}

function printSource({ model, association }: SourceReference): string {
  return association === null ? model : `${model} (${association})`;
}

function printPage({ limit, offset, capped }: Page): string {
  return `limit ${limit}${capped ? ' at most' : ''} offset ${offset}`;
}
