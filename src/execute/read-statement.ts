import type { CatalogModel } from '../catalog/catalog.ts';
import { defaultOrder } from '../plan/order.ts';
import type { ChildrenRead, KeyRead, SourceReference, ThroughReference } from '../plan/plan.ts';
import type { BindValue } from './codec.ts';
import { filterSql } from './condition-sql.ts';
import { columnOf, type Engine, type EngineModel, getCodec, getEngineModel, scopeOf } from './engine.ts';
import { joinedParts } from './joined-parents.ts';
import { orderSql, readableOrder, resolveOrder } from './order-sql.ts';
import type { Key } from './row.ts';
import { type Additions, sourceSql, throughSql } from './source.ts';
import { integer, join, raw, type Sql, sql } from './sql.ts';
import { sqlDialectOf } from './sql-dialect.ts';
import { listSql, sqliteKeysSql } from './sql-list.ts';
import { Statement, whereSql } from './statement.ts';
import { keyValues } from './statement-templates.ts';

/** Under this name a statement for keys gives the place of the key that a row belongs to, counted from 1. */
export const positionColumn = '$position';

/**
 * The statement for the rows of several keys. Where encoded keys are equal exactly if the database says so, it looks for a
 * list of keys and the rows carry their own; else keys travel with their position and the database matches them, since
 * collations, CHAR's padding and DECIMAL's scale are its business.
 */
export function keyStatement(
  engine: Engine,
  read: KeyRead,
  keys: readonly Key[],
  additions?: Additions,
): Sql {
  const model = getEngineModel(engine, read.source.model);
  const from = sourceSql(engine, read.source, additions);
  const parents = joinedParts(new Statement(engine, additions), read.joined?.parents ?? [], (attribute) =>
    columnOf(model, 't', attribute),
  );
  if (isMatchedByValue(model, read)) {
    const attribute = read.key[0] as string;
    const columns = join([selectList(engine, selectedAttributes(model, withKey(read))), ...parents.columns]);
    const values = keyValues(keys, 0);
    const column = columnOf(model, 't', attribute);
    const isWanted =
      engine.dialect === 'postgres'
        ? keys.length === 1
          ? sql`${column} = ${firstOf(sql`${values}::${raw(getCodec(model, attribute).keyType)}[]`)}`
          : sql`${column} = ANY(${values}::${raw(getCodec(model, attribute).keyType)}[])`
        : sql`${column} IN (${listSql(sqlDialectOf(engine.dialect), getCodec(model, attribute), values as BindValue[])})`;
    return sql`SELECT ${columns} FROM ${from} AS t${parents.joins} WHERE ${isWanted}`;
  }
  const columns = join([
    selectList(engine, selectedAttributes(model, shownAttributes(read))),
    ...parents.columns,
  ]);
  const position = engine.quote(positionColumn);
  const matches = read.key.map(
    (attribute, index) =>
      sql`${getCodec(model, attribute).compare(columnOf(model, 't', attribute))} = k.${raw(`k${index}`)}`,
  );
  const order = isUniqueKey(model.catalog, read.key)
    ? raw('')
    : defaultOrderSql(new Statement(engine, additions), read.source, [raw('k.i')]);
  return sql`SELECT k.i AS ${position}, ${columns} FROM ${keysSql(engine, model, read.key, keys)} JOIN ${from} AS t ON ${join(matches, ' AND ')}${parents.joins}${order}`;
}

/** The same rows out of ones that are there already, under the name of `rows`: all of the table's columns of each. */
export function shownStatement(engine: Engine, read: KeyRead, rows: Sql, extra: readonly Sql[]): Sql {
  const model = getEngineModel(engine, read.source.model);
  const parents = joinedParts(new Statement(engine), read.joined?.parents ?? [], (attribute) =>
    columnOf(model, 't', attribute),
  );
  const own = selectList(engine, selectedAttributes(model, withKey(read)));
  return sql`SELECT ${join([own, ...parents.columns, ...extra])} FROM ${rows} AS t${parents.joins}`;
}

/** Whether the rows of the read tell by themselves which key they belong to. */
export function isMatchedByValue(model: EngineModel, read: KeyRead): boolean {
  return (
    read.key.length === 1 &&
    getCodec(model, read.key[0] as string).exact &&
    isUniqueKey(model.catalog, read.key)
  );
}

function withKey(read: KeyRead): readonly string[] {
  const shown = shownAttributes(read);
  return [...read.key.filter((attribute) => !shown.includes(attribute)), ...shown];
}

/** The attributes of a read that rows must hold; of joined parents they hold what was selected of those. */
export function shownAttributes({
  attributes,
  joined,
}: Pick<KeyRead, 'attributes' | 'joined'>): readonly string[] {
  return joined === undefined ? attributes : attributes.filter((name) => joined.attributes.includes(name));
}

function isUniqueKey(model: CatalogModel, attributes: readonly string[]): boolean {
  return model.keys.some((key) => key.attributes.every((attribute) => attributes.includes(attribute)));
}

