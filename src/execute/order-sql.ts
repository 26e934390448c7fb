import { type CatalogAttribute, getAttribute } from '../catalog/catalog.ts';
import { defaultOrder, type OrderTerm, rowIdentity } from '../plan/order.ts';
import { invariant } from '../util/invariant.ts';
import { columnOf, type EngineModel, getAssociation, getCodec, scopeOf } from './engine.ts';
import { type KeysetCodec, keysetCodec, numberKeysetCodec } from './keyset-codec.ts';
import { leadsToOne, relateRows } from './related-rows.ts';
import { join, raw, type Sql, sql } from './sql.ts';
import type { SqlDialect } from './sql-dialect.ts';
import type { Statement } from './statement.ts';

/** A term of an order as an expression over the rows of a statement. */
export interface ResolvedTerm {
  readonly expression: Sql;
  readonly nullable: boolean;
  readonly direction: OrderTerm['direction'];
  readonly nulls: OrderTerm['nulls'];
  readonly codec: KeysetCodec;
}

export interface ResolvedOrder {
  /** What to add to the FROM clause: the parents that rows are ordered by. Adds and takes away no row. */
  readonly joins: Sql;
  readonly terms: readonly ResolvedTerm[];
}

/** Rows of a model in a statement, by the name that they have in it. */
export interface NamedRows {
  readonly model: EngineModel;
  readonly alias: string;
}

/**
 * The expressions of an order over the rows of `model` that go by the name `table`. `link` are the through model's rows that
 * connect them.
 */
export function resolveOrder(
  statement: Statement,
  model: EngineModel,
  table: string,
  order: readonly OrderTerm[],
  link: NamedRows | null = null,
): ResolvedOrder {
  const joins: Sql[] = [];
  const joined = new Map<string, NamedRows>();
  const terms = order.map((term): ResolvedTerm => {
    const { direction, nulls } = term;
    const start = term.through === undefined ? { model, alias: table } : link;
    invariant(start, 'an order by rows that connect nothing');
    if (term.path.length > 0 && !term.path.every((id) => leadsToOne(statement, id))) {
      const found = parentExpression(statement, start.model, start.alias, term);
      return { ...found, nullable: true, direction, nulls };
    }
    let at: NamedRows = start;
    let last: string | null = null;
    for (const [depth, id] of term.path.entries()) {
      const place = [term.through ?? '', ...term.path.slice(0, depth + 1)].join('\0');
      let next = joined.get(place);
      if (next === undefined) {
        const related = relateRows(statement, id, at.alias);
        joins.push(sql` LEFT JOIN ${related.from} ON ${related.on}`);
        next = related;
        joined.set(place, next);
      }
      at = next;
      last = getAssociation(statement.engine, id).targetAttribute;
    }
    const own = termExpression(statement, at.model, at.alias, term);
    const found = term.countOf !== null && last !== null ? whereThere(own, last, at) : own;
    return { ...found, nullable: found.nullable || term.path.length > 0, direction, nulls };
  });
  return { joins: join(joins, ''), terms };
}

/**
 * An order that nobody asked for, without the attributes whose values the viewer may not read: the places of rows would tell
 * them. What tells rows apart stays.
 */
export function readableOrder(
  { additions: { isReadable } }: Statement,
  { catalog }: EngineModel,
  order: readonly OrderTerm[],
): readonly OrderTerm[] {
  if (isReadable === undefined) {
    return order;
  }
  const identity = rowIdentity(catalog);
  return order.filter(
    ({ path, through, attribute }) =>
      attribute === null ||
      path.length > 0 ||
      through !== undefined ||
      identity.includes(attribute) ||
      isReadable(catalog.name, attribute),
  );
}

interface TermExpression {
  readonly expression: Sql;
  readonly nullable: boolean;
  readonly codec: KeysetCodec;
}

/** A row without the parent has no number of the parent's rows, which is not the same as none. */
function whereThere(term: TermExpression, key: string, { model, alias }: NamedRows): TermExpression {
  const expression = sql`CASE WHEN ${columnOf(model, alias, key)} IS NULL THEN NULL ELSE ${term.expression} END`;
  return { ...term, expression };
}

