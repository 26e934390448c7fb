import type {
  GraphQLEnumType,
  GraphQLInputObjectType,
  GraphQLNamedType,
  GraphQLObjectType,
  GraphQLScalarType,
} from 'graphql';
import type { Catalog, CatalogModel } from '../catalog/catalog.ts';
import type { Operations } from '../execute/operation-state.ts';
import type { IdempotencyTable } from '../execute/write/idempotency.ts';
import type { Names } from '../inflection/name-catalog.ts';
import type { LinkNaming } from '../inflection/name-derived.ts';
import type { PageSize } from '../plan/field-source.ts';
import type { GlobalReference } from '../plan/input-source.ts';
import type { WriteLimits } from '../plan/plan-write.ts';
import type { RulesOptions } from '../policy/rules.ts';

/** What every part of the builder works with. The types are filled in as they are built; fields refer to them by thunks. */
export interface Builder {
  readonly catalog: Catalog;
  readonly names: Names;
  readonly operations: Operations;
  readonly settings: BuildSettings;
  /** Attributes, as `Model.attribute`, that the rules keep from some role. */
  readonly restricted: ReadonlySet<string>;
  /** Attributes, as `Model.attribute`, whose values name a row. */
  readonly identifiers: ReadonlySet<string>;
  /** With the option `relay`, whose global ids the foreign keys show, by `Model.attribute`. */
  readonly references: ReadonlyMap<string, readonly GlobalReference[]>;
  /** Of rows that were found by a global id, their object type. */
  readonly nodeTypes: WeakMap<object, string>;
  /** Object types by model. */
  readonly objectTypes: Map<string, GraphQLObjectType>;
  /** Enum types by `Model.attribute`. */
  readonly enumTypes: Map<string, GraphQLEnumType>;
  /** Object types of ranges by name. */
  readonly rangeTypes: Map<string, GraphQLObjectType>;
  /** Scalars of the types that Sequelize does not have, by what those are called. */
  readonly customScalars: Map<string, GraphQLScalarType>;
  /** Key inputs by model. */
  readonly keyInputs: Map<string, GraphQLInputObjectType>;
  /** Types that are made when a field first needs them, by name. */
  readonly otherTypes: Map<string, GraphQLNamedType>;
}

/** The through model's rows of a belongsToMany, where clients see them: some types of its own have a part for them. */
export interface ConnectionLink {
  readonly association: string;
  readonly naming: LinkNaming;
  readonly model: CatalogModel;
}

/** The type of the name, made at the first call. Types refer to each other in circles, so `make` must leave that to thunks. */
export function typeOnce<Type extends GraphQLNamedType>(
  { otherTypes }: Builder,
  name: string,
  make: (name: string) => Type,
): Type {
  const known = otherTypes.get(name);
  if (known !== undefined) {
    return known as Type;
  }
  const made = make(name);
  otherTypes.set(name, made);
  return made;
}

export interface BuildSettings {
  readonly pageSize: PageSize;
  /** Whether a parent is non-null where nothing but a concurrent delete can hide it. */
  readonly nonNullParents: boolean;
  /** Which forms lists have: plain with limit and offset, connections with cursors, or both. */
  readonly lists: 'both' | 'list' | 'connection';
  /** Whether there are aggregates and groups. */
  readonly aggregates: boolean;
  /** Whether rows have global ids, and `node` finds them by those. */
  readonly relay: boolean;
  /** How much one mutation may change; null where nothing can be written. */
  readonly writes: WriteOptions | null;
  /** Who may do what; null where everybody may do everything. */
  readonly rules: RulesOptions | null;
}

/** How rows are written. */
export interface WriteOptions extends WriteLimits {
  /** Where the keys of writes that must happen once are kept; null where no field takes any. */
  readonly idempotency: IdempotencyTable | null;
}