/** Rows with the key that they belong to. SQLite knows no names of tables from within brackets. */
export function joinKeys(
  { dialect }: Statement,
  keyTable: Sql,
  rows: Sql,
  match: Sql,
  conditions: readonly (Sql | null)[],
): Sql {
  return dialect === 'sqlite'
    ? sql`${keyTable} JOIN ${rows}${whereSql([match, ...conditions])}`
    : sql`${keyTable} JOIN ${rows} ON ${match}${whereSql(conditions)}`;
}

/** Rows under keys: the keys as a table `k`, the rows as `t` (and their through rows as `j`), and what ties them. */
export function childrenSql(
  statement: Statement,
  model: EngineModel,
  read: Pick<ChildrenRead, 'key' | 'through' | 'throughWhere' | 'source'>,
  keys: readonly Key[],
): { readonly from: Sql; readonly match: Sql; readonly keyTable: Sql; readonly link: Sql | null } {
  const { engine, additions } = statement;
  const holder = read.through === null ? model : getEngineModel(engine, read.through.model);
  const keyColumn = columnOf(holder, read.through === null ? 't' : 'j', read.key);
  const rows = sql`${sourceSql(engine, read.source, additions)} AS t`;
  return {
    from: read.through === null ? rows : sql`${rows}${joinThrough(engine, model, read.through, additions)}`,
    match: sql`${getCodec(holder, read.key).compare(keyColumn)} = k.k0`,
    keyTable: keysSql(engine, holder, [read.key], keys),
    link: filterSql(statement, holder, 'j', read.throughWhere),
  };
}

function joinThrough(
  engine: Engine,
  model: EngineModel,
  through: ThroughReference,
  additions: Additions,
): Sql {
  const holder = getEngineModel(engine, through.model);
  const target = columnOf(model, 't', through.targetAttribute);
  return sql` JOIN ${throughSql(engine, through.association, additions)} AS j ON ${columnOf(holder, 'j', through.throughAttribute)} = ${target}`;
}

/**
 * The one key of a list, on Postgres. Of a list it expects ten keys before it knows them and one after, and so it plans a prepared statement
 * for a list of one anew each time.
 */
function firstOf(list: Sql): Sql {
  return sql`(${list})[1]`;
}

/** The keys as a table `k`, with their positions: columns `k0`, `k1` ... and `i`. */
function keysSql(
  engine: Engine,
  model: EngineModel,
  attributes: readonly string[],
  keys: readonly Key[],
): Sql {
  if (engine.dialect === 'postgres') {
    const lists = attributes.map(
      (attribute, index) => sql`${keyValues(keys, index)}::${raw(getCodec(model, attribute).keyType)}[]`,
    );
    const names = attributes.map((_, index) => `k${index}`).join(', ');
    return keys.length === 1
      ? sql`(VALUES (${join(lists.map(firstOf))}, 1)) AS k(${raw(names)}, i)`
      : sql`unnest(${join(lists)}) WITH ORDINALITY AS k(${raw(names)}, i)`;
  }
  if (engine.dialect === 'sqlite') {
    return sqliteKeysSql(
      attributes.map((attribute) => getCodec(model, attribute)),
      keys,
    );
  }
  // A literal keeps its weak collation through a derived table, so that the column's own collation decides; JSON_TABLE's
  // columns do not, and MariaDB refuses the mix.
  const rows = keys.map((key, position) => {
    const values = attributes.map((attribute, index) => {
      const value = getCodec(model, attribute).bind(key[index] as BindValue);
      return position === 0 ? sql`${value} AS ${raw(`k${index}`)}` : value;
    });
    return position === 0
      ? sql`SELECT ${join(values)}, 1 AS i`
      : sql`SELECT ${join(values)}, ${integer(position + 1)}`;
  });
  return sql`(${join(rows, ' UNION ALL ')}) AS k`;
}

/** Something that a statement selects, and the name that rows give it under. */
export interface Selected {
  readonly name: string;
  readonly expression: Sql;
}

/** The attributes of rows that go by the name `t`; a row of which nothing is wanted but that it is there still needs a column. */
export function selectedAttributes(model: EngineModel, attributes: readonly string[]): Selected[] {
  return attributes.length === 0
    ? [{ name: '$row', expression: raw('1') }]
    : attributes.map((name) => ({
        name,
        expression: getCodec(model, name).select(columnOf(model, 't', name)),
      }));
}

/** `t."user_id" AS "userId"` */
export function selectList({ quote }: Engine, selected: readonly Selected[]): Sql {
  return join(selected.map(({ name, expression }) => sql`${expression} AS ${quote(name)}`));
}

/** ` ORDER BY` with the expressions of `first`, then the default order of the source. */
function defaultOrderSql(statement: Statement, source: SourceReference, first: readonly Sql[]): Sql {
  const model = getEngineModel(statement.engine, source.model);
  const order = readableOrder(
    statement,
    model,
    defaultOrder(model.catalog, scopeOf(statement.engine, source)),
  );
  return orderSql(resolveOrder(statement, model, 't', order).terms, statement, first);
}

export function limitSql(limit: number, offset: number): Sql {
  const skip = offset === 0 ? raw('') : sql` OFFSET ${integer(offset)}`;
  return sql`LIMIT ${integer(limit)}${skip}`;
}
