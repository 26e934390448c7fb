import type { AggregateTerm, Condition, ScopeCall } from '../policy/condition.ts';
import type { CursorValues } from './cursor.ts';
import type { OrderTerm } from './order.ts';

/**
 * An operation as what is to be read, before any value of a row is known: readonly plain data, printable as JSON. The
 * fields mirror the operation's selections, seen through fragments, aliases and directives; the reads are what those
 * fields share.
 */
export interface Plan {
  readonly fields: readonly PlanField[];
  /** By id. Fields that would read the same rows share one read, whose attributes are what all of them need. */
  readonly reads: Readonly<Record<string, Read>>;
  /** Whether one statement may do what would else take several: join parents, or read back the row that it inserts. */
  readonly combines?: boolean;
}

/** A selected field that reads rows, or under which fields do. */
export interface PlanField {
  /** The object type on which the field was selected; several may be possible where a type is abstract. */
  readonly typeName: string;
  readonly responseName: string;
  /** The id of its read; null for a field of another's making, under which fields of ours were selected. */
  readonly read: string | null;
  /** The id of the read that counts and sums up what the field's own page is a part of, where that is asked for. */
  readonly aggregate?: string;
  /**
   * By object type, the id of a read by key: for `node` and `nodes` the one that finds their rows, for a field of another's
   * making the one that completes what its resolver gave.
   */
  readonly rereads: Readonly<Record<string, string>>;
  /** Why the field cannot be answered, for the client; then `read` is null. */
  readonly problem: string | null;
  readonly fields: readonly PlanField[];
}

/** Rows of a Source. `attributes` are the ones to select, in the order of the operation, keys of the next level included. */
export type Read = PageRead | KeyRead | ChildrenRead | AggregateRead | GroupsRead;

/** Parents that are selected along with the rows of a read. */
export interface JoinedParents {
  readonly parents: readonly JoinedParent[];
  /** Of the read's own attributes those that are wanted beside the keys of these parents. */
  readonly attributes: readonly string[];
}

/** The parent of each row, selected along with it: a row has one at most, found by a unique key. */
export interface JoinedParent {
  /** What its rows are called in the statement. */
  readonly name: string;
  /** The joined parent that holds its key; null where the rows themselves do. */
  readonly under: string | null;
  readonly source: SourceReference;
  readonly sourceAttribute: string;
  readonly targetAttribute: string;
  /** To select, the key among them. */
  readonly attributes: readonly string[];
}

/** A page of all rows that the condition holds for. */
export interface PageRead {
  readonly kind: 'page';
  readonly source: SourceReference;
  readonly attributes: readonly string[];
  readonly where: Condition | null;
  readonly order: readonly OrderTerm[];
  readonly page: Page;
  readonly joined?: JoinedParents;
}

/** For each key given at run time, the one row that has it. */
export interface KeyRead {
  readonly kind: 'key';
  readonly source: SourceReference;
  readonly attributes: readonly string[];
  readonly key: readonly string[];
  readonly joined?: JoinedParents;
}

/** For each key given at run time, the page of rows that have it in the attribute `key` and that the condition holds for. */
export interface ChildrenRead {
  readonly kind: 'children';
  readonly source: SourceReference;
  readonly attributes: readonly string[];
  /** An attribute of the model; with `through`, of the through model. */
  readonly key: string;
  readonly through: ThroughReference | null;
  /** What holds for the through model's row that connects. */
  readonly throughWhere: Condition | null;
  /** Attributes of that row to select. */
  readonly edge: readonly string[];
  readonly where: Condition | null;
  readonly order: readonly OrderTerm[];
  readonly page: Page;
  readonly joined?: JoinedParents;
}

/** What is to be computed of all rows that the condition holds for; with `under`, of those of each key given at run time. */
export interface AggregateRead {
  readonly kind: 'aggregate';
  readonly source: SourceReference;
  readonly under: {
    readonly key: string;
    readonly through: ThroughReference | null;
    readonly throughWhere: Condition | null;
  } | null;
  readonly where: Condition | null;
  readonly aggregates: readonly AggregateTerm[];
}

/** The same for each group of rows that are equal in what `by` says. */
export interface GroupsRead {
  readonly kind: 'groups';
  readonly source: SourceReference;
  readonly by: readonly GroupTerm[];
  readonly where: Condition | null;
  readonly having: Condition | null;
  readonly order: readonly GroupOrderTerm[];
  readonly limit: number;
  /** Whether the limit was not the client's own wish. */
  readonly capped: boolean;
  readonly aggregates: readonly AggregateTerm[];
}

/** What rows of a group have in common: an attribute's value, or the span of time that it lies in, in UTC. */
export interface GroupTerm {
  readonly attribute: string;
  readonly unit: TimeUnit | null;
}

export type TimeUnit = 'YEAR' | 'QUARTER' | 'MONTH' | 'WEEK' | 'DAY' | 'HOUR' | 'MINUTE';

/** By one of the terms of `by`, counted from 0, or by an aggregate. */
export interface GroupOrderTerm {
  readonly by: number | AggregateTerm;
  readonly direction: OrderTerm['direction'];
  readonly nulls: OrderTerm['nulls'];
}

/** Whose rows: a model, and the association that narrows them further (its scope, or a scoped target), if one does. */
export interface SourceReference {
  readonly model: string;
  readonly association: string | null;
  /** Named scopes of the model that narrow them as well. */
  readonly scopes?: readonly ScopeCall[];
  /** Whether deleted rows, which are hidden otherwise, are among them or are all of them. */
  readonly deleted?: 'INCLUDE' | 'ONLY';
  /** What is to be done with them, beside being seen: the rules may allow that for fewer. */
  readonly action?: 'update' | 'delete';
}

/** The through model of a belongsToMany, and how its rows name the target's. */
export interface ThroughReference {
  /** The association's id, by which its through scope is found. */
  readonly association: string;
  readonly model: string;
  readonly throughAttribute: string;
  readonly targetAttribute: string;
}

export type Page = OffsetPage | KeysetPage;

export interface OffsetPage {
  readonly kind: 'offset';
  readonly limit: number;
  readonly offset: number;
  /** Whether the limit was not the client's own wish, so that a list that it cuts must say so. */
  readonly capped: boolean;
}

/** Rows beside a place in the order, without counting those before it. */
export interface KeysetPage {
  readonly kind: 'keyset';
  readonly limit: number;
  /** Whether the rows are the last ones and not the first of those that remain; they stay in the order all the same. */
  readonly backwards: boolean;
  /** How many of the rows, at their end, to keep; where the client gives both `first` and `last`. */
  readonly tail?: number;
  readonly after: CursorValues | null;
  readonly before: CursorValues | null;
  /** Whether somebody asks for the cursors of rows. */
  readonly cursors: boolean;
}
