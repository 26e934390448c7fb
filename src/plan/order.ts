import {
  type AttributeKind,
  type CatalogModel,
  type CatalogScope,
  identifyingKey,
} from '../catalog/catalog.ts';

export type Direction = 'ASC' | 'DESC';
export type Nulls = 'FIRST' | 'LAST';

/**
 * One term of an order: an attribute of the row, or of the parent that the associations of `path` lead to one after the
 * other; or how many rows a to-many association of it has (`countOf`).
 */
export interface OrderTerm {
  /** The id of a belongsToMany, where it is the through model's row that connects which the term is about, and not the row. */
  readonly through?: string;
  readonly path: readonly string[];
  readonly attribute: string | null;
  readonly countOf: string | null;
  readonly direction: Direction;
  readonly nulls: Nulls;
}

/** Nulls come last ascending and first descending where nobody says otherwise, as Postgres has them. */
export function defaultNulls(direction: Direction): Nulls {
  return direction === 'ASC' ? 'LAST' : 'FIRST';
}

export function attributeTerm(attribute: string, direction: Direction = 'ASC'): OrderTerm {
  return { path: [], attribute, countOf: null, direction, nulls: defaultNulls(direction) };
}

/**
 * The order of a list whose client asks for none: that of the scope in effect, the model's own or a scoped target's, then the
 * key that tells rows apart.
 */
export function defaultOrder(
  model: CatalogModel,
  scope: CatalogScope = model.defaultScope,
): readonly OrderTerm[] {
  const scoped = scope.order.map(({ attribute, direction }) => attributeTerm(attribute, direction));
  return completeOrder(scoped, rowIdentity(model));
}

/** The terms, and after them the attributes that they lack to tell any two rows apart, so that pages never overlap. */
export function completeOrder(
  terms: readonly OrderTerm[],
  identity: readonly string[],
): readonly OrderTerm[] {
  const missing = identity.filter(
    (attribute) =>
      !terms.some(
        (term) => term.path.length === 0 && term.attribute === attribute && term.through === undefined,
      ),
  );
  return [...terms, ...missing.map((attribute) => attributeTerm(attribute))];
}

const orderableKinds: ReadonlySet<AttributeKind> = new Set([
  ...(['text', 'integer', 'bigInteger', 'float', 'decimal', 'boolean'] as const),
  ...(['dateTime', 'date', 'time', 'uuid', 'enum', 'bytes', 'network', 'range'] as const),
]);

/** Whether the database can order values of the kind. */
export function isOrderable(kind: AttributeKind): boolean {
  return orderableKinds.has(kind);
}

/** Without any key, rows that are equal in every orderable column may as well change places. */
export function rowIdentity(model: CatalogModel): readonly string[] {
  return (
    identifyingKey(model)?.attributes ??
    model.attributes.filter(({ stored, kind }) => stored && isOrderable(kind)).map(({ name }) => name)
  );
}
