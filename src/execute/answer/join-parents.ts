import { getFieldSource, type ParentSource } from '../../plan/field-source.ts';
import type { JoinedParent, KeyRead, Plan, PlanField, Read } from '../../plan/plan.ts';
import { type Engine, type EngineModel, getCodec, getEngineModel } from '../engine.ts';
import { hasAfterFindHook } from '../find-hooks.ts';
import { readJoined } from '../joined-parents.ts';
import { isMatchedByValue } from '../read-statement.ts';
import { readsKeyOf } from '../resolve.ts';
import type { LoadValues } from './direct.ts';
import type { FieldShape, ObjectShape, OperationShape } from './shape.ts';

/** Parents that one statement joins: planners weigh the orders of joins up to about this many. */
const maxParents = 6;
/** Bytes of an attribute's name, that the name of a joined parent fits before it: Postgres cuts names past 63. */
const longestName = 56;
/** Their columns: a parent that many rows share is sent with each of them. */
const maxColumns = 16;

interface Joining {
  readonly engine: Engine;
  readonly plan: Plan;
  /** Whether rows of the read may have parents joined to them. */
  readonly mayJoin: (read: string) => boolean;
  /** By read, what is joined to its rows. */
  readonly joined: Map<string, Join>;
  readonly done: Map<FieldShape, Map<string, FieldShape>>;
}

/** What one statement joins. */
interface Join {
  /** By what holds their keys, and how they are read by them. */
  readonly parents: Map<string, JoinedParent>;
  /** Of the rows themselves (by an empty name) and of each parent, the attributes whose values are wanted. */
  readonly wanted: Map<string, Set<string>>;
}

/** Rows under way through a shape: the read that selects them, and the joined parent that they are, where they are one. */
interface Rows {
  readonly read: string;
  readonly parent: JoinedParent | null;
}

/**
 * The same operation with parents selected along with the rows that name them, where that is sure to be faster than a statement of
 * their own: found by a whole number or a UUID, in few columns. Of a mutation only with the rows that were written: those are read
 * before it is completed, so that the database may refuse a join and nothing is written.
 */
export function joinParents(
  engine: Engine,
  plan: Plan,
  shape: OperationShape,
  isMutation: boolean,
): {
  readonly plan: Plan;
  readonly shape: OperationShape;
  /** The models of the rows and of their parents. */
  readonly joinedModels: readonly EngineModel[];
} {
  const written = new Set(shape.fields.map(({ planField }) => planField?.read));
  const joining: Joining = {
    engine,
    plan,
    mayJoin: isMutation ? (read) => written.has(read) : () => true,
    joined: new Map(),
    done: new Map(),
  };
  const { fields } = joinIn(shape, null, joining);
  const reads = Object.entries(plan.reads).map(([id, read]): [string, Read] => {
    const join = joining.joined.get(id);
    return [id, join === undefined || join.parents.size === 0 ? read : withJoin(read, join)];
  });
  const names = reads.flatMap(([, read]) =>
    'joined' in read && read.joined
      ? [read.source.model, ...read.joined.parents.map(({ source }) => source.model)]
      : [],
  );
  return {
    plan: { ...plan, reads: Object.fromEntries(reads), combines: true },
    shape: { ...shape, fields },
    joinedModels: [...new Set(names)].map((name) => getEngineModel(engine, name)),
  };
}

function withJoin(read: Read, { parents, wanted }: Join): Read {
  const all = [...parents.values()].map((parent) => ({
    ...parent,
    attributes: [...new Set([parent.targetAttribute, ...(wanted.get(parent.name) ?? [])])],
  }));
  return { ...read, joined: { parents: all, attributes: [...(wanted.get('') ?? [])] } } as Read;
}

function joinIn(object: ObjectShape, rows: Rows | null, joining: Joining): ObjectShape {
  return { ...object, fields: object.fields.map((field) => joinField(field, rows, joining)) };
}

/** A field that fragments share is gone through once for each kind of rows that it stands on. */
function joinField(field: FieldShape, rows: Rows | null, joining: Joining): FieldShape {
  const source = getFieldSource(field.definition);
  if (rows !== null && source?.kind === 'attribute') {
    want(rows, source.attributes, joining);
  }
  if (field.object === null) {
    return field;
  }
  const key = rows === null ? '' : `${rows.read}\0${rows.parent?.name ?? ''}`;
  const known = joining.done.get(field)?.get(key);
  if (known !== undefined) {
    return known;
  }
  const joined = joinUnknownField(field, field.object, rows, joining);
  const places = joining.done.get(field) ?? new Map<string, FieldShape>();
  places.set(key, joined);
  joining.done.set(field, places);
  return joined;
}