function termExpression(
  statement: Statement,
  model: EngineModel,
  table: string,
  { attribute, countOf }: OrderTerm,
): TermExpression {
  if (countOf !== null) {
    const { from, on } = relateRows(statement, countOf, table);
    return {
      expression: sql`(SELECT COUNT(*) FROM ${from} WHERE ${on})`,
      nullable: false,
      codec: numberKeysetCodec,
    };
  }
  invariant(attribute, 'an order by nothing');
  const found: CatalogAttribute = getAttribute(model.catalog, attribute);
  const codec = getCodec(model, attribute);
  const column = columnOf(model, table, attribute);
  return {
    expression: codec.order?.(column) ?? column,
    nullable: found.nullable,
    codec: keysetCodec(found, codec, statement.dialect),
  };
}

/**
 * The key of the row that counts where an association to one may lead to several: of the first in the default order, as
 * where the row itself is asked for.
 */
export function firstKeySql(statement: Statement, id: string, holder: string, key: readonly string[]): Sql {
  const { from, on, model, alias } = relateRows(statement, id, holder);
  const columns = key.map((attribute) => columnOf(model, alias, attribute));
  const order = firstRowOrder(statement, id, model, alias);
  return sql`(SELECT ${join(columns)} FROM ${from} WHERE ${on}${order} LIMIT 1)`;
}

function firstRowOrder(statement: Statement, id: string, model: EngineModel, table: string): Sql {
  const scope = scopeOf(statement.engine, { model: model.catalog.name, association: id });
  const order = readableOrder(statement, model, defaultOrder(model.catalog, scope));
  return orderSql(resolveOrder(statement, model, table, order).terms, statement);
}

/** Of a key that several rows may have, the first row counts, as where the parent itself is asked for. */
function parentExpression(
  statement: Statement,
  model: EngineModel,
  table: string,
  term: OrderTerm,
): Omit<TermExpression, 'nullable'> {
  const [id, ...rest] = term.path;
  if (id === undefined) {
    return termExpression(statement, model, table, term);
  }
  const { from, on, model: target, alias } = relateRows(statement, id, table);
  const inner = parentExpression(statement, target, alias, { ...term, path: rest });
  const first = firstRowOrder(statement, id, target, alias);
  return {
    expression: sql`(SELECT ${inner.expression} FROM ${from} WHERE ${on}${first} LIMIT 1)`,
    codec: inner.codec,
  };
}

/** ` ORDER BY` with the expressions of `first`, then the terms; nothing where there are none. */
export function orderSql(
  terms: readonly ResolvedTerm[],
  statement: Statement,
  first: readonly Sql[] = [],
): Sql {
  const all = [...first, ...terms.map((term) => termSql(term, statement.dialect))];
  return all.length === 0 ? raw('') : sql` ORDER BY ${join(all)}`;
}

/** Nulls come last ascending and first descending by themselves on Postgres; the others have them the other way round. */
function termSql({ expression, nullable, direction, nulls }: ResolvedTerm, dialect: SqlDialect): Sql {
  const term = direction === 'ASC' ? expression : sql`${expression} DESC`;
  if (!nullable) {
    return term;
  }
  const nullsAreLargest = (direction === 'ASC') === (nulls === 'LAST');
  if (nullsAreLargest === (dialect === 'postgres')) {
    return term;
  }
  return dialect === 'mysql'
    ? sql`${expression} IS NULL${raw(nulls === 'LAST' ? '' : ' DESC')}, ${term}`
    : sql`${term} NULLS ${raw(nulls)}`;
}

/** The order from its other end. */
export function reverseOrder(terms: readonly ResolvedTerm[]): ResolvedTerm[] {
  return terms.map((term) => ({
    ...term,
    direction: term.direction === 'ASC' ? 'DESC' : 'ASC',
    nulls: term.nulls === 'FIRST' ? 'LAST' : 'FIRST',
  }));
}
