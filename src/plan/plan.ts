/**
 * An operation as what is to be read, before any value of a row is known: readonly plain data, printable as JSON. The
 * fields mirror the operation's selections, seen through fragments, aliases and directives; the reads are what those
 * fields share.
 */
export interface Plan {
  readonly fields: readonly PlanField[];
  /** By id. Fields that would read the same rows share one read, whose attributes are what all of them need. */
  readonly reads: Readonly<Record<string, Read>>;
}

/** A selected field that reads rows, or under which fields do. */
export interface PlanField {
  /** The object type on which the field was selected; several may be possible where a type is abstract. */
  readonly typeName: string;
  readonly responseName: string;
  /** The id of its read; null for a field of another's making, under which fields of ours were selected. */
  readonly read: string | null;
  /** For a field of another's making: by object type, the id of the read that completes what its resolver gave. */
  readonly rereads: Readonly<Record<string, string>>;
  /** Why the field cannot be answered, for the client; then `read` is null. */
  readonly problem: string | null;
  readonly fields: readonly PlanField[];
}

/** Rows of a Source. `attributes` are the ones to select, in the order of the operation, keys of the next level included. */
export type Read = PageRead | KeyRead | ChildrenRead;

/** A page of all rows. */
export interface PageRead {
  readonly kind: 'page';
  readonly source: SourceReference;
  readonly attributes: readonly string[];
  readonly page: Page;
}

/** For each key given at run time, the one row that has it. */
export interface KeyRead {
  readonly kind: 'key';
  readonly source: SourceReference;
  readonly attributes: readonly string[];
  readonly key: readonly string[];
}

/** For each key given at run time, the page of rows that have it in the attribute `key`. */
export interface ChildrenRead {
  readonly kind: 'children';
  readonly source: SourceReference;
  readonly attributes: readonly string[];
  /** An attribute of the model; with `through`, of the through model. */
  readonly key: string;
  readonly through: ThroughReference | null;
  readonly page: Page;
}

/** Whose rows: a model, and the association that narrows them further (its scope, or a scoped target), if one does. */
export interface SourceReference {
  readonly model: string;
  readonly association: string | null;
}

/** The through model of a belongsToMany, and how its rows name the target's. */
export interface ThroughReference {
  /** The association's id, by which its through scope is found. */
  readonly association: string;
  readonly model: string;
  readonly throughAttribute: string;
  readonly targetAttribute: string;
}

export interface Page {
  readonly limit: number;
  readonly offset: number;
  /** Whether the limit was not the client's own wish, so that a list that it cuts must say so. */
  readonly capped: boolean;
}
