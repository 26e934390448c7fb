import type { GraphQLField, GraphQLObjectType } from 'graphql';
import type { AggregateFunction } from '../policy/condition.ts';
import type { GlobalIdTarget } from './global-id.ts';
import type { OrderTerm } from './order.ts';
import type { SourceReference, ThroughReference } from './plan.ts';

/**
 * What a generated field stands for. The builder writes it into `field.extensions`, the planner reads it: so a plan needs
 * no catalog, and fields that others add to the schema are simply fields without one.
 */
export type FieldSource =
  | AttributeSource
  | ParentSource
  | ChildrenSource
  | RowSource
  | ListSource
  | AggregateSource
  | GroupsSource
  | NodeSource
  | WriteSource
  | PartSource
  | AggregateValueSource;

/** The sources of fields that rows are read for, each with its own statement. */
export type ReadSource = Exclude<FieldSource, AttributeSource | PartSource | AggregateValueSource>;

/** The names of the arguments by which clients choose other rows than the source has by itself; none where not offered. */
export interface SourceArguments {
  readonly scopes?: string | undefined;
  readonly deleted?: string | undefined;
}

/** An attribute's value, from the columns it needs. */
export interface AttributeSource {
  readonly kind: 'attribute';
  readonly attributes: readonly string[];
}

/** The one row whose `targetAttribute` is this row's `sourceAttribute`. */
export interface ParentSource {
  readonly kind: 'parent';
  /** The model on which it stands. */
  readonly model: string;
  /** Under which name an instance carries it, where the app has read it already. */
  readonly alias: string;
  readonly source: SourceReference;
  readonly chosenBy?: SourceArguments;
  /** What this row must hold so that its key names a row of this target, for a key that is shared by several. */
  readonly discriminator: Readonly<Record<string, string | number | boolean>>;
  readonly sourceAttribute: string;
  readonly targetAttribute: string;
}

/** The rows whose `targetAttribute` is this row's `sourceAttribute`; `single` where there is one at most. */
export interface ChildrenSource {
  readonly kind: 'children';
  /** The model on which it stands. */
  readonly model: string;
  readonly source: SourceReference;
  readonly chosenBy?: SourceArguments;
  readonly sourceAttribute: string;
  readonly targetAttribute: string;
  readonly through: ThroughReference | null;
  readonly single: boolean;
  readonly list: ListRules;
}

/** A row by one of the model's keys. `keyArgument` names the `@oneOf` argument that holds the key, where there is one. */
export interface RowSource {
  readonly kind: 'row';
  readonly source: SourceReference;
  readonly chosenBy?: SourceArguments;
  readonly keys: readonly KeyArgument[];
  readonly keyArgument: string | null;
}

/** How a key is given: in which field, and for a key of several attributes, in which fields of that. */
export interface KeyArgument {
  readonly field: string | null;
  readonly attributes: readonly KeyPart[];
  /** Of which rows the field holds a global id, that stands for the values of all attributes. */
  readonly globalId?: GlobalIdTarget;
}

export interface KeyPart {
  readonly attribute: string;
  readonly field: string;
  /** Of which rows the field holds a global id, that stands for the attribute's value. */
  readonly globalId?: GlobalIdTarget;
}

/** A page of all rows. */
export interface ListSource {
  readonly kind: 'list';
  readonly source: SourceReference;
  readonly chosenBy?: SourceArguments;
  readonly list: ListRules;
}

/** How a list is cut and ordered. */
export interface ListRules {
  /** Whether it is a connection, with cursors and what belongs to the whole of it, or a plain list. */
  readonly isConnection: boolean;
  readonly pageSize: PageSize;
  /** The order where the client gives none. */
  readonly order: readonly OrderTerm[];
  /** The attributes that end every order. */
  readonly identity: readonly string[];
  /** The attributes that named scopes may order by, where not all: a cursor holds nothing that is hidden. */
  readonly orderable?: readonly string[];
}

/** What is computed of all rows. */
export interface AggregateSource {
  readonly kind: 'aggregate';
  readonly source: SourceReference;
  readonly chosenBy?: SourceArguments;
}

/** What is computed of each group of rows. */
export interface GroupsSource {
  readonly kind: 'groups';
  readonly source: SourceReference;
  readonly chosenBy?: SourceArguments;
  readonly pageSize: PageSize;
}

/** Rows of any type by the global ids in an argument. */
export interface NodeSource {
  readonly kind: 'node';
  readonly argument: 'id' | 'ids';
  readonly targets: readonly GlobalIdTarget[];
  /** How many ids there may be. */
  readonly maxIds: number;
}

/** Rows that are changed, and then read by their key. */
export interface WriteSource {
  readonly kind: 'write';
  readonly operation: WriteOperation;
  readonly source: SourceReference;
  /** Whose rows may leave the table: also those that are marked as deleted, where clients may see them. */
  readonly hardSource: SourceReference;
  /** The attributes of the key that tells the rows apart. */
  readonly identity: readonly string[];
  /** The keys by which the argument `key` may say which row is meant. */
  readonly keys: readonly KeyArgument[];
  /** How many of the rows are shown at most. */
  readonly maxShown: number;
}

export type WriteOperation =
  | 'create'
  | 'createMany'
  | 'update'
  | 'updateMany'
  | 'upsert'
  | 'delete'
  | 'deleteMany'
  | 'restore';

/**
 * A part of a connection, a group or an aggregate that reads nothing by itself: what is selected under it is read with the
 * whole. `needs` says what of a connection must be there for it.
 */
export interface PartSource {
  readonly kind: 'part';
  /** Whether it is the through model's row that connects, and not the row itself, that what is under it belongs to. */
  readonly ofEdge?: boolean;
  readonly needs: 'rows' | 'cursors' | null;
}

/** A number of a connection, a group or an aggregate. */
export interface AggregateValueSource {
  readonly kind: 'aggregateValue';
  readonly function: AggregateFunction;
  readonly attribute: string | null;
}

/** Rows that a list gives where the client asks for no limit, and the most it gives whatever the client asks for. */
export interface PageSize {
  readonly default: number;
  readonly max: number;
}

/** A type and not an interface: only types fit into graphql-js's extensions, which are open to any name. */
type KinqlExtensions = { readonly kinql?: FieldSource };

/** The extensions to put on a generated field. */
export function fieldExtensions(source: FieldSource): KinqlExtensions {
  return { kinql: source };
}

/** What the field stands for, or undefined for a field that KinQL did not generate. */
export function getFieldSource(field: GraphQLField<unknown, unknown>): FieldSource | undefined {
  return (field.extensions as KinqlExtensions).kinql;
}

/** What an object type stands for: a model, and the key by which a row of it is found again. */
export interface TypeSource {
  readonly model: string;
  readonly key: readonly string[] | null;
}

type KinqlTypeExtensions = { readonly kinql?: TypeSource };

/** The extensions to put on a generated object type. */
export function typeExtensions(source: TypeSource): KinqlTypeExtensions {
  return { kinql: source };
}

/** What the type stands for, or undefined for a type that KinQL did not generate. */
export function getTypeSource(type: GraphQLObjectType): TypeSource | undefined {
  return (type.extensions as KinqlTypeExtensions).kinql;
}