/** Notes that attributes of rows are wanted for their values. */
function want({ read, parent }: Rows, attributes: readonly string[], { joined }: Joining): void {
  const join: Join = joined.get(read) ?? { parents: new Map(), wanted: new Map() };
  joined.set(read, join);
  const name = parent?.name ?? '';
  const wanted = join.wanted.get(name) ?? new Set();
  join.wanted.set(name, wanted);
  for (const attribute of attributes) {
    wanted.add(attribute);
  }
}

function joinUnknownField(
  field: FieldShape,
  object: ObjectShape,
  rows: Rows | null,
  joining: Joining,
): FieldShape {
  const source = getFieldSource(field.definition);
  if (source?.kind === 'parent' && rows !== null && field.planField !== null) {
    const parent = joinParent(source, field.planField, rows, joining);
    if (parent !== null) {
      return {
        ...field,
        direct: { load: joinedLoader(source, rows.read, parent) },
        object: joinIn(object, { read: rows.read, parent }, joining),
      };
    }
  }
  if (rows !== null && (source?.kind === 'parent' || source?.kind === 'children')) {
    const others = source.kind === 'parent' ? Object.keys(source.discriminator) : [];
    want(rows, [source.sourceAttribute, ...others], joining);
  }
  return { ...field, object: joinIn(object, rowsUnder(field, rows), joining) };
}

/** What the objects that the field gives are rows of, or belong to. */
function rowsUnder({ definition, planField }: FieldShape, rows: Rows | null): Rows | null {
  const source = getFieldSource(definition);
  if (source?.kind === 'part') {
    return source.ofEdge === true ? null : rows;
  }
  const read = planField?.read ?? null;
  return read === null ? null : { read, parent: null };
}

/** The parent as it is joined; null where it is not. */
function joinParent(
  source: ParentSource,
  { read: id }: PlanField,
  { read: rowsId, parent: holder }: Rows,
  { engine, plan, mayJoin, joined }: Joining,
): JoinedParent | null {
  const rows = plan.reads[rowsId];
  const read = id === null ? undefined : plan.reads[id];
  if (read?.kind !== 'key' || !mayJoin(rowsId) || !isJoinable(engine, source, rows, read)) {
    return null;
  }
  const join: Join = joined.get(rowsId) ?? { parents: new Map(), wanted: new Map() };
  const { parents } = join;
  const place = `${holder?.name ?? ''} ${id} ${source.sourceAttribute}`;
  const known = parents.get(place);
  if (known !== undefined) {
    return known;
  }
  const attributes = [...new Set([source.targetAttribute, ...read.attributes])];
  const columns = [...parents.values()].reduce((sum, parent) => sum + parent.attributes.length, 0);
  if (
    parents.size >= maxParents ||
    columns + attributes.length > maxColumns ||
    attributes.some((name) => Buffer.byteLength(name) > longestName)
  ) {
    return null;
  }
  const parent: JoinedParent = {
    name: `p${parents.size + 1}`,
    under: holder?.name ?? null,
    source: read.source,
    sourceAttribute: source.sourceAttribute,
    targetAttribute: source.targetAttribute,
    attributes,
  };
  parents.set(place, parent);
  joined.set(rowsId, join);
  return parent;
}

function isJoinable(engine: Engine, source: ParentSource, rows: Read | undefined, read: KeyRead): boolean {
  const holder = getEngineModel(engine, source.model);
  const target = getEngineModel(engine, source.source.model);
  return (
    (rows?.kind === 'page' || rows?.kind === 'children' || rows?.kind === 'key') &&
    Object.keys(source.discriminator).length === 0 &&
    isMatchedByValue(target, read) &&
    // Of another key the model may say that it is unique, and the database not know.
    isPrimaryKey(target, source.targetAttribute) &&
    hasSameKeys(holder, source.sourceAttribute, target, source.targetAttribute) &&
    // What comes of an afterFind hook are instances, of the model's own reads.
    [target, getEngineModel(engine, rows.source.model)].every(({ live }) => !hasAfterFindHook(engine, live))
  );
}

function isPrimaryKey({ catalog }: EngineModel, attribute: string): boolean {
  return catalog.keys.some(
    ({ primary, attributes }) => primary && attributes.length === 1 && attributes[0] === attribute,
  );
}

function hasSameKeys(holder: EngineModel, own: string, target: EngineModel, other: string): boolean {
  const [from, to] = [getCodec(holder, own), getCodec(target, other)];
  return from.exact && from.keyType === to.keyType;
}

/** What is wanted of the parents is known once the whole shape was gone through. */
function joinedLoader(source: ParentSource, read: string, { name }: JoinedParent): LoadValues {
  return (rows, { state }) => {
    const { joined } = state.plan.reads[read] as KeyRead;
    const parent = joined?.parents.find((candidate) => candidate.name === name);
    return parent && readsKeyOf(state, source) ? readJoined(parent, rows) : rows.map(() => null);
  };
}
