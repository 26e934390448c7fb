import type { Condition } from '../policy/condition.ts';
import type { SourceReference } from './plan.ts';

/**
 * What a mutation field is to change: the client's input as readonly plain data, without a type of GraphQL or Sequelize.
 * Every part knows where in the input it stands, so that whatever is wrong with it can be said there.
 */
export type Write =
  | { readonly kind: 'create'; readonly model: string; readonly rows: readonly RowWrite[] }
  | {
      readonly kind: 'update';
      readonly model: string;
      readonly key: KeyChoice;
      readonly row: RowWrite;
      readonly expectedVersion: number | null;
    }
  | {
      readonly kind: 'upsert';
      readonly model: string;
      readonly key: KeyChoice;
      readonly create: RowWrite;
      readonly update: RowWrite;
    }
  | {
      readonly kind: 'delete';
      readonly model: string;
      readonly key: KeyChoice;
      readonly source: SourceReference;
      readonly expectedVersion: number | null;
      /** Whether the row leaves the table although the model only marks its rows as deleted. */
      readonly hard: boolean;
    }
  | { readonly kind: 'restore'; readonly model: string; readonly key: KeyChoice }
  | {
      readonly kind: 'updateMany';
      readonly model: string;
      readonly where: Condition | null;
      readonly row: RowWrite;
    }
  | {
      readonly kind: 'deleteMany';
      readonly model: string;
      readonly source: SourceReference;
      readonly where: Condition | null;
      readonly hard: boolean;
    };

/** Where in the arguments something stands: `['data', 'tags', 'create', '0']`. */
export type InputPath = readonly string[];

/** A row that is made or changed. */
export interface RowWrite {
  readonly model: string;
  readonly path: InputPath;
  readonly values: readonly ValueWrite[];
  readonly relations: readonly RelationWrite[];
}

export interface ValueWrite {
  readonly attribute: string;
  /** The field of the input, for messages. */
  readonly field: string;
  readonly value: unknown;
}

/** One of a model's keys with its values as their scalars give them; null for a global id of other rows, which no row has. */
export interface KeyChoice {
  readonly path: InputPath;
  readonly attributes: readonly string[];
  readonly values: readonly unknown[] | null;
}

/** What is to happen over an association of the row. */
export interface RelationWrite {
  readonly association: string;
  readonly path: InputPath;
  readonly operations: readonly RelationOperation[];
}

/** A `key` of null means the one row that there is; `through` is the row that a belongsToMany connects by. */
export type RelationOperation =
  | {
      readonly kind: 'create';
      readonly path: InputPath;
      readonly row: RowWrite;
      readonly through: RowWrite | null;
    }
  | {
      readonly kind: 'connect';
      readonly path: InputPath;
      readonly key: KeyChoice;
      readonly through: RowWrite | null;
    }
  | {
      readonly kind: 'connectOrCreate';
      readonly path: InputPath;
      readonly key: KeyChoice;
      readonly row: RowWrite;
      readonly through: RowWrite | null;
    }
  | {
      readonly kind: 'update';
      readonly path: InputPath;
      readonly key: KeyChoice | null;
      readonly row: RowWrite;
      readonly expectedVersion: number | null;
      readonly through: RowWrite | null;
    }
  | { readonly kind: 'disconnect'; readonly path: InputPath; readonly key: KeyChoice | null }
  | { readonly kind: 'delete'; readonly path: InputPath; readonly key: KeyChoice | null }
  | { readonly kind: 'set'; readonly path: InputPath; readonly keys: readonly KeyChoice[] };

/** Operations of one kind. */
export type RelationOperationOf<Kind extends RelationOperation['kind']> = Extract<
  RelationOperation,
  { readonly kind: Kind }
>;
